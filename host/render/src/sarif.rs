//! Findings in the Static Analysis Results Interchange Format, version 2.1.0 (OASIS), which code hosts show beside the
//! lines they are about.

use fieldmark_check::{Finding, Report, Rules, Severity};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The whole log with one run.
#[must_use]
pub fn sarif(report: &Report, rules: &Rules, version: &str) -> Value {
    let codes: BTreeSet<&str> = report.findings.iter().map(|finding| finding.code.as_str()).collect();
    let descriptors: Vec<Value> = codes.iter().map(|code| descriptor(code, rules)).collect();
    let results: Vec<Value> = report
        .findings
        .iter()
        .map(|finding| result(finding, codes.iter().position(|code| *code == finding.code)))
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "fieldmark", "semanticVersion": version, "rules": descriptors } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn descriptor(code: &str, rules: &Rules) -> Value {
    match rules.get(code) {
        Some(rule) => json!({
            "id": code,
            "shortDescription": { "text": rule.title },
            "fullDescription": { "text": rule.consequence },
            "help": { "text": rule.fix },
            "defaultConfiguration": { "level": level(rule.severity) },
        }),
        None => json!({ "id": code }),
    }
}

fn result(finding: &Finding, rule: Option<usize>) -> Value {
    let mut text = finding.note.clone();
    for sentence in [&finding.consequence, &finding.fix].into_iter().flatten() {
        text.push_str(". ");
        text.push_str(sentence.trim_end_matches('.'));
    }
    let mut result = json!({
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": level(finding.severity),
        "message": { "text": text },
    });
    // A result without a place belongs to the directory of its component.
    let path = finding.path.as_deref().or(finding.component.as_deref()).unwrap_or(".");
    let mut place = json!({ "artifactLocation": { "uri": uri(path), "uriBaseId": "SRCROOT" } });
    if let (Some(line), Some(_)) = (finding.line, &finding.path) {
        place["region"] = json!({ "startLine": line });
    }
    result["locations"] = json!([{ "physicalLocation": place }]);
    result
}

const fn level(severity: Severity) -> &'static str {
    severity.as_str()
}

/// A path as a relative reference (RFC 3986): what a segment may not hold is written in percent form.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn result_points_to_its_rule_and_its_line() {
        let rules = Rules::bundled().unwrap();
        let finding = |code: &str, path: Option<&str>, line| Finding {
            code: code.to_owned(),
            severity: Severity::Error,
            note: "it is so".to_owned(),
            component: Some("my app".to_owned()),
            path: path.map(str::to_owned),
            line,
            consequence: Some("It fails.".to_owned()),
            fix: None,
            plugin: None,
        };
        let report = fieldmark_check::Report {
            schema: String::new(),
            findings: vec![
                finding("check.start-unknown", None, None),
                finding("check.runs-as-root", Some("a b/Dockerfile"), Some(7)),
            ],
        };
        let log = sarif(&report, &rules, "0.1.0");
        let run = &log["runs"][0];
        assert_eq!(run["tool"]["driver"]["rules"][0]["id"], "check.runs-as-root");
        assert_eq!(run["results"][0]["ruleIndex"], 1);
        assert_eq!(run["results"][0]["message"]["text"], "it is so. It fails");
        let place = |index: usize| &run["results"][index]["locations"][0]["physicalLocation"];
        assert_eq!(place(0)["artifactLocation"]["uri"], "my%20app");
        assert!(place(0).get("region").is_none());
        assert_eq!(place(1)["artifactLocation"]["uri"], "a%20b/Dockerfile");
        assert_eq!(place(1)["region"]["startLine"], 7);
    }
}
