//! The platform that the options name.

use crate::args::PlatformOptions;
use crate::exit::Exit;
use crate::report::Problem;
use fieldmark_images::{MAX_SNAPSHOT_BYTES, Platform, Snapshot};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The platform that the options name.
pub(crate) fn platform(options: &PlatformOptions) -> Result<Box<dyn Platform>, Problem> {
    let snapshot = match &options.snapshot {
        Some(path) => Snapshot::parse(&read(path)?).map_err(|error| Problem {
            code: error.code(),
            message: format!("{}: {error}", path.display()),
            hint: None,
            exit: Exit::Usage,
        })?,
        None => Snapshot::default(),
    };
    Ok(Box::new(match &options.namespace {
        Some(project) => snapshot.with_project(project),
        None => snapshot,
    }))
}

fn read(path: &Path) -> Result<String, Problem> {
    let unreadable = |error: std::io::Error| Problem {
        code: "platform.snapshot-unreadable",
        message: format!("{}: {error}", path.display()),
        hint: None,
        exit: Exit::Usage,
    };
    let mut text = String::new();
    let most = MAX_SNAPSHOT_BYTES as u64 + 1;
    File::open(path).map_err(unreadable)?.take(most).read_to_string(&mut text).map_err(unreadable)?;
    Ok(text)
}
