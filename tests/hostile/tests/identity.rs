//! Plugins that pretend to be another one, and plugins that want to see everything.

use fieldmark::BudgetRequest;
use fieldmark_test_hostile::{Guest, ID, MANIFEST, Trial};

#[test]
fn id_of_a_bundled_plugin_is_taken() {
    let manifest = MANIFEST.replace("\"hostile\"", "\"node\"");
    let trial = Trial::of(Guest::harmless().manifest(manifest).build());
    trial.warns("plugin.id-taken", &["`node` belongs to the bundled plugin"]);
}

#[test]
fn id_of_another_plugin_is_taken() {
    let trial = Trial::with(|builder| {
        builder.plugin("first.wasm", Guest::harmless().build()).plugin("second.wasm", Guest::harmless().build())
    });
    trial.warns("plugin.id-taken", &["second.wasm was left out", "`hostile` belongs to another plugin"]);
}

#[test]
fn id_that_is_no_name_is_refused() {
    for id in ["", "../node", "Node", "a b", "é", &"x".repeat(65)] {
        let manifest = MANIFEST.replace("\"hostile\"", &format!("\"{id}\""));
        Trial::of(Guest::harmless().manifest(manifest).build()).warns("plugin.manifest-invalid", &["plugin.id"]);
    }
}

#[test]
fn pattern_that_is_no_glob_is_refused() {
    for glob in ["a[", "{a", "[z-a]"] {
        let manifest = format!("{MANIFEST}globs = [\"{glob}\"]\n");
        Trial::of(Guest::harmless().manifest(manifest).build()).warns("plugin.pattern", &["is not a glob"]);
    }
}

#[test]
fn pattern_for_everything_is_allowed_and_capped() {
    let manifest = format!("{MANIFEST}globs = [\"**/*\"]\n");
    let component = || Guest::harmless().manifest(&manifest).build();
    let trial = Trial::of(component());
    // Three files, two of which another pattern matches as well.
    assert_eq!(trial.quiet().hits, (5, 5));
    assert!(!trial.explanation.decision.truncated);

    let budget = BudgetRequest { hits: Some(2), ..BudgetRequest::default() };
    let trial = Trial::with_budget(component(), budget);
    trial.warns("detect.hits-truncated", &["hostile saw 2 of its 5 hits"]);
    assert!(trial.explanation.decision.truncated);
    assert_eq!(trial.trace().plugin, ID);
}

#[test]
fn globs_of_great_cost_are_refused_or_affordable() {
    let alternatives = vec!["a*b*c*d*"; 2_000].join(",");
    let manifest = format!("{MANIFEST}globs = [\"**/{{{alternatives}}}\"]\n");
    let trial = Trial::of(Guest::harmless().manifest(manifest).build());
    assert!(trial.explanation.decision.warnings.len() <= 1);
}
