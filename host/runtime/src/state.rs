//! What belongs to one call of a plugin.

use crate::guard::Guard;
use crate::run::LogLine;
use fieldmark_model::{Budget, RepoView, Usage};
use std::collections::BTreeSet;
use std::sync::Arc;
use wasmtime::Trap;

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
    /// What the host did for the guest, as fuel.
    pub(crate) work: u64,
}

/// Price of a call to the host, in fuel.
const CALL: u64 = 100;
/// Bytes handed over for one unit of fuel.
const BYTES: u64 = 8;

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
            work: 0,
        }
    }

    /// Takes the price of a call that hands over so many bytes: one instruction of the guest must not make the host copy
    /// megabytes for nothing.
    pub(crate) fn pay(&mut self, bytes: usize) -> wasmtime::Result<()> {
        self.work = self.work.saturating_add(CALL + bytes as u64 / BYTES);
        if self.work > self.budget.fuel { Err(Trap::OutOfFuel.into()) } else { Ok(()) }
    }
}
