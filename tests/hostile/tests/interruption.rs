//! Stopping what would never stop by itself.

use fieldmark::{BudgetRequest, DetectError, Engine, Explanation, Request};
use fieldmark_test_hostile::{Guest, ID, Repository};
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

/// An engine with a plugin that has all the fuel there is and never comes back.
fn engine() -> Engine {
    let endless = Guest::new(include_str!("../plugins/endless-loop.wat")).build();
    let budget = BudgetRequest { fuel: Some(u64::MAX), ..BudgetRequest::default() };
    Engine::builder().threads(2).plugin("bad.wasm", endless).plugin_budget(ID, budget).build().unwrap()
}

/// Judges a repository while another thread does something again and again, until there is an answer. Once would not do:
/// it could come before the plugin runs.
fn meanwhile(engine: &Engine, request: &Request, act: impl Fn()) -> Result<Explanation, DetectError> {
    let repository = Repository::ordinary();
    thread::scope(|scope| {
        let judging = scope.spawn(|| engine.explain(repository.path(), request));
        while !judging.is_finished() {
            thread::sleep(Duration::from_millis(5));
            act();
        }
        judging.join().unwrap()
    })
}

#[test]
fn interrupted_plugin_ends_with_an_error_of_its_own() {
    let engine = engine();
    let explanation = meanwhile(&engine, &Request::default(), || engine.interrupt()).unwrap();
    let warnings = &explanation.decision.warnings;
    assert!(
        warnings.iter().any(|w| w.code == "plugin.interrupted" && w.plugin.as_deref() == Some(ID)),
        "{warnings:#?}"
    );
}

#[test]
fn cancelled_detection_ends_with_an_error() {
    let engine = engine();
    let request = Request::default();
    let answer = meanwhile(&engine, &request, || {
        request.cancelled.store(true, Ordering::Relaxed);
        engine.interrupt();
    });
    assert!(matches!(answer, Err(DetectError::Cancelled | DetectError::Scan(_))), "{answer:?}");
}

#[test]
fn engine_goes_on_after_an_interruption() {
    let engine = engine();
    for _ in 0..2 {
        assert!(meanwhile(&engine, &Request::default(), || engine.interrupt()).is_ok());
    }
}
