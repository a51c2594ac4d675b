//! What source-to-image would do with the components of a decision, in short.

use crate::s2i_plan::{script_origin, warning};
use crate::{Paint, printable};
use fieldmark_s2i::{Plan, S2iError};
use serde_json::{Value, json};
use std::fmt::Write;

/// The build of a component whose strategy is the source strategy.
#[derive(Debug)]
pub struct SourceBuild {
    /// Path of the component.
    pub component: String,
    /// What is done, or why it cannot be.
    pub plan: Result<Plan, S2iError>,
}

impl SourceBuild {
    /// The build as a value: `component` with `plan` or `error`.
    pub(crate) fn document(&self) -> Value {
        match &self.plan {
            Ok(plan) => json!({ "component": self.component, "plan": plan }),
            Err(error) => json!({
                "component": self.component,
                "error": { "code": error.code(), "message": error.to_string() },
            }),
        }
    }

    /// The build for people: what the sources and the image decide about it.
    pub(crate) fn describe(&self, out: &mut String, paint: Paint) {
        // Writing to a string cannot fail.
        _ = writeln!(out, "\nbuild {}   by source-to-image", paint.place(printable(&self.component)));
        let plan = match &self.plan {
            Ok(plan) => plan,
            Err(error) => {
                _ = writeln!(out, "  {} {}", paint.warning("no plan:"), printable(&error.to_string()));
                return;
            }
        };
        let mut row = |name: &str, value: &str| _ = writeln!(out, "  {name:14}  {}", printable(value));
        row("builder", &plan.builder);
        for script in &plan.scripts {
            let from = script.moved_from.as_ref().map_or_else(String::new, |path| format!(": {path}"));
            row(script.script.as_str(), &format!("{} ({}{from})", script.path, script_origin(script.origin)));
        }
        let file = |file: &Option<String>, count: usize, what: &str| {
            file.as_ref().map_or_else(|| "none".to_owned(), |path| format!("{path} ({what}: {count})"))
        };
        row("environment", &file(&plan.environment_file, plan.environment.len(), "variables"));
        row("ignore file", &file(&plan.ignore_file, plan.removed.len(), "paths left out"));
        row("destination", plan.shown_destination());
        row("user", &plan.user);
        for finding in plan.findings.iter().filter(|finding| finding.path.is_some()) {
            _ = writeln!(out, "  {}", warning(finding, paint));
        }
    }
}
