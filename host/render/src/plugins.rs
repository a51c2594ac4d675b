//! Lists of plugins.

use crate::{Paint, printable};
use fieldmark::{Budget, Manifest, PluginSource};
use std::fmt::Write;

/// One line a plugin: id, version, source, what it is.
#[must_use]
pub fn list<'p>(
    plugins: impl Iterator<Item = (&'p Manifest, &'p str, PluginSource, &'p Budget)>,
    paint: Paint,
) -> String {
    let mut out = String::new();
    for (manifest, _, source, _) in plugins {
        let plugin = &manifest.plugin;
        let source = told(source);
        let id = format!("{:14}", printable(&plugin.id));
        // Writing to a string cannot fail.
        _ = writeln!(
            out,
            "{} {:8} {source:24} {}",
            paint.strong(id),
            printable(&plugin.version),
            printable(&plugin.description)
        );
    }
    out
}

/// Where a plugin comes from, and who vouches for it.
fn told(source: PluginSource) -> String {
    match source {
        PluginSource::Bundled => "bundled".to_owned(),
        PluginSource::ThirdParty(trust) => format!("third party, {}", trust.as_str()),
        PluginSource::Detector(trust) => format!("detector, {}", trust.as_str()),
    }
}

/// All that can be told about a plugin without running it.
#[must_use]
pub fn inspect(
    manifest: &Manifest,
    digest: &str,
    source: Option<PluginSource>,
    budget: &Budget,
    paint: Paint,
) -> String {
    let plugin = &manifest.plugin;
    let mut out = format!(
        "{} {}\n  {}\n\n",
        paint.strong(printable(&plugin.id)),
        printable(&plugin.version),
        printable(&plugin.description)
    );
    let mut line = |label: &str, text: &str| _ = writeln!(out, "  {label:9} {}", printable(text));
    let source = match source {
        Some(source) => told(source),
        None => "not in use".to_owned(),
    };
    line("source", &source);
    line("digest", digest);
    line("abi", &plugin.abi);
    line("license", &plugin.license);
    line("kind", plugin.kind.as_str());
    line("strategy", plugin.strategy.as_str());
    line("priority", &plugin.priority.to_string());
    if let Some(docs) = &plugin.docs {
        line("docs", docs);
    }
    let patterns = &manifest.patterns;
    for (name, list) in [
        ("markers", &patterns.markers),
        ("files", &patterns.files),
        ("extensions", &patterns.extensions),
        ("globs", &patterns.globs),
    ] {
        if !list.is_empty() {
            line(name, &list.join(", "));
        }
    }
    for (key, meaning) in &manifest.settings {
        line("setting", &format!("{key}: {meaning}"));
    }
    out.push_str("\n  budget\n");
    for field in Budget::FIELDS {
        let value = budget.get(field.key).unwrap_or_default();
        _ = writeln!(out, "    {:16} {value:>12}   {}", field.key, field.meaning);
    }
    out
}
