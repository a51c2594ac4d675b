//! A runtime for one plugin at a time.

use crate::trial::{Comparison, Trial};
use crate::{AuthorError, Case};
use fieldmark_fixture::render;
use fieldmark_model::{Budget, RepoView};
use fieldmark_runtime::{Cache, Component, Outcome, Plugin, Runtime};
use fieldmark_scan::{PatternSet, RootView, ScanOptions, Vendored, scan};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Loads and runs plugins by themselves, without the engine's rules around them.
pub struct Workshop {
    pub(crate) runtime: Runtime,
    pub(crate) cache: Option<Cache>,
}

impl Workshop {
    /// Sets the runtime up. Compiled plugins are kept in `cache`, if there is one.
    ///
    /// # Errors
    /// WebAssembly cannot run here.
    pub fn new(cache: Option<Cache>) -> Result<Self, AuthorError> {
        Ok(Self { runtime: Runtime::new(cache.clone())?, cache })
    }

    /// Compiles a plugin, or takes it from the cache.
    ///
    /// # Errors
    /// The compiler refuses it.
    pub fn load(&self, component: &Component) -> Result<Plugin, AuthorError> {
        Ok(self.runtime.load(component)?)
    }

    /// Loads a plugin of the bundle by its id; there may be none.
    ///
    /// # Errors
    /// Its machine code does not fit this machine.
    pub fn load_bundled(&self, id: &str) -> Result<Option<Plugin>, AuthorError> {
        let bundled = fieldmark::bundled_plugins().into_iter().find(|plugin| plugin.manifest.plugin.id == id);
        let Some((plugin, code)) = bundled.zip(fieldmark::bundled_code(id)) else { return Ok(None) };
        Ok(Some(self.runtime.load_precompiled(plugin.manifest, plugin.digest, code)?))
    }

    /// The budget that a plugin has when the user says nothing about it.
    #[must_use]
    pub fn budget(plugin: &Plugin) -> Budget {
        budget(plugin)
    }

    /// What a plugin sees of a directory as a candidate root.
    ///
    /// # Errors
    /// A pattern is wrong, or the directory cannot be scanned.
    pub fn view(&self, plugin: &Plugin, directory: &Path) -> Result<Arc<RootView>, AuthorError> {
        let manifest = plugin.manifest();
        let set = PatternSet::new([&manifest.patterns])?;
        let vendored = Vendored::parse(include_str!("../../../rules/vendored.toml")).unwrap_or_default();
        let options = ScanOptions { vendored: Arc::new(vendored), ..ScanOptions::default() };
        let snapshot = Arc::new(scan(directory, &set, &options)?);
        let counts = snapshot.extension_counts(".");
        Ok(Arc::new(RootView::new(snapshot, ".", 0, budget(plugin).hits, &set, counts)))
    }

    /// Runs a plugin over what it may see, within the budget that users have by default.
    #[must_use]
    pub fn run(&self, plugin: &Plugin, view: Arc<dyn RepoView>, settings: &str) -> Outcome {
        self.runtime.run(plugin, view, &with_era(settings), &budget(plugin), &AtomicBool::new(false))
    }

    /// Runs a plugin over fixtures and compares with their golden verdicts, or writes these (`bless`).
    ///
    /// # Errors
    /// A fixture cannot be read or a golden verdict not be written; that one differs is told in the trial.
    pub fn test(&self, plugin: &Plugin, cases: &[Case], bless: bool) -> Result<Vec<Trial>, AuthorError> {
        cases.iter().map(|case| self.try_case(plugin, case, bless)).collect()
    }

    fn try_case(&self, plugin: &Plugin, case: &Case, bless: bool) -> Result<Trial, AuthorError> {
        let view = self.view(plugin, &case.folder)?;
        let outcome = self.run(plugin, Arc::clone(&view) as Arc<dyn RepoView>, &case.settings);
        let comparison = match &outcome.verdict {
            Ok(verdict) => Comparison::of(case, &render(verdict, &*view), bless)?,
            Err(_) => Comparison::NoVerdict,
        };
        Ok(Trial { case: case.name.clone(), outcome, comparison, fuel_allowed: budget(plugin).fuel })
    }
}

/// The budget that a plugin has when the user says nothing about it.
pub(crate) fn budget(plugin: &Plugin) -> Budget {
    Budget::default().granted(&plugin.manifest().budget)
}

/// The lines of a fixture's settings as the host hands them over: with the era, sorted by key.
pub(crate) fn with_era(settings: &str) -> String {
    let mut lines: Vec<&str> = settings.lines().filter(|line| !line.is_empty()).collect();
    if !lines.iter().any(|line| line.starts_with("era=")) {
        lines.push("era=today");
    }
    lines.sort_by_key(|line| line.split('=').next());
    lines.iter().map(|line| format!("{line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_handed_over_as_the_engine_does() {
        assert_eq!(with_era(""), "era=today\n");
        assert_eq!(with_era("start=x\n\nenv.PORT=1"), "env.PORT=1\nera=today\nstart=x\n");
        assert_eq!(with_era("era=3.5\n"), "era=3.5\n");
    }
}
