//! The plugins that are installed: a directory with a lock file, and content under the name of its digest.
//!
//! ```text
//! fieldmark.lock         what is installed; the only file that is ever replaced
//! sha256/<digits>        plugins and manifests of registries
//! signatures/<digits>    the signatures of a plugin, as JSON
//! guard                  locked by whoever changes something
//! ```
//!
//! Content is written before the lock file names it, and removed after the lock file has ceased to. Whoever reads needs no
//! guard: a lock file that has just been replaced is read again.

use crate::durable::{self, make_directory, read_capped};
use crate::guard::Guard;
use crate::{Digest, Limits, Lock, Locked, Parcel, Signature, SupplyError};
use fieldmark_model::nearest;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The name of the lock file in the store.
const LOCK: &str = "fieldmark.lock";
const CONTENT: &str = "sha256";
const SIGNATURES: &str = "signatures";
/// How often a plugin that is missing is looked for before it counts as damaged.
const ROUNDS: u32 = 3;

/// The plugins that are installed.
#[derive(Debug, Clone)]
pub struct Store {
    root: PathBuf,
    limits: Limits,
}

/// What a change did to one plugin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What was installed under its id before.
    pub before: Option<Locked>,
    /// What is installed now.
    pub now: Locked,
}

impl Change {
    /// Whether it was installed like this already.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.before.as_ref() == Some(&self.now)
    }
}

/// A plugin that is installed, with its bytes or with what is wrong with it.
#[derive(Debug)]
pub struct Installed {
    /// What the lock file says of it.
    pub locked: Locked,
    /// The plugin itself.
    pub parcel: Result<Parcel, SupplyError>,
}

impl Store {
    /// The store in this directory, which need not be there yet.
    #[must_use]
    pub fn new(root: PathBuf, limits: Limits) -> Self {
        Self { root, limits }
    }

    /// Its directory.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What is installed.
    ///
    /// # Errors
    /// The lock file cannot be read, or is wrong. Without one nothing is installed.
    pub fn installed(&self) -> Result<Lock, SupplyError> {
        match Lock::read(&self.root.join(LOCK)) {
            Err(SupplyError::Unreadable { source, .. })
                if matches!(source.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) =>
            {
                Ok(Lock::default())
            }
            read => read,
        }
    }

    /// A plugin that is installed. Its bytes are those that were installed.
    ///
    /// # Errors
    /// Something of it is missing or changed.
    pub fn read(&self, locked: &Locked) -> Result<Parcel, SupplyError> {
        let damaged = |problem: String| SupplyError::Damaged { id: locked.id.clone(), problem };
        let content = |digest: &Digest, limit: u64| {
            let bytes = read_capped(&self.content(digest), limit).map_err(|error| damaged(error.to_string()))?;
            let found = Digest::of(&bytes);
            if &found == digest {
                return Ok(bytes);
            }
            Err(damaged(SupplyError::digest(self.content(digest).display(), digest, found).to_string()))
        };
        let bytes = content(&locked.digest, self.limits.plugin_bytes)?;
        let manifest = locked.manifest.as_ref();
        let manifest = manifest.map(|digest| content(digest, self.limits.document_bytes)).transpose()?;
        let signatures = match read_capped(&self.signatures(&locked.digest), self.limits.document_bytes) {
            Ok(text) => serde_json::from_slice(&text).map_err(|error| damaged(error.to_string()))?,
            Err(SupplyError::Unreadable { source, .. }) if source.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(damaged(error.to_string())),
        };
        Ok(Parcel { locked: locked.clone(), bytes, manifest, signatures })
    }

    /// All that is installed, each with its bytes or with what is wrong with it.
    ///
    /// # Errors
    /// The lock file cannot be read, or is wrong.
    pub fn read_all(&self) -> Result<Vec<Installed>, SupplyError> {
        let mut round = 1;
        loop {
            let lock = self.installed()?;
            let read = |locked: &Locked| Installed { locked: locked.clone(), parcel: self.read(locked) };
            let all: Vec<Installed> = lock.plugins().iter().map(read).collect();
            // What is missing may have been replaced in the meantime, and even have come back.
            if round == ROUNDS || all.iter().all(|installed| installed.parcel.is_ok()) {
                return Ok(all);
            }
            round += 1;
        }
    }

    /// Installs all of these, or none. A plugin takes the place of one with its id if both come from the same place, or
    /// if `replace` says so.
    ///
    /// # Errors
    /// Something cannot be written, or an id is another plugin's. What was installed still is.
    pub fn add(&self, parcels: &[Parcel], replace: bool) -> Result<Vec<Change>, SupplyError> {
        make_directory(&self.root)?;
        let guard = Guard::wait(&self.root, self.limits.busy)?;
        let mut lock = self.installed()?;
        let mut changes = Vec::new();
        let mut seen = BTreeSet::new();
        for parcel in parcels {
            let now = parcel.locked.clone();
            let taken =
                |other: String| SupplyError::IdTaken { what: now.source.to_string(), id: now.id.clone(), other };
            if !seen.insert(now.id.clone()) {
                return Err(taken("what another of the named plugins calls itself".to_owned()));
            }
            let before = lock.find(&now.id).cloned();
            if let Some(before) = before.as_ref().filter(|before| before.source.base() != now.source.base())
                && !replace
            {
                return Err(taken(format!("an installed plugin, from {}", before.source)));
            }
            changes.push(Change { before, now: now.clone() });
            lock.put(now);
        }
        for parcel in parcels {
            self.write(parcel)?;
        }
        self.commit(&lock, &guard)?;
        Ok(changes)
    }

    /// Removes all of these, or none.
    ///
    /// # Errors
    /// One of them is not installed, or something cannot be written.
    pub fn remove(&self, ids: &[String]) -> Result<Vec<Locked>, SupplyError> {
        let missing = |id: &String, lock: &Lock| {
            let known = lock.plugins().iter().map(|plugin| plugin.id.as_str());
            SupplyError::NotInstalled { id: id.clone(), nearest: nearest(id, known).map(str::to_owned) }
        };
        // Nothing is made for nothing.
        let lock = self.installed()?;
        if let Some(id) = ids.iter().find(|id| lock.find(id).is_none()) {
            return Err(missing(id, &lock));
        }
        let guard = Guard::wait(&self.root, self.limits.busy)?;
        let mut lock = self.installed()?;
        let mut removed = Vec::new();
        for id in ids {
            let taken = lock.take(id);
            removed.push(taken.ok_or_else(|| missing(id, &lock))?);
        }
        self.commit(&lock, &guard)?;
        Ok(removed)
    }

    /// Writes what a plugin consists of.
    fn write(&self, parcel: &Parcel) -> Result<(), SupplyError> {
        make_directory(&self.root.join(CONTENT))?;
        self.write_content(&parcel.locked.digest, &parcel.bytes)?;
        if let (Some(digest), Some(bytes)) = (&parcel.locked.manifest, &parcel.manifest) {
            self.write_content(digest, bytes)?;
        }
        let path = self.signatures(&parcel.locked.digest);
        if parcel.signatures.is_empty() && !path.exists() {
            return Ok(());
        }
        make_directory(&self.root.join(SIGNATURES))?;
        durable::write(&path, signature_text(&parcel.signatures).as_bytes())
    }

    /// Writes content, unless the same lies there.
    fn write_content(&self, digest: &Digest, bytes: &[u8]) -> Result<(), SupplyError> {
        let path = self.content(digest);
        let lies_there = read_capped(&path, bytes.len() as u64).is_ok_and(|known| known == bytes);
        if lies_there { Ok(()) } else { durable::write(&path, bytes) }
    }

    /// Makes a change valid, and then removes what nothing names any more. That somebody holds the guard is the caller's
    /// promise.
    fn commit(&self, lock: &Lock, _: &Guard) -> Result<(), SupplyError> {
        let path = self.root.join(LOCK);
        durable::write(&path, lock.to_text(&path)?.as_bytes())?;
        let plugins = lock.plugins();
        let content = plugins.iter().flat_map(|plugin| std::iter::once(&plugin.digest).chain(&plugin.manifest));
        sweep(&self.root.join(CONTENT), &content.map(Digest::digits).collect());
        sweep(&self.root.join(SIGNATURES), &plugins.iter().map(|plugin| plugin.digest.digits()).collect());
        remove_files(&self.root, |name| name.starts_with(durable::TEMPORARY));
        Ok(())
    }

    fn content(&self, digest: &Digest) -> PathBuf {
        self.root.join(CONTENT).join(digest.digits())
    }

    fn signatures(&self, digest: &Digest) -> PathBuf {
        self.root.join(SIGNATURES).join(digest.digits())
    }
}

/// Signatures as they lie in the store and in an archive.
pub(crate) fn signature_text(signatures: &[Signature]) -> String {
    // Texts and lists of texts always become JSON.
    serde_json::to_string(signatures).unwrap_or_else(|_| "[]".to_owned())
}

/// Removes all files of a directory but these.
fn sweep(directory: &Path, kept: &BTreeSet<&str>) {
    remove_files(directory, |name| !kept.contains(name));
}

/// Removes files by their names. One that stays is only in the way: the next change tries again.
fn remove_files(directory: &Path, is_superfluous: impl Fn(&str) -> bool) {
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        if is_superfluous(&entry.file_name().to_string_lossy()) {
            _ = fs::remove_file(entry.path());
        }
    }
}
