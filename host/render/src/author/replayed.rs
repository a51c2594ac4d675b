//! A recording beside its replay.

use fieldmark_authoring::Replayed;
use std::fmt::Write;

/// What is the same, and what is not.
#[must_use]
pub fn replayed(replayed: &Replayed) -> String {
    let mut out = String::new();
    let mut line = |what: &str, is_same: bool| {
        // Writing to a string cannot fail.
        _ = writeln!(out, "{what:10} {}", if is_same { "the same" } else { "another" });
    };
    line("component", replayed.is_same_component);
    line("ending", replayed.is_same_ending);
    line("usage", replayed.is_same_usage);
    if replayed.unanswered > 0 {
        _ = writeln!(out, "unanswered {} questions that the recording does not hold", replayed.unanswered);
    }
    out
}
