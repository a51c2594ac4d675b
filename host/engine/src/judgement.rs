//! What all plugins together make of one candidate root.

use crate::explanation::PluginTrace;
use fieldmark_model::{ComponentInstructions, Reason, RepoView, Strategy, Verdict, attribute};
use fieldmark_scan::{Presence, RootView};
use std::sync::Arc;

/// One plugin's verdict about a root.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) plugin: String,
    pub(crate) priority: u8,
    pub(crate) strategy: Strategy,
    pub(crate) presence: Presence,
    pub(crate) verdict: Verdict,
    /// What the plugin saw; none in tests.
    pub(crate) view: Option<Arc<RootView>>,
    /// Points that instructions add, with the reasons.
    pub(crate) told: Vec<Reason>,
    /// Reasons for what it takes over from the workspace around it.
    pub(crate) shared: Vec<Reason>,
    /// Why it did not win.
    pub(crate) lost: Option<String>,
    /// Whether that is a rule (`rules/conflicts.toml`) and not its points.
    pub(crate) gives_way: bool,
}

impl Candidate {
    pub(crate) fn score(&self) -> u32 {
        self.verdict.score
    }

    /// The role it gives the root; empty when it does not say.
    pub(crate) fn role(&self) -> &str {
        self.verdict.first(attribute::ROLE).map_or("", |role| role.value.as_str())
    }

    /// How many files its plugin saw.
    pub(crate) fn seen(&self) -> u64 {
        self.view.as_ref().map_or(0, |view| view.paths().len() as u64)
    }

    pub(crate) fn path(&self, index: Option<u32>) -> Option<String> {
        self.view.as_ref()?.full_path(index?).map(str::to_owned)
    }

    #[cfg(test)]
    pub(crate) fn sample(plugin: &str, score: u32, role: &str) -> Self {
        let role =
            fieldmark_model::Attribute { name: attribute::ROLE.into(), value: role.into(), path: None, line: None };
        let verdict = Verdict { score, language: plugin.into(), attributes: vec![role], ..Verdict::default() };
        Self {
            plugin: plugin.into(),
            priority: 50,
            strategy: Strategy::Source,
            presence: Presence::Marker,
            verdict,
            view: None,
            told: Vec::new(),
            shared: Vec::new(),
            lost: None,
            gives_way: false,
        }
    }
}

/// All verdicts about one candidate root.
#[derive(Debug, Clone)]
pub(crate) struct Judgement {
    /// The root.
    pub(crate) path: String,
    /// Whether a companion names it as a directory that is built by itself.
    pub(crate) is_context: bool,
    /// Whether it is only asked about because it holds sources, and nothing was found that describes itself.
    pub(crate) is_bare: bool,
    /// Whether what names it are a few files further down, among many others.
    pub(crate) is_stray: bool,
    /// Whether what names it is the language of nearly all sources, though nothing directly in it says so.
    pub(crate) is_spread: bool,
    /// Whether the instructions name it as a component.
    pub(crate) is_told: bool,
    /// What they say about it.
    pub(crate) told: ComponentInstructions,
    /// Verdicts of language plugins, the winner first.
    pub(crate) languages: Vec<Candidate>,
    /// Verdicts of plugins for other strategies, in the order in which strategies are tried.
    pub(crate) strategies: Vec<Candidate>,
    /// Verdicts of plugins for strategies that are not tried: left out by the user, or after building from source.
    pub(crate) set_aside: Vec<Candidate>,
    /// Everything that was asked, for `explain`.
    pub(crate) traces: Vec<PluginTrace>,
}

/// A verdict of a strategy plugin with fewer points does not name a way to build the root.
const LEAST_STRATEGY: u32 = 40;
/// A language with fewer points does not name a root that has a container file.
const LEAST_LANGUAGE: u32 = 15;

impl Judgement {
    /// A root of which nothing is known yet.
    pub(crate) fn new(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            is_context: false,
            is_bare: false,
            is_stray: false,
            is_spread: false,
            is_told: false,
            told: ComponentInstructions::default(),
            languages: Vec::new(),
            strategies: Vec::new(),
            set_aside: Vec::new(),
            traces: Vec::new(),
        }
    }

    /// The verdict that names the root.
    pub(crate) fn primary(&self) -> Option<&Candidate> {
        let language = self.languages.first();
        let strategy = self.strategy().filter(|_| self.told.language.is_none());
        match (language, strategy) {
            (Some(language), Some(strategy)) if language.score() < LEAST_LANGUAGE => Some(strategy),
            (Some(language), _) => Some(language),
            (None, Some(strategy)) => Some(strategy),
            (None, None) => self.strategies.iter().max_by_key(|candidate| candidate.score()),
        }
    }

    /// Verdicts about files that describe a build, those first that are tried first.
    pub(crate) fn descriptions(&self) -> impl Iterator<Item = &Candidate> {
        self.strategies.iter().chain(&self.set_aside)
    }

    /// The verdict that says how the root is built, if that is not from source.
    pub(crate) fn strategy(&self) -> Option<&Candidate> {
        let is_told = self.told.strategy.is_some();
        self.strategies.iter().find(|candidate| is_told || candidate.score() >= LEAST_STRATEGY)
    }

    /// Leaves only the verdicts of one strategy among those that are tried.
    pub(crate) fn choose(&mut self, strategy: Strategy) {
        let described = std::mem::take(&mut self.strategies).into_iter().chain(std::mem::take(&mut self.set_aside));
        (self.strategies, self.set_aside) = described.partition(|candidate| candidate.strategy == strategy);
    }
}
