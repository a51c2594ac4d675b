//! The engine: from a directory or a listing to a decision.

use crate::builder::EngineBuilder;
use crate::catalogues::Catalogues;
use crate::companion::{self, Companion};
use crate::component::{Resolver, findings};
use crate::conflict::Conflicts;
use crate::error::DetectError;
use crate::explanation::{Explanation, RootTrace, TraceOutcome};
use crate::heard::Heard;
use crate::instructed::Instructed;
use crate::judgement::Judgement;
use crate::layout::{Layout, Selection};
use crate::registry::{Entry, PluginSource, Registry};
use crate::terms::Terms;
use fieldmark_images::Catalogue;
use fieldmark_model::{
    Budget, Component, DECISION_SCHEMA, Decision, Finding, Instructions, Manifest, PluginRef, Strategy, is_printable,
};
use fieldmark_runtime::{PluginError, Runtime};
use fieldmark_scan::{Contents, Excluded, Presence, ScanOptions, Snapshot, Vendored, scan, scan_listing};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Judges repositories. Make one with [`Engine::builder`] and keep it.
pub struct Engine {
    pub(crate) runtime: Runtime,
    pub(crate) registry: Registry,
    pub(crate) catalogues: Catalogues,
    pub(crate) conflicts: Conflicts,
    pub(crate) layout: Layout,
    pub(crate) vendored: Arc<Vendored>,
    pub(crate) strategies: Vec<Strategy>,
    pub(crate) terms: Terms,
    pub(crate) threads: usize,
    pub(crate) max_entries: u64,
    pub(crate) git_ignore: bool,
    /// Whether scripts of plugins that nobody vouches for are used.
    pub(crate) allow_scripts: bool,
}

/// What one detection may be told beside the repository.
#[derive(Clone, Default)]
pub struct Request {
    /// What the repository's owner or the caller says about it; it goes before what is detected.
    pub instructions: Instructions,
    /// Set it to stop the detection, and call [`Engine::interrupt`] to stop plugins that are running.
    pub cancelled: Arc<AtomicBool>,
    /// Told from time to time how many directory entries were looked at.
    pub progress: Option<Arc<dyn Fn(u64) + Send + Sync>>,
}

impl Engine {
    /// Sets an engine up.
    #[must_use]
    pub fn builder() -> EngineBuilder {
        EngineBuilder::default()
    }

    /// Says what the repository in a directory is.
    ///
    /// # Errors
    /// The directory is missing or cannot be read. A repository in which nothing is recognised is a decision without
    /// components.
    pub fn detect(&self, path: impl AsRef<Path>) -> Result<Decision, DetectError> {
        self.explain(path, &Request::default()).map(|explanation| explanation.decision)
    }

    /// Like [`Engine::detect`], with everything that led to the decision.
    ///
    /// # Errors
    /// The directory is missing or cannot be read, or the caller cancelled.
    pub fn explain(&self, path: impl AsRef<Path>, request: &Request) -> Result<Explanation, DetectError> {
        let options = ScanOptions {
            threads: self.threads,
            max_entries: self.max_entries,
            vendored: Arc::clone(&self.vendored),
            excluded: Arc::new(Excluded::new(&request.instructions.exclude)?),
            git_ignore: self.git_ignore,
            cancelled: Arc::clone(&request.cancelled),
            progress: request.progress.clone(),
        };
        let snapshot = scan(path.as_ref(), &self.registry.patterns, &options)?;
        self.judge(snapshot, request)
    }

    /// Says what a repository is that the caller holds as a list of files and a reader.
    ///
    /// # Errors
    /// A path is absolute or leaves the root, or the caller cancelled.
    pub fn detect_listing<P: AsRef<str>>(
        &self,
        paths: impl IntoIterator<Item = P>,
        contents: Box<dyn Contents>,
        request: &Request,
    ) -> Result<Explanation, DetectError> {
        let excluded = Excluded::new(&request.instructions.exclude)?;
        let paths = paths.into_iter().filter(|path| !excluded.hides(path.as_ref()));
        let snapshot = scan_listing(paths, &self.registry.patterns, contents)?;
        self.judge(snapshot, request)
    }

    /// Stops all plugins that are running on this engine; each then ends with an error.
    pub fn interrupt(&self) {
        self.runtime.interrupt();
    }

    /// The plugins of this engine, sorted by id: manifest, digest, source and the budget in force.
    pub fn plugins(&self) -> impl Iterator<Item = (&Manifest, &str, PluginSource, &Budget)> {
        let entries = self.registry.entries.iter().enumerate();
        entries.map(|(number, entry)| {
            (entry.manifest(), entry.digest.as_ref(), entry.source, self.terms.budget(number, entry))
        })
    }

    /// Third-party plugins that cannot be used: name, error code, problem.
    pub fn unusable_plugins(&self) -> impl Iterator<Item = (&str, &'static str, &str)> {
        self.registry.unusable.iter().map(|plugin| (plugin.name.as_str(), plugin.code, plugin.problem.as_str()))
    }

    /// The catalogue that builders are chosen from, and after it those tried for what it does not have.
    pub fn catalogues(&self) -> impl Iterator<Item = &Catalogue> {
        self.catalogues.iter()
    }

    fn judge(&self, snapshot: Snapshot, request: &Request) -> Result<Explanation, DetectError> {
        let snapshot = Arc::new(snapshot);
        let told = Instructed::new(&request.instructions, &self.registry)?;
        let (selection, mut heard) = match told.context_directories() {
            Some(directories) => {
                let selection = Selection { roots: directories.to_vec(), beyond: 0 };
                let heard = self.hear(&snapshot, &selection.roots, Presence::Below, &told, request)?;
                (selection, heard)
            }
            None => self.look_around(&snapshot, &told, request)?,
        };
        companion::rank(&mut heard.companions);
        let Heard { mut judgements, companions, asked } = heard;
        told.instruct(&mut judgements);
        crate::workspace::share(&mut judgements);
        let fates = self.layout.fates(&judgements);
        let roots = traces(&judgements, &fates);
        let undescribed = undescribed(&judgements, &fates);
        let unanswered = told.unanswered(&judgements);
        let mut fates = fates.into_iter();
        judgements.retain(|_| fates.next().is_some_and(|fate| fate.is_none()));
        self.layout.rank(&mut judgements);
        let components = self.components(&judgements, &companions);
        let mut warnings = self.warnings(&snapshot, &selection, &roots);
        warnings.extend(undescribed);
        warnings.extend(unanswered);
        let walked = snapshot.walked();
        let capped = roots.iter().flat_map(|root| &root.plugins).any(|plugin| plugin.hits.0 > plugin.hits.1);
        let decision = Decision {
            schema: DECISION_SCHEMA.to_owned(),
            components,
            truncated: walked.truncated || selection.beyond > 0 || capped,
            skipped: walked.skipped.clone(),
            warnings,
            plugins: self.references(&asked),
        };
        let unusable = &self.registry.unusable;
        Ok(Explanation {
            decision,
            roots,
            entries: walked.entries,
            matched: snapshot.len() as u64,
            unusable: unusable
                .iter()
                .map(|plugin| (plugin.name.clone(), plugin.code, plugin.problem.clone()))
                .collect(),
        })
    }

    /// Asks about the candidate roots, then about the directories that companions or instructions name, and where nothing
    /// is found so far about those that only hold sources.
    fn look_around(
        &self,
        snapshot: &Arc<Snapshot>,
        told: &Instructed<'_>,
        request: &Request,
    ) -> Result<(Selection, Heard), DetectError> {
        let top = snapshot.plugins(".", &self.registry.patterns);
        let selection = self.layout.select(snapshot.roots(), top.contains(&Presence::Marker));
        let mut heard = self.hear(snapshot, &selection.roots, Presence::Here, told, request)?;
        let contexts: Vec<String> = companion::contexts(&heard.companions).collect();
        let mut further = self.layout.contexts(&selection, contexts.iter().cloned());
        let named = told.components().filter(|path| !selection.roots.contains(path) && !further.contains(path));
        further.extend(named.cloned().collect::<Vec<_>>());
        if !further.is_empty() {
            heard.extend(self.hear(snapshot, &further, Presence::Below, told, request)?);
        }
        for judgement in &mut heard.judgements {
            judgement.is_context = contexts.contains(&judgement.path);
        }
        let named: Vec<&String> = selection.roots.iter().chain(&further).collect();
        let (is_found, all) = (self.layout.is_found(&heard.judgements), snapshot.with_extension());
        let files = |root: &str| snapshot.extension_counts(root).iter().map(|(_, count)| u64::from(*count)).sum();
        if !is_found || self.layout.is_minor(&heard.judgements, all, files) {
            let bare = self.layout.bare(snapshot.directories().filter(|path| named.iter().all(|known| known != path)));
            let mut sources = self.hear(snapshot, &bare, Presence::Here, told, request)?;
            sources.judgements.iter_mut().for_each(|judgement| judgement.is_bare = true);
            if is_found {
                self.spread(snapshot, &mut heard, &sources.judgements, told, request)?;
                return Ok((selection, heard));
            }
            heard.judgements.iter_mut().for_each(|judgement| judgement.is_stray = self.layout.is_stray(judgement, all));
            if !self.layout.is_substantial(&sources.judgements, all) {
                self.spread(snapshot, &mut heard, &sources.judgements, told, request)?;
                sources.judgements.clear();
            }
            heard.extend(sources);
        }
        Ok((selection, heard))
    }

    /// The components, with what companions declare about each; their warnings too.
    fn components(&self, judgements: &[Judgement], companions: &[Companion]) -> Vec<Component> {
        let resolver = Resolver {
            catalogues: &self.catalogues,
            declared_starts: &self.layout.declared_starts,
            starts_images: &self.layout.starts_images,
        };
        let paths: Vec<&str> = judgements.iter().map(|judgement| judgement.path.as_str()).collect();
        let components = judgements.iter().filter_map(|judgement| {
            let facts = companion::facts(companions, &judgement.path, &paths);
            let mut component = resolver.component(judgement, &facts)?;
            let about = companions.iter().filter(|companion| companion.root == judgement.path);
            for finding in about.flat_map(|companion| findings(&companion.candidate)) {
                // What is wrong with a file that others read, too, is no news.
                let is_known = |known: &Finding| {
                    (&known.code, &known.path, &known.note) == (&finding.code, &finding.path, &finding.note)
                };
                if !component.warnings.iter().any(is_known) {
                    component.warnings.push(finding);
                }
            }
            Some(component)
        });
        components.collect()
    }

    fn references(&self, asked: &[u16]) -> Vec<PluginRef> {
        asked
            .iter()
            .filter_map(|number| self.registry.entries.get(usize::from(*number)))
            .map(Entry::reference)
            .collect()
    }

    fn warnings(&self, snapshot: &Snapshot, selection: &Selection, roots: &[RootTrace]) -> Vec<Finding> {
        let mut warnings = Vec::new();
        let mut add = |code: &str, note: String, path: Option<String>, plugin: Option<String>| {
            warnings.push(Finding { code: code.to_owned(), note, path, line: None, plugin });
        };
        if snapshot.walked().truncated {
            add("scan.truncated", format!("the walk stopped after {} entries", self.max_entries), None, None);
        }
        if selection.beyond > 0 {
            let (beyond, looked) = (selection.beyond, selection.roots.len());
            add(
                "detect.roots-truncated",
                format!("{beyond} candidate roots beyond the first {looked} were not looked at"),
                None,
                None,
            );
        }
        for plugin in &self.registry.unusable {
            add(plugin.code, format!("{} was left out: {}", plugin.name, printable(&plugin.problem)), None, None);
        }
        for root in roots {
            for plugin in &root.plugins {
                let (path, id) = (Some(root.path.clone()), Some(plugin.plugin.clone()));
                if let TraceOutcome::Error(error) = &plugin.outcome {
                    add(
                        error.code(),
                        format!("plugin {} gave no verdict: {}", plugin.plugin, text(error)),
                        path.clone(),
                        id.clone(),
                    );
                }
                let (total, delivered) = plugin.hits;
                if total > delivered {
                    let note = format!("plugin {} saw {delivered} of its {total} hits", plugin.plugin);
                    add("detect.hits-truncated", note, path, id);
                }
            }
        }
        warnings
    }

    /// How many threads run these many plugins.
    pub(crate) fn worker_threads(&self, jobs: usize) -> usize {
        match self.threads {
            // Nearly every machine has two, and asking the system takes as long as more of them would save.
            0 if jobs <= 4 => jobs.min(2),
            0 => std::thread::available_parallelism().map_or(1, |threads| threads.get().min(8)),
            threads => threads,
        }
    }
}

/// One short line without characters that act on a terminal: what a plugin says may hold anything.
fn printable(text: &str) -> String {
    text.chars().map(|c| if is_printable(c) { c } else { ' ' }).take(500).collect()
}

fn text(error: &PluginError) -> String {
    let mut line = printable(&error.to_string());
    if let Some(key) = error.budget() {
        line.push_str(&format!(" (budget `{key}`)"));
    }
    line
}

/// What is wrong with files that describe a build in roots that became no component: it would be lost with them.
fn undescribed(judgements: &[Judgement], fates: &[Option<String>]) -> Vec<Finding> {
    let dropped = judgements.iter().zip(fates).filter(|(_, fate)| fate.is_some()).map(|(judgement, _)| judgement);
    // Members that were folded into a workspace are no news of their own.
    let told = dropped.filter(|judgement| judgement.path == "." || judgement.languages.is_empty());
    told.flat_map(Judgement::descriptions).flat_map(findings).collect()
}

fn traces(judgements: &[Judgement], fates: &[Option<String>]) -> Vec<RootTrace> {
    let fate = |fate: &Option<String>| fate.clone().unwrap_or_else(|| "a component".to_owned());
    judgements
        .iter()
        .zip(fates)
        .map(|(judgement, reason)| RootTrace {
            path: judgement.path.clone(),
            fate: fate(reason),
            plugins: judgement.traces.clone(),
        })
        .collect()
}
