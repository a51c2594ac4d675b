//! Setting an engine up.

use crate::catalogues::Catalogues;
use crate::conflict::Conflicts;
use crate::engine::Engine;
use crate::layout::Layout;
use crate::registry::{Named, Registry, Unusable};
use crate::terms::{self, Said, Terms};
use crate::{BuildError, rules};
use fieldmark_images::Catalogue;
use fieldmark_model::{BudgetRequest, Detector, ManifestError, Strategy, Trust, nearest};
use fieldmark_runtime::{Cache, Component, LoadError, Runtime};
use fieldmark_scan::Vendored;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Which generation of builder images and conventions counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Era {
    /// The builder images of today.
    #[default]
    Today,
    /// Those of OpenShift 3.5, spring 2017.
    OpenShift35,
}

impl Era {
    /// The text form, which plugins see.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::OpenShift35 => "3.5",
        }
    }
}

/// What an [`Engine`] is made of. Every setting has a default.
#[derive(Default)]
pub struct EngineBuilder {
    third_party: Vec<Named<Component, LoadError>>,
    detectors: Vec<Named<Detector, ManifestError>>,
    left_out: Vec<Unusable>,
    allow_scripts: bool,
    disabled: Vec<String>,
    cache: Option<Cache>,
    catalogue: Option<String>,
    catalogue_document: Option<(String, String)>,
    catalogue_value: Option<Catalogue>,
    as_of: Option<String>,
    era: Era,
    strategies: Option<Vec<Strategy>>,
    settings: BTreeMap<String, BTreeMap<String, String>>,
    variables: BTreeMap<String, String>,
    budget: BudgetRequest,
    plugin_budgets: BTreeMap<String, BudgetRequest>,
    threads: usize,
    max_entries: Option<u64>,
    follow_git_ignore: Option<bool>,
}

impl EngineBuilder {
    /// Adds a third-party plugin: the bytes of its component, and a name (of a file, say) for messages about it.
    ///
    /// One that cannot be used does not keep the engine from being built; every decision then carries a warning.
    #[must_use]
    pub fn plugin(self, name: impl Into<String>, component: Vec<u8>) -> Self {
        self.component(name.into(), component, Trust::Unverified)
    }

    /// Adds a third-party plugin that somebody vouches for: the scripts that it brings are used.
    #[must_use]
    pub fn verified_plugin(self, name: impl Into<String>, component: Vec<u8>) -> Self {
        self.component(name.into(), component, Trust::Verified)
    }

    fn component(mut self, name: String, component: Vec<u8>, trust: Trust) -> Self {
        self.third_party.push(Named { name, read: Component::inspect(component), trust });
        self
    }

    /// Tells of a third-party plugin that the caller could not even read, with a stable code and the reason: every decision
    /// then carries a warning, as it does for one that cannot be used.
    #[must_use]
    pub fn left_out(mut self, name: impl Into<String>, code: &'static str, problem: impl Into<String>) -> Self {
        self.left_out.push(Unusable { name: name.into(), code, problem: problem.into() });
        self
    }

    /// Uses scripts of plugins that nobody vouches for, too. They are withheld unless this is stated: a script is code that
    /// runs when the application is built or started.
    #[must_use]
    pub const fn allow_scripts(mut self, allow: bool) -> Self {
        self.allow_scripts = allow;
        self
    }

    /// Adds a declarative detector: a document in the form of `rules/detectors`, and a name (of a file, say) for messages
    /// about it. It counts as a plugin with its own id.
    ///
    /// One that cannot be used does not keep the engine from being built; every decision then carries a warning.
    #[must_use]
    pub fn detector(self, name: impl Into<String>, document: &[u8]) -> Self {
        self.document(name.into(), document, Trust::Unverified)
    }

    /// Adds a declarative detector that somebody vouches for.
    #[must_use]
    pub fn verified_detector(self, name: impl Into<String>, document: &[u8]) -> Self {
        self.document(name.into(), document, Trust::Verified)
    }

    fn document(mut self, name: String, document: &[u8], trust: Trust) -> Self {
        self.detectors.push(Named { name, read: Detector::parse(document), trust });
        self
    }

    /// Leaves a plugin out.
    #[must_use]
    pub fn without_plugin(mut self, id: impl Into<String>) -> Self {
        self.disabled.push(id.into());
        self
    }

    /// Keeps compiled third-party plugins here; without a cache they are compiled for every engine.
    #[must_use]
    pub fn cache(mut self, cache: Cache) -> Self {
        self.cache = Some(cache);
        self
    }

    /// Chooses a bundled catalogue of builder images by name. The era's own unless stated.
    #[must_use]
    pub fn catalogue(mut self, name: impl Into<String>) -> Self {
        self.catalogue = Some(name.into());
        self
    }

    /// Takes a catalogue from a document in the TOML form of `rules/catalogues`, or of image streams in YAML or JSON;
    /// `name` is for messages about it.
    #[must_use]
    pub fn catalogue_document(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.catalogue_document = Some((name.into(), text.into()));
        self
    }

    /// Takes a catalogue as it is: one made of the image streams of a cluster ([`Catalogue::from_streams`]), say. It goes
    /// before one that is named.
    #[must_use]
    pub fn catalogue_value(mut self, catalogue: Catalogue) -> Self {
        self.catalogue_value = Some(catalogue);
        self
    }

    /// The day on which a version counts as maintained or not, `YYYY-MM-DD`; the catalogue's own unless stated.
    #[must_use]
    pub fn as_of(mut self, day: impl Into<String>) -> Self {
        self.as_of = Some(day.into());
        self
    }

    /// Chooses the generation of builder images.
    #[must_use]
    pub const fn era(mut self, era: Era) -> Self {
        self.era = era;
        self
    }

    /// The order in which strategies are tried. Those left out are never chosen, except that source always comes last.
    ///
    /// Unless stated it is that of `oc new-app`: Jenkins pipeline, Docker, (custom,) source.
    #[must_use]
    pub fn strategies(mut self, order: Vec<Strategy>) -> Self {
        self.strategies = Some(order);
        self
    }

    /// Gives a plugin a setting.
    #[must_use]
    pub fn setting(mut self, plugin: impl Into<String>, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.entry(plugin.into()).or_default().insert(key.into(), value.into());
        self
    }

    /// Gives the builder a variable beside those of the repository's `.s2i/environment`, which it goes before (`-e` of
    /// source-to-image). Every plugin is told: it may decide what is built and started.
    #[must_use]
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.variables.insert(name.into(), value.into());
        self
    }

    /// Changes budgets of all plugins. Values stated here go before what manifests ask for.
    #[must_use]
    pub const fn budget(mut self, budget: BudgetRequest) -> Self {
        self.budget = budget;
        self
    }

    /// Changes budgets of one plugin.
    #[must_use]
    pub fn plugin_budget(mut self, plugin: impl Into<String>, budget: BudgetRequest) -> Self {
        self.plugin_budgets.insert(plugin.into(), budget);
        self
    }

    /// Threads for the walk and for plugins; 0 takes as many as the machine has, at most 8.
    #[must_use]
    pub const fn threads(mut self, threads: usize) -> Self {
        self.threads = threads;
        self
    }

    /// Most directory entries a walk looks at.
    #[must_use]
    pub const fn max_entries(mut self, entries: u64) -> Self {
        self.max_entries = Some(entries);
        self
    }

    /// Whether files that the repository's own `.gitignore` files name are left out. They are, unless stated.
    #[must_use]
    pub const fn git_ignore(mut self, follow: bool) -> Self {
        self.follow_git_ignore = Some(follow);
        self
    }

    /// Makes the engine.
    ///
    /// # Errors
    /// WebAssembly cannot run here; a catalogue or a plugin that was named does not exist; a document is wrong.
    pub fn build(self) -> Result<Engine, BuildError> {
        let mut registry = Registry::new(&self.disabled, self.third_party, self.detectors)?;
        registry.unusable.extend(self.left_out);
        check_ids(&registry, self.settings.keys().chain(self.plugin_budgets.keys()).chain(&self.disabled))?;
        terms::check(&registry, &self.settings)?;
        check_variables(&self.variables)?;
        if let Some(day) = &self.as_of {
            check_day(day)?;
        }
        let at_hand = match (self.catalogue_value, self.catalogue_document) {
            (Some(catalogue), _) => Some(catalogue),
            (None, Some((name, text))) => Some(Catalogue::parse(&name, &text)?),
            (None, None) => None,
        };
        let catalogues = Catalogues::new(at_hand, self.catalogue.as_deref(), self.era, self.as_of)?;
        Ok(Engine {
            runtime: Runtime::new(self.cache)?,
            catalogues,
            conflicts: rules::read::<Conflicts>("conflicts", rules::CONFLICTS)?,
            layout: rules::read::<Layout>("components", rules::COMPONENTS)?,
            vendored: Arc::new(rules::read::<Vendored>("vendored", rules::VENDORED)?),
            strategies: self.strategies.unwrap_or_else(|| {
                vec![Strategy::JenkinsPipeline, Strategy::Docker, Strategy::Custom, Strategy::Source]
            }),
            terms: Terms::new(
                &registry,
                Said {
                    era: self.era,
                    variables: self.variables,
                    settings: self.settings,
                    budget: self.budget,
                    budgets: self.plugin_budgets,
                },
            ),
            threads: self.threads,
            max_entries: self.max_entries.unwrap_or(1_000_000),
            git_ignore: self.follow_git_ignore.unwrap_or(true),
            allow_scripts: self.allow_scripts,
            registry,
        })
    }
}

fn check_day(day: &str) -> Result<(), BuildError> {
    let digits =
        |range: std::ops::Range<usize>| day.get(range).is_some_and(|part| part.bytes().all(|c| c.is_ascii_digit()));
    if day.len() == 10 && digits(0..4) && digits(5..7) && digits(8..10) && &day[4..5] == "-" && &day[7..8] == "-" {
        return Ok(());
    }
    Err(BuildError::RuleValue {
        name: "as-of".to_owned(),
        problem: format!("`{day}` is not a day of the form YYYY-MM-DD"),
    })
}

/// Whoever names a plugin that does not exist has misspelt it.
fn check_ids<'i>(registry: &Registry, named: impl Iterator<Item = &'i String>) -> Result<(), BuildError> {
    for id in named {
        if !registry.knows(id) {
            let nearest = nearest(id, registry.known.iter().map(String::as_str)).map(str::to_owned);
            return Err(BuildError::UnknownPlugin { id: id.clone(), nearest });
        }
    }
    Ok(())
}

/// A name that would become another one on its way, and a value that would become another setting, are refused.
fn check_variables(variables: &BTreeMap<String, String>) -> Result<(), BuildError> {
    for (name, value) in variables {
        let problem = if name.trim().is_empty() {
            "has no name"
        } else if name.contains(['=', '\n', '\r', '\0']) {
            "has a sign in its name that no name can have"
        } else if value.contains(['\n', '\r', '\0']) {
            "has more than one line"
        } else {
            continue;
        };
        return Err(BuildError::Variable { name: name.clone(), problem });
    }
    Ok(())
}
