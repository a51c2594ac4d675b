//! All findings about a decision.

use crate::subject::Subject;
use crate::{Finding, Request, Rules, Severity, builder, container_file, environment, ignore, port, script, start};
use serde::Serialize;
use std::collections::BTreeSet;

/// Name and version of the JSON form of [`Report`].
pub const REPORT_SCHEMA: &str = "fieldmark.check/1";

/// What the decision says where no catalogue has a builder image: no error if a Dockerfile can be written instead.
const NO_STREAM: &str = "builder.no-stream";

/// All findings, those that weigh most first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Report {
    /// Always [`REPORT_SCHEMA`].
    pub schema: String,
    /// The findings: by weight, then by component, path, line and code.
    pub findings: Vec<Finding>,
}

impl Report {
    /// How many findings have a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// The weight of the weightiest finding.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.findings.iter().map(|finding| finding.severity).max()
    }
}

/// Looks at a decision and says what will fail.
#[must_use]
pub fn check(request: &Request<'_>, rules: &Rules) -> Report {
    let general = request.decision.warnings.iter().map(|finding| from_model(finding, None));
    let mut findings = once_each(general.collect(), rules);
    for component in &request.decision.components {
        let mut subject = Subject::new(request, component);
        let offered = component.dockerfile.is_some();
        let told = component.warnings.iter().filter(|finding| {
            rules.matters(&finding.code, component.strategy) && !(offered && finding.code == NO_STREAM)
        });
        subject.findings.extend(told.map(|finding| from_model(finding, Some(&component.path))));
        for look in [start::check, port::check, builder::check, container_file::check] {
            look(&mut subject);
        }
        for look in [script::check, environment::check, ignore::check] {
            look(&mut subject);
        }
        findings.extend(once_each(subject.findings, rules));
    }
    for finding in &mut findings {
        judge(finding, rules);
    }
    findings.sort_by(|a, b| key(a).cmp(&key(b)));
    findings.dedup();
    Report { schema: REPORT_SCHEMA.to_owned(), findings }
}

/// Leaves out what another finding of the same component, or of the repository as a whole, says with more knowledge ([`Rule::covers`](crate::Rule)).
fn once_each(mut findings: Vec<Finding>, rules: &Rules) -> Vec<Finding> {
    let covered: BTreeSet<&str> = findings
        .iter()
        .filter_map(|finding| rules.get(&finding.code))
        .flat_map(|rule| rule.covers.iter().map(String::as_str))
        .collect();
    findings.retain(|finding| !covered.contains(finding.code.as_str()));
    findings
}

/// Weight, consequence and fix are what the rules say; without a rule a finding is a warning.
fn judge(finding: &mut Finding, rules: &Rules) {
    if let Some(rule) = rules.get(&finding.code) {
        finding.severity = rule.severity;
        finding.consequence = Some(rule.consequence.clone());
        finding.fix = Some(rule.fix.clone());
    }
}

fn from_model(finding: &fieldmark_model::Finding, component: Option<&str>) -> Finding {
    Finding {
        code: finding.code.clone(),
        severity: Severity::Warning,
        note: finding.note.clone(),
        component: component.map(str::to_owned),
        path: finding.path.clone().filter(|path| path != "."),
        line: finding.line,
        consequence: None,
        fix: None,
        plugin: finding.plugin.clone(),
    }
}

fn key(finding: &Finding) -> impl Ord + use<'_> {
    (
        std::cmp::Reverse(finding.severity),
        finding.component.as_deref(),
        finding.path.as_deref(),
        finding.line,
        finding.code.as_str(),
        finding.note.as_str(),
    )
}
