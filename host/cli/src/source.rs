//! From an argument to a tree of files, for all commands that look at a source.

use crate::args::SourceArguments;
use crate::interrupt::Interrupt;
use crate::output;
use fieldmark::{Contents, ReadError, ReadErrorCode};
use fieldmark_source::{
    Checkout, Git, Limits, Local, Location, Protocol, Remote, SourceError, Unpacked, context_directory,
    is_bare_repository, listing, unpack,
};
use std::ffi::OsStr;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

/// Most bytes of a listing.
const MAX_LISTING: u64 = 256 << 20;

/// What was fetched or unpacked.
type Held = (Option<Checkout>, Option<Unpacked>);

/// A source at hand. What was fetched or unpacked for it is removed with it.
pub(crate) struct Source {
    location: Location,
    /// Kept for what happens when they go.
    _held: Held,
    /// Where to look: the root of the source, or its context directory.
    directory: Option<PathBuf>,
    paths: Vec<String>,
}

/// What the engine looks at.
pub(crate) enum Tree<'s> {
    Directory(&'s Path),
    Listing { paths: &'s [String], root: Option<&'s Path> },
}

impl Source {
    /// Where to look for the repository's own configuration; nowhere when only names are known.
    pub(crate) fn directory(&self) -> Option<&Path> {
        self.directory.as_deref()
    }

    /// What there is to be looked at.
    pub(crate) fn tree(&self) -> Tree<'_> {
        match (&self.location, &self.directory) {
            (Location::Listing, root) => Tree::Listing { paths: &self.paths, root: root.as_deref() },
            (_, Some(directory)) => Tree::Directory(directory),
            (_, None) => Tree::Listing { paths: &self.paths, root: None },
        }
    }
}

/// Contents of a listing without a directory: every file reads as absent.
pub(crate) struct NamesOnly;

impl Contents for NamesOnly {
    fn size(&self, path: &str) -> Result<u64, ReadError> {
        Err(ReadError::new(ReadErrorCode::NotFound, format!("{path}: only its name is known")))
    }

    fn read(&self, path: &str, _: u64, _: u64) -> Result<Vec<u8>, ReadError> {
        Err(ReadError::new(ReadErrorCode::NotFound, format!("{path}: only its name is known")))
    }
}

/// Fetches or unpacks what the arguments name, and finds the context directory in it.
pub(crate) fn fetch(arguments: &SourceArguments, interrupt: &Interrupt) -> Result<Source, SourceError> {
    let mut limits = Limits::default();
    if let Some(bytes) = arguments.max_source_bytes {
        limits = limits.with_max_bytes(bytes);
    }
    let location = located(&arguments.source)?;
    let mut held = Held::default();
    let root = match &location {
        Location::Listing => return listed(location, arguments, &limits),
        Location::Remote(remote) => checked_out(&mut held, remote, &limits, interrupt)?,
        Location::Local(local) => match committed(local)? {
            Some(remote) => checked_out(&mut held, &remote, &limits, interrupt)?,
            None => local.path.clone(),
        },
        Location::Archive(path) => unpacked(&mut held, path, &limits, interrupt)?,
        _ => return Err(SourceError::Location { text: location.to_string(), problem: "it is of no known kind" }),
    };
    let directory = match &arguments.context_dir {
        Some(directory) => context_directory(&root, directory)?,
        None => root,
    };
    Ok(Source { location, _held: held, directory: Some(directory), paths: Vec::new() })
}

/// Reads the argument. Whatever exists under the whole text as a directory is that directory.
fn located(text: &OsStr) -> Result<Location, SourceError> {
    let path = Path::new(text);
    match text.to_str() {
        Some(text) if text == "-" || !path.is_dir() => Location::parse(text),
        _ => Ok(Location::Local(Local { path: path.into(), reference: None, whole: path.into(), is_url: false })),
    }
}

/// A local repository of which a commit is meant and not the directory as it is: with a ref, or without any files.
fn committed(local: &Local) -> Result<Option<Remote>, SourceError> {
    if local.reference.is_none() && !is_bare_repository(&local.path) {
        return Ok(None);
    }
    let path = local.path.canonicalize().map_err(|source| SourceError::Io {
        path: local.path.clone(),
        action: "read",
        source,
    })?;
    Remote::of_directory(&path, local.reference.as_deref()).map(Some)
}

fn checked_out(
    held: &mut Held,
    remote: &Remote,
    limits: &Limits,
    interrupt: &Interrupt,
) -> Result<PathBuf, SourceError> {
    if remote.protocol() == &Protocol::Http {
        output::say(&format!("warning: {} is read over http: anybody on the way can change it", plain(remote)));
    }
    let git = Git::new().cancelled_by(interrupt.flag().clone());
    let checkout = during(&format!("fetching {}", plain(remote)), || git.fetch(remote, limits))?;
    if let Some(problem) = checkout.submodule_problem() {
        let problem = fieldmark_render::printable(problem);
        output::say(&format!("warning: submodules are missing, and a build will miss them, too: {problem}"));
    }
    let root = checkout.directory().to_owned();
    held.0 = Some(checkout);
    Ok(root)
}

fn unpacked(held: &mut Held, path: &Path, limits: &Limits, interrupt: &Interrupt) -> Result<PathBuf, SourceError> {
    let name = path.display().to_string();
    let name = fieldmark_render::printable(&name);
    let unpacked = during(&format!("unpacking {name}"), || unpack(path, limits, interrupt.flag()))?;
    let skipped = unpacked.skipped();
    for (count, what) in
        [(skipped.links, "links"), (skipped.special, "special files"), (skipped.names, "names that are not UTF-8")]
    {
        if count > 0 {
            output::say(&format!("warning: {what} of {name} were left out: {count}"));
        }
    }
    let root = unpacked.root().to_owned();
    held.1 = Some(unpacked);
    Ok(root)
}

/// The list of paths on standard input, as it is below the context directory.
fn listed(location: Location, arguments: &SourceArguments, limits: &Limits) -> Result<Source, SourceError> {
    let mut bytes = Vec::new();
    io::stdin().lock().take(MAX_LISTING + 1).read_to_end(&mut bytes).map_err(|source| SourceError::Io {
        path: "standard input".into(),
        action: "read",
        source,
    })?;
    if bytes.len() as u64 > MAX_LISTING {
        let location = "the list".to_owned();
        return Err(SourceError::TooLarge { location, limit: MAX_LISTING, unit: "bytes on standard input" });
    }
    let mut paths = listing(&bytes, limits)?;
    let mut directory = arguments.listing_root.clone();
    if let Some(context) = &arguments.context_dir {
        let below = format!("{}/", context.trim_end_matches('/'));
        paths = paths.iter().filter_map(|path| path.strip_prefix(&below).map(ToOwned::to_owned)).collect();
        if paths.is_empty() {
            let problem = "is not in the list";
            return Err(SourceError::ContextDirectory { directory: context.clone(), problem });
        }
        directory = directory.map(|root| context_directory(&root, context)).transpose()?;
    }
    Ok(Source { location, _held: Held::default(), directory, paths })
}

fn plain(remote: &Remote) -> String {
    fieldmark_render::printable(&remote.to_string()).to_string()
}

/// Says what takes its time, as long as it does and standard error is a terminal.
fn during<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let is_watched = io::stderr().is_terminal();
    if is_watched {
        output::passing(what);
    }
    let outcome = work();
    if is_watched {
        output::clear_line();
    }
    outcome
}
