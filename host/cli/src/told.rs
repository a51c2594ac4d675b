//! What flags say about the repository, in the terms of its `fieldmark.toml`.

use crate::args::Options;
use fieldmark::{DocumentError, Instructions, parse_document};
use serde::de::IgnoredAny;
use thiserror::Error;

/// A `--set` that says nothing.
#[derive(Debug, Error)]
pub(crate) enum ToldError {
    #[error("--set {text}: it is not of the form KEY=VALUE")]
    Form { text: String },
    #[error("--set {text}: {}", source.message)]
    Document { text: String, source: DocumentError },
    #[error("--set {text}: `{key}` is a flag or a setting of its own, and no instruction")]
    NoInstruction { text: String, key: String },
}

/// The instructions of `--exclude` and `--set`, the later in force.
pub(crate) fn instructions(options: &Options) -> Result<Instructions, ToldError> {
    let mut all = Instructions { exclude: options.exclude.clone(), ..Instructions::default() };
    for text in &options.told {
        all = all.under(one(text)?);
    }
    Ok(all)
}

fn one(text: &str) -> Result<Instructions, ToldError> {
    let (key, value) = split(text).ok_or_else(|| ToldError::Form { text: text.to_owned() })?;
    let first = key.split('.').next().unwrap_or_default().trim_matches(['"', '\'']);
    let key = if Instructions::KEYS.contains(&first) {
        key.to_owned()
    } else if first == key {
        // A key of a component by itself is one of the repository's root.
        format!("component.\".\".{key}")
    } else {
        return Err(ToldError::NoInstruction { text: text.to_owned(), key: first.to_owned() });
    };
    let as_value = format!("{key} = {value}");
    // Nobody wants to quote twice: what is no value of the key by itself may be a text. JSON writes it as TOML does.
    let as_text = format!("{key} = {}", fieldmark_render::json(&value).unwrap_or_default().trim());
    let is_value = parse_document::<IgnoredAny>(&as_value).is_ok();
    let wrong = |source| ToldError::Document { text: text.to_owned(), source };
    match (Instructions::parse(&as_value, None), Instructions::parse(&as_text, None)) {
        (Ok(told), _) | (Err(_), Ok(told)) => Ok(told),
        (Err(error), Err(_)) if is_value => Err(wrong(error)),
        (Err(_), Err(error)) => Err(wrong(error)),
    }
}

/// Key and value: the first `=` that is not between quotes.
fn split(text: &str) -> Option<(&str, &str)> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '=') => return Some((text[..at].trim(), text[at + 1..].trim())).filter(|(key, _)| !key.is_empty()),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_of_a_component_by_itself_is_one_of_the_root() {
        let told = one("start=npm run start -- --port=80").unwrap();
        assert_eq!(told.components["."].start.as_ref().unwrap().value, "npm run start -- --port=80");
        assert_eq!(one("version=3.10").unwrap().components["."].version.as_ref().unwrap().value.0, "3.10");
    }

    #[test]
    fn values_are_toml_or_text() {
        let told = one("component.\"a=b\".ports=[80, 81]").unwrap();
        assert_eq!(told.components["a=b"].ports.as_ref().unwrap().value, [80, 81]);
        assert_eq!(one("languages.node=-5").unwrap().languages["node"].value, -5);
        assert_eq!(one("exclude=[\"a\"]").unwrap().exclude, ["a"]);
    }

    #[test]
    fn what_says_nothing_is_refused() {
        assert!(matches!(one("start"), Err(ToldError::Form { .. })));
        assert!(matches!(one("=x"), Err(ToldError::Form { .. })));
        assert!(matches!(one("plugin.python.x=1"), Err(ToldError::NoInstruction { .. })));
        let error = one("ports=[0]").unwrap_err();
        assert!(error.to_string().contains("port 0"), "{error}");
        let error = one("stat=x").unwrap_err();
        assert!(error.to_string().contains("unknown field"), "{error}");
    }
}
