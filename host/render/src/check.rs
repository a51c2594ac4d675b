//! The report that `check` prints.

use crate::{Paint, printable};
use fieldmark_check::{Finding, Report, Rules, Severity};
use std::fmt::Write;

/// All findings as text.
#[must_use]
pub fn findings(report: &Report, paint: Paint) -> String {
    let mut out = String::new();
    for finding in &report.findings {
        describe(&mut out, finding, paint);
    }
    out.push_str(&summary(report));
    out
}

fn describe(out: &mut String, finding: &Finding, paint: Paint) {
    let severity = match finding.severity {
        Severity::Error => paint.bad("error:"),
        Severity::Warning => paint.warning("warning:"),
        Severity::Note => paint.faint("note:"),
    };
    // Where the place is told before, the note need not begin with it.
    let note = finding.path.as_deref().and_then(|path| finding.note.strip_prefix(path)?.strip_prefix(' '));
    let note = note.unwrap_or(&finding.note);
    let place = place(finding).map_or_else(String::new, |place| format!(" {}", paint.place(printable(&place))));
    let code = paint.faint(format_args!("[{}]", printable(&finding.code)));
    // Writing to a string cannot fail.
    _ = writeln!(out, "{severity}{place} {} {code}", printable(note));
    for (label, text) in [("then", &finding.consequence), ("do", &finding.fix)] {
        if let Some(text) = text {
            _ = writeln!(out, "  {label:5} {}", printable(text));
        }
    }
}

/// `path:line`, or the component where there is no file.
fn place(finding: &Finding) -> Option<String> {
    match (&finding.path, finding.line) {
        (Some(path), Some(line)) => Some(format!("{path}:{line}")),
        (Some(path), None) => Some(path.clone()),
        (None, _) => finding.component.clone().filter(|component| component != "."),
    }
}

fn summary(report: &Report) -> String {
    let counted = |severity: Severity, one: &str, many: &str| {
        let count = report.count(severity);
        (count > 0).then(|| format!("{count} {}", if count == 1 { one } else { many }))
    };
    let parts: Vec<String> = [
        counted(Severity::Error, "error", "errors"),
        counted(Severity::Warning, "warning", "warnings"),
        counted(Severity::Note, "note", "notes"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() { "nothing was found\n".to_owned() } else { format!("{}\n", parts.join(", ")) }
}

/// Every rule as Markdown, one section each.
#[must_use]
pub fn rules_markdown(rules: &Rules) -> String {
    let mut out = String::from(
        "# What `fieldmark check` finds\n\nMade from `rules/checks.toml` by `fieldmark check --list`; a test compares it.\n",
    );
    for rule in rules.iter() {
        let (code, title) = (&rule.code, &rule.title);
        _ = writeln!(out, "\n## `{code}`\n\n{}: {title}. {}\n\n{}", rule.severity.as_str(), rule.consequence, rule.fix);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(severity: Severity) -> Finding {
        Finding {
            code: "a.b".to_owned(),
            severity,
            note: "one\u{1b}[2J".to_owned(),
            component: Some("api".to_owned()),
            path: None,
            line: Some(3),
            consequence: Some("It fails.".to_owned()),
            fix: None,
            plugin: None,
        }
    }

    #[test]
    fn finding_without_a_file_names_its_component_and_text_cannot_act_on_a_terminal() {
        let report = Report { schema: String::new(), findings: vec![finding(Severity::Error)] };
        let text = findings(&report, Paint::PLAIN);
        assert!(text.starts_with("error: api one"), "{text}");
        assert!(!text.contains('\u{1b}'), "{text}");
        assert!(text.ends_with("  then  It fails.\n1 error\n"), "{text}");
    }

    #[test]
    fn file_is_named_once() {
        let mut found = finding(Severity::Error);
        (found.note, found.path) = ("a/Dockerfile ends as root".to_owned(), Some("a/Dockerfile".to_owned()));
        let text = findings(&Report { schema: String::new(), findings: vec![found] }, Paint::PLAIN);
        assert!(text.starts_with("error: a/Dockerfile:3 ends as root [a.b]\n"), "{text}");
    }

    #[test]
    fn counts_are_told_by_weight() {
        let findings = vec![finding(Severity::Note), finding(Severity::Warning), finding(Severity::Warning)];
        assert_eq!(summary(&Report { schema: String::new(), findings }), "2 warnings, 1 note\n");
        assert_eq!(summary(&Report { schema: String::new(), findings: vec![] }), "nothing was found\n");
    }
}
