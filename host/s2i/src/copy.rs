//! Copying a tree, with caps, and without leaving it.

use crate::{Exclusion, S2iError, finding};
use fieldmark_model::Finding;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// Caps of what is copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CopyLimits {
    /// Most bytes of all files together.
    pub bytes: u64,
    /// Most files, directories and links.
    pub entries: u64,
}

impl Default for CopyLimits {
    fn default() -> Self {
        Self { bytes: 1 << 30, entries: 500_000 }
    }
}

/// What happens with links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// They stay links: a clone, or `--keep-symlinks`.
    Kept,
    /// What they lead to is copied, as long as that is inside of the tree; others stay links.
    Followed,
}

/// Most findings of one copy.
const MOST_FINDINGS: usize = 50;

/// A copy in the making.
pub(crate) struct Copy<'c> {
    root: PathBuf,
    links: Links,
    /// Paths relative to the root that are left out.
    skipped: &'c BTreeSet<String>,
    excluded: Option<&'c Exclusion>,
    /// Whether files that are left out are there, with nothing in them.
    emptying: bool,
    /// Whether `.git` is left out.
    without_git: bool,
    left: CopyLimits,
    limits: CopyLimits,
    findings: Vec<Finding>,
}

impl<'c> Copy<'c> {
    pub(crate) fn new(
        root: &Path,
        links: Links,
        without_git: bool,
        skipped: &'c BTreeSet<String>,
        limits: CopyLimits,
    ) -> Result<Self, S2iError> {
        let root = root.canonicalize().map_err(S2iError::io(root))?;
        Ok(Self {
            root,
            links,
            skipped,
            excluded: None,
            emptying: false,
            without_git,
            left: limits,
            limits,
            findings: Vec::new(),
        })
    }

    /// Without what a pattern matches.
    pub(crate) fn without(self, excluded: Option<&'c Exclusion>) -> Self {
        Self { excluded, ..self }
    }

    /// As upstream, which makes the files that it leaves out, but does not fill them.
    pub(crate) fn emptying(self, emptying: bool) -> Self {
        Self { emptying, ..self }
    }

    /// Copies everything below the root into a directory that is there.
    pub(crate) fn into(mut self, target: &Path) -> Result<Vec<Finding>, S2iError> {
        let root = self.root.clone();
        self.directory(&root, target, "", &mut vec![root.clone()])?;
        Ok(self.findings)
    }

    fn directory(&mut self, from: &Path, to: &Path, path: &str, above: &mut Vec<PathBuf>) -> Result<(), S2iError> {
        let mut entries: Vec<_> =
            fs::read_dir(from).and_then(Iterator::collect::<io::Result<_>>).map_err(S2iError::io(from))?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let name = entry.file_name();
            let shown = name.to_string_lossy();
            let path = if path.is_empty() { shown.into_owned() } else { format!("{path}/{shown}") };
            let is_excluded = self.excluded.is_some_and(|excluded| excluded.leaves_out(&path));
            let is_left_out = is_excluded || self.skipped.contains(&path);
            if self.without_git && name == OsStr::new(".git") {
                continue;
            }
            if is_left_out && !(self.emptying && self.is_link(&entry.path())) {
                if self.emptying && entry.path().is_file() {
                    File::create_new(to.join(&name)).map_err(S2iError::io(to))?;
                }
                continue;
            }
            self.left.entries = self
                .left
                .entries
                .checked_sub(1)
                .ok_or(S2iError::TooLarge { what: "files and directories", most: self.limits.entries })?;
            self.entry(&entry.path(), &to.join(&name), &path, above)?;
        }
        Ok(())
    }

    fn entry(&mut self, from: &Path, to: &Path, path: &str, above: &mut Vec<PathBuf>) -> Result<(), S2iError> {
        let metadata = fs::symlink_metadata(from).map_err(S2iError::io(from))?;
        if !metadata.is_symlink() {
            return self.thing(from, to, path, &metadata, above);
        }
        match self.followed(from, path, above) {
            Some(real) => {
                let metadata = fs::symlink_metadata(&real).map_err(S2iError::io(&real))?;
                self.thing(&real, to, path, &metadata, above)
            }
            None => link(from, to),
        }
    }

    /// Whether it is a link that stays one.
    fn is_link(&self, path: &Path) -> bool {
        path.is_symlink() && (self.links == Links::Kept || !path.exists())
    }

    /// Where a link leads, when it is followed.
    fn followed(&mut self, from: &Path, path: &str, above: &[PathBuf]) -> Option<PathBuf> {
        if self.links == Links::Kept {
            return None;
        }
        // A link to nowhere stays one (recorded).
        let real = from.canonicalize().ok()?;
        if !real.starts_with(&self.root) {
            self.note("copy.link-outside", path, "this link leads out of the sources and stays a link");
            return None;
        }
        if above.contains(&real) {
            self.note("copy.link-to-parent", path, "this link leads to a directory around it and stays a link");
            return None;
        }
        Some(real)
    }

    fn thing(
        &mut self,
        from: &Path,
        to: &Path,
        path: &str,
        metadata: &Metadata,
        above: &mut Vec<PathBuf>,
    ) -> Result<(), S2iError> {
        if metadata.is_file() {
            return self.file(from, to, metadata);
        }
        if !metadata.is_dir() {
            self.note("copy.special-file", path, "this is no file, directory or link and is left out");
            return Ok(());
        }
        fs::create_dir(to).map_err(S2iError::io(to))?;
        above.push(from.to_owned());
        self.directory(from, to, path, above)?;
        above.pop();
        set_mode(to, metadata.permissions().mode() & 0o755 | 0o700)
    }

    fn file(&mut self, from: &Path, to: &Path, metadata: &Metadata) -> Result<(), S2iError> {
        let too_large = || S2iError::TooLarge { what: "bytes", most: self.limits.bytes };
        let rest = self.left.bytes.checked_sub(metadata.len()).ok_or_else(too_large)?;
        let source = File::open(from).map_err(S2iError::io(from))?;
        let mut target = File::create_new(to).map_err(S2iError::io(to))?;
        // It may have grown since.
        let copied = io::copy(&mut source.take(metadata.len()), &mut target).map_err(S2iError::io(to))?;
        self.left.bytes = rest + (metadata.len() - copied);
        set_mode(to, metadata.permissions().mode() & 0o777)
    }

    fn note(&mut self, code: &str, path: &str, note: &str) {
        if self.findings.len() < MOST_FINDINGS {
            self.findings.push(finding::about(code, path, note));
        }
    }
}

fn link(from: &Path, to: &Path) -> Result<(), S2iError> {
    let target = fs::read_link(from).map_err(S2iError::io(from))?;
    std::os::unix::fs::symlink(target, to).map_err(S2iError::io(to))
}

/// Sets the permissions of a file.
pub(crate) fn set_mode(path: &Path, mode: u32) -> Result<(), S2iError> {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).map_err(S2iError::io(path))
}

#[cfg(test)]
mod tests;
