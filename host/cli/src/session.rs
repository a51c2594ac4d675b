//! What most commands share: the settings in force and an engine made of them.

use crate::args::{EraName, Options, StrategyName};
use crate::config::{Config, ConfigError};
use crate::platform::read_capped;
use crate::plugin_files::{self, PluginFileError};
use crate::settings::{Setting, Settings, Source};
use crate::told::{self, ToldError};
use crate::{installed, output, places};
use clap::ArgMatches;
use fieldmark::{
    Budget, BudgetRequest, BuildError, Cache, Catalogue, Engine, EngineBuilder, Era, Instructions, Request, Strategy,
};
use fieldmark_render::Paint;
use fieldmark_supply::{Limits, Policy, Store, SupplyError};
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// Why there is no session.
#[derive(Debug, Error)]
pub(crate) enum SessionError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    PluginFile(#[from] PluginFileError),
    #[error(transparent)]
    Supply(#[from] SupplyError),
    #[error(transparent)]
    Told(#[from] ToldError),
    #[error(transparent)]
    Build(#[from] BuildError),
    #[error("--budget {text}: {problem}")]
    Budget { text: String, problem: String },
    #[error("there is no catalogue `{name}`, and no file of that name can be read: {source}")]
    CatalogueFile { name: String, source: io::Error },
}

/// The settings in force, and how to colour.
pub(crate) struct Session {
    pub(crate) settings: Settings,
    pub(crate) paint: Paint,
    /// Variables that the user gives the builder, the later one in force.
    variables: Vec<(String, String)>,
    /// What a platform offers, if one was asked; builders are then chosen among it.
    offered: Option<Catalogue>,
    /// The repository, which may bring detectors of its own.
    repository: Option<PathBuf>,
    /// What is told about it.
    instructions: Instructions,
}

impl Session {
    /// Brings flags, environment and configuration files together. `repository` is where a file of its own may stand.
    pub(crate) fn new(
        options: &Options,
        matches: &ArgMatches,
        repository: Option<&Path>,
    ) -> Result<Self, SessionError> {
        let user = match (&options.config, places::user_config()) {
            (Some(path), _) => Config::user(path, true)?,
            (None, Some(path)) => Config::user(&path, false)?,
            (None, None) => Config::default(),
        };
        let project = repository.map_or_else(|| Ok(Config::default()), Config::project)?;
        let budget = budget(&options.budgets)?;
        let settings = Settings::new(options, budget, matches, &project, &user);
        let paint = output::paint(settings.color.value);
        let repository = repository.map(Path::to_owned);
        let instructions = project.instructions.under(told::instructions(options)?);
        Ok(Self { settings, paint, variables: Vec::new(), offered: None, repository, instructions })
    }

    /// The same for a repository that is found later: its own file counts, too.
    pub(crate) fn for_repository(
        &self,
        options: &Options,
        matches: &ArgMatches,
        repository: &Path,
    ) -> Result<Self, SessionError> {
        let own = Self::new(options, matches, Some(repository))?;
        Ok(Self { variables: self.variables.clone(), offered: self.offered.clone(), ..own })
    }

    /// The same with variables for the builder.
    pub(crate) fn with_variables(self, variables: &[(String, String)]) -> Self {
        Self { variables: variables.to_vec(), ..self }
    }

    /// The same with builders chosen among what a platform offers, unless a catalogue is named.
    pub(crate) fn with_offered(self, offered: Option<Catalogue>) -> Self {
        Self { offered, ..self }
    }

    /// What an engine is asked: what is told about the repository goes with it.
    pub(crate) fn request(&self) -> Request {
        Request { instructions: self.instructions.clone(), ..Request::default() }
    }

    /// An engine of these settings.
    pub(crate) fn engine(&self) -> Result<Engine, SessionError> {
        let settings = &self.settings;
        let era = match settings.era.value {
            EraName::Today => Era::Today,
            EraName::OpenShift35 => Era::OpenShift35,
        };
        let strategies = settings.strategies.value.iter().map(|strategy| match strategy {
            StrategyName::Source => Strategy::Source,
            StrategyName::Docker => Strategy::Docker,
            StrategyName::JenkinsPipeline => Strategy::JenkinsPipeline,
            StrategyName::Custom => Strategy::Custom,
        });
        let mut builder = Engine::builder()
            .era(era)
            .strategies(strategies.collect())
            .budget(settings.budget.value.clone())
            .threads(settings.threads.value)
            .max_entries(settings.max_entries.value)
            .git_ignore(settings.git_ignore.value);
        builder = self.with_catalogue(builder)?;
        if let Some(day) = &settings.as_of.value {
            builder = builder.as_of(day);
        }
        for id in &settings.disabled_plugins.value {
            builder = builder.without_plugin(id);
        }
        for (id, config) in &settings.plugin {
            for (key, value) in &config.settings {
                builder = builder.setting(id, key, value);
            }
            if let Some(budget) = &config.budget {
                builder = builder.plugin_budget(id, budget.clone());
            }
        }
        for (name, value) in &self.variables {
            builder = builder.variable(name, value);
        }
        let (files, directories) = (&settings.plugins.value, &settings.plugin_directories.value);
        let installed = self.store().map_or_else(|| Ok(Vec::new()), |store| store.read_all());
        let has_installed = installed.as_ref().is_ok_and(|installed| !installed.is_empty());
        if (!files.is_empty() || !directories.is_empty() || has_installed)
            && let Some(cache) = self.cache()
        {
            builder = builder.cache(cache);
        }
        let policy = self.policy()?;
        builder = builder.allow_scripts(settings.allow_scripts.value);
        builder = plugin_files::add(builder, files, directories, &policy)?;
        builder = installed::add(builder, installed, &policy);
        if let Some(repository) = &self.repository {
            builder = plugin_files::add_of_repository(builder, repository, &policy);
        }
        Ok(builder.build()?)
    }

    /// The plugins that are installed; none where the user has no place for them.
    pub(crate) fn store(&self) -> Option<Store> {
        self.settings.store.value.clone().map(|root| Store::new(root, Limits::default()))
    }

    /// Whom the user trusts: nobody, unless there is a policy. One that was named must be there.
    pub(crate) fn policy(&self) -> Result<Policy, SessionError> {
        let Setting { value: Some(path), source } = &self.settings.trust_policy else { return Ok(Policy::default()) };
        match Policy::read(path) {
            Err(SupplyError::Unreadable { source: error, .. })
                if *source == Source::Default
                    && matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) =>
            {
                Ok(Policy::default())
            }
            read => Ok(read?),
        }
    }

    /// Where compiled plugins are kept, if they are.
    pub(crate) fn cache(&self) -> Option<Cache> {
        let directory = self.settings.cache_dir.value.as_ref()?;
        match Cache::open(directory) {
            Ok(cache) => Some(cache),
            Err(error) => {
                let path = directory.display();
                output::say(&format!("warning: compiled plugins are not kept: {path} cannot be used: {error}"));
                None
            }
        }
    }

    fn with_catalogue(&self, builder: EngineBuilder) -> Result<EngineBuilder, SessionError> {
        let Some(name) = &self.settings.catalogue.value else {
            return Ok(match &self.offered {
                Some(offered) => builder.catalogue_value(offered.clone()),
                None => builder,
            });
        };
        if Catalogue::names().any(|known| known == name) {
            return Ok(builder.catalogue(name));
        }
        Ok(builder.catalogue_document(name, catalogue_file(name)?))
    }

    /// The catalogue in force by itself, for what needs no engine.
    pub(crate) fn catalogue(&self) -> Result<Catalogue, SessionError> {
        let by_era = match self.settings.era.value {
            EraName::Today => "openshift",
            EraName::OpenShift35 => "era-3.5",
        };
        let name = self.settings.catalogue.value.as_deref().unwrap_or(by_era);
        let read = if Catalogue::names().any(|known| known == name) {
            Catalogue::bundled(name)
        } else {
            Catalogue::parse(name, &catalogue_file(name)?)
        };
        let mut catalogue = read.map_err(BuildError::from)?;
        if let Some(day) = &self.settings.as_of.value {
            catalogue.as_of.clone_from(day);
        }
        Ok(catalogue)
    }
}

fn catalogue_file(name: &str) -> Result<String, SessionError> {
    read_capped(Path::new(name)).map_err(|source| SessionError::CatalogueFile { name: name.to_owned(), source })
}

/// `KEY=NUMBER` of the command line.
fn budget(texts: &[String]) -> Result<Option<BudgetRequest>, SessionError> {
    if texts.is_empty() {
        return Ok(None);
    }
    let mut document = String::new();
    for text in texts {
        let wrong = |problem: String| SessionError::Budget { text: text.clone(), problem };
        let (key, number) = text.split_once('=').ok_or_else(|| wrong("it is not of the form KEY=NUMBER".to_owned()))?;
        if !Budget::FIELDS.iter().any(|field| field.key == key) {
            let known: Vec<&str> = Budget::FIELDS.iter().map(|field| field.key).collect();
            return Err(wrong(format!("there is no budget `{key}`; there are {}", known.join(", "))));
        }
        let number: u64 = number.parse().map_err(|_| wrong(format!("`{number}` is not a whole number")))?;
        document.push_str(&format!("{key} = {}\n", number.min(i64::MAX as u64)));
    }
    let request = fieldmark::parse_document(&document)
        .map_err(|error| SessionError::Budget { text: texts.join(" "), problem: error.to_string() })?;
    Ok(Some(request))
}
