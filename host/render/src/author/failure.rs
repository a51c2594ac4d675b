//! A plugin that gave no verdict: why, where, what it said last, and what to do.

use crate::{Paint, printable};
use fieldmark::{Budget, LogLine, PluginError};
use std::fmt::Write;

/// Log lines that are shown: what was said just before the end.
const LAST: usize = 8;

/// The error of a call with everything that helps its author.
#[must_use]
pub fn failure(error: &PluginError, log: &[LogLine], paint: Paint) -> String {
    let mut out = format!("{} {} [{}]\n", paint.bad("error:"), printable(&error.to_string()), error.code());
    let mut line = |label: &str, text: &str| {
        // Writing to a string cannot fail.
        _ = writeln!(out, "  {label:6} {}", printable(text));
    };
    if let PluginError::Panic { at, .. } = error
        && !at.is_empty()
    {
        line("at", at);
    }
    let skipped = log.len().saturating_sub(LAST);
    if skipped > 0 {
        line("log", &format!("({skipped} earlier lines)"));
    }
    for entry in &log[skipped..] {
        line("log", &format!("{}  {}", level(entry.level), entry.message));
    }
    for frame in error.backtrace() {
        line("in", frame);
    }
    if let Some(hint) = failure_hint(error) {
        line("hint", &hint);
    }
    out
}

/// What can be done about an error.
#[must_use]
pub fn failure_hint(error: &PluginError) -> Option<String> {
    if let Some(key) = error.budget() {
        let ceiling = Budget::FIELDS.iter().find(|field| field.key == key)?.ceiling;
        return Some(format!(
            "use less, or ask for more with `{key}` in [budget] of plugin.toml, at most {ceiling}; a user gives more \
             with --budget {key}=NUMBER"
        ));
    }
    let text = match error {
        PluginError::Panic { .. } => "what a repository holds is no reason to panic: state less, or warn",
        PluginError::Trap { backtrace, .. } if asks_the_system(backtrace) => {
            "it asked the system for time, random numbers, files or connections, as its functions tell; a plugin has \
             none: leave out what asks"
        }
        PluginError::Trap { .. } => "the guest stopped without saying why: log before it, or panic with a message",
        PluginError::VerdictInvalid(_) => "wit/detector.wit says what each field holds",
        PluginError::Failed(failure) => failure.hint.as_deref()?,
        _ => return None,
    };
    Some(text.to_owned())
}

/// Parts of the names of functions that stand where a guest asks the system, in C libraries and in generated bindings.
const OF_THE_SYSTEM: [&str; 9] = [
    "wasi",
    "clock_gettime",
    "wall_clock",
    "monotonic_clock",
    "random_get",
    "get_random",
    "preopen",
    "socket",
    // Requests over HTTP begin with their header fields.
    "[constructor]fields",
];
/// How many functions, the innermost first, can have asked.
const NEAR: usize = 5;

fn asks_the_system(backtrace: &[String]) -> bool {
    backtrace.iter().take(NEAR).any(|function| OF_THE_SYSTEM.iter().any(|part| function.contains(part)))
}

pub(super) fn level(level: u8) -> &'static str {
    match level {
        0 => "debug",
        1 => "info",
        _ => "warn",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panic_shows_place_last_lines_and_functions() {
        let error = PluginError::Panic {
            message: "no\u{1b}[2J birds".to_owned(),
            at: "src/lib.rs:7:9".to_owned(),
            backtrace: vec!["pony::detect".to_owned()],
        };
        let log: Vec<LogLine> = (0..10).map(|n| LogLine { level: 0, message: format!("line {n}") }).collect();
        let text = failure(&error, &log, Paint::PLAIN);
        let expected = "error: it panicked: no\\u{1b}[2J birds [plugin.panic]\n  at     src/lib.rs:7:9\n  \
                        log    (2 earlier lines)\n  log    debug  line 2\n";
        assert!(text.starts_with(expected), "{text}");
        assert!(text.contains("line 9\n  in     pony::detect\n  hint   "), "{text}");
    }

    #[test]
    fn trap_of_a_question_to_the_system_is_told_as_such() {
        let hint = |functions: &[&str]| {
            let backtrace = functions.iter().map(|name| (*name).to_owned()).collect();
            failure_hint(&PluginError::Trap { reason: "unreachable".to_owned(), backtrace }).unwrap()
        };
        assert!(hint(&["function 0", "wall_clock_now", "time_time"]).contains("asked the system"));
        assert!(hint(&["judge", "detect"]).contains("log before it"));
    }

    #[test]
    fn budget_names_the_key_that_raises_it() {
        let hint = failure_hint(&PluginError::OutOfFuel { allowed: 7 }).unwrap();
        assert!(hint.contains("`fuel` in [budget]") && hint.contains("10000000000") && hint.contains("--budget fuel="));
    }
}
