//! A verdict as text that a reviewer can read: one line a fact.

use fieldmark_model::{Evidence, RepoView, Verdict};
use std::fmt::Write;

/// Renders a verdict over a view as TOML. Equal verdicts render equally, and nothing of the verdict is left out.
#[must_use]
pub fn render(verdict: &Verdict, view: &dyn RepoView) -> String {
    let mut out = String::new();
    let mut line = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    line(format!("score = {}", verdict.score));
    line(format!("language = {}", quoted(&verdict.language)));
    if let Some(builder) = &verdict.builder {
        line(format!("builder = {}", quoted(builder)));
    }
    if let Some(range) = &verdict.builder_version {
        line(format!("builder-version = {}", quoted(range)));
    }
    let place = |path: Option<u32>, line: Option<u32>| place(view, path, line);
    let attributes = verdict.attributes.iter().map(|a| format!("{} = {}{}", a.name, a.value, place(a.path, a.line)));
    line(list("attributes", attributes));
    let reason = |e: &Evidence| format!("{:+} {}{}: {}", e.points, e.code, place(e.path, e.line), e.note);
    line(list("evidence", verdict.evidence.iter().map(reason)));
    let finding = |e: &Evidence| format!("{}{}: {}", e.code, place(e.path, e.line), e.note);
    line(list("warnings", verdict.warnings.iter().map(finding)));
    for script in &verdict.scripts {
        line(format!("\n[script.{}]\nwhy = {}\nbody = '''\n{}'''", script.name, quoted(&script.why), script.body));
    }
    out
}

fn list(name: &str, entries: impl Iterator<Item = String>) -> String {
    let mut text = format!("{name} = [");
    let mut any = false;
    for entry in entries {
        any = true;
        // Writing to a string cannot fail.
        _ = write!(text, "\n    {},", quoted(&entry));
    }
    text.push_str(if any { "\n]" } else { "]" });
    text
}

fn place(view: &dyn RepoView, path: Option<u32>, line: Option<u32>) -> String {
    let Some(path) = path else { return String::new() };
    let name = view.paths().get(path as usize).map_or("?", String::as_str);
    line.map_or_else(|| format!(" @ {name}"), |line| format!(" @ {name}:{line}"))
}

/// A TOML string: literal where possible, because most notes hold double quotes and none a control character.
fn quoted(text: &str) -> String {
    if text.contains('\'') || text.chars().any(char::is_control) { format!("{text:?}") } else { format!("'{text}'") }
}
