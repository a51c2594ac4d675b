//! Times of one thing, done often.

use std::time::{Duration, Instant};

/// Whatever went wrong; the benchmark then ends with it.
pub(crate) type Failure = Box<dyn std::error::Error + Send + Sync>;

/// All times that one thing took.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sample(Vec<Duration>);

impl Sample {
    /// Does the thing once and takes its time.
    pub(crate) fn take<T>(&mut self, thing: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let answer = thing();
        self.0.push(start.elapsed());
        answer
    }

    /// Takes note of a time that was measured elsewhere.
    pub(crate) fn add(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// The time in the middle.
    pub(crate) fn median(&self) -> Duration {
        let mut times = self.0.clone();
        times.sort_unstable();
        times.get(times.len() / 2).copied().unwrap_or_default()
    }

    /// The first time, which no earlier one has prepared.
    pub(crate) fn first(&self) -> Duration {
        self.0.first().copied().unwrap_or_default()
    }
}

/// How many threads a walk takes here, by the rule of the scan.
pub(crate) fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, |threads| threads.get().min(8))
}
