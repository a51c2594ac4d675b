//! The engine: from a directory or a listing to a decision.

use crate::builder::EngineBuilder;
use crate::component::{Resolver, findings};
use crate::conflict::Conflicts;
use crate::error::DetectError;
use crate::explanation::{Explanation, RootTrace, TraceOutcome};
use crate::jobs::{self, Answer, Job};
use crate::judgement::{Candidate, Judgement};
use crate::layout::{Layout, Selection};
use crate::registry::{PluginSource, Registry};
use fieldmark_images::Catalogue;
use fieldmark_model::{Budget, DECISION_SCHEMA, Decision, Finding, Manifest, PluginRef, Strategy, is_printable};
use fieldmark_runtime::{PluginError, Runtime};
use fieldmark_scan::{Contents, Presence, ScanOptions, Snapshot, Vendored, scan, scan_listing};
use std::cmp::Reverse;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Judges repositories. Make one with [`Engine::builder`] and keep it.
pub struct Engine {
    pub(crate) runtime: Runtime,
    pub(crate) registry: Registry,
    pub(crate) catalogues: Vec<Catalogue>,
    pub(crate) conflicts: Conflicts,
    pub(crate) layout: Layout,
    pub(crate) vendored: Arc<Vendored>,
    pub(crate) strategies: Vec<Strategy>,
    /// For each plugin of the registry.
    pub(crate) settings: Vec<String>,
    /// For each plugin of the registry.
    pub(crate) budgets: Vec<Budget>,
    pub(crate) threads: usize,
    pub(crate) max_entries: u64,
    pub(crate) git_ignore: bool,
}

/// What one detection may be told beside the repository.
#[derive(Clone, Default)]
pub struct Request {
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
        let snapshot = scan_listing(paths, &self.registry.patterns, contents)?;
        self.judge(snapshot, request)
    }

    /// Stops all plugins that are running on this engine; each then ends with an error.
    pub fn interrupt(&self) {
        self.runtime.interrupt();
    }

    /// The plugins of this engine, sorted by id: manifest, digest, source and the budget in force.
    pub fn plugins(&self) -> impl Iterator<Item = (&Manifest, &str, PluginSource, &Budget)> {
        let entries = self.registry.entries.iter().zip(&self.budgets);
        entries.map(|(entry, budget)| (&entry.manifest, entry.digest.as_str(), entry.source, budget))
    }

    /// Third-party plugins that cannot be used: name, error code, problem.
    pub fn unusable_plugins(&self) -> impl Iterator<Item = (&str, &'static str, &str)> {
        self.registry.unusable.iter().map(|plugin| (plugin.name.as_str(), plugin.code, plugin.problem.as_str()))
    }

    /// The catalogue that builders are chosen from, and after it those tried for what it does not have.
    #[must_use]
    pub fn catalogues(&self) -> &[Catalogue] {
        &self.catalogues
    }

    fn judge(&self, snapshot: Snapshot, request: &Request) -> Result<Explanation, DetectError> {
        let snapshot = Arc::new(snapshot);
        let top = snapshot.plugins(".", &self.registry.patterns);
        let selection = self.layout.select(snapshot.roots(), top.contains(&Presence::Marker));
        let jobs = self.jobs(&snapshot, &selection.roots);
        let answers = jobs::run(
            &self.runtime,
            &snapshot,
            &self.registry.patterns,
            &jobs,
            self.worker_threads(),
            &request.cancelled,
        );
        if request.cancelled.load(Ordering::Relaxed) || answers.iter().any(Option::is_none) {
            return Err(DetectError::Cancelled);
        }
        let asked = self.asked(&jobs);
        let mut judgements = self.judgements(&selection.roots, &jobs, answers.into_iter().flatten());
        let fates = self.layout.fates(&judgements);
        let roots = traces(&judgements, &fates);
        let undescribed = undescribed(&judgements, &fates);
        let mut fates = fates.into_iter();
        judgements.retain(|_| fates.next().is_some_and(|fate| fate.is_none()));
        Layout::rank(&mut judgements);
        let resolver = Resolver { catalogues: &self.catalogues };
        let components = judgements.iter().filter_map(|judgement| resolver.component(judgement)).collect();
        let mut warnings = self.warnings(&snapshot, &selection, &roots);
        warnings.extend(undescribed);
        let walked = snapshot.walked();
        let capped = roots.iter().flat_map(|root| &root.plugins).any(|plugin| plugin.hits.0 > plugin.hits.1);
        let decision = Decision {
            schema: DECISION_SCHEMA.to_owned(),
            components,
            truncated: walked.truncated || selection.beyond > 0 || capped,
            skipped: walked.skipped.clone(),
            warnings,
            plugins: asked,
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

    /// Which plugin is asked about which root. About the repository itself every plugin with a hit anywhere is; about a
    /// root further down only those with a file directly in it.
    fn jobs<'j>(&'j self, snapshot: &Snapshot, roots: &'j [String]) -> Vec<Job<'j>> {
        let mut jobs = Vec::new();
        for root in roots {
            let least = if root == "." { Presence::Below } else { Presence::Here };
            let presences = snapshot.plugins(root, &self.registry.patterns);
            let counts = snapshot.extension_counts(root);
            for (number, presence) in presences.into_iter().enumerate().filter(|(_, presence)| *presence >= least) {
                let entry = &self.registry.entries[number];
                let (settings, budget) = (&self.settings[number], &self.budgets[number]);
                // A registry holds far fewer than 65 536 plugins: the pattern set numbers them with 16 bits.
                let number = u16::try_from(number).unwrap_or(u16::MAX);
                jobs.push(Job {
                    root,
                    entry,
                    number,
                    presence,
                    settings,
                    budget,
                    extension_counts: Arc::clone(&counts),
                });
            }
        }
        jobs
    }

    fn judgements(&self, roots: &[String], jobs: &[Job<'_>], answers: impl Iterator<Item = Answer>) -> Vec<Judgement> {
        let mut judgements: Vec<Judgement> = roots
            .iter()
            .map(|root| Judgement {
                path: root.clone(),
                languages: vec![],
                strategies: vec![],
                set_aside: vec![],
                traces: vec![],
            })
            .collect();
        let mut at = 0;
        for (job, answer) in jobs.iter().zip(answers) {
            while judgements[at].path != job.root {
                at += 1;
            }
            let judgement = &mut judgements[at];
            if let Some(candidate) = candidate(job, &answer) {
                match self.strategies.iter().position(|strategy| *strategy == candidate.strategy) {
                    _ if candidate.strategy == Strategy::Source => judgement.languages.push(candidate),
                    Some(_) => judgement.strategies.push(candidate),
                    None => judgement.set_aside.push(candidate),
                }
            }
            judgement.traces.push(answer.trace);
        }
        for judgement in &mut judgements {
            self.conflicts.rank(&mut judgement.languages);
            self.order_strategies(judgement);
            note_losers(judgement);
        }
        judgements
    }

    /// Puts strategies in the order in which they are tried, and sets those aside that come after building from source when a
    /// language can be built from source.
    fn order_strategies(&self, judgement: &mut Judgement) {
        let place = |strategy: Strategy| self.strategies.iter().position(|s| *s == strategy).unwrap_or(usize::MAX);
        judgement
            .strategies
            .sort_by_key(|candidate| (place(candidate.strategy), Reverse(candidate.score()), candidate.plugin.clone()));
        let source = place(Strategy::Source);
        if judgement.languages.first().is_some_and(|language| language.verdict.builder.is_some()) {
            let tried = judgement.strategies.partition_point(|candidate| place(candidate.strategy) < source);
            judgement.set_aside.splice(..0, judgement.strategies.drain(tried..));
        }
    }

    fn asked(&self, jobs: &[Job<'_>]) -> Vec<PluginRef> {
        let entries = self.registry.entries.iter();
        entries
            .filter(|entry| jobs.iter().any(|job| job.entry.id() == entry.id()))
            .map(|entry| entry.reference())
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

    fn worker_threads(&self) -> usize {
        match self.threads {
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

fn candidate(job: &Job<'_>, answer: &Answer) -> Option<Candidate> {
    let TraceOutcome::Verdict(verdict) = &answer.trace.outcome else { return None };
    (verdict.score > 0).then(|| Candidate {
        plugin: job.entry.id().to_owned(),
        priority: job.entry.manifest.plugin.priority,
        strategy: job.entry.manifest.plugin.strategy,
        presence: answer.presence,
        verdict: verdict.clone(),
        view: Some(Arc::clone(&answer.trace.view)),
        lost: None,
    })
}

/// What is wrong with files that describe a build in roots that became no component: it would be lost with them.
fn undescribed(judgements: &[Judgement], fates: &[Option<String>]) -> Vec<Finding> {
    let dropped = judgements.iter().zip(fates).filter(|(_, fate)| fate.is_some()).map(|(judgement, _)| judgement);
    // Members that were folded into a workspace are no news of their own.
    let told = dropped.filter(|judgement| judgement.path == "." || judgement.languages.is_empty());
    told.flat_map(Judgement::descriptions).flat_map(findings).collect()
}

/// Carries over to the traces why a verdict did not win.
fn note_losers(judgement: &mut Judgement) {
    for trace in &mut judgement.traces {
        let mut all = judgement.languages.iter().chain(&judgement.strategies);
        trace.lost =
            all.find(|candidate| candidate.plugin == trace.plugin).and_then(|candidate| candidate.lost.clone());
    }
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
