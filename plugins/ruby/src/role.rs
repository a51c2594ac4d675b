//! What kind of repository it is.

use crate::command::web_process;
use crate::entry;
use crate::framework::Framework;
use crate::project::Project;

/// The role of a root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Serves HTTP.
    Server,
    /// Runs, but is not known to serve.
    Application,
    /// Made into static pages.
    Site,
    /// A gem.
    Library,
    /// Only tools.
    Tooling,
}

impl Role {
    /// The text form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Application => "application",
            Self::Site => "site",
            Self::Library => "library",
            Self::Tooling => "tooling",
        }
    }

    /// The role of a root: the strongest sign counts.
    pub fn of(project: &Project<'_>) -> Self {
        let framework = Framework::of(project);
        let is_rails_application = project.repo.file("config/application.rb").is_some();
        if project.rackup.is_some() && project.gemspec.is_none() || is_rails_application {
            return Self::Server;
        }
        if framework.as_ref().is_some_and(|framework| framework.pages.is_some()) {
            return Self::Site;
        }
        if project.gemspec.is_some() {
            return Self::Library;
        }
        let entry = entry::find(project);
        if entry.as_ref().is_some_and(|entry| entry.serves) {
            return Self::Server;
        }
        if entry.is_some() || web_process(project.repo).is_some() {
            return Self::Application;
        }
        if framework.is_some() {
            return Self::Server;
        }
        if is_tooling(project) { Self::Tooling } else { Self::Application }
    }
}

/// Whether the Gemfile serves tools only: it lists nothing else and little here is Ruby, or next to nothing is.
fn is_tooling(project: &Project<'_>) -> bool {
    const MOSTLY: u32 = 50;
    const HARDLY: u32 = 10;
    let mut gems = project.gems().peekable();
    let lists_tools = gems.peek().is_some() && gems.all(crate::gems::Gem::is_tool);
    let share = project.share();
    project.gemfile.is_some() && (lists_tools && share < MOSTLY || share < HARDLY && project.has_other_languages())
}
