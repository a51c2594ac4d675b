//! What others would stumble over.

use crate::{Paint, printable};
use fieldmark_authoring::{Finding, Weight};
use std::fmt::Write;

/// Each finding with what to do about it.
#[must_use]
pub fn findings(findings: &[Finding], paint: Paint) -> String {
    let mut out = String::new();
    for finding in findings {
        let weight = match finding.weight {
            Weight::Error => paint.bad("error:"),
            Weight::Warning => paint.warning("warning:"),
            Weight::Note => paint.faint("note:"),
        };
        // Writing to a string cannot fail.
        _ = writeln!(out, "{weight} {} [{}]\n  do    {}", printable(&finding.what), finding.code, finding.way_out);
    }
    if findings.is_empty() {
        _ = writeln!(out, "{}", paint.good("nothing was found"));
    }
    out
}
