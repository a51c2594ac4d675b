//! One call of a plugin.

use crate::runtime::{Runtime, first_line};
use crate::state::State;
use crate::{Plugin, PluginError};
use fieldmark_model::{Budget, RepoView, Usage, Verdict, VerdictError};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use wasmtime::component::Resource;
use wasmtime::{Store, Trap, WasmBacktrace};

/// A line that the plugin logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// 0 debug, 1 information, 2 warning.
    pub level: u8,
    /// The text.
    pub message: String,
}

/// What came of one call.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The verdict, checked against the contract.
    pub verdict: Result<Verdict, PluginError>,
    /// What the call used up.
    pub usage: Usage,
    /// What the plugin logged.
    pub log: Vec<LogLine>,
    /// How many lines were dropped because the budget was used up.
    pub dropped_log_lines: u64,
    /// Paths the plugin read or looked at, sorted.
    pub read: Vec<String>,
}

/// How many functions of a backtrace are kept.
const MAX_FRAMES: usize = 16;

impl Runtime {
    /// Runs a plugin over what it may see. Nothing of one call reaches the next: the store is made for it and dropped.
    ///
    /// Whoever wants to stop it sets `cancelled` and then calls [`Runtime::interrupt`].
    #[must_use]
    pub fn run(
        &self,
        plugin: &Plugin,
        view: Arc<dyn RepoView>,
        settings: &str,
        budget: &Budget,
        cancelled: &AtomicBool,
    ) -> Outcome {
        let paths = view.paths().len();
        let mut store = self.store(view, budget);
        // An interrupt before the deadline was set would be lost; whoever made it has set the flag before.
        let go = if cancelled.load(Ordering::SeqCst) { Err(Trap::Interrupt.into()) } else { Ok(()) };
        let answer = go
            .and_then(|()| store.set_fuel(budget.fuel))
            .and_then(|()| plugin.pre.instantiate(&mut store))
            .and_then(|instance| {
                let snapshot = Resource::new_borrow(0);
                instance.fieldmark_detector_detector().call_detect(&mut store, snapshot, settings)
            });
        let left = store.get_fuel().unwrap_or(0);
        let mut state = store.into_data();
        state.usage.fuel = budget.fuel.saturating_sub(left).saturating_add(state.work).min(budget.fuel);
        state.usage.memory_bytes = state.guard.used_memory();
        let verdict = match answer {
            Ok(Ok(verdict)) => check(verdict.into(), paths, budget),
            Ok(Err(failure)) => Err(PluginError::Failed(failure.into())),
            Err(error) => Err(cause(&error, &mut state)),
        };
        Outcome {
            verdict,
            usage: state.usage,
            log: state.log,
            dropped_log_lines: state.dropped_log_lines,
            read: state.read_paths.into_iter().collect(),
        }
    }
}

impl Runtime {
    /// Makes an instance of a plugin and drops it: what every call begins with, for whoever measures that.
    ///
    /// # Errors
    /// As for a call: the plugin's budget does not do, or its start ends with a trap.
    pub fn instantiate(&self, plugin: &Plugin, view: Arc<dyn RepoView>, budget: &Budget) -> Result<(), PluginError> {
        let mut store = self.store(view, budget);
        let instance = store.set_fuel(budget.fuel).and_then(|()| plugin.pre.instantiate(&mut store));
        instance.map(drop).map_err(|error| cause(&error, store.data_mut()))
    }

    fn store(&self, view: Arc<dyn RepoView>, budget: &Budget) -> Store<State> {
        let mut store = Store::new(self.engine(), State::new(view, budget.clone()));
        store.limiter(|state| &mut state.guard);
        store.set_epoch_deadline(1);
        store.set_hostcall_fuel(usize::try_from(budget.host_call_bytes).unwrap_or(usize::MAX));
        store
    }
}

fn check(verdict: Verdict, paths: usize, budget: &Budget) -> Result<Verdict, PluginError> {
    let bytes = verdict.text_bytes();
    if bytes > budget.verdict_bytes {
        let problem = format!("{bytes} bytes of text are more than the {} allowed", budget.verdict_bytes);
        return Err(VerdictError { field: VerdictError::WHOLE, problem }.into());
    }
    verdict.check(paths)?;
    Ok(verdict)
}

/// Why a call ended without an answer. What the guard refused and what the guest's panic hook said tell more than the
/// trap that followed.
fn cause(error: &wasmtime::Error, state: &mut State) -> PluginError {
    let trap = error.downcast_ref::<Trap>();
    match trap {
        Some(Trap::OutOfFuel) => return PluginError::OutOfFuel { allowed: state.budget.fuel },
        Some(Trap::Interrupt) => return PluginError::Interrupted,
        _ => {}
    }
    if let Some(refused) = state.guard.refused() {
        return refused.clone();
    }
    if let Some((message, at)) = state.panic.take() {
        return PluginError::Panic { message, at, backtrace: backtrace(error) };
    }
    let reason = trap.map_or_else(|| reason_without_trap(error), ToString::to_string);
    // The only limit that the guard cannot remember: wasmtime asks it for a number and counts by itself.
    if trap.is_none() && reason.contains("instance count too high") {
        let allowed = state.budget.instances;
        return PluginError::Resource { key: "instances", what: "core instances", asked: None, allowed };
    }
    // What crossed the boundary is not counted by us either.
    if trap.is_none() && reason.contains("fuel allocated for hostcalls") {
        let allowed = state.budget.host_call_bytes;
        return PluginError::Resource { key: "host-call-bytes", what: "bytes in one call", asked: None, allowed };
    }
    PluginError::Trap { reason, backtrace: backtrace(error) }
}

/// wasmtime wraps its errors in the backtrace; the innermost one is what happened.
fn reason_without_trap(error: &wasmtime::Error) -> String {
    error.chain().last().map_or_else(|| first_line(error), |cause| cause.to_string())
}

fn backtrace(error: &wasmtime::Error) -> Vec<String> {
    let frames = error.downcast_ref::<WasmBacktrace>().map_or(&[][..], WasmBacktrace::frames);
    let named = |frame: &wasmtime::FrameInfo| match frame.func_name() {
        Some(name) => format!("{:#}", rustc_demangle::demangle(name)),
        None => format!("function {}", frame.func_index()),
    };
    frames.iter().take(MAX_FRAMES).map(named).collect()
}
