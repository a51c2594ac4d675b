//! The plugin beside the bundled ones, over their fixtures and its own.

use super::{Finding, Weight};
use crate::sample::{SAMPLES, Sample};
use crate::{AuthorError, Case, Workshop};
use fieldmark::{Decision, Engine, Explanation, Request, TraceOutcome};
use fieldmark_model::Kind;
use fieldmark_runtime::Component;

/// From this score on a plugin claims that the root is its own.
const CLAIM: u32 = 50;

/// Fixtures that one finding names.
const NAMED: usize = 5;

pub(super) fn findings(
    workshop: &Workshop,
    component: &Component,
    cases: &[Case],
) -> Result<Vec<Finding>, AuthorError> {
    let id = component.manifest().plugin.id.as_str();
    let mut builder = Engine::builder().plugin(id, component.bytes().to_vec());
    if let Some(cache) = &workshop.cache {
        builder = builder.cache(cache.clone());
    }
    let (with, without) = (builder.build()?, Engine::builder().build()?);
    if let Some((_, code, problem)) = with.unusable_plugins().next() {
        let way_out = "choose another id in plugin.toml";
        return Ok(vec![Finding::new(code, Weight::Error, problem.to_owned(), way_out)]);
    }
    let (mut outdone, mut failed) = (Vec::new(), Vec::new());
    for sample in SAMPLES {
        let name = format!("{}/{}", sample.owner, sample.case);
        let ours = judge(&with, sample)?;
        if let Some(problem) = failure(id, &ours) {
            failed.push(format!("{name} ({problem})"));
        }
        if !is_same(&ours.decision, &judge(&without, sample)?.decision) {
            outdone.push(name);
        }
    }
    let mut findings = Vec::new();
    let mut add = |code, what: &str, names: &[String], way_out| {
        if !names.is_empty() {
            findings.push(Finding::new(code, Weight::Error, format!("{what}: {}", listed(names)), way_out));
        }
    };
    add(
        "author.outdoes",
        "with the plugin, repositories of others are decided otherwise",
        &outdone,
        "give points for what only your language has; the scale is in the guide for authors",
    );
    add(
        "author.fails-elsewhere",
        "the plugin fails over repositories of others",
        &failed,
        "files of any kind and content reach it: what cannot be understood is no error",
    );
    if component.manifest().plugin.kind == Kind::Language {
        let way_out = "its reasons are worth less than those of the other; the scale is in the guide for authors";
        add("author.outdone", "others win fixtures that are the plugin's own", &lost(&with, id, cases)?, way_out);
    }
    Ok(findings)
}

fn judge(engine: &Engine, sample: &Sample) -> Result<Explanation, AuthorError> {
    Ok(engine.detect_listing(sample.paths(), sample.contents(), &Request::default())?)
}

/// Whether the same roots are components, each named by the same plugin and built in the same way.
fn is_same(one: &Decision, other: &Decision) -> bool {
    let outline = |decision: &Decision| -> Vec<(String, String, String)> {
        let parts = decision.components.iter();
        parts.map(|it| (it.path.clone(), it.plugin.clone(), it.strategy.to_string())).collect()
    };
    outline(one) == outline(other)
}

/// The code of the error that a plugin ended with.
fn failure(id: &str, explanation: &Explanation) -> Option<&'static str> {
    let mut traces = explanation.roots.iter().flat_map(|root| &root.plugins).filter(|trace| trace.plugin == id);
    traces.find_map(|trace| match &trace.outcome {
        TraceOutcome::Error(error) => Some(error.code()),
        TraceOutcome::Verdict(_) => None,
    })
}

/// Fixtures of its own that a plugin claims and another one gets.
fn lost(engine: &Engine, id: &str, cases: &[Case]) -> Result<Vec<String>, AuthorError> {
    let mut lost = Vec::new();
    for case in cases {
        let explanation = engine.explain(&case.folder, &Request::default())?;
        let mut own = explanation.roots.iter().filter(|root| root.path == ".").flat_map(|root| &root.plugins);
        let claims = own.any(|trace| {
            trace.plugin == id && matches!(&trace.outcome, TraceOutcome::Verdict(verdict) if verdict.score >= CLAIM)
        });
        if let Some(first) = explanation.decision.components.first()
            && claims
            && first.plugin != id
        {
            lost.push(format!("{} ({} with {})", case.name, first.plugin, first.score));
        }
    }
    Ok(lost)
}

fn listed(names: &[String]) -> String {
    let first = names.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    if names.len() > NAMED { format!("{first} and {} more", names.len() - NAMED) } else { first }
}
