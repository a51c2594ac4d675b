//! The plugins of an engine, each loaded when it is first needed.

use crate::bundle::{BUNDLE, Bundled};
use fieldmark_model::{Manifest, PluginRef};
use fieldmark_runtime::{Component, LoadError, Plugin, Runtime};
use fieldmark_scan::{PatternError, PatternSet};
use std::sync::OnceLock;

/// Where a plugin comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PluginSource {
    /// It came with fieldmark.
    Bundled,
    /// It was added by the user.
    ThirdParty,
}

/// A plugin that may be asked.
pub(crate) struct Entry {
    pub(crate) manifest: Manifest,
    pub(crate) digest: String,
    pub(crate) source: PluginSource,
    code: Code,
    plugin: OnceLock<Result<Plugin, LoadError>>,
}

enum Code {
    Bundled(&'static Bundled),
    ThirdParty(Box<Component>),
}

impl Entry {
    /// The plugin, loaded now if it was not before.
    pub(crate) fn plugin(&self, runtime: &Runtime) -> Result<&Plugin, &LoadError> {
        let load = || match &self.code {
            Code::Bundled(bundled) => runtime.load_precompiled(self.manifest.clone(), bundled.digest, bundled.code),
            Code::ThirdParty(component) => runtime.load(component),
        };
        self.plugin.get_or_init(load).as_ref()
    }

    pub(crate) fn id(&self) -> &str {
        &self.manifest.plugin.id
    }

    pub(crate) fn reference(&self) -> PluginRef {
        PluginRef {
            id: self.id().to_owned(),
            version: self.manifest.plugin.version.clone(),
            digest: self.digest.clone(),
        }
    }
}

/// A third-party plugin that was left out.
#[derive(Debug, Clone)]
pub(crate) struct Unusable {
    /// Its file, or its id.
    pub(crate) name: String,
    pub(crate) code: &'static str,
    pub(crate) problem: String,
}

/// All plugins, sorted by id, with their patterns compiled into one set in the same order.
pub(crate) struct Registry {
    pub(crate) entries: Vec<Entry>,
    pub(crate) patterns: PatternSet,
    pub(crate) unusable: Vec<Unusable>,
    /// Ids of all plugins, the disabled ones included.
    pub(crate) known: Vec<String>,
}

impl Registry {
    /// Whether there is a plugin with this id, disabled or not.
    pub(crate) fn knows(&self, id: &str) -> bool {
        self.known.iter().any(|known| known == id)
    }

    /// Bundled plugins except those that are `disabled`, and third-party ones by name. A third-party plugin that cannot be
    /// used is left out and remembered: it must not keep the others from working.
    pub(crate) fn new(
        disabled: &[String],
        third_party: Vec<(String, Result<Component, LoadError>)>,
    ) -> Result<Self, PatternError> {
        let mut entries: Vec<Entry> = BUNDLE.iter().filter_map(bundled).collect();
        let mut unusable = Vec::new();
        for (name, component) in third_party {
            match component.map_err(|error| (error.code(), error.to_string())).and_then(|c| accept(&entries, c)) {
                Ok(entry) => entries.push(entry),
                Err((code, problem)) => unusable.push(Unusable { name, code, problem }),
            }
        }
        let known = entries.iter().map(|entry| entry.id().to_owned()).collect();
        entries.retain(|entry| !disabled.iter().any(|id| id == entry.id()));
        entries.sort_by(|a, b| a.id().cmp(b.id()));
        let patterns = PatternSet::new(entries.iter().map(|entry| &entry.manifest.patterns))?;
        Ok(Self { entries, patterns, unusable, known })
    }
}

fn bundled(bundled: &'static Bundled) -> Option<Entry> {
    let (digest, source) = (bundled.digest.to_owned(), PluginSource::Bundled);
    Some(Entry { manifest: bundled.manifest()?, digest, source, code: Code::Bundled(bundled), plugin: OnceLock::new() })
}

/// A third-party plugin whose id is free and whose patterns compile.
fn accept(entries: &[Entry], component: Component) -> Result<Entry, (&'static str, String)> {
    let manifest = component.manifest().clone();
    let id = &manifest.plugin.id;
    if let Some(taken) = entries.iter().find(|entry| entry.id() == id) {
        let owner = match taken.source {
            PluginSource::Bundled => "the bundled plugin of that name",
            PluginSource::ThirdParty => "another plugin, which was named earlier",
        };
        return Err(("plugin.id-taken", format!("its id `{id}` belongs to {owner}")));
    }
    PatternSet::new([&manifest.patterns]).map_err(|error| ("plugin.pattern", error.to_string()))?;
    let digest = component.digest().to_owned();
    let code = Code::ThirdParty(Box::new(component));
    Ok(Entry { manifest, digest, source: PluginSource::ThirdParty, code, plugin: OnceLock::new() })
}
