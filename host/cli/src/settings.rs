//! The values in force, each with where it comes from: a flag goes before the environment, that before the repository's
//! file, that before the user's file, that before the default.

use crate::args::{Color, EraName, Format, Options, StrategyName};
use crate::config::{Config, PluginConfig};
use clap::ArgMatches;
use clap::parser::ValueSource;
use fieldmark::BudgetRequest;
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    Flag,
    Environment,
    Project,
    User,
    Default,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Flag => "flag",
            Self::Environment => "environment",
            Self::Project => "repository's fieldmark.toml",
            Self::User => "user's configuration",
            Self::Default => "default",
        })
    }
}

/// A value with its source.
#[derive(Debug, Clone)]
pub(crate) struct Setting<T> {
    pub(crate) value: T,
    pub(crate) source: Source,
}

/// All values in force.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) format: Setting<Format>,
    pub(crate) color: Setting<Color>,
    pub(crate) catalogue: Setting<Option<String>>,
    pub(crate) era: Setting<EraName>,
    pub(crate) as_of: Setting<Option<String>>,
    pub(crate) strategies: Setting<Vec<StrategyName>>,
    pub(crate) plugins: Setting<Vec<PathBuf>>,
    pub(crate) plugin_directories: Setting<Vec<PathBuf>>,
    pub(crate) store: Setting<Option<PathBuf>>,
    pub(crate) trust_policy: Setting<Option<PathBuf>>,
    pub(crate) allow_scripts: Setting<bool>,
    pub(crate) disabled_plugins: Setting<Vec<String>>,
    pub(crate) git_ignore: Setting<bool>,
    pub(crate) max_entries: Setting<u64>,
    pub(crate) threads: Setting<usize>,
    pub(crate) strict: Setting<bool>,
    pub(crate) cache_dir: Setting<Option<PathBuf>>,
    pub(crate) budget: Setting<BudgetRequest>,
    pub(crate) plugin: BTreeMap<String, PluginConfig>,
}

/// The sources in the order of precedence, for one value.
struct Layers<'l> {
    matches: &'l ArgMatches,
    project: &'l Config,
    user: &'l Config,
}

impl Layers<'_> {
    /// The first that is set. `argument` is its name on the command line.
    fn pick<T>(&self, argument: &str, given: Option<T>, from: impl Fn(&Config) -> Option<T>, default: T) -> Setting<T> {
        if let Some(value) = given {
            let source = match self.matches.value_source(argument) {
                Some(ValueSource::EnvVariable) => Source::Environment,
                _ => Source::Flag,
            };
            return Setting { value, source };
        }
        if let Some(value) = from(self.project) {
            return Setting { value, source: Source::Project };
        }
        match from(self.user) {
            Some(value) => Setting { value, source: Source::User },
            None => Setting { value: default, source: Source::Default },
        }
    }
}

fn some<T>(list: &[T]) -> Option<Vec<T>>
where
    T: Clone,
{
    (!list.is_empty()).then(|| list.to_vec())
}

impl Settings {
    /// Brings all sources together. `matches` are those of the innermost command.
    pub(crate) fn new(
        options: &Options,
        budget: Option<BudgetRequest>,
        matches: &ArgMatches,
        project: &Config,
        user: &Config,
    ) -> Self {
        let layers = Layers { matches, project, user };
        let order =
            vec![StrategyName::JenkinsPipeline, StrategyName::Docker, StrategyName::Custom, StrategyName::Source];
        let user_plugins: Vec<PathBuf> =
            crate::places::user_plugins().filter(|path| path.is_dir()).into_iter().collect();
        let mut plugin = user.plugin.clone();
        for (id, config) in &project.plugin {
            plugin.entry(id.clone()).or_default().settings.extend(config.settings.clone());
        }
        Self {
            format: layers.pick("format", options.format, |config| config.format, Format::Text),
            color: layers.pick("color", options.color, |config| config.color, Color::Auto),
            catalogue: layers.pick(
                "catalogue",
                options.catalogue.clone().map(Some),
                |c| c.catalogue.clone().map(Some),
                None,
            ),
            era: layers.pick("era", options.era, |config| config.era, EraName::Today),
            as_of: layers.pick("as_of", options.as_of.clone().map(Some), |c| c.as_of.clone().map(Some), None),
            strategies: layers.pick("strategies", options.strategies.clone(), |c| c.strategies.clone(), order),
            plugins: layers.pick("plugins", some(&options.plugins), |c| c.plugins.clone(), Vec::new()),
            plugin_directories: layers.pick(
                "plugin_directories",
                some(&options.plugin_directories),
                |config| config.plugin_directories.clone(),
                user_plugins,
            ),
            store: layers.pick(
                "store",
                options.store.clone().map(Some),
                |config| config.store.clone().map(Some),
                crate::places::installed_plugins(),
            ),
            trust_policy: layers.pick(
                "trust_policy",
                options.trust_policy.clone().map(Some),
                |config| config.trust_policy.clone().map(Some),
                crate::places::trust_policy(),
            ),
            allow_scripts: layers.pick(
                "allow_scripts",
                options.allow_scripts.then_some(true),
                |config| config.allow_scripts,
                false,
            ),
            disabled_plugins: layers.pick(
                "disabled_plugins",
                some(&options.disabled_plugins),
                |config| config.disabled_plugins.clone(),
                Vec::new(),
            ),
            git_ignore: layers.pick("no_git_ignore", options.no_git_ignore.then_some(false), |c| c.git_ignore, true),
            max_entries: layers.pick("max_entries", options.max_entries, |config| config.max_entries, 1_000_000),
            threads: layers.pick("threads", options.threads, |config| config.threads, 0),
            strict: layers.pick("strict", options.strict.then_some(true), |config| config.strict, false),
            cache_dir: layers.pick(
                "cache_dir",
                options.cache_dir.clone().map(Some),
                |config| config.cache_dir.clone().map(Some),
                crate::places::cache(),
            ),
            budget: layers.pick(
                "budgets",
                budget.map(|given| given.or(&user.budget.clone().unwrap_or_default())),
                |config| config.budget.clone(),
                BudgetRequest::default(),
            ),
            plugin,
        }
    }
}
