//! A decision with everything that led to it.

use fieldmark_model::{Decision, Usage, Verdict};
use fieldmark_runtime::{LogLine, PluginError};
use fieldmark_scan::RootView;
use std::sync::Arc;

/// A decision and the whole table of scores behind it.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// The decision.
    pub decision: Decision,
    /// Every candidate root that plugins were asked about, in the order of asking.
    pub roots: Vec<RootTrace>,
    /// Directory entries that the walk looked at.
    pub entries: u64,
    /// Files that some pattern matched.
    pub matched: u64,
    /// Third-party plugins that were left out, with the code and the text of the error.
    pub unusable: Vec<(String, &'static str, String)>,
}

/// What was asked about one candidate root.
#[derive(Debug, Clone)]
pub struct RootTrace {
    /// The root.
    pub path: String,
    /// Whether it became a component, and if not, why.
    pub fate: String,
    /// The plugins that were asked, by id.
    pub plugins: Vec<PluginTrace>,
}

/// What one plugin made of one root.
#[derive(Debug, Clone)]
pub struct PluginTrace {
    /// Its id.
    pub plugin: String,
    /// The patterns that matched, with the number of files each matched.
    pub patterns: Vec<(String, u32)>,
    /// Hits, and how many of them reached the plugin.
    pub hits: (u32, u32),
    /// Files that it read, relative to the repository.
    pub read: Vec<String>,
    /// What it said.
    pub outcome: TraceOutcome,
    /// What the call used up.
    pub usage: Usage,
    /// The fuel it could have used.
    pub fuel_allowed: u64,
    /// What it logged.
    pub log: Vec<LogLine>,
    /// Log lines dropped.
    pub dropped_log_lines: u64,
    /// Why it did not win, if it did not.
    pub lost: Option<String>,
    pub(crate) view: Arc<RootView>,
}

impl PluginTrace {
    /// The path, relative to the repository, that a verdict names by this index.
    #[must_use]
    pub fn path(&self, index: u32) -> Option<&str> {
        self.view.full_path(index)
    }
}

/// Verdict or error of a plugin.
#[derive(Debug, Clone)]
pub enum TraceOutcome {
    /// A verdict, which may be of score 0.
    Verdict(Verdict),
    /// No verdict.
    Error(PluginError),
}
