//! What a plugin costs.

use crate::workshop::{Workshop, budget};
use crate::{AuthorError, Case};
use fieldmark_model::RepoView;
use fieldmark_runtime::{Component, Plugin, Runtime};
use serde::Serialize;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Figures of one plugin on this machine. Times are in microseconds; counts do not depend on the machine.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Figures {
    /// Size of the component.
    pub component_bytes: u64,
    /// Compiling it, which happens once on every machine.
    pub compile: u64,
    /// Loading it from the cache of compiled plugins, which happens once in a process; none without a cache.
    pub load: Option<u64>,
    /// Making an instance, which begins every call: the median.
    pub instantiate: u64,
    /// The calls, one fixture each.
    pub cases: Vec<CaseFigures>,
}

/// Figures of calls over one fixture.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct CaseFigures {
    /// Name of the fixture.
    pub case: String,
    /// A whole call, its instance included: the median.
    pub call: u64,
    /// Fuel used.
    pub fuel: u64,
    /// The same in percent of the budget in force.
    pub fuel_percent: f64,
    /// Peak of linear memory.
    pub memory_bytes: u64,
    /// The same in percent of the budget in force.
    pub memory_percent: f64,
    /// Reads of files.
    pub reads: u64,
    /// Code of the error that it ended with, if it did.
    pub error: Option<&'static str>,
}

impl Workshop {
    /// Measures a plugin over fixtures; each figure that is a median is one of `repetitions` runs.
    ///
    /// # Errors
    /// The plugin cannot be loaded or instantiated, or a fixture cannot be read.
    pub fn measure(&self, component: &Component, cases: &[Case], repetitions: u32) -> Result<Figures, AuthorError> {
        let begun = Instant::now();
        // A runtime without a cache compiles.
        let plugin = Runtime::new(None)?.load(component)?;
        let compile = begun.elapsed();
        drop(plugin);
        let plugin = self.load(component)?;
        let load = match &self.cache {
            Some(_) => {
                let begun = Instant::now();
                self.load(component)?;
                Some(micros(begun.elapsed()))
            }
            None => None,
        };
        let mut figures = Figures {
            component_bytes: component.bytes().len() as u64,
            compile: micros(compile),
            load,
            instantiate: 0,
            cases: Vec::new(),
        };
        for case in cases {
            let view = self.view(&plugin, &case.folder)? as Arc<dyn RepoView>;
            let allowed = budget(&plugin);
            let instance =
                median(repetitions, || self.runtime.instantiate(&plugin, Arc::clone(&view), &allowed).is_ok());
            figures.instantiate = if figures.instantiate == 0 { instance } else { figures.instantiate.min(instance) };
            figures.cases.push(self.measure_case(&plugin, case, &view, repetitions));
        }
        Ok(figures)
    }

    fn measure_case(&self, plugin: &Plugin, case: &Case, view: &Arc<dyn RepoView>, repetitions: u32) -> CaseFigures {
        let allowed = budget(plugin);
        let outcome = self.run(plugin, Arc::clone(view), &case.settings);
        let call = median(repetitions, || self.run(plugin, Arc::clone(view), &case.settings));
        let usage = &outcome.usage;
        CaseFigures {
            case: case.name.clone(),
            call,
            fuel: usage.fuel,
            fuel_percent: percent(usage.fuel, allowed.fuel),
            memory_bytes: usage.memory_bytes,
            memory_percent: percent(usage.memory_bytes, allowed.memory_bytes),
            reads: usage.reads,
            error: outcome.verdict.err().map(|error| error.code()),
        }
    }
}

fn median<T>(repetitions: u32, mut run: impl FnMut() -> T) -> u64 {
    let mut times: Vec<Duration> = (0..repetitions.max(1))
        .map(|_| {
            let begun = Instant::now();
            let answer = run();
            let time = begun.elapsed();
            drop(answer);
            time
        })
        .collect();
    times.sort_unstable();
    micros(times[times.len() / 2])
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

fn percent(used: u64, allowed: u64) -> f64 {
    used as f64 * 100.0 / allowed.max(1) as f64
}
