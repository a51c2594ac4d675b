//! The plugins of an engine, each loaded when it is first needed.

use crate::bundle::{BUNDLE, Bundled, BundledDetector, DETECTORS, PATTERNS};
use fieldmark_model::{Detector, Manifest, ManifestError, PluginRef, Trust};
use fieldmark_runtime::{Component, LoadError, Plugin, Runtime, detector_digest};
use fieldmark_scan::{PatternError, PatternSet, PatternTable};
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

/// A plugin, or why there is none. There are many entries, most of which are never asked: they stay small.
type Loaded = OnceLock<Box<Result<Plugin, LoadError>>>;

/// A plugin that may be asked.
pub(crate) struct Entry {
    id: Cow<'static, str>,
    manifest: OnceLock<Arc<Manifest>>,
    pub(crate) digest: Cow<'static, str>,
    pub(crate) source: PluginSource,
    /// For a detector: the detector as JSON on one line, which the interpreter is handed.
    pub(crate) detector: Option<Cow<'static, str>>,
    code: Code,
    plugin: Loaded,
    /// Its number in the table of bundled patterns.
    bundled: Option<usize>,
}

enum Code {
    Bundled(&'static Bundled),
    ThirdParty(Box<Component>),
    /// A detector of fieldmark's own.
    BundledDetector(&'static BundledDetector, Arc<Interpreter>),
    Detector(Box<Manifest>, Arc<Interpreter>),
}

/// The plugin that all detectors share, loaded once.
struct Interpreter {
    bundled: &'static Bundled,
    manifest: OnceLock<Arc<Manifest>>,
    plugin: Loaded,
}

impl Interpreter {
    fn manifest(&self) -> &Arc<Manifest> {
        self.manifest.get_or_init(|| Arc::new(self.bundled.manifest()))
    }

    fn plugin(&self, runtime: &Runtime) -> Result<&Plugin, &LoadError> {
        (**self.plugin.get_or_init(|| load(runtime, self.bundled, self.manifest()))).as_ref()
    }
}

fn load(runtime: &Runtime, bundled: &Bundled, manifest: &Arc<Manifest>) -> Box<Result<Plugin, LoadError>> {
    Box::new(runtime.load_precompiled(Arc::clone(manifest), bundled.digest, bundled.code))
}

impl Entry {
    /// The plugin, loaded now if it was not before.
    pub(crate) fn plugin(&self, runtime: &Runtime) -> Result<&Plugin, &LoadError> {
        match &self.code {
            Code::Bundled(bundled) => {
                (**self.plugin.get_or_init(|| load(runtime, bundled, self.of_bundled(bundled)))).as_ref()
            }
            Code::ThirdParty(component) => (**self.plugin.get_or_init(|| Box::new(runtime.load(component)))).as_ref(),
            Code::BundledDetector(_, interpreter) | Code::Detector(_, interpreter) => interpreter.plugin(runtime),
        }
    }

    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// What it says of itself. Of bundled plugins that is read when it is first wanted: most are never asked.
    pub(crate) fn manifest(&self) -> &Manifest {
        match &self.code {
            Code::Bundled(bundled) => self.of_bundled(bundled),
            // A bundled detector takes what following it takes.
            Code::BundledDetector(detector, interpreter) => self.manifest.get_or_init(|| {
                let budget = interpreter.manifest().budget.clone();
                Arc::new(Manifest { budget, ..detector.manifest() })
            }),
            Code::ThirdParty(component) => component.manifest(),
            Code::Detector(manifest, _) => manifest,
        }
    }

    fn of_bundled(&self, bundled: &Bundled) -> &Arc<Manifest> {
        self.manifest.get_or_init(|| Arc::new(bundled.manifest()))
    }

    pub(crate) fn reference(&self) -> PluginRef {
        PluginRef {
            id: self.id().to_owned(),
            version: self.manifest().plugin.version.clone(),
            digest: self.digest.clone().into_owned(),
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
        let interpreter = BUNDLE.iter().find(|bundled| bundled.is_interpreter);
        let interpreter = interpreter
            .map(|bundled| Arc::new(Interpreter { bundled, manifest: OnceLock::new(), plugin: OnceLock::new() }));
        let plugins = BUNDLE.iter().enumerate().filter(|(_, bundled)| !bundled.is_interpreter);
        let mut entries: Vec<Entry> = plugins.map(|(number, bundled)| of_plugin(bundled, number)).collect();
        if let Some(interpreter) = &interpreter {
            let detectors = DETECTORS.iter().zip(BUNDLE.len()..);
            entries.extend(detectors.map(|(detector, number)| of_bundled_detector(detector, number, interpreter)));
        }
        let mut unusable = Vec::new();
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
        let patterns = patterns(&entries)?;
        Ok(Self { entries, patterns, unusable, known })
    }
}

/// The patterns of all entries: what is bundled is looked up in the table of the packaging step.
fn patterns(entries: &[Entry]) -> Result<PatternSet, PatternError> {
    let mut bundled = vec![None; BUNDLE.len() + DETECTORS.len()];
    let (mut others, mut numbers) = (Vec::new(), Vec::new());
    for (index, entry) in entries.iter().enumerate() {
        // A registry holds far fewer than 65 536 plugins.
        let index = u16::try_from(index).ok();
        match entry.bundled.and_then(|number| bundled.get_mut(number)) {
            Some(slot) => *slot = index,
            None => {
                others.push(&entry.manifest().patterns);
                numbers.push(index);
            }
        }
    }
    let mut tables = vec![(PATTERNS.clone(), bundled)];
    if !others.is_empty() {
        tables.push((PatternTable::new(others)?, numbers));
    }
    Ok(PatternSet::of(tables))
}

fn entry(id: Cow<'static, str>, digest: Cow<'static, str>, source: PluginSource, code: Code) -> Entry {
    let (manifest, plugin) = (OnceLock::new(), OnceLock::new());
    Entry { id, manifest, digest, source, detector: None, code, plugin, bundled: None }
}

fn of_plugin(bundled: &'static Bundled, number: usize) -> Entry {
    let code = Code::Bundled(bundled);
    let made = entry(bundled.id.into(), bundled.digest.into(), PluginSource::Bundled, code);
    Entry { bundled: Some(number), ..made }
}

fn of_component(component: Component, trust: Trust) -> Entry {
    let (id, digest) = (component.manifest().plugin.id.clone(), component.digest().to_owned());
    entry(id.into(), digest.into(), PluginSource::ThirdParty(trust), Code::ThirdParty(Box::new(component)))
}

fn of_bundled_detector(detector: &'static BundledDetector, number: usize, interpreter: &Arc<Interpreter>) -> Entry {
    let code = Code::BundledDetector(detector, Arc::clone(interpreter));
    let made = entry(detector.id.into(), detector.digest.into(), PluginSource::Bundled, code);
    Entry { detector: Some(detector.detector.into()), bundled: Some(number), ..made }
}

fn of_detector(detector: &Detector, interpreter: Option<&Arc<Interpreter>>, trust: Trust) -> Option<Entry> {
    let interpreter = interpreter?;
    let text = serde_json::to_string(detector).ok()?;
    let digest = detector_digest(interpreter.bundled.digest, text.as_bytes());
    let manifest = detector.manifest();
    let id = manifest.plugin.id.clone();
    let code = Code::Detector(Box::new(manifest), Arc::clone(interpreter));
    let made = entry(id.into(), digest.into(), PluginSource::Detector(trust), code);
    Some(Entry { detector: Some(text.into()), ..made })
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
    PatternTable::new([&entry.manifest().patterns]).map_err(|error| ("plugin.pattern", error.to_string()))?;
    Ok(entry)
}
