//! What belongs to one call of a plugin.

use crate::guard::Guard;
use crate::run::LogLine;
use fieldmark_model::{Budget, RepoView, Usage};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Stands for the snapshot in the table of resources. There is one a call, so it carries nothing.
#[derive(Debug, Clone, Copy)]
pub struct SnapshotHandle;

/// Data of the store of one call.
pub(crate) struct State {
    pub(crate) view: Arc<dyn RepoView>,
    pub(crate) budget: Budget,
    pub(crate) usage: Usage,
    pub(crate) guard: Guard,
    pub(crate) log: Vec<LogLine>,
    pub(crate) dropped_log_lines: u64,
    /// Message and place of a panic, as the guest's hook told them.
    pub(crate) panic: Option<(String, String)>,
    pub(crate) read_paths: BTreeSet<String>,
}

impl State {
    pub(crate) fn new(view: Arc<dyn RepoView>, budget: Budget) -> Self {
        Self {
            view,
            guard: Guard::new(&budget),
            budget,
            usage: Usage::default(),
            log: Vec::new(),
            dropped_log_lines: 0,
            panic: None,
            read_paths: BTreeSet::new(),
        }
    }
}
