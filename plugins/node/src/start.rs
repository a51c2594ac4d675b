//! How the application starts: what the builder's `run` does by itself, and a script where that would fail.

use crate::assemble::Mode;
use crate::demand::Demand;
use crate::entry::Entry;
use crate::framework::Framework;
use crate::package::Package;
use crate::runtime::Runtime;
use crate::{override_script, run};
use fieldmark_sdk::{Era, Place, Repo, Verdict, script};

/// What is known of the root.
#[derive(Clone, Copy)]
pub(crate) struct Known<'r> {
    /// The manifest.
    pub(crate) package: Package<'r>,
    /// Its framework.
    pub(crate) framework: Option<&'static Framework>,
    /// The file in which it begins, start scripts apart.
    pub(crate) entry: Option<Entry<'r>>,
    /// The builder's generation.
    pub(crate) era: Era,
    /// What runs it.
    pub(crate) runtime: Runtime,
    /// Whether there is anything to build, for which scripts of ours may be written: not for libraries and tooling.
    pub(crate) built: bool,
    /// Whether there is anything to start: not for libraries, sites and tooling.
    pub(crate) startable: bool,
}

/// A way to start.
#[derive(Debug)]
pub(crate) struct Start {
    /// What is run.
    pub(crate) command: String,
    /// Who says so.
    pub(crate) origin: &'static str,
    /// Where it stands.
    pub(crate) at: Place,
    /// In words.
    pub(crate) note: String,
    /// Body and reason of a script that replaces the builder's `run`.
    pub(crate) script: Option<(String, String)>,
    /// A variable that the build has to see.
    pub(crate) build_variable: Option<(&'static str, &'static str)>,
    /// The port that is certain with it, whatever the code says.
    pub(crate) port: Option<u16>,
}

impl Start {
    /// A start that needs no script of ours.
    pub(crate) fn plain(command: impl Into<String>, origin: &'static str, at: Place, note: impl Into<String>) -> Self {
        Self { command: command.into(), origin, at, note: note.into(), script: None, build_variable: None, port: None }
    }

    /// The script of package.json that it runs, if it runs one.
    pub(crate) fn script_name(&self) -> Option<&str> {
        let (manager, name) = self.command.split_once(" run ")?;
        ["npm", "pnpm", "yarn", "bun"].contains(&manager).then_some(name)
    }

    /// How the root starts with the builder of Node.js.
    pub(crate) fn find(repo: &Repo, known: Known<'_>, verdict: &mut Verdict) -> Option<Self> {
        if let Some(file) = script::own(repo, "run") {
            let note = "the repository brings its own run script";
            return Some(Self::plain(file.path(), "declared", file.whole(), note));
        }
        run::builder(repo, known, verdict)
            .or_else(|| if known.startable { override_script::find(repo, known) } else { None })
    }
}

/// Whether a package is only there for development, and gone when the application starts.
pub(crate) fn is_gone(repo: &Repo, known: Known<'_>, name: &str) -> bool {
    let for_development = || known.package.dependency(name).is_some_and(|found| found.development);
    let kept = || Demand::met(repo, known).is_some_and(|demand| !demand.prunes());
    Mode::of(repo, known.era).prunes() && for_development() && !kept()
}
