//! What kind of repository it is.

use crate::project::Project;

/// The role of a root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Serves HTTP.
    Server,
    /// Runs, but is not known to serve.
    Application,
    /// A CPAN distribution.
    Library,
}

impl Role {
    /// The text form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Application => "application",
            Self::Library => "library",
        }
    }

    /// The role of a root.
    pub fn of(project: &Project<'_>) -> Self {
        if project.starts() && project.has_weight() {
            Self::Server
        } else if project.distribution.is_some() {
            Self::Library
        } else {
            Self::Application
        }
    }
}
