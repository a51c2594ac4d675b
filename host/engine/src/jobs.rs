//! Asking plugins: every plugin with something to look at, for every candidate root, in parallel.

use crate::explanation::{PluginTrace, TraceOutcome};
use crate::registry::Entry;
use fieldmark_model::{Budget, RepoView, Usage};
use fieldmark_runtime::{LoadError, Outcome, PluginError, Runtime};
use fieldmark_scan::{PatternSet, Presence, RootView, Snapshot};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// Stack of a thread that runs plugins: the guest's own stack of 1 MiB lies on it.
const STACK: usize = 4 << 20;

/// One plugin about one root.
pub(crate) struct Job<'j> {
    pub(crate) root: &'j str,
    pub(crate) entry: &'j Entry,
    /// Number of the plugin in the pattern set.
    pub(crate) number: u16,
    pub(crate) presence: Presence,
    pub(crate) settings: &'j str,
    pub(crate) budget: &'j Budget,
    /// Shared by all jobs of the root.
    pub(crate) extension_counts: Arc<[(String, u32)]>,
}

/// What came of a job.
pub(crate) struct Answer {
    pub(crate) trace: PluginTrace,
    pub(crate) presence: Presence,
}

/// Runs all jobs. The answers come in the order of the jobs, whichever ended first.
pub(crate) fn run(
    runtime: &Runtime,
    snapshot: &Arc<Snapshot>,
    patterns: &PatternSet,
    jobs: &[Job<'_>],
    threads: usize,
    cancelled: &AtomicBool,
) -> Vec<Option<Answer>> {
    let answers: Vec<Mutex<Option<Answer>>> = jobs.iter().map(|_| Mutex::default()).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some((job, slot)) = {
            let index = next.fetch_add(1, Ordering::Relaxed);
            jobs.get(index).zip(answers.get(index))
        } {
            if cancelled.load(Ordering::Relaxed) {
                return;
            }
            *slot.lock().unwrap_or_else(PoisonError::into_inner) =
                Some(ask(runtime, snapshot, patterns, job, cancelled));
        }
    };
    thread::scope(|scope| {
        let threads = (0..threads.clamp(1, jobs.len().max(1)))
            .filter(|_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).is_ok());
        if threads.count() == 0 {
            // No thread is to be had: the caller's own does it.
            work();
        }
    });
    answers.into_iter().map(|slot| slot.into_inner().unwrap_or_else(PoisonError::into_inner)).collect()
}

fn ask(
    runtime: &Runtime,
    snapshot: &Arc<Snapshot>,
    patterns: &PatternSet,
    job: &Job<'_>,
    cancelled: &AtomicBool,
) -> Answer {
    let view = Arc::new(RootView::new(
        Arc::clone(snapshot),
        job.root,
        job.number,
        job.budget.hits,
        patterns,
        Arc::clone(&job.extension_counts),
    ));
    let outcome = match job.entry.plugin(runtime) {
        Ok(plugin) => runtime.run(plugin, Arc::clone(&view) as Arc<dyn RepoView>, job.settings, job.budget, cancelled),
        Err(error) => unloadable(error),
    };
    Answer { trace: trace(job, view, outcome), presence: job.presence }
}

/// A plugin that cannot be loaded is told like one that fails.
fn unloadable(error: &LoadError) -> Outcome {
    Outcome {
        verdict: Err(PluginError::from(error)),
        usage: Usage::default(),
        log: Vec::new(),
        dropped_log_lines: 0,
        read: Vec::new(),
    }
}

fn trace(job: &Job<'_>, view: Arc<RootView>, outcome: Outcome) -> PluginTrace {
    let full = |path: &str| if job.root == "." { path.to_owned() } else { format!("{}/{path}", job.root) };
    let delivered = u32::try_from(view.hits().len()).unwrap_or(u32::MAX);
    PluginTrace {
        plugin: job.entry.id().to_owned(),
        patterns: patterns(job, &view),
        hits: (view.total_hits(), delivered),
        read: outcome.read.iter().map(|path| full(path)).collect(),
        outcome: match outcome.verdict {
            Ok(verdict) => TraceOutcome::Verdict(verdict),
            Err(error) => TraceOutcome::Error(error),
        },
        usage: outcome.usage,
        fuel_allowed: job.budget.fuel,
        log: outcome.log,
        dropped_log_lines: outcome.dropped_log_lines,
        lost: None,
        view,
    }
}

fn patterns(job: &Job<'_>, view: &RootView) -> Vec<(String, u32)> {
    let mut counts: BTreeMap<u16, u32> = BTreeMap::new();
    for hit in view.hits() {
        *counts.entry(hit.pattern).or_insert(0) += 1;
    }
    let texts: Vec<(&str, &str)> = job.entry.manifest().patterns.iter().collect();
    let named = |(number, count): (u16, u32)| {
        let (list, text) = texts.get(usize::from(number))?;
        Some((if *list == "extensions" { format!("*.{text}") } else { (*text).to_owned() }, count))
    };
    counts.into_iter().filter_map(named).collect()
}
