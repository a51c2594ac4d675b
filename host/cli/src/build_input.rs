//! What is handed over to a build (build-config.md 12).

use crate::args::BuildFrom;
use crate::output;
use crate::report::Problem;
use fieldmark_cluster::BinaryInput;
use fieldmark_objects::{GitRevision, Revision};
use fieldmark_source::{DEFAULT_EXCLUDE, Git, Limits, Location, MAX_UPLOAD_BYTES, Packed, Remote, pack};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Bytes, and what is said of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Input {
    pub(crate) bytes: Vec<u8>,
    pub(crate) described: BinaryInput,
}

impl Input {
    /// Size and the first two bytes, for who wants to know what would be sent.
    pub(crate) fn summary(&self) -> Value {
        let start: String = self.bytes.iter().take(2).map(|byte| format!("{byte:02x}")).collect();
        json!({ "bytes": self.bytes.len(), "start": start })
    }
}

/// Reads what is handed over; none when nothing is.
pub(crate) fn input(from: &BuildFrom, commit: Option<&str>) -> Result<Option<Input>, Problem> {
    let revision = commit.map(revision);
    let archive =
        |bytes| Input { bytes, described: BinaryInput { as_file: String::new(), revision: revision.clone() } };
    if let Some(path) = &from.from_file {
        refuse_address(path)?;
        let as_file = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let bytes = read(path)?;
        return Ok(Some(Input { bytes, described: BinaryInput { as_file, revision } }));
    }
    if let Some(path) = from.from_archive.as_ref().or(from.from_dir.as_ref().filter(|path| is_standard_input(path))) {
        refuse_address(path)?;
        let bytes = read(path)?;
        if !is_archive(&bytes) {
            output::say("warning: this is neither a tar nor a zip archive [start-build.no-archive]");
        }
        return Ok(Some(archive(bytes)));
    }
    if let Some(path) = &from.from_dir {
        refuse_address(path)?;
        let packed = pack(path, from.exclude.as_deref().unwrap_or(DEFAULT_EXCLUDE))?;
        return Ok(Some(archive(bytes(packed))));
    }
    from.from_repo.as_deref().map(|repository| of_repository(repository, commit)).transpose()
}

/// Special files are no part of it, which is said.
fn bytes(packed: Packed) -> Vec<u8> {
    for path in &packed.skipped {
        let path = path.display().to_string();
        output::say(&format!("warning: {} is no regular file and left out", fieldmark_render::printable(&path)));
    }
    packed.bytes
}

/// The type is left out by `oc`, too.
fn revision(commit: &str) -> Revision {
    Revision { kind: String::new(), git: Some(GitRevision { commit: commit.to_owned(), ..GitRevision::default() }) }
}

fn is_standard_input(path: &Path) -> bool {
    path == Path::new("-")
}

/// `oc` downloads what is at an address; nothing is fetched here but repositories.
fn refuse_address(path: &Path) -> Result<(), Problem> {
    let text = path.to_string_lossy();
    if text.starts_with("http://") || text.starts_with("https://") {
        Err(Problem::input_address(&text))
    } else {
        Ok(())
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let limit = MAX_UPLOAD_BYTES + 1;
    let read = if is_standard_input(path) {
        io::stdin().lock().take(limit).read_to_end(&mut bytes)
    } else {
        File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes))
    };
    read.map_err(|error| Problem::unreadable_input(path, &error.to_string()))?;
    if bytes.len() as u64 > MAX_UPLOAD_BYTES {
        return Err(Problem::unreadable_input(path, &format!("more than {MAX_UPLOAD_BYTES} bytes")));
    }
    Ok(bytes)
}

/// gzip, zip, or tar.
fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b]) || bytes.starts_with(b"PK\x03\x04") || bytes.get(257..262) == Some(b"ustar")
}

/// A clone of one commit, packed without what belongs to git.
fn of_repository(repository: &str, commit: Option<&str>) -> Result<Input, Problem> {
    let remote = match Location::parse(&named(repository, commit))? {
        Location::Remote(remote) => remote,
        _ => {
            let path = std::path::absolute(repository)
                .map_err(|error| Problem::unreadable_input(Path::new(repository), &error.to_string()))?;
            Remote::of_directory(&path, commit)?
        }
    };
    let checkout = Git::new().fetch(&remote, &Limits::default())?;
    let packed = pack(checkout.directory(), DEFAULT_EXCLUDE)?;
    let described = BinaryInput { as_file: String::new(), revision: checkout.commit().map(revision) };
    Ok(Input { bytes: bytes(packed), described })
}

/// The commit goes behind the name, unless there is one.
fn named(repository: &str, commit: Option<&str>) -> String {
    match commit {
        Some(commit) if !repository.contains('#') => format!("{repository}#{commit}"),
        _ => repository.to_owned(),
    }
}
