//! Plugins that take what they can get.

use fieldmark::{BudgetRequest, TraceOutcome};
use fieldmark_test_hostile::{Guest, MANIFEST, Trial};

fn plugin(body: &str) -> Vec<u8> {
    Guest::new(body).build()
}

#[test]
fn endless_loop_runs_out_of_fuel() {
    let trial = Trial::of(plugin(include_str!("../plugins/endless-loop.wat")));
    trial.warns("plugin.out-of-fuel", &["fuel of 200000000", "(budget `fuel`)"]);
    assert_eq!(trial.trace().usage.fuel, 200_000_000);
}

#[test]
fn endless_loop_before_the_first_call_runs_out_of_fuel() {
    let body = include_str!("../plugins/endless-start.wat");
    Trial::of(plugin(body)).warns("plugin.out-of-fuel", &["(budget `fuel`)"]);
}

#[test]
fn no_fuel_is_too_little_for_anything() {
    let budget = BudgetRequest { fuel: Some(0), ..BudgetRequest::default() };
    Trial::with_budget(Guest::harmless().build(), budget).warns("plugin.out-of-fuel", &["fuel of 0"]);
}

#[test]
fn deep_recursion_exhausts_its_own_stack_only() {
    let trial = Trial::of(plugin(include_str!("../plugins/deep-recursion.wat")));
    trial.warns("plugin.trap", &["call stack exhausted"]);
}

#[test]
fn memory_without_end_is_refused() {
    let trial = Trial::of(plugin(include_str!("../plugins/memory-or-death.wat")));
    trial.warns("plugin.memory", &["bytes of memory; 67108864 are allowed", "(budget `memory-bytes`)"]);
    assert!(trial.trace().usage.memory_bytes <= 64 << 20);
}

#[test]
fn plugin_that_bears_the_refusal_may_answer() {
    let trial = Trial::of(plugin(include_str!("../plugins/memory-refused.wat")));
    assert_eq!(trial.quiet().usage.memory_bytes, 64 << 20);
}

#[test]
fn huge_memory_at_the_start_is_refused() {
    for pages in [1025, 65_536] {
        let component = Guest::harmless().memory_pages(pages).build();
        Trial::of(component).warns("plugin.memory", &["67108864 are allowed", "(budget `memory-bytes`)"]);
    }
}

#[test]
fn manifest_cannot_ask_for_more_than_the_ceiling() {
    let greedy = format!("{MANIFEST}\n[budget]\nmemory-bytes = 9000000000\ntable-elements = 9000000000\n");
    let memory = Guest::harmless().memory_pages(65_536).manifest(&greedy).build();
    Trial::of(memory).warns("plugin.memory", &["268435456 are allowed"]);
    let table = Guest::new(include_str!("../plugins/giant-table.wat")).manifest(&greedy).build();
    Trial::of(table).warns("plugin.resource", &["100000 are allowed"]);
}

#[test]
fn giant_tables_are_refused() {
    let trial = Trial::of(plugin(include_str!("../plugins/giant-table.wat")));
    trial.warns("plugin.resource", &["table elements; 20000 are allowed", "(budget `table-elements`)"]);
    let trial = Trial::of(plugin(include_str!("../plugins/table-without-end.wat")));
    trial.warns("plugin.resource", &["20000 are allowed", "(budget `table-elements`)"]);
}

#[test]
fn too_many_instances_are_refused() {
    let budget = BudgetRequest { instances: Some(1), ..BudgetRequest::default() };
    let trial = Trial::with_budget(Guest::harmless().build(), budget);
    let warnings = &trial.explanation.decision.warnings;
    assert_eq!(warnings.len(), 1);
    assert!(warnings[0].note.contains("instance"), "{warnings:?}");
}

#[test]
fn traps_are_told_by_their_reason() {
    for (body, reason) in [
        ("(func $work (param i32) unreachable)", "unreachable"),
        ("(func $work (param i32) (drop (i32.div_u (i32.const 1) (i32.const 0))))", "divide by zero"),
        ("(func $work (param i32) (drop (i32.load (i32.const -4))))", "out of bounds memory access"),
    ] {
        let trial = Trial::of(plugin(body));
        trial.warns("plugin.trap", &[reason]);
        assert!(matches!(trial.trace().outcome, TraceOutcome::Error(_)));
    }
}
