//! A verdict as text, one line a fact.

use fieldmark::{PluginTrace, Verdict};

/// All of a verdict, with the paths of the trace it stands in.
#[must_use]
pub fn transcript(verdict: &Verdict, trace: &PluginTrace) -> String {
    let place = |path: Option<u32>, line: Option<u32>| {
        let path = path.and_then(|path| trace.path(path));
        let line = line.map(|line| format!(":{line}")).unwrap_or_default();
        path.map(|path| format!(" @ {path}{line}")).unwrap_or_default()
    };
    let mut lines = vec![format!("score {}", verdict.score), format!("language {}", verdict.language)];
    if let Some(builder) = &verdict.builder {
        lines.push(format!("builder {builder} {}", verdict.builder_version.as_deref().unwrap_or_default()));
    }
    for fact in &verdict.attributes {
        lines.push(format!("attribute {} = {}{}", fact.name, fact.value, place(fact.path, fact.line)));
    }
    for (kind, list) in [("evidence", &verdict.evidence), ("warning", &verdict.warnings)] {
        for entry in list {
            let at = place(entry.path, entry.line);
            lines.push(format!("{kind} {:+} {}{at}: {}", entry.points, entry.code, entry.note));
        }
    }
    lines.extend(verdict.scripts.iter().map(|script| format!("script {}", script.name)));
    lines.push(String::new());
    lines.join("\n")
}
