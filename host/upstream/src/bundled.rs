//! The templates that come with fieldmark: data of `rules/dockerfiles`, embedded as the JSON that `build.rs` makes of it.

use crate::{Template, UpstreamError};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// Names of the files with their contents as JSON, in order; the build script lists them.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/templates.rs"));
/// The file that is no template.
const FAMILIES: &str = "families";

/// Languages that are built like another one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Families {
    family: BTreeMap<String, String>,
}

/// Names of all templates.
pub fn template_names() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(name, _)| *name).filter(|name| *name != FAMILIES)
}

impl Template {
    /// The template of this name.
    ///
    /// # Errors
    /// The embedded text is wrong; a test makes sure that it is not.
    pub fn bundled(name: &str) -> Result<Option<Self>, UpstreamError> {
        match text(name).filter(|_| name != FAMILIES) {
            Some(text) => read::<Self>(name, text)?.checked(name).map(Some),
            None => Ok(None),
        }
    }
}

/// The name of the template for a language: its own, or that of the family it belongs to.
///
/// # Errors
/// The embedded list of families is wrong; a test makes sure that it is not.
pub(crate) fn template_of(language: &str) -> Result<Option<String>, UpstreamError> {
    if language != FAMILIES && text(language).is_some() {
        return Ok(Some(language.to_owned()));
    }
    let families: Families = read(FAMILIES, text(FAMILIES).unwrap_or_default())?;
    Ok(families.family.get(language).cloned())
}

fn read<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, UpstreamError> {
    serde_json::from_str(text)
        .map_err(|error| UpstreamError::Template { name: name.to_owned(), problem: error.to_string() })
}

fn text(name: &str) -> Option<&'static str> {
    FILES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_templates_are_read_and_versions_go_from_the_newest_down() {
        assert!(template_names().count() > 20);
        for name in template_names() {
            let template = Template::bundled(name).unwrap_or_else(|error| panic!("{error}")).unwrap();
            let rule = format!("{}/../../rules/dockerfiles/{name}.toml", env!("CARGO_MANIFEST_DIR"));
            assert_eq!(Template::parse(name, &std::fs::read_to_string(rule).unwrap()).unwrap(), template, "{name}");
            assert!(template.versions.is_sorted_by(|a, b| a > b), "{name}: {:?}", template.versions);
            let mut variants: Vec<&str> = template.variants.iter().map(|variant| variant.name.as_str()).collect();
            variants.sort_unstable();
            assert!(variants.is_sorted_by(|a, b| a < b), "{name}: two variants of one name");
        }
    }

    #[test]
    fn families_lead_to_templates() {
        let families: Families = read(FAMILIES, text(FAMILIES).unwrap()).unwrap();
        for (language, template) in &families.family {
            assert!(text(language).is_none(), "{language} has a template of its own");
            assert_eq!(template_of(language).unwrap().as_ref(), Some(template));
            assert!(text(template).is_some(), "{template}");
        }
        assert_eq!(template_of("nonesuch").unwrap(), None);
        assert_eq!(template_of(FAMILIES).unwrap(), None);
    }
}
