//! From nothing to a plugin that users have, in every language.

use fieldmark_test_author::{Language, Stranger};
use serde_json::Value;

/// The name of the plugin: with a hyphen, which some languages cannot have in names.
const NAME: &str = "wood-duck";

fn walks_the_path(language: Language) {
    if !language.is_here() {
        return;
    }
    let stranger = Stranger::new();
    let step = |arguments: &[&str], code| {
        let folder = if arguments[1] == "new" { "" } else { NAME };
        let step = stranger.fieldmark(folder, arguments).ends_with(code);
        step.report(language.name);
        step
    };
    _ = step(&["plugin", "new", NAME, "--lang", language.name], 0).says(&["plugin.toml", "fieldmark plugin test"]);
    stranger.keep_target(NAME);
    if language.is_large {
        // One build does for both: the mistakes are made when a setting says so.
        can_make_mistakes(language, &stranger);
    }
    _ = step(&["plugin", "build"], 0).says(&["build/wood-duck.wasm", "sha256:"]);
    _ = step(&["plugin", "test"], 0).says(&["server   score 65", "2 fixtures as expected"]);
    _ = step(&["plugin", "check"], 0);
    if !language.is_large {
        _ = step(&["plugin", "bench", "--repetitions", "3"], 0).says(&["instantiate", "server"]);
    }
    _ = step(&["plugin", "inspect", "build/wood-duck.wasm"], 0).says(&["wood-duck.json", "not in use"]);
    _ = step(&["plugin", "run", ".", "fixtures/server", "--record", "call.json"], 0).says(&["score = 65", "used fuel"]);
    let replayed = step(&["plugin", "replay", "call.json", "--of", "."], 0);
    assert!(
        replayed.stdout.ends_with("component  the same\nending     the same\nusage      the same\n"),
        "{replayed:?}"
    );
    is_used(&step(&["--plugin", "build/wood-duck.wasm", "--format", "json", "fixtures/server"], 0).stdout);
    if !language.is_large {
        can_make_mistakes(language, &stranger);
    }
    makes_mistakes(language, &stranger);
    misspells(language, &stranger);
}

/// Puts the usual mistakes into the plugin, each made when a setting says so.
fn can_make_mistakes(language: Language, stranger: &Stranger) {
    let setting = "\n[settings]\nmistake = \"which one\"\n";
    let manifest = stranger.read("wood-duck/plugin.toml") + setting;
    stranger.write("wood-duck/plugin.toml", &manifest);
    let mistakes = format!("{}{}", language.mistakes, language.anchor);
    stranger.replace(&format!("{NAME}/{}", language.plugin), language.anchor, &mistakes);
}

/// What becomes of the usual mistakes.
fn makes_mistakes(language: Language, stranger: &Stranger) {
    _ = stranger.fieldmark(NAME, &["plugin", "test", "server"]).ends_with(0);
    let made = |mistake: &str| {
        let setting = format!("mistake={mistake}");
        let step = stranger.fieldmark(NAME, &["plugin", "run", ".", "fixtures/server", "--setting", &setting]);
        step.report(language.name);
        step.ends_with(3)
    };
    _ = made("panic").says(&["plugin.panic", "lost at sea", language.plugin]);
    _ = made("loop").says(&["plugin.out-of-fuel", "`fuel` in [budget]"]);
    _ = made("memory").says(&["plugin.memory", "67108864 are allowed", "`memory-bytes` in [budget]"]);
    // A golden verdict stays what it was when the plugin gives none.
    stranger.write("wood-duck/fixtures/server.settings", "mistake=panic\n");
    _ = stranger.fieldmark(NAME, &["plugin", "test", "--bless", "server"]).ends_with(5);
    assert!(stranger.read("wood-duck/fixtures/server.verdict.toml").starts_with("score = 65\n"));
}

/// A source that does not parse is told with its place, and the component of before stays.
fn misspells(language: Language, stranger: &Stranger) {
    let component = stranger.path().join(NAME).join("build/wood-duck.wasm");
    let before = std::fs::read(&component).unwrap();
    let plugin = format!("{NAME}/{}", language.plugin);
    stranger.replace(&plugin, language.anchor, &format!("= ={}", language.anchor));
    let text = stranger.read(&plugin);
    let line = text.lines().position(|line| line.contains("= =")).map(|index| index + 1).unwrap();
    let step = stranger.fieldmark(NAME, &["plugin", "build"]).ends_with(5).says(&["author.step-failed"]);
    step.report(language.name);
    let places = [format!("{}:{line}", language.plugin), format!("{}\", line {line}", language.plugin)];
    assert!(places.iter().any(|place| step.stderr.contains(place)), "{places:?}:\n{}", step.stderr);
    assert_eq!(std::fs::read(&component).unwrap(), before);
}

/// Whether the decision about the fixture is the plugin's.
fn is_used(decision: &str) {
    let decision: Value = serde_json::from_str(decision).unwrap();
    let component = &decision["components"][0];
    assert_eq!(component["language"], NAME);
    assert_eq!(component["framework"], "lighthouse");
    assert_eq!(decision["warnings"], Value::Array(Vec::new()), "{decision:#}");
}

#[test]
fn in_rust() {
    walks_the_path(Language::named("rust"));
}

#[test]
fn in_python() {
    walks_the_path(Language::named("python"));
}

#[test]
fn in_javascript() {
    walks_the_path(Language::named("javascript"));
}

#[test]
fn in_c() {
    walks_the_path(Language::named("c"));
}

#[test]
fn in_go() {
    walks_the_path(Language::named("go"));
}
