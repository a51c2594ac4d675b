//! Every plugin's fixtures through its WebAssembly component, and every plugin over every other plugin's fixtures.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by panicking")]

use fieldmark::{Engine, Explanation, Manifest, Request, Strategy, TraceOutcome};
use fieldmark_testkit::{Case, render};
use std::path::PathBuf;

/// Every bundled plugin and detector with its fixtures.
fn owners() -> Vec<(Manifest, Vec<Case>)> {
    let plugins = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let of_plugins = fieldmark::bundled_plugins().into_iter().map(|bundled| bundled.manifest);
    let of_plugins = of_plugins.filter(|manifest| !manifest.patterns.is_empty());
    let of_plugins = of_plugins.map(|manifest| (plugins.join(&manifest.plugin.id).join("fixtures"), manifest));
    let fixtures = plugins.join("interpreter/fixtures");
    let of_detectors = fieldmark::bundled_detectors().into_iter();
    let of_detectors = of_detectors.map(|manifest| (fixtures.join(&manifest.plugin.id), manifest));
    of_plugins.chain(of_detectors).map(|(folder, manifest)| (manifest, Case::below(&folder).unwrap())).collect()
}

/// Every fixture, judged by an engine with all plugins under the fixture's own settings.
fn all() -> Vec<(Manifest, Case, Explanation)> {
    let mut judged = Vec::new();
    for (manifest, cases) in owners() {
        let id = manifest.plugin.id.clone();
        for case in cases {
            let mut builder = Engine::builder();
            for line in case.settings.lines() {
                let (key, value) = line.split_once('=').unwrap();
                if let Some(name) = key.strip_prefix("env.") {
                    builder = builder.variable(name, value);
                    continue;
                }
                builder = match (key, value) {
                    ("era", "3.5") => builder.era(fieldmark::Era::OpenShift35),
                    ("era", _) => builder,
                    _ => builder.setting(&id, key, value),
                };
            }
            let explanation = builder.build().unwrap().explain(&case.folder, &Request::default()).unwrap();
            judged.push((manifest.clone(), case, explanation));
        }
    }
    judged
}

/// What the owner of a fixture said of its root as a component.
fn of_owner<'e>(id: &str, explanation: &'e Explanation) -> Option<&'e fieldmark::PluginTrace> {
    let root = explanation.roots.iter().find(|root| root.path == ".")?;
    root.plugins.iter().find(|trace| trace.plugin == id)
}

#[test]
fn components_say_what_the_golden_verdicts_say() {
    let mut faults = Vec::new();
    for (manifest, case, explanation) in all() {
        let id = &manifest.plugin.id;
        let view = case.view(&manifest).unwrap();
        match of_owner(id, &explanation).map(|trace| &trace.outcome) {
            Some(TraceOutcome::Verdict(verdict)) => {
                if let Err(difference) = case.compare(&render(verdict, &*view), false) {
                    faults.push(format!("--- {id}/{}\n{difference}", case.name));
                }
            }
            Some(TraceOutcome::Error(error)) => faults.push(format!("--- {id}/{}\n{error}", case.name)),
            // A plugin none of whose patterns match is not asked; its golden verdict must be that of silence.
            None => {
                let golden = std::fs::read_to_string(case.golden()).unwrap();
                if !golden.starts_with("score = 0\n") {
                    faults.push(format!("--- {id}/{}\nthe plugin was not asked", case.name));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_plugin_outdoes_the_owner_of_a_fixture() {
    /// From this score on a plugin claims that the root is its own.
    const CLAIM: u32 = 50;
    let mut faults = Vec::new();
    for (manifest, case, explanation) in all() {
        let id = &manifest.plugin.id;
        let Some(TraceOutcome::Verdict(own)) = of_owner(id, &explanation).map(|trace| &trace.outcome) else {
            continue;
        };
        let Some(first) = explanation.decision.components.first() else { continue };
        let is_strategy = matches!(id.as_str(), "dockerfile" | "jenkinsfile");
        let wins = if is_strategy { first.strategy != Strategy::Source } else { first.plugin == *id };
        if own.score >= CLAIM && !wins {
            faults.push(format!("{id}/{}: {} with {} instead of {}", case.name, first.plugin, first.score, own.score));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn components_stay_small() {
    /// What the largest plugin may weigh, in bytes: about twice what a reader of three file formats needs.
    const MOST: u64 = 512 * 1024;
    for plugin in fieldmark::bundled_plugins() {
        let id = plugin.manifest.plugin.id;
        assert!(plugin.component_bytes <= MOST, "{id} has {} bytes", plugin.component_bytes);
    }
}

#[test]
fn every_plugin_has_a_fixture_that_is_not_its_own_kind() {
    for (manifest, cases) in owners() {
        let scores = cases.into_iter().map(|case| {
            let golden = std::fs::read_to_string(case.golden()).unwrap();
            golden.lines().next().unwrap().trim_start_matches("score = ").parse::<u32>().unwrap()
        });
        assert!(scores.min().unwrap() < 40, "{} has no negative fixture", manifest.plugin.id);
    }
}
