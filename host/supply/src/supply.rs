//! What can be done with plugins of others: install, update, look for newer ones.

use crate::fetch::{Access, Fetcher};
use crate::lock_file::{Lock, Locked};
use crate::newer::newest;
use crate::store::Change;
use crate::{Digest, Inspector, Parcel, Policy, Reference, RegistryReference, Standing, Store, SupplyError};
use fieldmark_model::nearest;
use std::path::PathBuf;

/// Most plugins of one change: they are held in memory until all are there.
const MOST: usize = 64;

/// Brings plugins from where they are to where they are installed.
pub struct Supply<'s> {
    store: &'s Store,
    inspector: &'s dyn Inspector,
    policy: &'s Policy,
    fetcher: Fetcher,
}

/// What is known of an installed plugin and of what could be installed in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newer {
    /// What is installed.
    pub installed: Locked,
    /// How it stands with the place it came from.
    pub state: State,
}

/// How an installed plugin stands with the place it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It is what would be installed today.
    Current,
    /// The same reference leads to another plugin now.
    Moved(Digest),
    /// There is a tag with a higher version.
    NewerTag(String),
    /// It was asked for by its digest.
    Pinned,
}

impl<'s> Supply<'s> {
    /// Means to bring plugins into this store. Nothing is asked before it is needed.
    ///
    /// # Errors
    /// The system gives no means to connect.
    pub fn new(
        store: &'s Store,
        inspector: &'s dyn Inspector,
        policy: &'s Policy,
        access: Access,
    ) -> Result<Self, SupplyError> {
        Ok(Self { store, inspector, policy, fetcher: Fetcher::new(access)? })
    }

    /// Installs what the references lead to: all of it, or nothing.
    ///
    /// # Errors
    /// Something cannot be fetched, is no plugin, is not trusted where only verified plugins are taken, or cannot be
    /// written.
    pub fn install(&self, references: &[Reference], replace: bool) -> Result<Vec<Change>, SupplyError> {
        check_count(references.len())?;
        let parcels: Result<Vec<Parcel>, SupplyError> =
            references.iter().map(|reference| self.fetch(&absolute(reference)?)).collect();
        self.store.add(&parcels?, replace)
    }

    /// Fetches a plugin to look at it. Nothing is installed, and nothing has to be trusted.
    ///
    /// # Errors
    /// It cannot be fetched, or is no plugin.
    pub fn look(&self, reference: &Reference) -> Result<Parcel, SupplyError> {
        self.fetcher.fetch(reference)?.into_parcel(reference, self.inspector)
    }

    /// Installs exactly what a lock file says: all of it, or nothing. What is installed already is not fetched again.
    ///
    /// # Errors
    /// As for [`Supply::install`]; besides, something is not what the lock file says.
    pub fn restore(&self, lock: &Lock, replace: bool) -> Result<Vec<Change>, SupplyError> {
        check_count(lock.plugins().len())?;
        let installed = self.store.installed()?;
        let mut parcels = Vec::new();
        for wanted in lock.plugins() {
            let wanted = Locked { source: absolute(&wanted.source)?, ..wanted.clone() };
            let lies_here = installed.find(&wanted.id).filter(|known| known.digest == wanted.digest);
            let kept = lies_here.and_then(|known| self.store.read(known).ok());
            let parcel = match kept {
                Some(parcel) => Parcel { locked: wanted.clone(), ..parcel },
                None => self.exactly(&wanted)?,
            };
            parcels.push(parcel);
        }
        self.store.add(&parcels, replace)
    }

    /// Follows references anew: those of the named plugins, or of all. With `latest` a tag that is a version gives way to
    /// the tag with the highest version.
    ///
    /// # Errors
    /// As for [`Supply::install`]; besides, a plugin is not installed, or has become one with another id.
    pub fn update(&self, ids: &[String], latest: bool) -> Result<Vec<Change>, SupplyError> {
        let mut parcels = Vec::new();
        for installed in self.chosen(ids)? {
            let reference = match &installed.source {
                Reference::Registry(reference) if latest && reference.digest.is_none() => {
                    let newest = newest(&self.fetcher.tags(reference)?, reference.tag());
                    let tag = newest.or_else(|| reference.tag.clone());
                    Reference::Registry(RegistryReference { tag, ..reference.clone() })
                }
                other => other.clone(),
            };
            let parcel = self.fetch(&reference)?;
            if parcel.locked.id != installed.id {
                return Err(SupplyError::OtherPlugin {
                    what: reference.to_string(),
                    expected: installed.name(),
                    found: parcel.locked.name(),
                });
            }
            parcels.push(parcel);
        }
        self.store.add(&parcels, false)
    }

    /// Says of installed plugins whether there is something newer. Nothing is changed.
    ///
    /// # Errors
    /// A plugin is not installed, or its place cannot be asked.
    pub fn outdated(&self, ids: &[String]) -> Result<Vec<Newer>, SupplyError> {
        let newer = self.chosen(ids)?.into_iter().map(|installed| {
            let state = self.state(&installed)?;
            Ok(Newer { installed, state })
        });
        newer.collect()
    }

    fn state(&self, installed: &Locked) -> Result<State, SupplyError> {
        let current = match &installed.source {
            Reference::Registry(RegistryReference { digest: Some(_), .. }) | Reference::Https { .. } => {
                return Ok(State::Pinned);
            }
            Reference::Registry(reference) => {
                if let Some(tag) = newest(&self.fetcher.tags(reference)?, reference.tag()) {
                    return Ok(State::NewerTag(tag));
                }
                self.fetcher.current(reference)?
            }
            file @ Reference::File(_) => Digest::of(&self.fetcher.fetch(file)?.bytes),
        };
        Ok(if current == installed.digest { State::Current } else { State::Moved(current) })
    }

    /// The installed plugins with these ids, or all.
    fn chosen(&self, ids: &[String]) -> Result<Vec<Locked>, SupplyError> {
        let lock = self.store.installed()?;
        if ids.is_empty() {
            return Ok(lock.plugins().to_vec());
        }
        let find = |id: &String| {
            let known = lock.plugins().iter().map(|plugin| plugin.id.as_str());
            let missing =
                || SupplyError::NotInstalled { id: id.clone(), nearest: nearest(id, known).map(str::to_owned) };
            lock.find(id).cloned().ok_or_else(missing)
        };
        ids.iter().map(find).collect()
    }

    fn fetch(&self, reference: &Reference) -> Result<Parcel, SupplyError> {
        let parcel = self.look(reference)?;
        check(self.inspector, self.policy, &parcel)?;
        Ok(parcel)
    }

    /// What a lock file says, and nothing else.
    fn exactly(&self, wanted: &Locked) -> Result<Parcel, SupplyError> {
        let parcel = self.fetch(&wanted.exact())?;
        same(wanted, &parcel.locked)?;
        Ok(Parcel { locked: wanted.clone(), ..parcel })
    }
}

/// Whether what was found is what was expected.
pub(crate) fn same(expected: &Locked, found: &Locked) -> Result<(), SupplyError> {
    let what = expected.source.to_string();
    if expected.digest != found.digest {
        return Err(SupplyError::digest(what, &expected.digest, found.digest.clone()));
    }
    if (&expected.id, &expected.version, expected.form) != (&found.id, &found.version, found.form) {
        return Err(SupplyError::OtherPlugin { what, expected: expected.name(), found: found.name() });
    }
    Ok(())
}

/// Refuses a plugin that can never be asked: one with the id of a bundled plugin, and one that no rule trusts where only
/// verified plugins are taken.
pub(crate) fn check(inspector: &dyn Inspector, policy: &Policy, parcel: &Parcel) -> Result<(), SupplyError> {
    let (what, id) = (parcel.locked.source.to_string(), parcel.locked.id.clone());
    if inspector.is_taken(&id) {
        return Err(SupplyError::IdTaken { what, id, other: "a plugin that comes with fieldmark".to_owned() });
    }
    match policy.judge(parcel) {
        Standing::Unverified { because } if policy.only_verified() => {
            Err(SupplyError::Unverified { what: format!("{} ({what})", parcel.locked.name()), problem: because })
        }
        _ => Ok(()),
    }
}

pub(crate) fn check_count(count: usize) -> Result<(), SupplyError> {
    let limit = MOST as u64;
    if count > MOST { Err(SupplyError::TooLarge { what: "one change, in plugins,".to_owned(), limit }) } else { Ok(()) }
}

/// A file is found again from any directory.
fn absolute(reference: &Reference) -> Result<Reference, SupplyError> {
    let Reference::File(path) = reference else { return Ok(reference.clone()) };
    let whole: PathBuf =
        path.canonicalize().map_err(|source| SupplyError::Unreadable { path: path.clone(), source })?;
    Ok(Reference::File(whole))
}
