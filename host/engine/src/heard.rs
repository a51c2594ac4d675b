//! Asking all plugins about some candidate roots, and sorting what they say.

use crate::companion::Companion;
use crate::engine::{Engine, Request};
use crate::error::DetectError;
use crate::explanation::TraceOutcome;
use crate::instructed::Instructed;
use crate::jobs::{self, Answer, Job};
use crate::judgement::{Candidate, Judgement};
use crate::withheld;
use fieldmark_model::{Kind, Strategy};
use fieldmark_scan::{Presence, Snapshot};
use std::cmp::Reverse;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// What plugins said of some roots.
pub(crate) struct Heard {
    pub(crate) judgements: Vec<Judgement>,
    pub(crate) companions: Vec<Companion>,
    /// Numbers of the plugins, ascending.
    pub(crate) asked: Vec<u16>,
}

impl Heard {
    /// With what they said of further roots, the outermost first.
    pub(crate) fn extend(&mut self, other: Self) {
        self.judgements.extend(other.judgements);
        self.judgements.sort_by_cached_key(|judgement| {
            let depth = if judgement.path == "." { 0 } else { judgement.path.matches('/').count() + 1 };
            (depth, judgement.path.clone())
        });
        self.companions.extend(other.companions);
        self.asked.extend(other.asked);
        self.asked.sort_unstable();
        self.asked.dedup();
    }
}

impl Engine {
    /// Asks all plugins with something to look at about these roots.
    pub(crate) fn hear(
        &self,
        snapshot: &Arc<Snapshot>,
        roots: &[String],
        least: Presence,
        told: &Instructed<'_>,
        request: &Request,
    ) -> Result<Heard, DetectError> {
        let jobs = self.jobs(snapshot, roots, least);
        self.ask(snapshot, roots, &jobs, told, request)
    }

    /// The same for questions that were chosen otherwise.
    pub(crate) fn ask(
        &self,
        snapshot: &Arc<Snapshot>,
        roots: &[String],
        jobs: &[Job<'_>],
        told: &Instructed<'_>,
        request: &Request,
    ) -> Result<Heard, DetectError> {
        let (patterns, threads) = (&self.registry.patterns, self.worker_threads(jobs.len()));
        let mut answers = jobs::run(&self.runtime, snapshot, patterns, jobs, threads, &request.cancelled);
        if request.cancelled.load(Ordering::Relaxed) || answers.iter().any(Option::is_none) {
            return Err(DetectError::Cancelled);
        }
        if !self.allow_scripts {
            for (job, answer) in jobs.iter().zip(answers.iter_mut().flatten()) {
                withheld::withhold(job.entry, &mut answer.trace.outcome);
            }
        }
        let mut asked: Vec<u16> = jobs.iter().map(|job| job.number).collect();
        asked.sort_unstable();
        asked.dedup();
        let (judgements, companions) = self.judgements(roots, jobs, answers.into_iter().flatten(), told);
        Ok(Heard { judgements, companions, asked })
    }

    /// Which plugin is asked about which root. About the repository itself every plugin with a hit anywhere is; about a
    /// root further down only those that are present as `least` says.
    fn jobs<'j>(&'j self, snapshot: &Snapshot, roots: &'j [String], least: Presence) -> Vec<Job<'j>> {
        let mut jobs = Vec::new();
        for root in roots {
            let least = if root == "." { Presence::Below } else { least };
            let presences = snapshot.plugins(root, &self.registry.patterns);
            let counts = snapshot.extension_counts(root);
            for (number, presence) in presences.into_iter().enumerate().filter(|(_, presence)| *presence >= least) {
                jobs.push(self.job(root, number, presence, &counts));
            }
        }
        jobs
    }

    /// The question to one plugin, by its number, about one root.
    pub(crate) fn job<'j>(
        &'j self,
        root: &'j str,
        number: usize,
        presence: Presence,
        counts: &Arc<[(String, u32)]>,
    ) -> Job<'j> {
        let entry = &self.registry.entries[number];
        let (settings, budget) = (self.terms.settings(number, entry), self.terms.budget(number, entry));
        // A registry holds far fewer than 65 536 plugins: the pattern set numbers them with 16 bits.
        let number = u16::try_from(number).unwrap_or(u16::MAX);
        Job { root, entry, number, presence, settings, budget, extension_counts: Arc::clone(counts) }
    }

    fn judgements(
        &self,
        roots: &[String],
        jobs: &[Job<'_>],
        answers: impl Iterator<Item = Answer>,
        told: &Instructed<'_>,
    ) -> (Vec<Judgement>, Vec<Companion>) {
        let mut companions = Vec::new();
        let mut judgements: Vec<Judgement> = roots.iter().map(|root| Judgement::new(root)).collect();
        let mut at = 0;
        for (job, answer) in jobs.iter().zip(answers) {
            while judgements[at].path != job.root {
                at += 1;
            }
            let judgement = &mut judgements[at];
            if job.entry.manifest().plugin.kind == Kind::Companion {
                companions.extend(companion(job, &answer));
            } else if let Some(candidate) = recognition(job, &answer, told) {
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
        (judgements, companions)
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
}

/// A verdict that takes part in naming the root.
fn recognition(job: &Job<'_>, answer: &Answer, told: &Instructed<'_>) -> Option<Candidate> {
    let mut candidate = candidate(job, answer)?;
    told.weigh(&mut candidate);
    Some(candidate).filter(|candidate| candidate.score() > 0)
}

/// What a companion says, whatever its score.
fn companion(job: &Job<'_>, answer: &Answer) -> Option<Companion> {
    Some(Companion { root: job.root.to_owned(), candidate: candidate(job, answer)? })
}

fn candidate(job: &Job<'_>, answer: &Answer) -> Option<Candidate> {
    let TraceOutcome::Verdict(verdict) = &answer.trace.outcome else { return None };
    Some(Candidate {
        plugin: job.entry.id().to_owned(),
        priority: job.entry.manifest().plugin.priority,
        strategy: job.entry.manifest().plugin.strategy,
        presence: answer.presence,
        verdict: verdict.clone(),
        view: Some(Arc::clone(&answer.trace.view)),
        told: Vec::new(),
        shared: Vec::new(),
        lost: None,
        gives_way: false,
    })
}

/// Carries over to the traces why a verdict did not win.
pub(crate) fn note_losers(judgement: &mut Judgement) {
    for trace in &mut judgement.traces {
        let mut all = judgement.languages.iter().chain(&judgement.strategies);
        trace.lost =
            all.find(|candidate| candidate.plugin == trace.plugin).and_then(|candidate| candidate.lost.clone());
    }
}
