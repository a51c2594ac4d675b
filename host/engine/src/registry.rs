//! The plugins of an engine, each loaded when it is first needed.

use crate::bundle::{BUNDLE, Bundled, BundledDetector, DETECTORS};
use fieldmark_model::{Detector, Kind, Manifest, ManifestError, PluginRef, Trust};
use fieldmark_runtime::{Component, LoadError, Plugin, Runtime, detector_digest};
use fieldmark_scan::{PatternError, PatternSet};
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

/// Where a plugin comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PluginSource {
    /// It came with fieldmark.
    Bundled,
    /// It was added by the user.
    ThirdParty(Trust),
    /// It is a detector that the user or the repository added.
    Detector(Trust),
}

impl PluginSource {
    /// Who vouches for the plugin.
    #[must_use]
    pub const fn trust(self) -> Trust {
        match self {
            Self::Bundled => Trust::Bundled,
            Self::ThirdParty(trust) | Self::Detector(trust) => trust,
        }
    }
}

/// A plugin that may be asked.
pub(crate) struct Entry {
    pub(crate) manifest: Manifest,
    pub(crate) digest: String,
    pub(crate) source: PluginSource,
    /// For a detector: the detector as JSON on one line, which the interpreter is handed.
    pub(crate) detector: Option<Cow<'static, str>>,
    code: Code,
    plugin: OnceLock<Result<Plugin, LoadError>>,
}

enum Code {
    Bundled(&'static Bundled),
    ThirdParty(Box<Component>),
    Detector(Arc<Interpreter>),
}

/// The plugin that all detectors share, loaded once.
struct Interpreter {
    bundled: &'static Bundled,
    manifest: Manifest,
    plugin: OnceLock<Result<Plugin, LoadError>>,
}

impl Interpreter {
    fn plugin(&self, runtime: &Runtime) -> Result<&Plugin, &LoadError> {
        let load = || runtime.load_precompiled(self.manifest.clone(), self.bundled.digest, self.bundled.code);
        self.plugin.get_or_init(load).as_ref()
    }
}

impl Entry {
    /// The plugin, loaded now if it was not before.
    pub(crate) fn plugin(&self, runtime: &Runtime) -> Result<&Plugin, &LoadError> {
        match &self.code {
            Code::Bundled(bundled) => {
                let load = || runtime.load_precompiled(self.manifest.clone(), bundled.digest, bundled.code);
                self.plugin.get_or_init(load).as_ref()
            }
            Code::ThirdParty(component) => self.plugin.get_or_init(|| runtime.load(component)).as_ref(),
            Code::Detector(interpreter) => interpreter.plugin(runtime),
        }
    }

    pub(crate) fn id(&self) -> &str {
        &self.manifest.plugin.id
    }

    pub(crate) fn reference(&self) -> PluginRef {
        PluginRef {
            id: self.id().to_owned(),
            version: self.manifest.plugin.version.clone(),
            digest: self.digest.clone(),
            trust: self.source.trust(),
        }
    }
}

/// A plugin of others as it was added.
pub(crate) struct Named<T, E> {
    /// Its file, say, for messages about it.
    pub(crate) name: String,
    /// What was read of it.
    pub(crate) read: Result<T, E>,
    pub(crate) trust: Trust,
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

    /// Bundled plugins and detectors except those that are `disabled`, and those of others by name. One of others that cannot
    /// be used is left out and remembered: it must not keep the rest from working.
    pub(crate) fn new(
        disabled: &[String],
        third_party: Vec<Named<Component, LoadError>>,
        detectors: Vec<Named<Detector, ManifestError>>,
    ) -> Result<Self, PatternError> {
        let mut interpreter = None;
        let mut entries = Vec::new();
        for bundled in BUNDLE {
            let Some(manifest) = bundled.manifest() else { continue };
            if manifest.plugin.kind == Kind::Interpreter {
                interpreter = Some(Arc::new(Interpreter { bundled, manifest, plugin: OnceLock::new() }));
            } else {
                entries.push(of_plugin(bundled, manifest));
            }
        }
        let mut unusable = Vec::new();
        if let Some(interpreter) = &interpreter {
            entries.extend(DETECTORS.iter().filter_map(|detector| of_bundled_detector(detector, interpreter)));
        }
        for Named { name, read, trust } in third_party {
            let usable = read.map_err(|error| (error.code(), error.to_string()));
            let usable = usable.map(|component| of_component(component, trust));
            match usable.and_then(|entry| accept(&entries, entry)) {
                Ok(entry) => entries.push(entry),
                Err((code, problem)) => unusable.push(Unusable { name, code, problem }),
            }
        }
        for Named { name, read, trust } in detectors {
            let usable = read.map_err(|error| ("plugin.detector-invalid", told(&error)));
            let made = usable.and_then(|detector| {
                of_detector(&detector, interpreter.as_ref(), trust).ok_or(("plugin.detector-invalid", String::new()))
            });
            match made.and_then(|entry| accept(&entries, entry)) {
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

fn entry(manifest: Manifest, digest: String, source: PluginSource, code: Code) -> Entry {
    Entry { manifest, digest, source, detector: None, code, plugin: OnceLock::new() }
}

fn of_plugin(bundled: &'static Bundled, manifest: Manifest) -> Entry {
    entry(manifest, bundled.digest.to_owned(), PluginSource::Bundled, Code::Bundled(bundled))
}

fn of_component(component: Component, trust: Trust) -> Entry {
    let (manifest, digest) = (component.manifest().clone(), component.digest().to_owned());
    entry(manifest, digest, PluginSource::ThirdParty(trust), Code::ThirdParty(Box::new(component)))
}

fn of_bundled_detector(detector: &'static BundledDetector, interpreter: &Arc<Interpreter>) -> Option<Entry> {
    let code = Code::Detector(Arc::clone(interpreter));
    let made = entry(detector.manifest()?, detector.digest.to_owned(), PluginSource::Bundled, code);
    Some(Entry { detector: Some(Cow::Borrowed(detector.detector)), ..made })
}

fn of_detector(detector: &Detector, interpreter: Option<&Arc<Interpreter>>, trust: Trust) -> Option<Entry> {
    let interpreter = interpreter?;
    let text = serde_json::to_string(detector).ok()?;
    let digest = detector_digest(interpreter.bundled.digest, text.as_bytes());
    let code = Code::Detector(Arc::clone(interpreter));
    let made = entry(detector.manifest(), digest, PluginSource::Detector(trust), code);
    Some(Entry { detector: Some(Cow::Owned(text)), ..made })
}

/// What is wrong with a detector, with the key that was probably meant.
fn told(error: &ManifestError) -> String {
    match error {
        ManifestError::Document(document) => match &document.nearest {
            Some(nearest) => format!("{error}; `{nearest}` would be right"),
            None => error.to_string(),
        },
        _ => error.to_string(),
    }
}

/// A plugin of others whose id is free and whose patterns compile.
fn accept(entries: &[Entry], entry: Entry) -> Result<Entry, (&'static str, String)> {
    let id = entry.id();
    if let Some(taken) = entries.iter().find(|entry| entry.id() == id) {
        let owner = match taken.source {
            PluginSource::Bundled => "the bundled plugin of that name",
            PluginSource::ThirdParty(_) | PluginSource::Detector(_) => "another plugin, which was named earlier",
        };
        return Err(("plugin.id-taken", format!("its id `{id}` belongs to {owner}")));
    }
    PatternSet::new([&entry.manifest.patterns]).map_err(|error| ("plugin.pattern", error.to_string()))?;
    Ok(entry)
}
