//! Rules that no bundled detector's fixture needs in every form.

use fieldmark_plugin_interpreter::Interpreter;
use fieldmark_sdk::testing::MemorySource;
use fieldmark_sdk::{Failure, Plugin, Settings, Verdict};

/// What a detector says of a repository; `subject` and `rules` are parts of its JSON.
fn judged(subject: &str, rules: &str, files: &[(&str, &str)]) -> Result<Verdict, Failure> {
    let marker = r#""marker":[{"name":"m","file":["quux.toml"],"note":"n"}]"#;
    let setting = format!(r#"detector={{"detector":{{"id":"quux"{subject}}},{marker}{rules}}}"#);
    Interpreter::detect(&MemorySource::new(files.iter().copied()).into_repo(), &Settings::parse(&setting))
}

fn range(form: &str, text: &str) -> Option<String> {
    let rules = format!(r#","version":[{{"file":["version"],"range":"{form}"}}]"#);
    judged("", &rules, &[("quux.toml", ""), ("version", text)]).ok()?.builder_version
}

#[test]
fn every_form_of_a_version_becomes_a_neutral_range() {
    for (form, text, expected) in [
        ("version", "1.2.3", "=1.2.3"),
        ("version", "latest", ""),
        ("least", "1.2", ">=1.2"),
        ("caret", "1.6, 2.1", ">=1.6, <2 || >=2.1, <3"),
        ("npm", "~1.2", "=1.2"),
        ("gem", "~> 1.14", ">=1.14, <2"),
        ("gem", ">= 1.14.0 and < 1.17.0 or ~> 1.18", ">=1.14.0, <1.17.0 || >=1.18, <2"),
        ("pep440", ">=3.9,<4", ">=3.9, <4"),
    ] {
        assert_eq!(range(form, text).as_deref(), Some(expected), "{form} {text}");
    }
    assert_eq!(range("version", "mine"), None);
}

#[test]
fn text_may_stand_for_a_version_by_its_beginning() {
    let rules =
        r#","version":[{"file":["version"],"range":"version","means":{"lts":"1","lts-2":"2.4","lts-22":"9.6"}}]"#;
    for (text, expected) in [
        ("lts-22.13", Some("=9.6")),
        ("lts-2", Some("=2.4")),
        ("lts-23.1", Some("=1")),
        ("nightly-2024", None),
        ("7.1", Some("=7.1")),
    ] {
        let verdict = judged("", rules, &[("quux.toml", ""), ("version", text)]).map_err(|failure| failure.detail);
        let found = verdict.as_ref().map(|verdict| (verdict.get("version"), verdict.builder_version.as_deref()));
        assert_eq!(found, Ok((Some(text), expected)), "{text}");
    }
}

#[test]
fn builder_and_family_are_what_the_detector_says() {
    let subject = r#","builder":"quux-builder","family":["c"],"members":["lib/*"]"#;
    let verdict = judged(subject, "", &[("quux.toml", "")]).map_err(|failure| failure.detail);
    let verdict =
        verdict.as_ref().map(|verdict| (verdict.builder.as_deref(), verdict.get("also"), verdict.get("member")));
    assert_eq!(verdict, Ok((Some("quux-builder"), Some("c"), Some("lib/*"))));
}

#[test]
fn ports_stand_at_keys_and_those_that_are_none_are_left_out() {
    let rules = r#","port":[{"file":["quux.toml"],"key":"server.ports"}]"#;
    let files = [("quux.toml", "[server]\nports = ['8080', '0', '70000', 'x', '8080']\n")];
    let verdict = judged("", rules, &files).map_err(|failure| failure.detail);
    let ports = verdict.map(|verdict| verdict.attributes.into_iter().map(|port| (port.value, port.at.line)).collect());
    assert_eq!(ports, Ok(vec![("8080".to_owned(), Some(2))]));
}

#[test]
fn start_that_names_its_port_goes_before_files() {
    let rules = |start: &str| {
        format!(
            r#","framework":[{{"name":"f","file":["quux.toml"],"start":"{start}","port":8080}}],"port":[{{"file":["quux.toml"],"key":"port"}}]"#
        )
    };
    for (start, expected) in [("serve --port 8080", ("8080", Some("9000"))), ("serve 18080", ("9000", None))] {
        let verdict = judged("", &rules(start), &[("quux.toml", "port = 9000\n")]).map_err(|failure| failure.detail);
        let ports = verdict.as_ref().map(|verdict| (verdict.get("port"), verdict.get("declared-port")));
        assert_eq!(ports, Ok((Some(expected.0), expected.1)), "{start}");
    }
}

#[test]
fn fallback_counts_only_where_nothing_else_asks() {
    let rules = r#","version":[{"file":["b"],"range":"version","fallback":true},{"file":["a"],"range":"version"}]"#;
    for (files, expected) in [(&[("a", "2.1\n"), ("b", "3.0\n")][..], "2.1"), (&[("b", "3.0\n")], "3.0")] {
        let all = [files, &[("quux.toml", "")]].concat();
        let verdict = judged("", rules, &all).map_err(|failure| failure.detail);
        let found = verdict.as_ref().map(|verdict| (verdict.get("version"), verdict.warnings.len()));
        assert_eq!(found, Ok((Some(expected), 0)), "{files:?}");
    }
}

#[test]
fn findings_of_versions_have_one_area() {
    let rules = r#","version":[{"file":["a"],"range":"version"},{"file":["b"],"range":"version"}]"#;
    let verdict =
        judged("", rules, &[("quux.toml", ""), ("a", "2.1\n"), ("b", "3.0\n")]).map_err(|failure| failure.detail);
    let verdict = verdict.as_ref().map(|verdict| (verdict.get("version"), verdict.warnings[0].code.as_str()));
    assert_eq!(verdict, Ok((Some("2.1"), "interpreter.version-contradiction")));
}

#[test]
fn interpreter_without_a_detector_fails() {
    let repo = MemorySource::new([("quux.toml", "")]).into_repo();
    for setting in ["", "detector={"] {
        let failure = Interpreter::detect(&repo, &Settings::parse(setting)).err();
        assert_eq!(failure.map(|failure| failure.code).as_deref(), Some("interpreter.no-detector"), "{setting}");
    }
}
