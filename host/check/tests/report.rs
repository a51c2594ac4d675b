//! Whole reports over decisions and trees that are made by hand.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by panicking")]

use fieldmark_check::{Report, Request, Rules, Severity, Tree, check};
use fieldmark_images::Image;
use fieldmark_model::{Decision, ReadError, ReadErrorCode};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Files with their text and whether they are executable.
#[derive(Default)]
struct Files(BTreeMap<&'static str, (Vec<u8>, bool)>);

impl Files {
    fn with(mut self, path: &'static str, text: &str, executable: bool) -> Self {
        self.0.insert(path, (text.as_bytes().to_vec(), executable));
        self
    }
}

impl Tree for Files {
    fn read(&self, path: &str, max: u64) -> Result<Option<Vec<u8>>, ReadError> {
        if path.ends_with("unreadable") {
            return Err(ReadError::new(ReadErrorCode::NotAFile, "it is a pipe"));
        }
        let max = usize::try_from(max).unwrap();
        Ok(self.0.get(path).map(|(bytes, _)| bytes[..bytes.len().min(max)].to_vec()))
    }

    fn is_executable(&self, path: &str) -> Option<bool> {
        self.0.get(path).map(|(_, executable)| *executable)
    }
}

/// A decision with one component, some of its fields changed.
fn decision(changes: &Value) -> Decision {
    let mut component = json!({
        "path": ".",
        "language": "x",
        "score": 90,
        "languages": ["x"],
        "strategy": "source",
        "builder": {
            "stream": "x", "tag": "1", "image": "registry.example/x:1", "catalogue": "t", "reason": "r",
            "end-of-life": null,
        },
        "start": { "command": "serve", "ports": [8080], "origin": "builder-default", "declared": [] },
        "services": [],
        "scripts": [],
        "evidence": [],
        "alternatives": [],
        "warnings": [],
        "plugin": "x",
    });
    for (key, value) in changes.as_object().unwrap() {
        component[key] = value.clone();
    }
    serde_json::from_value(json!({
        "schema": "fieldmark.decision/1",
        "components": [component],
        "truncated": false,
        "skipped": { "symbolic-links": 0, "special-files": 0, "non-utf8-names": 0, "unreadable": 0 },
        "warnings": [],
        "plugins": [],
    }))
    .unwrap()
}

fn report(changes: &Value, files: &Files) -> Report {
    report_by(changes, files, &Rules::bundled().unwrap())
}

fn report_by(changes: &Value, files: &Files, rules: &Rules) -> Report {
    let decision = decision(changes);
    let exposing = Image { ports: vec!["8080/tcp".to_owned()], user: "1001".to_owned(), ..Image::default() };
    let request = Request {
        decision: &decision,
        tree: files,
        builder_image: &|_| Some(exposing.clone()),
        base_image: &|name| (name == "rootless").then(|| exposing.clone()),
        forbids_root: true,
    };
    check(&request, rules)
}

fn codes(report: &Report) -> Vec<&str> {
    report.findings.iter().map(|finding| finding.code.as_str()).collect()
}

#[test]
fn sound_component_has_no_findings() {
    assert_eq!(codes(&report(&json!({}), &Files::default())), Vec::<&str>::new());
}

#[test]
fn start_is_judged_by_who_says_it() {
    let unknown = json!({ "start": { "command": null, "ports": [], "origin": "unknown", "declared": [] } });
    assert_eq!(codes(&report(&unknown, &Files::default())), ["check.start-unknown"]);
    let own = Files::default().with(".s2i/bin/run", "#!/bin/bash\nexec serve\n", true);
    assert_eq!(codes(&report(&unknown, &own)), Vec::<&str>::new(), "the repository's own script decides");
    let script = json!({ "name": "run", "body": "exec serve", "why": "nothing else does" });
    let overridden = json!({ "start": { "command": "serve", "ports": [8080], "origin": "override", "declared": [], "script": script } });
    let found = report(&overridden, &Files::default());
    assert_eq!(codes(&found), ["check.start-needs-override"]);
    assert!(found.findings[0].note.contains("nothing else does"));
}

#[test]
fn ports_are_compared_with_those_of_the_image() {
    for (ports, expected) in [
        (json!([8080]), vec![]),
        (json!([5000, 8080]), vec![]),
        (json!([5000]), vec!["check.port-not-exposed"]),
        (json!([80]), vec!["check.port-not-exposed", "check.port-privileged"]),
        (json!([]), vec![]),
    ] {
        let changes =
            json!({ "start": { "command": "serve", "ports": ports, "origin": "builder-default", "declared": [] } });
        assert_eq!(codes(&report(&changes, &Files::default())), expected, "{ports}");
    }
}

#[test]
fn scripts_are_looked_at_where_the_context_directory_is() {
    let files = Files::default()
        .with(".s2i/bin/assemble", "", true)
        .with("api/.s2i/bin/assemble", "echo hello\r\n", false)
        .with("api/.s2i/bin/run", "#!/bin/bash\nserve\n", true);
    let found = report(&json!({ "path": "api" }), &files);
    let places: Vec<_> = found.findings.iter().map(|f| (f.code.as_str(), f.path.as_deref().unwrap(), f.line)).collect();
    assert_eq!(
        places,
        [
            ("check.script-carriage-return", "api/.s2i/bin/assemble", Some(1)),
            ("check.script-without-interpreter", "api/.s2i/bin/assemble", Some(1)),
            ("check.script-not-executable", "api/.s2i/bin/assemble", None),
            ("check.script-passes-over-the-image", "api/.s2i/bin/assemble", None),
            ("check.run-without-exec", "api/.s2i/bin/run", None),
        ]
    );
    assert_eq!(found.worst(), Some(Severity::Error));
}

#[test]
fn findings_of_plugins_get_their_weight_from_the_rules() {
    let finding = |code: &str| json!({ "code": code, "note": "n", "path": "f", "line": 2, "plugin": "p" });
    let found =
        report(&json!({ "warnings": [finding("third-party.odd"), finding("builder.no-stream")] }), &Files::default());
    assert_eq!(codes(&found), ["builder.no-stream", "third-party.odd"]);
    assert_eq!(found.findings[0].severity, Severity::Error);
    assert!(found.findings[0].fix.is_some());
    assert_eq!((found.findings[1].severity, &found.findings[1].fix), (Severity::Warning, &None));
}

/// What covers what is data: here rules of a test, so that no plugin has to be named.
#[test]
fn covered_finding_is_told_only_where_nothing_says_it_better() {
    let rules = Rules::parse(
        "[[check]]\ncode = 'x.port'\nseverity = 'error'\ntitle = ''\nconsequence = ''\nfix = ''\n\
         covers = ['check.port-not-exposed']\n",
    )
    .unwrap();
    let start = json!({ "command": "serve", "ports": [5000], "origin": "builder-default", "declared": [] });
    let warning = |code: &str| json!([{ "code": code, "note": "n", "path": "f", "line": 2, "plugin": "x" }]);
    for (warnings, expected) in [
        (json!([]), ["check.port-not-exposed"].as_slice()),
        (warning("x.port"), &["x.port"]),
        (warning("x.other"), &["check.port-not-exposed", "x.other"]),
    ] {
        let changes = json!({ "start": start, "warnings": warnings });
        assert_eq!(codes(&report_by(&changes, &Files::default(), &rules)), expected, "{warnings}");
    }
}

#[test]
fn what_is_said_of_a_builder_image_matters_to_the_source_strategy_only() {
    let rules = Rules::parse("source-areas = ['x']\ncheck = []\n").unwrap();
    let warnings = |code: &str| json!([{ "code": code, "note": "n", "path": "f", "line": 2, "plugin": "x" }]);
    for (strategy, code, told) in [
        ("source", "x.lock", true),
        ("docker", "x.lock", false),
        ("docker", "xy.lock", true),
        ("docker", "dockerfile.problem", true),
    ] {
        let changes = json!({ "strategy": strategy, "warnings": warnings(code) });
        let found = report_by(&changes, &Files::default(), &rules);
        assert_eq!(codes(&found).contains(&code), told, "{strategy} {code}");
    }
}

#[test]
fn missing_builder_is_told_once() {
    let none = json!({ "builder": null });
    assert_eq!(codes(&report(&none, &Files::default())), ["check.no-builder"]);
    let told = json!({
        "builder": null,
        "warnings": [{ "code": "builder.no-stream", "note": "n", "path": null, "line": null, "plugin": null }],
    });
    assert_eq!(codes(&report(&told, &Files::default())), ["builder.no-stream"]);
}

#[test]
fn missing_builder_is_no_error_if_a_dockerfile_can_be_written() {
    let warning = |code: &str| json!({ "code": code, "note": "n", "path": null, "line": null, "plugin": null });
    let offered = json!({
        "builder": null,
        "dockerfile": {
            "template": "x", "variant": "x", "version": "1", "from": ["registry.example/x:1"], "reason": "r",
            "start": "serve", "ports": [8080], "program": null, "output": null,
        },
        "warnings": [warning("builder.no-stream"), warning("dockerfile.version-unavailable")],
    });
    let found = report(&offered, &Files::default());
    assert_eq!(codes(&found), ["dockerfile.version-unavailable", "check.builds-by-dockerfile"]);
    assert_eq!((found.count(Severity::Error), found.count(Severity::Note)), (0, 1));
    assert!(found.findings[1].note.contains("registry.example/x:1"), "{:?}", found.findings[1]);
}

#[test]
fn container_file_is_judged_by_its_user_and_its_ports() {
    let file = |user: Value, base: &str, port: Option<u16>| {
        let ports: Vec<Value> =
            port.iter().map(|port| json!({ "number": port, "protocol": "tcp", "line": 3 })).collect();
        json!({
            "strategy": "docker",
            "builder": null,
            "start": { "command": "serve", "ports": [], "origin": "declared", "declared": [] },
            "container-file": {
                "path": "Dockerfile", "base": base, "base-image": base, "stages": { "count": 1, "names": [] },
                "ports": ports, "user": user, "volumes": [],
            },
        })
    };
    for (changes, expected) in [
        (file(json!("1001"), "x", Some(8080)), vec![]),
        (file(json!("0"), "x", Some(8080)), vec!["check.runs-as-root"]),
        (file(json!("app"), "x", Some(8080)), vec!["check.user-by-name"]),
        (file(json!(null), "x", Some(8080)), vec!["check.user-unknown"]),
        (file(json!(null), "rootless", None), vec![]),
        (file(json!("1001"), "x", Some(80)), vec!["check.port-privileged"]),
        (file(json!("1001"), "x", None), vec!["check.port-unknown"]),
    ] {
        assert_eq!(codes(&report(&changes, &Files::default())), expected, "{changes}");
    }
    let beside = json!({ "container-file": file(json!("root"), "x", None)["container-file"] });
    assert_eq!(codes(&report(&beside, &Files::default())), Vec::<&str>::new(), "it builds nothing here");
}

#[test]
fn secrets_in_the_environment_file_are_told_without_their_value() {
    let files =
        Files::default().with(".s2i/environment", "# DB_PASSWORD=x\nPORT=8080\nDB_PASSWORD = horse-battery\n", false);
    let found = report(&json!({}), &files);
    assert_eq!(codes(&found), ["check.environment-secret"]);
    assert_eq!(found.findings[0].line, Some(3));
    assert!(!found.findings[0].note.contains("horse"), "{}", found.findings[0].note);
}

#[test]
fn ignore_file_that_hides_what_the_decision_rests_on_is_told() {
    let evidence =
        |path: &str, points: i32| json!({ "code": "c", "points": points, "path": path, "line": 1, "note": "n" });
    let changes = json!({
        "path": "api",
        "evidence": [evidence("api/app/main.x", 20), evidence("api/notes.md", 0)],
        "version": { "asked": "1", "range": "1", "resolved": "1", "from": { "path": "api/.version", "line": 1 } },
    });
    for (ignore, hidden) in [
        ("app\n", vec!["app/main.x is taken away by api/.s2iignore, with all of app"]),
        ("*.md\n", vec![]),
        ("main.x\n", vec![]),
        ("app/*.x\n!app/main.x\n", vec![]),
        (".version\n", vec![".version is taken away by api/.s2iignore"]),
        (".s2i\n", vec![".s2i/environment is taken away by api/.s2iignore, with all of .s2i"]),
    ] {
        let files = Files::default().with("api/.s2iignore", ignore, false).with("api/.s2i/environment", "A=1\n", false);
        let found = report(&changes, &files);
        let notes: Vec<&str> = found.findings.iter().map(|finding| finding.note.as_str()).collect();
        assert_eq!(notes, hidden, "{ignore}");
    }
}
