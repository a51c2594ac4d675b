//! Documents beside the decision, as plain values for JSON and YAML.

use crate::SourceBuild;
use fieldmark::{Budget, Explanation, Manifest, PluginSource, PluginTrace, TraceOutcome};
use serde_json::{Value, json};

/// Everything that led to a decision, and the builds that follow from it: schema `fieldmark.explanation/1`.
#[must_use]
pub fn explanation(explanation: &Explanation, builds: &[SourceBuild]) -> Value {
    let builds: Vec<Value> = builds.iter().map(SourceBuild::document).collect();
    let roots: Vec<Value> = explanation
        .roots
        .iter()
        .map(|root| {
            let plugins: Vec<Value> = root.plugins.iter().map(trace).collect();
            json!({ "path": root.path, "fate": root.fate, "plugins": plugins })
        })
        .collect();
    json!({
        "schema": "fieldmark.explanation/1",
        "decision": explanation.decision,
        "builds": builds,
        "entries": explanation.entries,
        "matched": explanation.matched,
        "roots": roots,
    })
}

fn trace(trace: &PluginTrace) -> Value {
    let path = |path: Option<u32>| path.and_then(|path| trace.path(path));
    let evidence = |list: &[fieldmark::Evidence]| -> Vec<Value> {
        list.iter()
            .map(
                |e| json!({ "code": e.code, "points": e.points, "path": path(e.path), "line": e.line, "note": e.note }),
            )
            .collect()
    };
    let outcome = match &trace.outcome {
        TraceOutcome::Error(error) => json!({ "error": { "code": error.code(), "message": error.to_string() } }),
        TraceOutcome::Verdict(verdict) => {
            let attributes: Vec<Value> = verdict
                .attributes
                .iter()
                .map(|a| json!({ "name": a.name, "value": a.value, "path": path(a.path), "line": a.line }))
                .collect();
            json!({
                "verdict": {
                    "score": verdict.score,
                    "language": verdict.language,
                    "builder": verdict.builder,
                    "builder-version": verdict.builder_version,
                    "attributes": attributes,
                    "evidence": evidence(&verdict.evidence),
                    "warnings": evidence(&verdict.warnings),
                    "scripts": verdict.scripts,
                }
            })
        }
    };
    let patterns: Vec<Value> =
        trace.patterns.iter().map(|(pattern, files)| json!({ "pattern": pattern, "files": files })).collect();
    let log: Vec<Value> =
        trace.log.iter().map(|line| json!({ "level": line.level, "message": line.message })).collect();
    json!({
        "plugin": trace.plugin,
        "outcome": outcome,
        "lost": trace.lost,
        "patterns": patterns,
        "hits": { "total": trace.hits.0, "delivered": trace.hits.1 },
        "read": trace.read,
        "used": trace.usage,
        "fuel-allowed": trace.fuel_allowed,
        "log": log,
        "dropped-log-lines": trace.dropped_log_lines,
    })
}

/// What can be told about a plugin without running it.
#[must_use]
pub fn plugin_document(manifest: &Manifest, digest: &str, budget: &Budget) -> Value {
    json!({ "manifest": manifest, "digest": digest, "budget": budget })
}

/// The same of several plugins.
#[must_use]
pub fn plugin_documents<'p>(
    plugins: impl Iterator<Item = (&'p Manifest, &'p str, PluginSource, &'p Budget)>,
) -> Vec<Value> {
    let document = |(manifest, digest, source, budget): (&Manifest, &str, PluginSource, &Budget)| {
        let mut document = plugin_document(manifest, digest, budget);
        document["trust"] = json!(source.trust());
        document
    };
    plugins.map(document).collect()
}
