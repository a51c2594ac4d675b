//! What a bundled plugin or the host can find stands in `rules/checks.toml`, and nothing else does.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Sources of the host whose findings reach a report.
const HOST: [&str; 17] = [
    "host/check/src",
    "host/cli/src/installed.rs",
    "host/engine/src/component.rs",
    "host/engine/src/engine.rs",
    "host/engine/src/instructed.rs",
    "host/engine/src/registry.rs",
    "host/engine/src/told_start.rs",
    "host/engine/src/upstream.rs",
    "host/engine/src/withheld.rs",
    "host/images/src/catalogue/choice.rs",
    "host/runtime/src/error.rs",
    "host/s2i/src/environment.rs",
    "host/s2i/src/ignore.rs",
    "host/s2i/src/plan.rs",
    "host/s2i/src/plan/sources.rs",
    "host/upstream/src/offer.rs",
    "plugins/sdk/src/repo.rs",
];
/// Areas of the codes of the host's findings.
const AREAS: [&str; 11] = [
    "builder.",
    "check.",
    "detect.",
    "dockerfile.",
    "environment.",
    "file.",
    "ignore.",
    "plugin.",
    "scan.",
    "script.",
    "told.",
];
/// Codes of the host that are no findings: errors that end the program.
const ERRORS: [&str; 1] = ["detect.cancelled"];
/// A fault that is always mended by a script and never told.
const MENDED: [&str; 1] = ["go.program-not-in-root"];
/// What stands before the code of a plugin's finding.
const TELLS: [&str; 5] = [".warn(", "refusal(", "Fault { code:", "Refusal { code:", "Remark { code:"];
/// The findings of the SDK about versions, for every language that has its versions settled by it.
const OF_VERSIONS: [&str; 2] = ["version-not-understood", "version-contradiction"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Files of an extension below a folder, or the file itself.
fn files(at: &Path, extension: &str, found: &mut Vec<PathBuf>) {
    if at.is_dir() {
        for entry in fs::read_dir(at).unwrap() {
            files(&entry.unwrap().path(), extension, found);
        }
    } else if at.extension().is_some_and(|is| is == extension) && !at.ends_with("tests.rs") {
        found.push(at.to_owned());
    }
}

/// The code of a file without its tests, blanks put together.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let lines = code.lines().map(str::trim).filter(|line| !line.starts_with("//"));
    lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

fn is_code(text: &str) -> bool {
    let word = |word: &str| !word.is_empty() && word.bytes().all(|b| b == b'-' || b.is_ascii_alphanumeric());
    text.split_once('.').is_some_and(|(area, name)| word(area) && word(name))
}

/// The code in quotes that follows.
fn first_quoted(text: &str) -> Option<&str> {
    text.trim_start().strip_prefix('"')?.split('"').next().filter(|text| is_code(text))
}

fn of_host() -> BTreeSet<String> {
    let mut sources = Vec::new();
    for path in HOST {
        files(&root().join(path), "rs", &mut sources);
    }
    let mut codes = BTreeSet::new();
    for path in sources {
        let text = code(&path);
        let quoted = text.split('"').filter(|text| is_code(text) && AREAS.iter().any(|area| text.starts_with(area)));
        codes.extend(quoted.map(str::to_owned));
    }
    codes.retain(|code| !ERRORS.contains(&code.as_str()) && code != "plugin.toml");
    codes
}

fn of_plugins() -> BTreeSet<String> {
    let mut sources = Vec::new();
    for entry in fs::read_dir(root().join("plugins")).unwrap() {
        files(&entry.unwrap().path().join("src"), "rs", &mut sources);
    }
    let mut codes = BTreeSet::new();
    for path in &sources {
        let text = code(path);
        for tells in TELLS {
            codes.extend(text.split(tells).skip(1).filter_map(first_quoted).map(str::to_owned));
        }
        let plugin = path.parent().and_then(Path::parent).unwrap().file_name().unwrap().to_str().unwrap();
        let as_plugin = format!("settle_as(\"{plugin}\", ");
        if ["settle(verdict, ", "settle(&mut verdict, ", &as_plugin].iter().any(|call| text.contains(call)) {
            codes.extend(OF_VERSIONS.iter().filter(|_| plugin != "sdk").map(|name| format!("{plugin}.{name}")));
        }
    }
    codes.retain(|code| !MENDED.contains(&code.as_str()));
    codes
}

/// The codes of all warnings of golden verdicts.
fn of_verdicts() -> BTreeSet<String> {
    let mut verdicts = Vec::new();
    files(&root().join("plugins"), "toml", &mut verdicts);
    verdicts.retain(|path| path.to_str().unwrap().ends_with(".verdict.toml"));
    assert!(verdicts.len() > 100, "{}", verdicts.len());
    let mut codes = BTreeSet::new();
    for path in verdicts {
        let text = fs::read_to_string(path).unwrap();
        let Some((_, warnings)) = text.split_once("warnings = [\n") else { continue };
        for line in warnings.lines().take_while(|line| *line != "]") {
            let code = line.trim().trim_start_matches(['\'', '"']).split([' ', ':']).next().unwrap();
            assert!(is_code(code), "{line}");
            codes.insert(code.to_owned());
        }
    }
    codes
}

fn rules() -> BTreeSet<String> {
    let text = fs::read_to_string(root().join("rules/checks.toml")).unwrap();
    text.lines().filter_map(|line| Some(line.strip_prefix("code = \"")?.strip_suffix('"')?.to_owned())).collect()
}

#[test]
fn every_finding_has_a_rule() {
    let rules = rules();
    let (host, plugins, verdicts) = (of_host(), of_plugins(), of_verdicts());
    // A scan that sees little proves little.
    assert!(host.len() > 60 && plugins.len() > 140 && verdicts.len() > 90, "{host:?} {plugins:?} {verdicts:?}");
    let without: Vec<&String> =
        host.iter().chain(&plugins).chain(&verdicts).filter(|code| !rules.contains(*code)).collect();
    assert!(without.is_empty(), "rules/checks.toml says nothing of {without:?}");
}

#[test]
fn every_rule_has_somebody_who_finds_it() {
    let told: BTreeSet<String> = [of_host(), of_plugins(), of_verdicts()].into_iter().flatten().collect();
    let idle: Vec<String> = rules().difference(&told).cloned().collect();
    assert!(idle.is_empty(), "nobody finds {idle:?}");
}
