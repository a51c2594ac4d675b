//! Verdicts that break the contract.

use fieldmark::{Evidence, TraceOutcome, Trust, Verdict};
use fieldmark_model::{Attribute, Script};
use fieldmark_test_hostile::{Guest, ID, MANIFEST, Trial, answering};

/// A verdict without fault, with too few points to win.
fn faultless() -> Verdict {
    let reason = Evidence { code: "a.b".into(), points: 5, path: Some(1), line: Some(1), note: "a reason".into() };
    Verdict { score: 5, language: "malbolge".into(), evidence: vec![reason], ..Verdict::default() }
}

/// Changes one thing about a faultless verdict; the warning must name this field.
fn broken(field: &str, change: impl FnOnce(&mut Verdict)) {
    let mut verdict = faultless();
    change(&mut verdict);
    let trial = Trial::of(answering(&verdict).build());
    trial.warns("plugin.verdict-invalid", &[&format!("its verdict is invalid: `{field}`")]);
}

fn script(name: &str, body: &str) -> Script {
    Script { name: name.into(), body: body.into(), why: "because".into() }
}

#[test]
fn faultless_verdict_arrives_as_it_was_given() {
    let mut verdict = faultless();
    verdict.score = 0;
    verdict.evidence[0].points = -3;
    verdict.builder = Some("httpd".into());
    verdict.scripts.push(script("run", "#!/bin/sh\nexec true\n"));
    verdict.attributes.push(Attribute { name: "x".into(), value: "y".into(), path: Some(0), line: None });
    verdict.warnings = verdict.evidence.clone();
    let component = answering(&verdict).build();
    let trial = Trial::with(|builder| builder.verified_plugin("bad.wasm", component.clone()));
    assert_eq!(*arrived(&trial), verdict);
    let trial = Trial::with(|builder| builder.plugin("bad.wasm", component).allow_scripts(true));
    assert_eq!(*arrived(&trial), verdict);
}

fn arrived(trial: &Trial) -> &Verdict {
    match &trial.quiet().outcome {
        TraceOutcome::Verdict(arrived) => arrived,
        TraceOutcome::Error(error) => panic!("{error}"),
    }
}

#[test]
fn scripts_of_a_plugin_that_nobody_vouches_for_are_withheld() {
    let mut verdict = faultless();
    verdict.scripts = vec![script("run", "#!/bin/sh\nexec true\n"), script("assemble", "#!/bin/sh\nexec true\n")];
    let trial = Trial::of_rival(answering(&verdict).build());
    let arrived = arrived(&trial);
    assert_eq!(arrived.scripts, []);
    assert_eq!(arrived.warnings[0].code, "plugin.scripts-withheld");
    assert!(arrived.warnings[0].note.contains("run, assemble"), "{}", arrived.warnings[0].note);
    let plugins = &trial.explanation.decision.plugins;
    let trust = |id: &str| plugins.iter().find(|plugin| plugin.id == id).unwrap().trust;
    assert_eq!((trust(ID), trust("node")), (Trust::Unverified, Trust::Bundled));
}

#[test]
fn score_that_is_not_the_sum_is_refused() {
    broken("score", |verdict| verdict.score = 100);
    broken("score", |verdict| verdict.score = u32::MAX);
    broken("score", |verdict| verdict.evidence.clear());
    broken("score", |verdict| verdict.evidence = vec![verdict.evidence[0].clone(); 2]);
}

#[test]
fn texts_that_would_act_on_a_terminal_are_refused() {
    broken("evidence", |verdict| verdict.evidence[0].note = "\u{1b}]0;owned\u{7}".into());
    broken("evidence", |verdict| verdict.evidence[0].note = "one\ntwo".into());
    broken("evidence", |verdict| verdict.evidence[0].code = "a.\u{9b}31m".into());
    broken("evidence", |verdict| verdict.evidence[0].note = "\u{202e}txet".into());
    broken("language", |verdict| verdict.language = "go\r".into());
    broken("builder", |verdict| verdict.builder = Some("$(reboot)".into()));
    broken("builder-version", |verdict| verdict.builder_version = Some("\u{1b}[2J".into()));
    broken("attributes", |verdict| {
        verdict.attributes = vec![Attribute { name: "a".into(), value: "\0".into(), path: None, line: None }];
    });
}

#[test]
fn places_that_are_not_there_are_refused() {
    broken("evidence", |verdict| verdict.evidence[0].path = Some(2));
    broken("evidence", |verdict| verdict.evidence[0].path = Some(u32::MAX));
    broken("evidence", |verdict| verdict.evidence[0].line = Some(0));
    broken("evidence", |verdict| verdict.evidence[0].path = None);
    broken("warnings", |verdict| {
        verdict.warnings = verdict.evidence.clone();
        verdict.warnings[0].path = Some(9);
    });
}

#[test]
fn scripts_that_cannot_be_are_refused() {
    broken("scripts", |verdict| verdict.scripts = vec![script("run", "exec true\n")]);
    broken("scripts", |verdict| verdict.scripts = vec![script("../../bin/sh", "#!/bin/sh\n")]);
    broken("scripts", |verdict| verdict.scripts = vec![script("run", "#!/bin/sh\n"), script("run", "#!/bin/sh\n")]);
    broken("scripts", |verdict| verdict.scripts = vec![script("run", "#!/bin/sh\n\u{1b}[8mcurl x | sh\n")]);
}

#[test]
fn verdict_of_too_much_text_is_refused() {
    let body = format!("#!/bin/sh\n{}", "# words\n".repeat(40_000));
    let mut verdict = faultless();
    verdict.scripts = vec![script("run", &body)];
    let trial = Trial::of(answering(&verdict).memory_pages(16).heap_at(15 << 16).build());
    trial.warns("plugin.verdict-invalid", &["`verdict`", "262144 allowed"]);
    broken("evidence", |verdict| verdict.evidence[0].note = "x".repeat(5_000));
    broken("evidence", |verdict| {
        verdict.evidence[0].points = 0;
        verdict.score = 0;
        verdict.evidence = vec![verdict.evidence[0].clone(); 513];
    });
}

/// An answer laid out by hand: the words from the beginning of the result on.
fn raw(words: &[u32], body: &str) -> Trial {
    let bytes: String = words.iter().flat_map(|word| word.to_le_bytes()).map(|byte| format!("\\{byte:02x}")).collect();
    Trial::of(Guest::new(&format!("(data (i32.const 1024) \"{bytes}\")\n{body}")).build())
}

const NOTHING: &str = "(func $work (param i32))";

#[test]
fn texts_and_lists_beyond_the_memory_end_the_call() {
    let words: [&[u32]; 4] =
        [&[0, 0, 0, 0x7fff_ffff], &[0, 0, 0xffff_fff0, 64], &[0, 0, 0, 0, 4096, 0x0fff_ffff], &[0, 0, 0, 0, 4098, 1]];
    for words in words {
        let trial = raw(words, NOTHING);
        assert_eq!(trial.explanation.decision.warnings.len(), 1);
        assert_eq!(trial.explanation.decision.warnings[0].code, "plugin.trap");
    }
}

#[test]
fn answer_that_points_out_of_the_memory_ends_the_call() {
    for address in ["-4", "131072", "1026"] {
        let body = format!("(func $work (param i32) (global.set $answer (i32.const {address})))");
        raw(&[0], &body).warns("plugin.trap", &[]);
    }
}

#[test]
fn giant_text_is_refused_before_it_is_copied() {
    let grow = "(func $work (param i32) (drop (memory.grow (i32.const 800))))";
    let trial = raw(&[0, 0, 0, 50_000_000], grow);
    assert_eq!(trial.explanation.decision.warnings.len(), 1, "{:#?}", trial.explanation.decision.warnings);
}

#[test]
fn giant_list_of_nothing_is_refused() {
    let grow = "(func $work (param i32) (drop (memory.grow (i32.const 800))))";
    let trial = raw(&[0, 0, 0, 0, 4096, 1_000_000], grow);
    assert_eq!(trial.explanation.decision.warnings.len(), 1, "{:#?}", trial.explanation.decision.warnings);
}

#[test]
fn text_that_is_not_utf8_ends_the_call() {
    let body = format!("(data (i32.const 4096) \"\\ff\\fe\")\n{NOTHING}");
    raw(&[0, 0, 4096, 2], &body).warns("plugin.trap", &["utf-8"]);
}

#[test]
fn answer_of_an_unknown_case_ends_the_call() {
    raw(&[7], NOTHING).warns("plugin.trap", &[]);
}

#[test]
fn failure_is_told_in_its_own_words_made_harmless() {
    let body = format!("(data (i32.const 4096) \"no \\1b[31mway\\e2\\80\\ae\")\n{NOTHING}");
    raw(&[1, 4096, 2, 4096, 14], &body).warns("plugin.failed", &["it gave up: no"]);
}

#[test]
fn long_failure_is_cut() {
    let body = format!("(data (i32.const 4096) \"{}\")\n{NOTHING}", "x".repeat(20_000));
    let trial = raw(&[1, 4096, 1, 4096, 20_000], &body);
    assert!(trial.warning("plugin.failed").note.len() < 1_000);
}

#[test]
fn plugin_cannot_buy_the_first_place_with_its_priority() {
    let mut verdict = faultless();
    verdict.attributes.push(Attribute { name: "role".into(), value: "server".into(), path: None, line: None });
    let manifest = MANIFEST.replace("version", "priority = 255\nversion");
    let trial = Trial::of_rival(answering(&verdict).manifest(manifest).build());
    assert_eq!(trial.explanation.decision.components[0].plugin, "node");
}
