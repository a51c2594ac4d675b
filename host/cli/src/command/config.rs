//! `config show`.

use crate::args::Options;
use crate::exit::Exit;
use crate::output;
use crate::report::Problem;
use crate::session::Session;
use crate::settings::{Setting, Settings};
use clap::ArgMatches;
use fieldmark::Budget;
use std::fmt::{Debug, Write};
use std::path::Path;

/// Shows every value in force and where it comes from.
pub(crate) fn show(options: &Options, matches: &ArgMatches, repository: &Path) -> Result<Exit, Problem> {
    let session = Session::new(options, matches, Some(repository))?;
    // Whatever is wrong with the values themselves is told as it would be by a detection.
    session.engine()?;
    Ok(output::print(&table(&session.settings)))
}

fn table(settings: &Settings) -> String {
    let mut out = String::new();
    let mut row = |key: &str, value: String, source: String| {
        // Writing to a string cannot fail.
        _ = writeln!(out, "{key:24} {:34} {source}", fieldmark_render::printable(&value));
    };
    let named = |text: String| text.trim_matches('"').to_owned();
    fn word(value: &impl serde::Serialize) -> String {
        fieldmark_render::json(value).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    }
    fn debug<T: Debug>(setting: &Setting<Option<T>>, absent: &str) -> String {
        setting.value.as_ref().map_or_else(|| absent.to_owned(), |value| format!("{value:?}"))
    }
    row("format", named(word(&settings.format.value)), settings.format.source.to_string());
    row("color", named(word(&settings.color.value)), settings.color.source.to_string());
    row("catalogue", named(debug(&settings.catalogue, "the era's own")), settings.catalogue.source.to_string());
    row("era", named(word(&settings.era.value)), settings.era.source.to_string());
    row("as-of", named(debug(&settings.as_of, "the catalogue's own")), settings.as_of.source.to_string());
    row("strategies", word(&settings.strategies.value), settings.strategies.source.to_string());
    row("plugins", format!("{:?}", settings.plugins.value), settings.plugins.source.to_string());
    row(
        "plugin-directories",
        format!("{:?}", settings.plugin_directories.value),
        settings.plugin_directories.source.to_string(),
    );
    row("store", named(debug(&settings.store, "none")), settings.store.source.to_string());
    row("trust-policy", named(debug(&settings.trust_policy, "none")), settings.trust_policy.source.to_string());
    row("allow-scripts", settings.allow_scripts.value.to_string(), settings.allow_scripts.source.to_string());
    row("disabled-plugins", word(&settings.disabled_plugins.value), settings.disabled_plugins.source.to_string());
    row("git-ignore", settings.git_ignore.value.to_string(), settings.git_ignore.source.to_string());
    row("max-entries", settings.max_entries.value.to_string(), settings.max_entries.source.to_string());
    row("threads", settings.threads.value.to_string(), settings.threads.source.to_string());
    row("strict", settings.strict.value.to_string(), settings.strict.source.to_string());
    row("cache-dir", named(debug(&settings.cache_dir, "none")), settings.cache_dir.source.to_string());
    let budget = Budget::default().overridden(&settings.budget.value);
    for field in Budget::FIELDS {
        let value = budget.get(field.key).unwrap_or_default();
        let source = if value == field.default { "default".to_owned() } else { settings.budget.source.to_string() };
        row(&format!("budget.{}", field.key), value.to_string(), source);
    }
    for (id, config) in &settings.plugin {
        for (key, value) in &config.settings {
            row(&format!("plugin.{id}.{key}"), value.clone(), "configuration".to_owned());
        }
    }
    out
}
