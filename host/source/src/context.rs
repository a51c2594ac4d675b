//! The directory of a source that is looked at.

use crate::SourceError;
use std::path::{Component, Path, PathBuf};

/// The context directory below a source's root.
///
/// # Errors
/// It is absolute, leaves the root (by `..` or by a link), does not exist, or is no directory.
pub fn context_directory(root: &Path, directory: &str) -> Result<PathBuf, SourceError> {
    let refuse = |problem| SourceError::ContextDirectory { directory: directory.to_owned(), problem };
    let is_below = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
    if !Path::new(directory).components().all(is_below) {
        return Err(refuse("leads out of the source"));
    }
    let path = root.join(directory);
    let real = path.canonicalize().map_err(|_| refuse("does not exist in the source"))?;
    let root = root.canonicalize().map_err(|_| refuse("does not exist in the source"))?;
    if !real.starts_with(&root) {
        return Err(refuse("leads out of the source"));
    }
    if real.is_dir() { Ok(path) } else { Err(refuse("is no directory")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn only_directories_of_the_source_are_found() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("root");
        fs::create_dir_all(root.join("api/v1")).unwrap();
        fs::create_dir_all(folder.path().join("outside")).unwrap();
        fs::write(root.join("file"), "").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink("../outside", root.join("link")).unwrap();
        for directory in ["api", "./api/v1/", "", "."] {
            assert!(context_directory(&root, directory).unwrap().is_dir(), "{directory}");
        }
        let absolute = root.join("api").display().to_string();
        for (directory, problem) in [
            ("nosuch", "does not exist in the source"),
            ("file", "is no directory"),
            ("../outside", "leads out of the source"),
            ("api/../../outside", "leads out of the source"),
            (absolute.as_str(), "leads out of the source"),
            #[cfg(unix)]
            ("link", "leads out of the source"),
        ] {
            match context_directory(&root, directory).unwrap_err() {
                SourceError::ContextDirectory { problem: told, .. } => assert_eq!(told, problem, "{directory}"),
                other => panic!("{directory}: {other:?}"),
            }
        }
    }
}
