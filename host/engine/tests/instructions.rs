//! What the repository's owner or the caller says goes before what is detected, and the decision says so.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by panicking")]

use fieldmark::{
    Contents, Decision, DetectError, Engine, Instructions, Origin, ReadError, ReadErrorCode, Request, Strategy,
};

/// Files in memory.
struct Files(Vec<(&'static str, &'static str)>);

impl Contents for Files {
    fn size(&self, path: &str) -> Result<u64, ReadError> {
        self.read(path, 0, u64::MAX).map(|bytes| bytes.len() as u64)
    }

    fn read(&self, path: &str, offset: u64, max: u64) -> Result<Vec<u8>, ReadError> {
        let file = self.0.iter().find(|(name, _)| *name == path);
        let (_, text) = file.ok_or_else(|| ReadError::new(ReadErrorCode::NotFound, path))?;
        Ok(text.bytes().skip(offset as usize).take(usize::try_from(max).unwrap_or(usize::MAX)).collect())
    }
}

const SHOP: &[(&str, &str)] = &[
    ("requirements.txt", "flask==3.0\ngunicorn\n"),
    ("wsgi.py", "from flask import Flask\napplication = Flask(__name__)\n"),
    ("package.json", r#"{"scripts":{"start":"node server.js"},"dependencies":{"express":"4"}}"#),
    ("server.js", "require('express')().listen(3000)\n"),
    ("Dockerfile", "FROM scratch\nCMD [\"/x\"]\n"),
    ("admin/package.json", r#"{"name":"admin","scripts":{"start":"node ."},"dependencies":{"koa":"2"}}"#),
    ("admin/index.js", "new (require('koa'))().listen(4000)\n"),
];

fn told(text: &str) -> Result<Decision, DetectError> {
    let engine = Engine::builder().build().unwrap();
    let instructions = Instructions::parse(text, Some("fieldmark.toml")).unwrap();
    let request = Request { instructions, ..Request::default() };
    let paths = SHOP.iter().map(|(path, _)| *path);
    engine.detect_listing(paths, Box::new(Files(SHOP.to_vec())), &request).map(|explained| explained.decision)
}

fn codes(decision: &Decision) -> Vec<&str> {
    let of_components = decision.components.iter().flat_map(|component| &component.warnings);
    of_components.chain(&decision.warnings).map(|finding| finding.code.as_str()).collect()
}

#[test]
fn language_builder_version_and_start_are_followed_with_their_places() {
    let text = "[component.'.']\nlanguage = 'python'\nstrategy = 'source'\nbuilder = 'python:3.12'\nstart = 'flask run && echo'\nports = [9000]\n";
    let decision = told(text).unwrap();
    let shop = &decision.components[0];
    assert_eq!((shop.plugin.as_str(), shop.strategy), ("python", Strategy::Source));
    assert!(shop.builder.as_ref().unwrap().tag.starts_with("3.12"), "{:?}", shop.builder);
    assert_eq!((shop.start.command.as_deref(), shop.start.origin), (Some("flask run && echo"), Origin::Told));
    assert_eq!(shop.start.from.as_ref().unwrap().line, Some(5));
    assert_eq!(shop.start.ports, [9000]);
    let script = shop.start.script.as_ref().unwrap();
    assert!(
        script.body.contains("${PORT:-9000}") && script.body.contains("bash -c 'flask run && echo'"),
        "{}",
        script.body
    );
    assert_eq!(shop.scripts.iter().filter(|script| script.name == "run").count(), 1);
    let reasons = shop.evidence.iter().filter(|reason| reason.code.starts_with("told."));
    let lines: Vec<_> = reasons.map(|reason| (reason.code.as_str(), reason.line.unwrap())).collect();
    let expected =
        [("told.language", 2), ("told.strategy", 3), ("told.builder", 4), ("told.start", 5), ("told.ports", 6)];
    assert_eq!(lines, expected);
    let node = shop.alternatives.iter().find(|alternative| alternative.plugin == "node").unwrap();
    assert_eq!(node.reason, "told that it is python");
}

#[test]
fn told_version_chooses_the_tag() {
    let decision = told("[component.'.']\nlanguage = 'python'\nversion = '3.11'\n").unwrap();
    let version = decision.components[0].version.as_ref().unwrap();
    assert_eq!((version.asked.as_deref(), version.range.as_deref()), (Some("3.11"), Some("=3.11")));
    assert_eq!(version.from.as_ref().unwrap().path, "fieldmark.toml");
}

#[test]
fn points_raise_and_lower_and_add_up() {
    let plain = told("").unwrap();
    let first = plain.components[0].plugin.clone();
    let second = if first == "python" { "node" } else { "python" };
    let text = format!("[languages]\n{first} = -60\n{second} = 10\n");
    let decision = told(&text).unwrap();
    let shop = &decision.components[0];
    assert_eq!(shop.plugin, second);
    let sum: i32 = shop.evidence.iter().map(|reason| reason.points).sum();
    assert_eq!(u32::try_from(sum.clamp(0, 100)).unwrap(), shop.score);
    assert!(shop.evidence.iter().any(|reason| reason.code == "told.points" && reason.line == Some(3)));
}

#[test]
fn language_without_points_is_none() {
    let decision = told("[languages]\nnode = -100\n").unwrap();
    assert!(decision.components.iter().all(|component| component.plugin != "node"), "{:?}", decision.components);
}

#[test]
fn strategy_is_followed_and_told_where_nothing_describes_it() {
    let docker = told("[component.'.']\nstrategy = 'docker'\n").unwrap();
    assert_eq!(docker.components[0].strategy, Strategy::Docker);
    let source = told("[component.'.']\nstrategy = 'source'\n").unwrap();
    assert_eq!(source.components[0].strategy, Strategy::Source);
    let pipeline = told("[component.'.']\nstrategy = 'jenkins-pipeline'\n").unwrap();
    assert!(codes(&pipeline).contains(&"told.no-strategy"));
}

#[test]
fn image_of_a_file_is_not_started_otherwise() {
    let decision = told("[component.'.']\nstrategy = 'docker'\nstart = 'sleep 1'\n").unwrap();
    let start = &decision.components[0].start;
    assert_eq!((start.script.as_ref(), start.declared[0].command.as_str()), (None, "sleep 1"));
    assert!(codes(&decision).contains(&"told.start-not-followed"));
}

#[test]
fn context_directories_are_the_only_ones() {
    let decision = told("context-directories = ['admin', 'gone']\n").unwrap();
    let paths: Vec<_> = decision.components.iter().map(|component| component.path.as_str()).collect();
    assert_eq!(paths, ["admin"]);
    let finding = decision.warnings.iter().find(|finding| finding.code == "told.no-component").unwrap();
    assert!(finding.note.contains("`gone`") && finding.line == Some(1), "{finding:?}");
}

#[test]
fn excluded_paths_are_as_if_they_were_not_there() {
    let decision = told("exclude = ['admin/', 'Dockerfile', '/package.json', 'server.js']\n").unwrap();
    assert_eq!(decision.components.len(), 1);
    let shop = &decision.components[0];
    assert_eq!((shop.plugin.as_str(), shop.container_file.is_none(), shop.alternatives.len()), ("python", true, 0));
}

#[test]
fn what_cannot_be_followed_is_told() {
    let decision = told("[component.'.']\nlanguage = 'go'\nbuilder = 'pyton'\n").unwrap();
    assert!(codes(&decision).contains(&"told.no-language"));
    let finding = decision.components[0].warnings.iter().find(|finding| finding.code == "told.no-builder").unwrap();
    assert!(finding.note.contains("did you mean python?"), "{}", finding.note);
    assert!(decision.components[0].builder.is_some(), "the choice is as it would be");
}

#[test]
fn misspelt_plugin_is_an_error_with_its_line() {
    for text in ["\n[languages]\npyton = 5\n", "[component.'.']\n\nlanguage = 'pyton'\n"] {
        match told(text) {
            Err(error @ DetectError::UnknownPlugin { .. }) => {
                assert_eq!(error.to_string(), "fieldmark.toml, line 3: there is no plugin `pyton`");
                assert_eq!(error.code(), "plugin.unknown");
            }
            other => panic!("{other:?}"),
        }
    }
}
