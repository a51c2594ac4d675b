//! Plugins that call the host in ways it was not made for.

use fieldmark::{BudgetRequest, LogLine, PluginTrace};
use fieldmark_test_hostile::{Guest, Trial};

fn plugin(body: &str) -> Vec<u8> {
    Guest::new(body).build()
}

fn messages(trace: &PluginTrace) -> Vec<&str> {
    trace.log.iter().map(|line: &LogLine| line.message.as_str()).collect()
}

#[test]
fn log_flood_is_cut_and_counted() {
    let trial = Trial::of(plugin(include_str!("../plugins/log-flood.wat")));
    let trace = trial.quiet();
    let kept: usize = trace.log.iter().map(|line| line.message.len()).sum();
    assert!(kept <= 64 * 1024, "{kept} bytes");
    assert_eq!(trace.log.len() as u64 + trace.dropped_log_lines, 1_000_000);
}

#[test]
fn lines_without_text_count_too() {
    let trial = Trial::of(plugin(include_str!("../plugins/empty-log-flood.wat")));
    let trace = trial.quiet();
    assert!(trace.log.len() <= 64 * 1024, "{} lines", trace.log.len());
    assert_eq!(trace.log.len() as u64 + trace.dropped_log_lines, 1_000_000);
}

#[test]
fn million_looks_at_a_file_end_with_the_budget_of_reads() {
    let trial = Trial::of(plugin(include_str!("../plugins/million-looks.wat")));
    assert_eq!(trial.quiet().usage.reads, 256);
}

#[test]
fn work_of_the_host_is_paid_for() {
    // Without a price an instruction of the guest could make the host copy megabytes, millions of times over.
    let budget = || BudgetRequest { fuel: Some(20_000_000), ..BudgetRequest::default() };
    for body in [include_str!("../plugins/long-log-lines.wat"), include_str!("../plugins/endless-listing.wat")] {
        Trial::with_budget(plugin(body), budget()).warns("plugin.out-of-fuel", &["(budget `fuel`)"]);
    }
}

#[test]
fn line_longer_than_a_call_may_hand_over_ends_the_call() {
    let body = include_str!("../plugins/long-log-lines.wat")
        .replace("4000000", "5000000")
        .replace("(i32.const 64)", "(i32.const 80)");
    let trial = Trial::of(plugin(&body));
    assert_eq!(trial.explanation.decision.warnings.len(), 1);
    assert_eq!(trial.trace().log, []);
}

#[test]
fn paths_out_of_range_are_answered_with_an_error() {
    let trial = Trial::of(plugin(include_str!("../plugins/reads-beyond.wat")));
    assert_eq!(messages(trial.quiet()), ["no-such-path", "no-such-path"]);
}

#[test]
fn reads_end_with_the_budget_of_bytes() {
    let trial = Trial::of(plugin(include_str!("../plugins/reads-everything.wat")));
    let trace = trial.quiet();
    assert_eq!(trace.usage.read_bytes, 16 << 20);
    assert_eq!(trace.usage.reads, 17);
    assert_eq!(messages(trace), ["budget", "the plugin's budget `read-bytes` of 16777216 is used up"]);
    assert_eq!(trace.read, ["big.txt"]);
}

#[test]
fn file_beyond_the_budget_is_no_text() {
    let trial = Trial::of(plugin(include_str!("../plugins/reads-too-much.wat")));
    assert_eq!(messages(trial.quiet()), ["too-large"]);
}

#[test]
fn panic_is_told_in_its_own_words_made_harmless() {
    let trial = Trial::of(plugin(include_str!("../plugins/panics.wat")));
    trial.warns("plugin.panic", &["it panicked: index out of", "bounds", "the end"]);
}

#[test]
fn handle_that_is_kept_is_a_trap() {
    let body = "(func $work (param i32) (call $size (i32.const 77) (i32.const 0) (i32.const 64)))";
    assert_eq!(Trial::of(plugin(body)).explanation.decision.warnings[0].code, "plugin.trap");
}
