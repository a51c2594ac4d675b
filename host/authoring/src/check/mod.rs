//! What others would stumble over when they use a plugin.

mod clash;
mod fixtures;
mod manifest;
mod pattern;

use crate::{AuthorError, Case, Workshop};
use fieldmark_runtime::Component;
use serde::Serialize;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// Good to know.
    Note,
    /// It costs others something.
    Warning,
    /// Others get wrong answers, or none.
    Error,
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Finding {
    /// Stable name.
    pub code: &'static str,
    /// How much it weighs.
    pub weight: Weight,
    /// What was found.
    pub what: String,
    /// What to do about it.
    pub way_out: &'static str,
}

impl Finding {
    pub(crate) fn new(code: &'static str, weight: Weight, what: impl Into<String>, way_out: &'static str) -> Self {
        Self { code, weight, what: what.into(), way_out }
    }
}

/// Checks a plugin with its fixtures. The heaviest findings come first.
///
/// # Errors
/// The plugin cannot be loaded, or a fixture cannot be read.
pub fn check(workshop: &Workshop, component: &Component, cases: &[Case]) -> Result<Vec<Finding>, AuthorError> {
    let plugin = workshop.load(component)?;
    let mut findings = manifest::findings(component);
    findings.extend(pattern::findings(component.manifest())?);
    let trials = workshop.test(&plugin, cases, false)?;
    findings.extend(fixtures::findings(component.manifest(), &trials));
    findings.extend(clash::findings(workshop, component, cases)?);
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.weight));
    Ok(findings)
}
