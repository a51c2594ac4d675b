//! The report that `explain` prints: the whole table of scores.

use crate::summary::{points, summary};
use crate::{Paint, SourceBuild, printable};
use fieldmark::{Attribute, Evidence, Explanation, PluginError, PluginTrace, RootTrace, TraceOutcome, Verdict};
use std::fmt::Write;

/// A decision with everything that led to it, and the builds that follow from it.
#[must_use]
pub fn explain(explanation: &Explanation, builds: &[SourceBuild], paint: Paint) -> String {
    let mut out = summary(&explanation.decision, paint);
    for build in builds {
        build.describe(&mut out, paint);
    }
    // Writing to a string cannot fail.
    _ = writeln!(out, "\n{} entries walked, {} files matched a pattern", explanation.entries, explanation.matched);
    for root in &explanation.roots {
        describe(&mut out, root, paint);
    }
    out
}

fn describe(out: &mut String, root: &RootTrace, paint: Paint) {
    _ = writeln!(out, "\nroot {}   {}", paint.place(printable(&root.path)), printable(&root.fate));
    if root.plugins.is_empty() {
        out.push_str("  no plugin has a pattern that matched here\n");
    }
    for plugin in &root.plugins {
        plugin_trace(out, plugin, paint);
    }
}

fn plugin_trace(out: &mut String, trace: &PluginTrace, paint: Paint) {
    let mut line = |text: &str| _ = writeln!(out, "      {text}");
    match &trace.outcome {
        TraceOutcome::Verdict(verdict) => {
            let lost =
                trace.lost.as_ref().map_or_else(String::new, |lost| format!("   {}", paint.faint(printable(lost))));
            line(&format!("{} {} points{lost}", paint.strong(printable(&trace.plugin)), verdict.score));
        }
        TraceOutcome::Error(error) => {
            line(&format!(
                "{} {} {}",
                paint.strong(printable(&trace.plugin)),
                paint.warning("no verdict:"),
                printable(&error.to_string())
            ));
        }
    }
    line(&format!("  patterns  {}", patterns(trace)));
    if !trace.read.is_empty() {
        line(&format!("  read      {}", printable(&trace.read.join(", "))));
    }
    if let TraceOutcome::Verdict(verdict) = &trace.outcome {
        verdict_lines(&mut line, verdict, trace, paint);
    }
    if let TraceOutcome::Error(error) = &trace.outcome {
        error_lines(&mut line, error);
    }
    for entry in &trace.log {
        line(&format!("  log {}     {}", entry.level, printable(&entry.message)));
    }
    if trace.dropped_log_lines > 0 {
        line(&format!("  log       {} more lines were dropped", trace.dropped_log_lines));
    }
    let usage = &trace.usage;
    let share = usage.fuel as f64 * 100.0 / trace.fuel_allowed.max(1) as f64;
    line(&format!(
        "  used      fuel {} ({share:.1} % of its budget), memory {} KiB, {} reads of {} KiB",
        usage.fuel,
        usage.memory_bytes / 1024,
        usage.reads,
        usage.read_bytes.div_ceil(1024)
    ));
}

fn patterns(trace: &PluginTrace) -> String {
    let listed: Vec<String> =
        trace.patterns.iter().map(|(pattern, count)| format!("{} ({count})", printable(pattern))).collect();
    let (total, delivered) = trace.hits;
    let capped = if total > delivered { format!("; {delivered} of {total} hits delivered") } else { String::new() };
    format!("{}{capped}", listed.join(", "))
}

fn verdict_lines(line: &mut impl FnMut(&str), verdict: &Verdict, trace: &PluginTrace, paint: Paint) {
    let place = |path: Option<u32>, at: Option<u32>| match path.and_then(|path| trace.path(path)) {
        Some(path) => at.map_or_else(|| format!(" @ {}", printable(path)), |at| format!(" @ {}:{at}", printable(path))),
        None => String::new(),
    };
    let evidence = |entry: &Evidence| {
        format!("{}{}: {}", printable(&entry.code), place(entry.path, entry.line), printable(&entry.note))
    };
    for entry in &verdict.evidence {
        let number = if entry.points == 0 { "0".to_owned() } else { points(entry.points, paint) };
        line(&format!("  {number:>5}     {}", evidence(entry)));
    }
    for Attribute { name, value, path, line: at } in &verdict.attributes {
        line(&format!("  fact      {} = {}{}", printable(name), printable(value), place(*path, *at)));
    }
    for entry in &verdict.warnings {
        line(&format!("  warning   {}", evidence(entry)));
    }
    for script in &verdict.scripts {
        line(&format!("  script    {}: {}", script.name, printable(&script.why)));
        for text in script.body.lines() {
            line(&format!("            | {}", printable(text)));
        }
    }
}

fn error_lines(line: &mut impl FnMut(&str), error: &PluginError) {
    match error {
        PluginError::Panic { at, .. } => line(&format!("  at        {}", printable(at))),
        PluginError::Failed(failure) => {
            if let Some(hint) = &failure.hint {
                line(&format!("  hint      {}", printable(hint)));
            }
        }
        _ => {}
    }
    for frame in error.backtrace() {
        line(&format!("  in        {}", printable(frame)));
    }
    if let Some(key) = error.budget() {
        line(&format!("  raise it  with the configuration key `{key}`"));
    }
}
