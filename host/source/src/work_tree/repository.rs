//! Finding the repository of a directory, with every file of it that is read held to a cap.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Component, Path, PathBuf};

/// Most bytes of a file that holds one path or one ref.
const MAX_LINE: u64 = 8 * 1024;

/// The directories of a repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Repository {
    /// Root of the work tree; of a bare repository, the repository itself.
    pub(super) root: PathBuf,
    /// Where `HEAD` and `index` are.
    pub(super) git_directory: PathBuf,
    /// Where `config`, `objects` and `refs` are: elsewhere for a linked work tree.
    pub(super) common_directory: PathBuf,
    pub(super) is_bare: bool,
}

impl Repository {
    /// The repository that a directory lies in: its own or that of the nearest directory above on the same file system,
    /// as git looks for it. The directory itself may be a bare one.
    pub(super) fn of(directory: &Path) -> Option<Self> {
        if is_git_directory(directory) {
            return Some(Self {
                root: directory.to_owned(),
                git_directory: directory.to_owned(),
                common_directory: directory.to_owned(),
                is_bare: true,
            });
        }
        for root in directory.ancestors() {
            if device(root) != device(directory) {
                break;
            }
            let Some(git_directory) = git_directory(root) else { continue };
            let common_directory = common_directory(&git_directory);
            return Some(Self { root: root.to_owned(), git_directory, common_directory, is_bare: false });
        }
        None
    }

    /// Every directory whose owner decides what the repository says.
    pub(super) fn owned(&self) -> [&Path; 3] {
        [&self.root, &self.git_directory, &self.common_directory]
    }
}

/// What `.git` in a directory is: a repository, or a small file with the path of one.
fn git_directory(root: &Path) -> Option<PathBuf> {
    let path = root.join(".git");
    let metadata = path.metadata().ok()?;
    if metadata.is_dir() {
        return is_git_directory(&path).then_some(path);
    }
    let text = line(&path)?;
    let target = lexically(&root.join(text.strip_prefix("gitdir:")?.trim()));
    is_git_directory(&target).then_some(target)
}

fn common_directory(git_directory: &Path) -> PathBuf {
    match line(&git_directory.join("commondir")) {
        Some(text) => lexically(&git_directory.join(text)),
        None => git_directory.to_owned(),
    }
}

fn is_git_directory(path: &Path) -> bool {
    let has = |common: &Path| common.join("objects").is_dir() && common.join("refs").is_dir();
    line(&path.join("HEAD")).is_some() && has(&common_directory(path))
}

/// The text of a small regular file, without white space around it.
pub(super) fn line(path: &Path) -> Option<String> {
    let bytes = small_file(path, MAX_LINE)?;
    String::from_utf8(bytes).ok().map(|text| text.trim().to_owned())
}

/// The bytes of a regular file that is no larger than it may be.
pub(super) fn small_file(path: &Path, max: u64) -> Option<Vec<u8>> {
    // Whoever can swap a file for a pipe between these two could as well make git wait; the repository's owner is the user.
    if !fs::metadata(path).ok()?.is_file() {
        return None;
    }
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(max + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= max).then_some(bytes)
}

/// A path without `.` and `..`.
fn lexically(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => _ = out.pop(),
            part => out.push(part),
        }
    }
    out
}

#[cfg(unix)]
fn device(path: &Path) -> Option<u64> {
    path.metadata().ok().map(|metadata| std::os::unix::fs::MetadataExt::dev(&metadata))
}

#[cfg(not(unix))]
fn device(_: &Path) -> Option<u64> {
    None
}
