//! On which terms a plugin is asked: its settings and its budget.

use crate::BuildError;
use crate::builder::Era;
use crate::registry::{Entry, Registry};
use fieldmark_model::{Budget, BudgetRequest};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What was said about settings and budgets when the engine was made.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) era: Era,
    /// Variables of the builder.
    pub(crate) variables: BTreeMap<String, String>,
    /// Settings by plugin.
    pub(crate) settings: BTreeMap<String, BTreeMap<String, String>>,
    /// Budgets of all plugins.
    pub(crate) budget: BudgetRequest,
    /// Budgets by plugin.
    pub(crate) budgets: BTreeMap<String, BudgetRequest>,
}

/// The terms of all plugins of a registry, each put together when the plugin is first asked: most never are.
#[derive(Debug)]
pub(crate) struct Terms {
    said: Said,
    settings: Vec<OnceLock<String>>,
    budgets: Vec<OnceLock<Budget>>,
}

impl Terms {
    pub(crate) fn new(registry: &Registry, said: Said) -> Self {
        let count = registry.entries.len();
        Self {
            said,
            settings: (0..count).map(|_| OnceLock::new()).collect(),
            budgets: (0..count).map(|_| OnceLock::new()).collect(),
        }
    }

    /// The lines `key=value` of the plugin with this number, sorted.
    pub(crate) fn settings(&self, number: usize, entry: &Entry) -> &str {
        self.settings[number].get_or_init(|| self.said.settings(entry))
    }

    /// The budget of the plugin with this number: the defaults, what its manifest asks for, what the user says.
    pub(crate) fn budget(&self, number: usize, entry: &Entry) -> &Budget {
        self.budgets[number].get_or_init(|| self.said.budget(entry))
    }
}

impl Said {
    fn settings(&self, entry: &Entry) -> String {
        let mut values = self.settings.get(entry.id()).cloned().unwrap_or_default();
        values.extend(entry.detector.as_ref().map(|detector| (DETECTOR.to_owned(), detector.clone().into_owned())));
        values.extend(self.variables.iter().map(|(name, value)| (format!("{VARIABLE}{name}"), value.clone())));
        values.insert("era".to_owned(), self.era.as_str().to_owned());
        values.iter().map(|(key, value)| format!("{key}={value}\n")).collect()
    }

    fn budget(&self, entry: &Entry) -> Budget {
        let granted = Budget::default().granted(&entry.manifest().budget).overridden(&self.budget);
        self.budgets.get(entry.id()).map_or_else(|| granted.clone(), |own| granted.overridden(own))
    }
}

/// Refuses settings that no plugin may be given.
///
/// # Errors
/// A key is the host's own or not one of the manifest's, or a value has more than one line.
pub(crate) fn check(
    registry: &Registry,
    settings: &BTreeMap<String, BTreeMap<String, String>>,
) -> Result<(), BuildError> {
    for (plugin, values) in settings {
        let entry = registry.entries.iter().find(|entry| entry.id() == plugin);
        for (key, value) in values {
            let problem = if key == "era" || key == DETECTOR || key.starts_with(VARIABLE) {
                "is the host's own"
            } else if value.contains('\n') {
                "has more than one line"
            } else if entry.is_some_and(|entry| !entry.manifest().settings.contains_key(key)) {
                "is not one that its manifest lists"
            } else {
                continue;
            };
            return Err(BuildError::Setting { plugin: plugin.clone(), key: key.clone(), problem });
        }
    }
    Ok(())
}

/// What the interpreter is asked to follow, as a setting.
const DETECTOR: &str = "detector";

/// A variable of the builder as a setting: every plugin may be given it, whatever its manifest lists.
const VARIABLE: &str = "env.";
