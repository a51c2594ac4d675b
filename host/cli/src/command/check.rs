//! `check`.

use super::detect::{self, Judged};
use crate::args::{Check, FailOn, Format, Options};
use crate::document::structured;
use crate::exit::Exit;
use crate::output;
use crate::platform::platform;
use crate::report::Problem;
use crate::source::Tree as Sources;
use clap::ArgMatches;
use fieldmark::{Builder, Contents, Directory, ReadError, ReadErrorCode};
use fieldmark_check::{Report, Request, Rules, Severity, Tree, check as look};
use fieldmark_images::{Image, Platform, SHARED_PROJECT};
use std::path::Path;

/// Looks for what will fail.
pub(crate) fn check(
    options: &Options,
    matches: &ArgMatches,
    arguments: &Check,
    variables: &[(String, String)],
) -> Result<Exit, Problem> {
    let rules = Rules::bundled()?;
    if arguments.list {
        return Ok(output::print(&fieldmark_render::rules_markdown(&rules)));
    }
    let judged = detect::judge(options, matches, &arguments.source, variables)?;
    let platform = platform(&judged.session, &arguments.platform)?;
    let tree = files(&judged)?;
    let request = Request {
        decision: &judged.explanation.decision,
        tree: tree.as_ref(),
        builder_image: &|builder| builder_image(platform.as_ref(), builder),
        base_image: &|name| platform.registry_image(name).ok().flatten(),
        forbids_root: !arguments.root_allowed,
    };
    let report = look(&request, &rules);
    let format = judged.session.settings.format.value;
    let text = match format {
        Format::Text if report.findings.is_empty() && judged.explanation.decision.components.is_empty() => {
            "nothing was recognised\n".to_owned()
        }
        Format::Text => fieldmark_render::findings(&report, judged.session.paint),
        Format::Sarif => {
            let log = fieldmark_render::sarif(&report, &rules, env!("CARGO_PKG_VERSION"));
            structured(Format::Json, &log)?
        }
        Format::Json | Format::Yaml => structured(format, &report)?,
    };
    let printed = output::print(&text);
    Ok(if printed == Exit::Success { exit(&judged, &report, arguments.fail_on) } else { printed })
}

fn exit(judged: &Judged, report: &Report, fail_on: FailOn) -> Exit {
    let least = match fail_on {
        FailOn::Note => Some(Severity::Note),
        FailOn::Warning => Some(Severity::Warning),
        FailOn::Error => Some(Severity::Error),
        FailOn::Never => None,
    };
    if least.is_some_and(|least| report.worst() >= Some(least)) {
        Exit::CheckFailed
    } else if judged.explanation.decision.components.is_empty() {
        Exit::NothingMatched
    } else {
        Exit::Success
    }
}

/// What the platform knows of a builder image: its stream is one of the project, or of those that everyone may use. An
/// image that cannot be asked about is one of which nothing is known.
fn builder_image(platform: &dyn Platform, builder: &Builder) -> Option<Image> {
    let of = |project| platform.tag_image(project, &builder.stream, &builder.tag).ok().flatten();
    of(platform.project()).or_else(|| of(SHARED_PROJECT))
}

fn files(judged: &Judged) -> Result<Box<dyn Tree>, Problem> {
    let root = match judged.source.tree() {
        Sources::Directory(directory) => Some(directory),
        Sources::Listing { root, .. } => root,
    };
    match root {
        Some(root) => {
            let directory = Directory::open(root).map_err(fieldmark::DetectError::from)?;
            Ok(Box::new(OnDisk { directory }))
        }
        None => Ok(Box::new(Nowhere)),
    }
}

/// The files of a directory; no link is followed.
struct OnDisk {
    directory: Directory,
}

impl Tree for OnDisk {
    fn read(&self, path: &str, max: u64) -> Result<Option<Vec<u8>>, ReadError> {
        match self.directory.read(path, 0, max) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.code == ReadErrorCode::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn is_executable(&self, path: &str) -> Option<bool> {
        is_executable(&self.directory.path().join(path))
    }
}

#[cfg(unix)]
fn is_executable(path: &Path) -> Option<bool> {
    use std::os::unix::fs::PermissionsExt;
    let metadata = path.symlink_metadata().ok().filter(std::fs::Metadata::is_file)?;
    Some(metadata.permissions().mode() & 0o100 != 0)
}

#[cfg(not(unix))]
fn is_executable(_: &Path) -> Option<bool> {
    None
}

/// A listing of which only names are known.
struct Nowhere;

impl Tree for Nowhere {
    fn read(&self, _: &str, _: u64) -> Result<Option<Vec<u8>>, ReadError> {
        Ok(None)
    }

    fn is_executable(&self, _: &str) -> Option<bool> {
        None
    }
}
