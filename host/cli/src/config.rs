//! Configuration files.

use crate::args::{Color, EraName, Format, StrategyName};
use fieldmark::{BudgetRequest, Contents, Directory, DocumentError, Instructions, ReadErrorCode, parse_document};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Name of the configuration file of a repository.
pub(crate) const PROJECT_FILE: &str = "fieldmark.toml";

/// Most bytes of a configuration file.
const MAX_BYTES: u64 = 64 * 1024;

/// A configuration file. All keys are optional.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(crate) struct Config {
    pub(crate) format: Option<Format>,
    pub(crate) color: Option<Color>,
    pub(crate) catalogue: Option<String>,
    pub(crate) era: Option<EraName>,
    pub(crate) as_of: Option<String>,
    pub(crate) strategies: Option<Vec<StrategyName>>,
    pub(crate) plugins: Option<Vec<PathBuf>>,
    pub(crate) plugin_directories: Option<Vec<PathBuf>>,
    pub(crate) store: Option<PathBuf>,
    pub(crate) trust_policy: Option<PathBuf>,
    pub(crate) allow_scripts: Option<bool>,
    pub(crate) disabled_plugins: Option<Vec<String>>,
    pub(crate) git_ignore: Option<bool>,
    pub(crate) max_entries: Option<u64>,
    pub(crate) threads: Option<usize>,
    pub(crate) strict: Option<bool>,
    pub(crate) cache_dir: Option<PathBuf>,
    pub(crate) budget: Option<BudgetRequest>,
    /// By id of the plugin.
    pub(crate) plugin: BTreeMap<String, PluginConfig>,
    /// What a repository's file says beside its configuration; read into `instructions`.
    exclude: Option<IgnoredAny>,
    context_directories: Option<IgnoredAny>,
    languages: Option<IgnoredAny>,
    component: Option<IgnoredAny>,
    #[serde(skip)]
    pub(crate) instructions: Instructions,
}

/// What a configuration file says to one plugin.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(crate) struct PluginConfig {
    pub(crate) settings: BTreeMap<String, String>,
    pub(crate) budget: Option<BudgetRequest>,
}

/// A configuration file that cannot be used.
#[derive(Debug, Error)]
pub(crate) enum ConfigError {
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("{} cannot be read: {problem}", path.display())]
    Refused { path: PathBuf, problem: String },
    #[error("{}: {source}", path.display())]
    Document { path: PathBuf, source: DocumentError },
    #[error("{}: `{key}` cannot be set by a repository", path.display())]
    NotForProjects { path: PathBuf, key: &'static str },
    #[error("{}: `{key}` can be said by a repository only", path.display())]
    ForProjects { path: PathBuf, key: &'static str },
}

impl Config {
    /// Reads a file of the user's. A missing file is an error only when the user named it.
    pub(crate) fn user(path: &Path, named: bool) -> Result<Self, ConfigError> {
        match fs::read_to_string(path) {
            Ok(text) => parse(path, &text)?.checked_user(path),
            // A service's home is often no directory at all.
            Err(error) if !named && matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                Ok(Self::default())
            }
            Err(source) => Err(ConfigError::Unreadable { path: path.to_owned(), source }),
        }
    }

    /// Reads a repository's own file: a small regular one, which may say how the repository is to be understood, but
    /// nothing that spends the user's time, reads other files or loads code.
    pub(crate) fn project(repository: &Path) -> Result<Self, ConfigError> {
        let path = repository.join(PROJECT_FILE);
        // Whatever is wrong with the directory itself is the detection's to say.
        let Ok(directory) = Directory::open(repository) else { return Ok(Self::default()) };
        let bytes = match directory.read(PROJECT_FILE, 0, MAX_BYTES + 1) {
            Ok(bytes) => bytes,
            Err(error) if error.code == ReadErrorCode::NotFound => return Ok(Self::default()),
            Err(error) => return Err(ConfigError::Refused { path, problem: error.detail }),
        };
        let refuse = |problem: String| ConfigError::Refused { path: path.clone(), problem };
        if bytes.len() as u64 > MAX_BYTES {
            return Err(refuse(format!("it has more than {MAX_BYTES} bytes")));
        }
        let text = String::from_utf8(bytes).map_err(|_| refuse("it is not UTF-8".to_owned()))?;
        let mut config = parse(&path, &text)?;
        config.check_project(&path)?;
        config.instructions = Instructions::parse(&text, Some(PROJECT_FILE))
            .map_err(|source| ConfigError::Document { path: path.clone(), source })?;
        Ok(config)
    }

    /// What is said about one repository has no place among what counts for all.
    fn checked_user(self, path: &Path) -> Result<Self, ConfigError> {
        let said = [&self.exclude, &self.context_directories, &self.languages, &self.component];
        let refused = Instructions::KEYS.into_iter().zip(said).find_map(|(key, said)| said.is_some().then_some(key));
        match refused {
            Some(key) => Err(ConfigError::ForProjects { path: path.to_owned(), key }),
            None => Ok(self),
        }
    }

    fn check_project(&self, path: &Path) -> Result<(), ConfigError> {
        let named_file =
            self.catalogue.as_ref().is_some_and(|name| !fieldmark::Catalogue::names().any(|known| known == name));
        let refused = [
            ("format", self.format.is_some()),
            ("color", self.color.is_some()),
            ("catalogue (as a file)", named_file),
            ("plugins", self.plugins.is_some()),
            ("plugin-directories", self.plugin_directories.is_some()),
            ("store", self.store.is_some()),
            ("trust-policy", self.trust_policy.is_some()),
            ("allow-scripts", self.allow_scripts.is_some()),
            ("max-entries", self.max_entries.is_some()),
            ("threads", self.threads.is_some()),
            ("strict", self.strict.is_some()),
            ("cache-dir", self.cache_dir.is_some()),
            ("budget", self.budget.is_some() || self.plugin.values().any(|plugin| plugin.budget.is_some())),
        ];
        match refused.into_iter().find(|(_, set)| *set) {
            Some((key, _)) => Err(ConfigError::NotForProjects { path: path.to_owned(), key }),
            None => Ok(()),
        }
    }
}

fn parse(path: &Path, text: &str) -> Result<Config, ConfigError> {
    parse_document(text).map_err(|source| ConfigError::Document { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(text: &str) -> Result<Config, ConfigError> {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(PROJECT_FILE), text).unwrap();
        Config::project(folder.path())
    }

    #[test]
    fn repository_may_say_how_it_is_to_be_understood() {
        let config = project("era = '3.5'\ndisabled-plugins = ['perl']\n[plugin.python.settings]\na = 'b'\n").unwrap();
        assert_eq!(config.era, Some(EraName::OpenShift35));
        assert_eq!(config.plugin["python"].settings["a"], "b");
    }

    #[test]
    fn repository_may_neither_spend_nor_load() {
        for text in [
            "plugins = ['x.wasm']",
            "plugin-directories = ['.']",
            "store = '.'",
            "trust-policy = 'trust.toml'",
            "allow-scripts = true",
            "catalogue = '/etc/passwd'",
            "threads = 100",
            "[budget]\nfuel = 1",
            "[plugin.python.budget]\nfuel = 1",
        ] {
            assert!(matches!(project(text), Err(ConfigError::NotForProjects { .. })), "{text}");
        }
    }

    #[test]
    fn repository_may_instruct() {
        let config = project("exclude = ['old']\n[component.'.']\nbuilder = 'python:3.12-ubi9'\n").unwrap();
        let told = &config.instructions.components["."].builder.as_ref().unwrap();
        assert_eq!(told.value, "python:3.12-ubi9");
        assert_eq!(told.from.as_ref().unwrap().line, Some(3));
    }

    #[test]
    fn user_may_not_instruct_all_repositories() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        fs::write(&path, "exclude = ['old']").unwrap();
        assert!(matches!(Config::user(&path, true), Err(ConfigError::ForProjects { key: "exclude", .. })));
    }

    #[test]
    fn unknown_key_is_told_with_the_nearest() {
        match project("eras = '3.5'") {
            Err(ConfigError::Document { source, .. }) => assert_eq!(source.nearest.as_deref(), Some("era")),
            other => panic!("{other:?}"),
        }
    }

    #[cfg(unix)]
    #[test]
    fn repository_cannot_point_elsewhere() {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("/etc/passwd", folder.path().join(PROJECT_FILE)).unwrap();
        assert!(matches!(Config::project(folder.path()), Err(ConfigError::Refused { .. })));
    }
}
