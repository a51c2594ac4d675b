//! The engine as the one who looks into sources.

use crate::args::Options;
use crate::config::PROJECT_FILE;
use crate::plugin_files::PROJECT_DIRECTORY;
use crate::report::Problem;
use crate::session::Session;
use clap::ArgMatches;
use fieldmark::{ContainerFile, Contents, Decision, Engine, ReadError, Request};
use fieldmark_new_app::{Detector, DetectorError};
use std::path::Path;

/// Name under which the text of a container file is shown to the plugins.
const CONTAINER_FILE: &str = "Dockerfile";

/// The engine of a session, and one for each repository that says something about itself.
pub(crate) struct EngineDetector<'s> {
    options: &'s Options,
    matches: &'s ArgMatches,
    session: &'s Session,
    engine: Engine,
}

impl<'s> EngineDetector<'s> {
    pub(crate) fn new(options: &'s Options, matches: &'s ArgMatches, session: &'s Session) -> Result<Self, Problem> {
        Ok(Self { options, matches, session, engine: session.engine()? })
    }

    /// The decision of an engine that follows the repository's own configuration.
    fn decide_as_told(&self, directory: &Path) -> Result<Decision, Problem> {
        let session = self.session.for_repository(self.options, self.matches, directory)?;
        Ok(session.engine()?.explain(directory, &session.request())?.decision)
    }
}

impl Detector for EngineDetector<'_> {
    fn decide(&self, directory: &Path) -> Result<Decision, DetectorError> {
        let says_something = [PROJECT_FILE, PROJECT_DIRECTORY].iter().any(|name| directory.join(name).exists());
        if says_something {
            let refused = |problem: Problem| DetectorError { code: problem.code, message: problem.message };
            return self.decide_as_told(directory).map_err(refused);
        }
        let explained = self.engine.explain(directory, &self.session.request());
        explained.map(|explanation| explanation.decision).map_err(|error| failure(&error))
    }

    fn container_file(&self, text: &str) -> Result<Option<ContainerFile>, DetectorError> {
        let contents = Box::new(OneFile(text.as_bytes().to_vec()));
        let explanation = self
            .engine
            .detect_listing([CONTAINER_FILE], contents, &Request::default())
            .map_err(|error| failure(&error))?;
        Ok(explanation.decision.components.into_iter().find_map(|component| component.container_file))
    }
}

fn failure(error: &fieldmark::DetectError) -> DetectorError {
    DetectorError { code: error.code(), message: error.to_string() }
}

/// A listing of one file.
struct OneFile(Vec<u8>);

impl Contents for OneFile {
    fn size(&self, _path: &str) -> Result<u64, ReadError> {
        Ok(self.0.len() as u64)
    }

    fn read(&self, _path: &str, offset: u64, max: u64) -> Result<Vec<u8>, ReadError> {
        let length = self.0.len() as u64;
        let (start, end) = (offset.min(length), offset.saturating_add(max).min(length));
        // Both are within the text, which is in memory.
        Ok(self.0[start as usize..end as usize].to_vec())
    }
}
