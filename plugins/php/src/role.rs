//! What kind of repository it is.

use crate::project::Project;

/// The role of a root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Serves pages.
    Server,
    /// Runs, but is not known to serve.
    Application,
    /// A package for others.
    Library,
    /// Only checkers, or packages that nothing here asks for.
    Tooling,
}

impl Role {
    /// The text form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Application => "application",
            Self::Library => "library",
            Self::Tooling => "tooling",
        }
    }

    /// The role of a root.
    pub fn of(project: &Project<'_>) -> Self {
        const HARDLY: u32 = 10;
        let page = project.document_root.page().is_some();
        let Some(composer) = &project.composer else {
            return match project.lock_alone() {
                _ if page && project.has_weight() => Self::Server,
                Some(_) if project.share() < HARDLY => Self::Tooling,
                _ => Self::Application,
            };
        };
        if composer.is_an_extension() || composer.is_a_library() && !page {
            Self::Library
        } else if page || project.framework.is_some() {
            Self::Server
        } else if composer.lists_tools_only() && project.share() < HARDLY {
            Self::Tooling
        } else if composer.is_published() && project.repo.file("bin/console").is_none() {
            Self::Library
        } else {
            Self::Application
        }
    }
}
