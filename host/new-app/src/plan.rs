//! What comes out of a request.

use crate::Note;
use fieldmark_objects::List;

/// The objects that would be created, and what people should know. Nothing has been created.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The objects, in the order in which they are created.
    pub objects: List,
    /// What was found, what is made, and warnings.
    pub notes: Vec<Note>,
    /// The name that everything is grouped under.
    pub name: String,
    /// Directories whose contents are handed over when the build of this name starts.
    pub uploads: Vec<Upload>,
}

/// A build that waits for its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// The build configuration.
    pub build: String,
    /// The directory or archive; none when no one was named.
    pub from: Option<String>,
}

impl Plan {
    /// The warnings among the notes.
    pub fn warnings(&self) -> impl Iterator<Item = &Note> {
        self.notes.iter().filter(|note| note.is_warning())
    }
}
