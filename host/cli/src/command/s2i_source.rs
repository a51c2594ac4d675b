//! The sources of `s2i build`.

use crate::args::{Compat, S2iBuild};
use crate::interrupt::Interrupt;
use crate::report::Problem;
use fieldmark_s2i::{Commit, CopyLimits, Exclusion, Links, S2iError, SourceTree, Taking};
use fieldmark_source::{Checkout, Git, Limits, Local, Location, Remote, Unpacked, unpack};
use std::path::{Path, PathBuf};

/// Sources at hand. What was fetched for them goes with them.
#[derive(Default)]
pub(crate) struct Sources {
    pub(crate) tree: Option<SourceTree>,
    pub(crate) location: Option<String>,
    pub(crate) commit: Option<Commit>,
    _checkout: Option<Checkout>,
    _unpacked: Option<Unpacked>,
}

/// Finds the sources that the arguments name: a commit of a repository, a directory as it is, or an archive.
pub(crate) fn sources(build: &S2iBuild) -> Result<Sources, Problem> {
    match build.compat {
        // Upstream looks for a directory without a name.
        Some(Compat::S2i) if build.source.is_empty() => {
            return Err(S2iError::SourceMissing { path: PathBuf::new() }.into());
        }
        _ if build.source.is_empty() => return Ok(Sources::default()),
        _ => {}
    }
    let interrupt = Interrupt::listen();
    let location = match Path::new(&build.source) {
        path if path.is_dir() => {
            Location::Local(Local { path: path.into(), reference: None, whole: path.into(), is_url: false })
        }
        _ => Location::parse(&build.source)?,
    };
    let limits = limits(build);
    match location {
        Location::Remote(remote) => {
            let reference = reference(build, remote.reference());
            let remote = Fetched {
                location: remote.uri_without_credentials(),
                remote: remote.at(reference.as_deref()),
                reference,
            };
            remote.sources(build, limits, &interrupt)
        }
        Location::Local(local) => of_directory(build, &local, limits, &interrupt),
        Location::Archive(path) => {
            let unpacked = unpack(&path, &Limits::default(), interrupt.flag())?;
            let tree = copied(unpacked.root(), Links::Kept, build, limits)?;
            let location = Some(path.display().to_string());
            Ok(Sources { tree: Some(tree), location, _unpacked: Some(unpacked), ..Sources::default() })
        }
        _ => Err(S2iError::SourceMissing { path: build.source.clone().into() }.into()),
    }
}

/// `--ref`, or what stands behind `#`; upstream loses the latter (s2i.md 7).
fn reference(build: &S2iBuild, fragment: Option<&str>) -> Option<String> {
    let fragment = fragment.filter(|_| build.compat != Some(Compat::S2i));
    build
        .reference
        .clone()
        .filter(|text| !matches!(text.as_str(), "" | "HEAD"))
        .or_else(|| fragment.map(ToOwned::to_owned))
}

fn limits(build: &S2iBuild) -> CopyLimits {
    let limits = CopyLimits::default();
    CopyLimits { bytes: build.max_source_bytes.unwrap_or(limits.bytes), ..limits }
}

fn copied(directory: &Path, links: Links, build: &S2iBuild, limits: CopyLimits) -> Result<SourceTree, Problem> {
    let excluded = build.exclude.as_deref().map(Exclusion::new).transpose()?;
    let excluded = match build.compat {
        Some(Compat::S2i) => excluded.map(|excluded| excluded.with_directory(&build.source)),
        None => excluded,
    };
    Ok(SourceTree { directory: directory.to_owned(), taking: Taking::Copy(links), excluded, limits })
}

fn of_directory(
    build: &S2iBuild,
    local: &Local,
    limits: CopyLimits,
    interrupt: &Interrupt,
) -> Result<Sources, Problem> {
    let missing = || S2iError::SourceMissing { path: local.path.clone() };
    if !local.path.is_dir() {
        return Err(missing().into());
    }
    let shown = build.source.split('#').next().unwrap_or_default().to_owned();
    let location = if local.reference.is_some() { shown } else { build.source.clone() };
    if build.copy || !local.path.join(".git").exists() {
        let links = if build.keep_symlinks { Links::Kept } else { Links::Followed };
        let tree = Some(copied(&local.path, links, build, limits)?);
        let location = match build.compat {
            Some(Compat::S2i) => location.trim_start_matches("file://").to_owned(),
            None => location,
        };
        return Ok(Sources { tree, location: Some(location), ..Sources::default() });
    }
    let path = local.path.canonicalize().map_err(|_| missing())?;
    // Git writes a clone's origin down as a whole path, and upstream takes it from there.
    let location = match (build.compat, std::env::current_dir()) {
        (Some(Compat::S2i), Ok(here)) if !location.starts_with('/') && !location.contains("://") => {
            format!("{}/{location}", here.display())
        }
        _ => location,
    };
    let reference = reference(build, local.reference.as_deref());
    let remote = Remote::of_directory(&path, reference.as_deref())?;
    Fetched { remote, location, reference }.sources(build, limits, interrupt)
}

/// A repository of which a commit is built.
struct Fetched {
    remote: Remote,
    location: String,
    reference: Option<String>,
}

impl Fetched {
    fn sources(self, build: &S2iBuild, limits: CopyLimits, interrupt: &Interrupt) -> Result<Sources, Problem> {
        let git = Git::new().cancelled_by(interrupt.flag().clone());
        let git = if build.ignore_submodules { git.without_submodules() } else { git };
        let checkout = git.fetch(&self.remote, &Limits::default().with_max_bytes(limits.bytes))?;
        let Some(id) = checkout.commit().map(ToOwned::to_owned) else {
            return Err(Problem::refusal("s2i.empty-repository", format!("{} has no commits", self.location), None));
        };
        if let Some(problem) = checkout.submodule_problem() {
            let message = format!("the submodules of {} cannot be fetched: {problem}", self.location);
            let hint = "give --ignore-submodules to build without them".to_owned();
            return Err(Problem::refusal("s2i.submodules", message, Some(hint)));
        }
        let facts = git.commit_facts(&checkout)?.unwrap_or_default();
        let branch = checkout.branch().map(ToOwned::to_owned);
        let reference = match build.compat {
            // What upstream checks out is a branch, or no branch at all.
            Some(Compat::S2i) => branch.unwrap_or_else(|| "HEAD".to_owned()),
            None => self.reference.or(branch).unwrap_or_default(),
        };
        let commit = Commit { id, reference, author: facts.author, date: facts.date, message: facts.message };
        let directory = checkout.directory().to_owned();
        let tree = SourceTree { directory, taking: Taking::Checkout, excluded: None, limits };
        Ok(Sources {
            tree: Some(tree),
            location: Some(self.location),
            commit: Some(commit),
            _checkout: Some(checkout),
            _unpacked: None,
        })
    }
}
