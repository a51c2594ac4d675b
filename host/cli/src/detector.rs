//! The engine as the one who looks into sources.

use crate::report::Problem;
use crate::session::Session;
use fieldmark::{ContainerFile, Contents, Decision, Engine, ReadError, Request};
use fieldmark_new_app::{Detector, DetectorError};
use std::path::Path;

/// Name under which the text of a container file is shown to the plugins.
const CONTAINER_FILE: &str = "Dockerfile";

/// The engine of a session.
pub(crate) struct EngineDetector {
    engine: Engine,
}

impl EngineDetector {
    pub(crate) fn new(session: &Session) -> Result<Self, Problem> {
        Ok(Self { engine: session.engine()? })
    }
}

impl Detector for EngineDetector {
    fn decide(&self, directory: &Path) -> Result<Decision, DetectorError> {
        self.engine.detect(directory).map_err(|error| failure(&error))
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
