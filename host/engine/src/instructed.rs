//! What the instructions for a repository change: points, who wins, what becomes a component.

use crate::error::DetectError;
use crate::heard::note_losers;
use crate::judgement::{Candidate, Judgement};
use crate::registry::Registry;
use crate::told_reason;
use fieldmark_model::{ComponentInstructions, Finding, Instructions, Place, Strategy, nearest};
use std::collections::BTreeMap;

/// Instructions whose plugins exist.
pub(crate) struct Instructed<'i>(&'i Instructions);

impl<'i> Instructed<'i> {
    pub(crate) fn new(instructions: &'i Instructions, registry: &Registry) -> Result<Self, DetectError> {
        let chosen = instructions.components.values().filter_map(|part| part.language.as_ref());
        let chosen = chosen.map(|told| (&told.value, &told.from));
        let weighed = instructions.languages.iter().map(|(id, told)| (id, &told.from));
        for (id, from) in weighed.chain(chosen) {
            if !registry.knows(id) {
                let from = from.clone();
                let nearest = nearest(id, registry.known.iter().map(String::as_str)).map(str::to_owned);
                return Err(DetectError::UnknownPlugin { id: id.clone(), from, nearest });
            }
        }
        Ok(Self(instructions))
    }

    /// The only directories that are looked at, if they are named.
    pub(crate) fn context_directories(&self) -> Option<&[String]> {
        self.0.context_directories.as_ref().map(|told| told.value.as_slice())
    }

    /// Context directories of which something is told.
    pub(crate) fn components(&self) -> impl Iterator<Item = &String> {
        self.0.components.keys()
    }

    /// Raises or lowers what a plugin gives.
    pub(crate) fn weigh(&self, candidate: &mut Candidate) {
        let Some(told) = self.0.languages.get(&candidate.plugin) else { return };
        let points = told.value;
        candidate.told.push(told_reason::of_points(&candidate.plugin, told));
        let evidence: i64 = candidate.verdict.evidence.iter().map(|evidence| i64::from(evidence.points)).sum();
        candidate.verdict.score = u32::try_from((evidence + i64::from(points)).clamp(0, 100)).unwrap_or_default();
    }

    /// Makes the verdicts win that are told to, and components of the directories that are named.
    pub(crate) fn instruct(&self, judgements: &mut [Judgement]) {
        for judgement in judgements {
            let is_context = self.context_directories().is_some_and(|named| named.contains(&judgement.path));
            let told = self.0.components.get(&judgement.path);
            judgement.is_told = is_context || told.is_some();
            let Some(told) = told else { continue };
            judgement.told = told.clone();
            if let Some(language) = &told.language {
                prefer(&mut judgement.languages, &language.value);
            }
            if let Some(strategy) = &told.strategy {
                judgement.choose(strategy.value);
            }
            note_losers(judgement);
        }
    }

    /// What was told and came to nothing.
    pub(crate) fn unanswered(&self, judgements: &[Judgement]) -> Vec<Finding> {
        let contexts =
            self.0.context_directories.iter().flat_map(|told| told.value.iter().map(|path| (path, &told.from)));
        let mut named: BTreeMap<&String, &Option<Place>> = contexts.collect();
        for (path, part) in &self.0.components {
            named.entry(path).or_insert_with(|| place(part));
        }
        let is_there =
            |path: &String| judgements.iter().any(|judgement| &judgement.path == path && judgement.primary().is_some());
        let missing = named.into_iter().filter(|(path, _)| !is_there(path));
        let finding = |(path, from): (&String, &Option<Place>)| {
            let is_left_out = self.context_directories().is_some_and(|named| !named.contains(path));
            let why = if is_left_out { "it is none of the context directories" } else { "nothing is recognised there" };
            let note = format!("told that `{path}` is a component, and {why}");
            told_finding(from.as_ref(), "told.no-component", note)
        };
        missing.map(finding).collect()
    }
}

/// What was told about one component and cannot be followed.
pub(crate) fn unfollowed(judgement: &Judgement, primary: &Candidate) -> Vec<Finding> {
    let told = &judgement.told;
    let mut findings = Vec::new();
    if let Some(language) = &told.language
        && language.value != primary.plugin
    {
        let note = format!("told that it is {}, and {} recognises nothing there", language.value, language.value);
        findings.push(told_finding(language.from.as_ref(), "told.no-language", note));
    }
    if let Some(strategy) = &told.strategy
        && strategy.value != Strategy::Source
        && judgement.strategy().is_none_or(|candidate| candidate.strategy != strategy.value)
    {
        let note = format!("told to build by strategy {}, and nothing there describes such a build", strategy.value);
        findings.push(told_finding(strategy.from.as_ref(), "told.no-strategy", note));
    }
    findings
}

/// Puts the verdict of a plugin first; the others then know why they lost.
fn prefer(candidates: &mut [Candidate], plugin: &str) {
    let Some(at) = candidates.iter().position(|candidate| candidate.plugin == plugin) else { return };
    candidates[..=at].rotate_right(1);
    let [winner, losers @ ..] = candidates else { return };
    winner.lost = None;
    for loser in losers {
        loser.lost = Some(format!("told that it is {plugin}"));
    }
}

pub(crate) fn told_finding(from: Option<&Place>, code: &str, note: String) -> Finding {
    let (path, line) = from.cloned().map_or((None, None), |from| (Some(from.path), from.line));
    Finding { code: code.to_owned(), note, path, line, plugin: None }
}

/// The place of what is told first about a component.
fn place(part: &ComponentInstructions) -> &Option<Place> {
    let places = [
        part.language.as_ref().map(|told| &told.from),
        part.strategy.as_ref().map(|told| &told.from),
        part.builder.as_ref().map(|told| &told.from),
        part.version.as_ref().map(|told| &told.from),
        part.start.as_ref().map(|told| &told.from),
        part.ports.as_ref().map(|told| &told.from),
    ];
    places.into_iter().flatten().next().unwrap_or(&None)
}
