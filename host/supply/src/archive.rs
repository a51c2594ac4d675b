//! Installed plugins in one file, for networks that are closed: an archive in the form of tar with a lock file, and content
//! under the names that it has in the store.

use crate::durable::{self, read_capped};
use crate::parcel::Fetched;
use crate::store::{Change, signature_text};
use crate::supply::{check, check_count, same};
use crate::{Digest, Inspector, Limits, Lock, Locked, Parcel, Policy, Signature, Store, SupplyError};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

/// The lock file in the archive. It comes first.
const LOCK: &str = "fieldmark.lock";
/// Most bytes of an archive.
const MAX_BYTES: u64 = 1 << 30;
/// Most entries: three for each of the plugins that one change may have.
const MAX_ENTRIES: usize = 256;

/// Saves installed plugins, those with these ids or all, with their signatures.
///
/// # Errors
/// A plugin is not installed or damaged, or the file cannot be written. A file that was there before is then what it was.
pub fn save(store: &Store, ids: &[String], path: &Path) -> Result<Vec<Locked>, SupplyError> {
    let installed = store.installed()?;
    let mut lock = Lock::default();
    for id in ids {
        let known = installed.find(id).ok_or_else(|| SupplyError::NotInstalled { id: id.clone(), nearest: None })?;
        lock.put(known.clone());
    }
    if ids.is_empty() {
        lock = installed;
    }
    let failed = |source| SupplyError::Unwritable { path: path.to_owned(), source };
    let mut archive = tar::Builder::new(Vec::new());
    append(&mut archive, LOCK, lock.to_text(path)?.as_bytes()).map_err(failed)?;
    for locked in lock.plugins() {
        let parcel = store.read(locked)?;
        append(&mut archive, &content(&locked.digest), &parcel.bytes).map_err(failed)?;
        if let (Some(digest), Some(manifest)) = (&locked.manifest, &parcel.manifest) {
            append(&mut archive, &content(digest), manifest).map_err(failed)?;
        }
        let signatures = signature_text(&parcel.signatures);
        append(&mut archive, &signatures_name(&locked.digest), signatures.as_bytes()).map_err(failed)?;
    }
    durable::write(path, &archive.into_inner().map_err(failed)?)?;
    Ok(lock.plugins().to_vec())
}

/// Installs what an archive holds: all of it, or nothing.
///
/// # Errors
/// The archive cannot be read, is cut off, or holds something else than its lock file says; a plugin cannot be used or is
/// not trusted where only verified plugins are taken; or something cannot be written.
pub fn load(
    store: &Store,
    path: &Path,
    inspector: &dyn Inspector,
    policy: &Policy,
    replace: bool,
) -> Result<Vec<Change>, SupplyError> {
    let limits = Limits::default();
    let mut files = unpack(path, &limits)?;
    let wrong = |problem: String| SupplyError::Archive { path: path.to_owned(), problem };
    let text = files.remove(LOCK).ok_or_else(|| wrong(format!("it has no {LOCK}: these are no saved plugins")))?;
    let lock = Lock::parse(&path.join(LOCK), &text)?;
    check_count(lock.plugins().len())?;
    let mut parcels = Vec::new();
    for locked in lock.plugins() {
        let mut take = |digest: &Digest| {
            let name = content(digest);
            let bytes = files.remove(&name).ok_or_else(|| wrong(format!("it does not have {name}")))?;
            let found = Digest::of(&bytes);
            if &found == digest { Ok(bytes) } else { Err(SupplyError::digest(&name, digest, found)) }
        };
        let bytes = take(&locked.digest)?;
        let manifest = locked.manifest.as_ref().map(&mut take).transpose()?;
        let name = signatures_name(&locked.digest);
        let signatures = files.remove(&name).ok_or_else(|| wrong(format!("it does not have {name}")))?;
        let signatures: Vec<Signature> = serde_json::from_slice(&signatures)
            .map_err(|error| wrong(format!("signatures of {}: {error}", locked.id)))?;
        let fetched = Fetched { form: locked.form, bytes, manifest, signatures };
        let parcel = fetched.into_parcel(&locked.source, inspector)?;
        same(locked, &parcel.locked)?;
        check(inspector, policy, &parcel)?;
        parcels.push(Parcel { locked: locked.clone(), ..parcel });
    }
    store.add(&parcels, replace)
}

fn content(digest: &Digest) -> String {
    format!("sha256/{}", digest.digits())
}

fn signatures_name(digest: &Digest) -> String {
    format!("signatures/{}", digest.digits())
}

/// Adds a file. The same plugins make the same archive: there is no time and no owner in it.
fn append(archive: &mut tar::Builder<Vec<u8>>, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    let mut header = tar::Header::new_ustar();
    header.set_size(bytes.len() as u64);
    header.set_mode(0o644);
    header.set_mtime(0);
    archive.append_data(&mut header, name, bytes)
}

/// The files of an archive by their names. Nothing is written to the disk.
fn unpack(path: &Path, limits: &Limits) -> Result<BTreeMap<String, Vec<u8>>, SupplyError> {
    let wrong = |problem: String| SupplyError::Archive { path: path.to_owned(), problem };
    let bytes = read_capped(path, MAX_BYTES)?;
    let mut archive = tar::Archive::new(bytes.as_slice());
    // What the reader says quotes the bytes that it stumbled over, whatever file they are of.
    let cut = |_: std::io::Error| wrong("it is no archive of plugins, or cut off".to_owned());
    let mut files = BTreeMap::new();
    for entry in archive.entries().map_err(cut)? {
        let entry = entry.map_err(cut)?;
        if files.len() == MAX_ENTRIES {
            return Err(SupplyError::TooLarge {
                what: format!("{}, in files,", path.display()),
                limit: MAX_ENTRIES as u64,
            });
        }
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if !entry.header().entry_type().is_file() {
            return Err(wrong(format!("`{name}` in it is not a file")));
        }
        let size = entry.size();
        if size > limits.plugin_bytes {
            return Err(SupplyError::TooLarge {
                what: format!("`{name}` in {}", path.display()),
                limit: limits.plugin_bytes,
            });
        }
        let mut content = Vec::new();
        entry.take(size).read_to_end(&mut content).map_err(cut)?;
        if content.len() as u64 != size {
            return Err(wrong(format!("it is cut off in `{name}`")));
        }
        files.insert(name, content);
    }
    Ok(files)
}
