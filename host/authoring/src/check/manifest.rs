//! What the file of a plugin says of itself, without running it.

use super::{Finding, Weight};
use fieldmark_runtime::{Component, MAX_COMPONENT_BYTES};

/// From this size on a plugin takes seconds to compile on a machine that sees it first.
const LARGE: u64 = 8 << 20;

pub(super) fn findings(component: &Component) -> Vec<Finding> {
    let mut findings = Vec::new();
    let bytes = component.bytes().len() as u64;
    if bytes > LARGE {
        let what = format!(
            "the component has {:.1} MiB of the {} allowed; every machine compiles it once, which takes seconds",
            bytes as f64 / f64::from(1 << 20),
            MAX_COMPONENT_BYTES >> 20
        );
        let way_out = "`fieldmark plugin bench` shows the seconds; a language without a runtime of its own is smaller";
        findings.push(Finding::new("author.large", Weight::Note, what, way_out));
    }
    let plugin = &component.manifest().plugin;
    if plugin.docs.is_none() {
        let what = "the manifest has no `docs`: whoever finds the plugin in a decision cannot read more about it";
        findings.push(Finding::new("author.no-docs", Weight::Note, what, "add `docs = \"https://…\"` to [plugin]"));
    }
    if plugin.license.trim().is_empty() || plugin.description.trim().is_empty() {
        let what = "`license` or `description` is empty in the manifest";
        findings.push(Finding::new("author.manifest-empty", Weight::Warning, what, "fill them in"));
    }
    findings
}
