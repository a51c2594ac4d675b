//! Plugins in Python and JavaScript do what plugins in Rust do.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by panicking")]

use fieldmark::{Cache, Engine, EngineBuilder, PluginComponent, PluginTrace, Request, TraceOutcome};
use fieldmark_test_abi::{Language, folder, plugin, transcript};
use std::path::Path;
use std::sync::Mutex;
use std::time::Instant;

/// Compiling takes long: one test does it, the others find the result in the cache.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

fn fixture() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/fixture"))
}

fn builder(language: Language, component: Vec<u8>) -> EngineBuilder {
    let cache = Cache::open(&folder().join("cache")).unwrap();
    Engine::builder().threads(1).cache(cache).plugin(format!("{}.wasm", language.name()), component)
}

/// What the plugin made of the fixture.
fn trace(language: Language, engine: &Engine, repository: &Path) -> PluginTrace {
    let _alone = ONE_AT_A_TIME.lock().unwrap();
    let explanation = engine.explain(repository, &Request::default()).unwrap();
    let plugins = explanation.roots.into_iter().flat_map(|root| root.plugins);
    plugins.into_iter().find(|trace| trace.plugin == language.id()).expect("the plugin was asked")
}

#[test]
fn every_language_comes_to_the_same_verdict() {
    for language in Language::ALL {
        let Some(component) = plugin(language) else { continue };
        let engine = builder(language, component).build().unwrap();
        let first = Instant::now();
        let trace_of = || trace(language, &engine, fixture());
        let answer = trace_of();
        let (first, second) = (first.elapsed(), Instant::now());
        let again = trace_of();
        println!("{}: {:?}, first {first:?}, again {:?}", language.name(), answer.usage, second.elapsed());
        match &answer.outcome {
            TraceOutcome::Verdict(verdict) => {
                assert_eq!(transcript(verdict, &answer), include_str!("../golden.txt"), "{}", language.name());
            }
            TraceOutcome::Error(error) => panic!("{}: {error}", language.name()),
        }
        assert_eq!(answer.log.len(), 1);
        assert_eq!(answer.log[0].message, "2 suites in 3 files");
        assert_eq!(answer.usage, again.usage, "{}: fuel is spent the same way every time", language.name());
    }
}

#[test]
fn failure_and_settings_cross_the_boundary() {
    for language in Language::ALL {
        let Some(component) = plugin(language) else { continue };
        let engine = builder(language, component).setting(language.id(), "fail", "yes").build().unwrap();
        match trace(language, &engine, fixture()).outcome {
            TraceOutcome::Error(error) => {
                assert_eq!(error.code(), "plugin.failed", "{}: {error}", language.name());
                assert!(error.to_string().contains("a failure was asked for"));
            }
            TraceOutcome::Verdict(verdict) => panic!("{}: {verdict:?}", language.name()),
        }
    }
}

#[test]
fn read_errors_cross_the_boundary() {
    let repository = tempfile::tempdir().unwrap();
    std::fs::write(repository.path().join("a.robot"), b"\xff\xfe").unwrap();
    for language in Language::ALL {
        let Some(component) = plugin(language) else { continue };
        let engine = builder(language, component).build().unwrap();
        let answer = trace(language, &engine, repository.path());
        match &answer.outcome {
            TraceOutcome::Verdict(verdict) => assert_eq!(verdict.warnings[0].note, "cannot be read: not-utf8"),
            TraceOutcome::Error(error) => panic!("{}: {error}", language.name()),
        }
    }
}

#[test]
fn components_import_nothing_but_the_contract() {
    for language in Language::ALL {
        let Some(component) = plugin(language) else { continue };
        // The inspection refuses every other import by name.
        let inspected = PluginComponent::inspect(component).unwrap();
        assert_eq!(inspected.manifest().plugin.id, language.id());
    }
}
