//! What is looked at.

use crate::{Finding, Severity, Tree};
use fieldmark_images::Image;
use fieldmark_model::{Builder, Component, Decision};

/// What is known when a decision is checked.
pub struct Request<'r> {
    /// The decision.
    pub decision: &'r Decision,
    /// The files of the repository.
    pub tree: &'r dyn Tree,
    /// What is known of a builder image.
    pub builder_image: &'r dyn Fn(&Builder) -> Option<Image>,
    /// What is known of the base image of a container file, by its name.
    pub base_image: &'r dyn Fn(&str) -> Option<Image>,
    /// Whether the platform forbids containers that run as root, as OpenShift does by default.
    pub forbids_root: bool,
}

/// One component, with what was found about it so far.
pub(crate) struct Subject<'s> {
    pub(crate) request: &'s Request<'s>,
    pub(crate) component: &'s Component,
    pub(crate) findings: Vec<Finding>,
}

/// Where in the repository something was found.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct At<'a> {
    pub(crate) path: Option<&'a str>,
    pub(crate) line: Option<u32>,
}

impl<'a> At<'a> {
    pub(crate) fn file(path: &'a str) -> Self {
        Self { path: Some(path), line: None }
    }

    pub(crate) fn line(path: &'a str, line: u32) -> Self {
        Self { path: Some(path), line: Some(line) }
    }
}

impl<'s> Subject<'s> {
    pub(crate) fn new(request: &'s Request<'s>, component: &'s Component) -> Self {
        Self { request, component, findings: Vec::new() }
    }

    /// Adds a finding; its weight comes from the rules.
    pub(crate) fn found(&mut self, code: &str, note: String, at: At<'_>) {
        self.findings.push(Finding {
            code: code.to_owned(),
            severity: Severity::Warning,
            note,
            component: Some(self.component.path.clone()),
            path: at.path.map(str::to_owned),
            line: at.line,
            consequence: None,
            fix: None,
            plugin: None,
        });
    }

    /// A path below the context directory, relative to the repository.
    pub(crate) fn path(&self, below: &str) -> String {
        if self.component.path == "." { below.to_owned() } else { format!("{}/{below}", self.component.path) }
    }

    /// Text of a file below the context directory, its beginning at least. Bytes that are no UTF-8 are replaced.
    pub(crate) fn text(&self, below: &str, max: u64) -> Option<String> {
        let bytes = self.request.tree.read(&self.path(below), max).ok().flatten()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }
}
