//! One call of one plugin.

use super::failure;
use super::failure::level;
use crate::{Paint, printable};
use fieldmark::{Budget, LogLine, PluginError, Usage, Verdict};
use std::fmt::Write;

/// What a plugin said and used. `verdict` is the verdict as text, in the form of golden verdicts.
#[must_use]
pub fn run(
    verdict: Result<(&Verdict, &str), &PluginError>,
    log: &[LogLine],
    usage: &Usage,
    budget: &Budget,
    paint: Paint,
) -> String {
    let mut out = match verdict {
        Ok((_, text)) => text.to_owned(),
        Err(error) => failure(error, log, paint),
    };
    // A failure shows its last lines by itself.
    for line in log.iter().filter(|_| verdict.is_ok()) {
        // Writing to a string cannot fail.
        _ = writeln!(out, "log {}  {}", level(line.level), printable(&line.message));
    }
    let share = usage.fuel as f64 * 100.0 / budget.fuel.max(1) as f64;
    _ = writeln!(
        out,
        "used fuel {} of {} ({share:.1} %), memory {} of {} KiB, {} of {} reads, {} of {} KiB read",
        usage.fuel,
        budget.fuel,
        usage.memory_bytes / 1024,
        budget.memory_bytes / 1024,
        usage.reads,
        budget.reads,
        usage.read_bytes.div_ceil(1024),
        budget.read_bytes / 1024
    );
    out
}
