//! A source-to-image build for people.

use crate::{Paint, printable};
use fieldmark::Finding;
use fieldmark_s2i::{BuildStrategy, Plan, PlannedScript, ScriptOrigin};
use std::fmt::Write;

/// What a build does, in the order in which it does it.
#[must_use]
pub fn s2i_plan(plan: &Plan, paint: Paint) -> String {
    let mut out = String::new();
    let width = if plan.runtime.is_some() { 16 } else { 14 };
    let mut row = |name: &str, value: &str| {
        // Writing to a string cannot fail.
        _ = writeln!(out, "{name:width$} {}", printable(value));
    };
    let strategy = match plan.strategy {
        BuildStrategy::Dockerfile => "a Dockerfile",
        BuildStrategy::OnBuild => "the ONBUILD triggers of the builder image",
    };
    row("builder", &plan.builder);
    row("built by", strategy);
    if let Some(previous) = &plan.previous {
        row("previous", previous);
    }
    row("destination", plan.shown_destination());
    row("user", &plan.user);
    for script in &plan.scripts {
        row(script.script.as_str(), &placed(script, script_origin(script.origin)));
    }
    for (name, value) in &plan.labels {
        row("label", &format!("{name}={value}"));
    }
    for variable in &plan.environment {
        row("variable", &format!("{}={}", variable.name, variable.value));
    }
    for path in &plan.removed {
        row("left out", if path.is_empty() { "." } else { path });
    }
    for injection in &plan.injections {
        row("injected", &format!("{} -> {}", injection.source, injection.destination));
    }
    if let Some(runtime) = &plan.runtime {
        row("runtime image", &runtime.image);
        for artifact in &runtime.artifacts {
            row("taken over", &format!("{} -> {}", artifact.source, artifact.destination));
        }
        row("runtime user", &runtime.user);
        for script in &runtime.scripts {
            let is_its_own = script.origin == ScriptOrigin::Image;
            let from = if is_its_own { "from the runtime image" } else { script_origin(script.origin) };
            row(script.script.as_str(), &placed(script, from));
        }
    }
    for finding in &plan.findings {
        // Writing to a string cannot fail.
        _ = writeln!(out, "{}", warning(finding, paint));
    }
    out
}

/// A script's place, and where it comes from.
fn placed(script: &PlannedScript, from: &str) -> String {
    match &script.address {
        Some(address) => format!("{} (downloaded from {address})", script.path),
        None => format!("{} ({from})", script.path),
    }
}

/// A finding with its place.
pub(crate) fn warning(finding: &Finding, paint: Paint) -> String {
    let place = match (&finding.path, finding.line) {
        (Some(path), Some(line)) => format!("{path}:{line}: "),
        (Some(path), None) => format!("{path}: "),
        (None, _) => String::new(),
    };
    let text = format!("{place}{}", finding.note);
    format!("{} {} [{}]", paint.warning("warning:"), printable(&text), finding.code)
}

/// Where a script comes from.
pub(crate) const fn script_origin(origin: ScriptOrigin) -> &'static str {
    match origin {
        ScriptOrigin::Url => "from the scripts URL",
        ScriptOrigin::Source => "from the sources",
        ScriptOrigin::Override => "from the decision",
        ScriptOrigin::Image => "from the builder image",
    }
}
