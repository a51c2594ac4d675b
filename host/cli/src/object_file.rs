//! One object: out of a file, or as the platform has it.

use crate::args::PlatformOptions;
use crate::platform::{PlatformError, platform, snapshot};
use crate::report::Problem;
use crate::session::Session;
use fieldmark_images::{Platform, ResourceKind, Snapshot};
use serde_json::Value;
use std::path::Path;

/// Where an object is looked up.
pub(crate) struct Lookup {
    /// Answers about image streams, and about objects where there is no file.
    pub(crate) platform: Box<dyn Platform>,
    file: Option<Snapshot>,
    /// Whether what is not found is not there: a catalogue knows no objects.
    pub(crate) knows_objects: bool,
}

impl Lookup {
    pub(crate) fn new(
        session: &Session,
        options: &PlatformOptions,
        file: Option<&Path>,
    ) -> Result<Self, PlatformError> {
        Ok(Self {
            platform: platform(session, options)?,
            file: file.map(snapshot).transpose()?,
            knows_objects: file.is_some() || options.cluster || options.snapshot.is_some(),
        })
    }

    /// The object of one of these kinds with a name; of a file, the first one when no name is given.
    pub(crate) fn find(
        &self,
        kinds: &[ResourceKind],
        name: Option<&str>,
    ) -> Result<Option<(ResourceKind, Value)>, Problem> {
        for &kind in kinds {
            let found = match (&self.file, name) {
                (Some(file), _) => {
                    let is_named = |value: &&Value| name.is_none_or(|name| value["metadata"]["name"] == name);
                    file.objects(kind).find(is_named).cloned()
                }
                (None, Some(name)) => self.platform.object(kind, name)?,
                (None, None) => None,
            };
            if let Some(value) = found {
                return Ok(Some((kind, value)));
            }
        }
        Ok(None)
    }
}
