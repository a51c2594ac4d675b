//! The form of a template: data of `rules/dockerfiles`.

use crate::UpstreamError;
use crate::placeholder::{self, Piece, pieces};
use fieldmark_model::{Version, parse_document};
use serde::Deserialize;
use std::collections::BTreeMap;

/// How a language is built from its upstream image.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Template {
    /// Name of the language for people.
    pub title: String,
    /// Where names of images and versions were read.
    pub source: String,
    /// The day they describe, `YYYY-MM-DD`.
    pub as_of: String,
    /// Versions that every image named by `{version}` has a tag for, the newest first.
    pub versions: Vec<Version>,
    /// The version that is taken when none is asked for; the newest unless stated.
    pub default: Option<Version>,
    /// The port that an application gets in `PORT`, and is expected on when nothing says another; none for programs
    /// that serve nothing.
    pub port: Option<u16>,
    /// Lines of `.dockerignore` that the language needs beside the common ones.
    #[serde(default)]
    pub ignore: Vec<String>,
    /// Ways to build it; the first that fits a component is taken.
    #[serde(rename = "variant")]
    pub variants: Vec<Variant>,
}

/// One way to build a language.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Variant {
    /// Its name.
    pub name: String,
    /// Package managers it is for; all if there is none in the list.
    #[serde(default)]
    pub package_managers: Vec<String>,
    /// Frameworks or languages it is for; all if there is none in the list.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// Its versions, where its images have others than the template's; the newest first.
    pub versions: Option<Vec<Version>>,
    /// The version of these that is taken when none is asked for.
    pub default: Option<Version>,
    /// The stage that builds.
    pub build: BuildStage,
    /// The stage that runs.
    pub run: RunStage,
    /// Directory that the build fills, unless the repository says another.
    pub output: Option<String>,
    /// How what was built is started; what the repository and its framework say unless stated.
    pub start: Option<String>,
    /// Beginnings of detected starts that go before this, for the image has what they name at its place.
    #[serde(default)]
    pub accepts: Vec<String>,
    /// The port that it listens on whatever the repository says.
    pub listens: Option<u16>,
}

/// The stage that builds.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct BuildStage {
    /// Its image.
    pub image: String,
    /// Who builds, where the image is set up for somebody without rights.
    pub user: Option<String>,
    /// Where the sources are put; what runs is left in `/app`.
    #[serde(default = "sources")]
    pub directory: String,
    /// Variables.
    #[serde(default)]
    pub environment: BTreeMap<String, String>,
    /// Commands before any source is there, one layer each.
    #[serde(default)]
    pub tools: Vec<String>,
    /// Files and directories that are copied before the others: manifests and lock files. A name may have one `*`.
    #[serde(default)]
    pub first: Vec<String>,
    /// Commands that need no more than these, so that their layer lasts as long as these stay the same.
    #[serde(default)]
    pub fetch: Vec<String>,
    /// Commands that build, one layer each.
    #[serde(default)]
    pub steps: Vec<String>,
}

/// The stage that runs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RunStage {
    /// Its image.
    pub image: String,
    /// Commands before the application is there, one layer each; they run as root.
    #[serde(default)]
    pub tools: Vec<String>,
    /// Variables.
    #[serde(default)]
    pub environment: BTreeMap<String, String>,
    /// Directories that are copied from the stage that builds, `directory` or `from:to`; `/app` if there is none in the
    /// list.
    #[serde(default)]
    pub copy: Vec<String>,
    /// Whether its image starts by an entry point of its own, which is taken off [false].
    #[serde(default)]
    pub entrypoint: bool,
}

fn sources() -> String {
    "/src".to_owned()
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// The text does not have the form, or it does not make sense: no version, a placeholder that does not exist, an
    /// image without a version.
    pub fn parse(name: &str, text: &str) -> Result<Self, UpstreamError> {
        let template: Self =
            parse_document(text).map_err(|source| UpstreamError::Document { name: name.to_owned(), source })?;
        template.checked(name)
    }

    /// The template, if it makes sense.
    pub(crate) fn checked(self, name: &str) -> Result<Self, UpstreamError> {
        self.check().map_err(|problem| UpstreamError::Template { name: name.to_owned(), problem })?;
        Ok(self)
    }

    fn check(&self) -> Result<(), String> {
        if self.variants.is_empty() {
            return Err("it needs a variant".to_owned());
        }
        check_versions(&self.versions, self.default.as_ref())?;
        self.variants.iter().try_for_each(Variant::check)
    }
}

fn check_versions(versions: &[Version], default: Option<&Version>) -> Result<(), String> {
    if versions.is_empty() {
        return Err("it needs a version".to_owned());
    }
    if default.is_some_and(|default| !versions.contains(default)) {
        return Err("`default` is none of its versions".to_owned());
    }
    Ok(())
}

impl Variant {
    fn check(&self) -> Result<(), String> {
        let problem = |problem: &str, text: &str| Err(format!("variant `{}`: {problem}: {text}", self.name));
        if let Some(versions) = &self.versions {
            check_versions(versions, self.default.as_ref())?;
        } else if self.default.is_some() {
            return Err(format!("variant `{}` has a default and no versions", self.name));
        }
        for image in [&self.build.image, &self.run.image] {
            if !is_pinned(image) {
                return problem("no version in the image", image);
            }
        }
        let texts = self.fixed().map(|text| (text, placeholder::OF_THE_TEMPLATE));
        let texts = texts.chain(self.commands().map(|text| (text, placeholder::OF_A_COMMAND)));
        for (text, known) in texts.chain(self.start.iter().map(|text| (text, placeholder::OF_THE_START))) {
            if text.contains(['\n', '\r']) || text.trim_end().ends_with('\\') {
                return problem("more than one line", text);
            }
            for piece in pieces(text) {
                if let Piece::Placeholder(name) = piece
                    && !known.contains(&name)
                {
                    return problem(&format!("there is no placeholder `{name}` here"), text);
                }
            }
        }
        Ok(())
    }

    /// What holds nothing of a repository.
    fn fixed(&self) -> impl Iterator<Item = &String> {
        let (build, run) = (&self.build, &self.run);
        let variables = build.environment.values().chain(run.environment.values());
        let places = [&build.image, &run.image, &build.directory].into_iter().chain(&build.user);
        places.chain(variables).chain(&run.copy).chain(&build.first)
    }

    fn commands(&self) -> impl Iterator<Item = &String> {
        let (build, run) = (&self.build, &self.run);
        [&build.tools, &build.fetch, &build.steps, &run.tools].into_iter().flatten()
    }

    /// Whether a text of a step has a placeholder.
    pub(crate) fn needs(&self, name: &str) -> bool {
        self.commands().any(|text| placeholder::names(text, name))
    }
}

/// Whether the tag of an image holds a version.
fn is_pinned(image: &str) -> bool {
    let name = image.rsplit('/').next().unwrap_or_default();
    let tag = name.split_once(':').map_or("", |(_, tag)| tag);
    tag.contains("{version}") || tag.contains(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALLEST: &str = "title = 'T'\nsource = 's'\nas-of = '2026-08-22'\nversions = ['2', '1']\n[[variant]]\n\
                            name = 'v'\nbuild.image = 'x/y:{version}'\nrun.image = 'x/z:12-slim'\n";

    fn error(text: &str) -> String {
        Template::parse("t", text).unwrap_err().to_string()
    }

    #[test]
    fn unknown_key_is_an_error_with_its_line() {
        assert!(Template::parse("t", SMALLEST).is_ok());
        let unknown = error(&format!("{SMALLEST}build.step = []\n"));
        assert!(unknown.starts_with("dockerfiles/t.toml: line 9"), "{unknown}");
    }

    #[test]
    fn templates_that_make_no_sense_are_refused() {
        let cases = [
            ("{version}", "latest", "no version in the image: x/y:latest"),
            ("x/z:12-slim", "host:5000/x/z", "no version in the image"),
            ("['2', '1']", "[]", "it needs a version"),
            ("as-of", "default = '3'\nas-of", "none of its versions"),
            ("name = 'v'", "name = 'v'\nstart = './bin/{prog}'", "there is no placeholder `prog` here"),
            ("x/z:12", "x/{program}:12", "there is no placeholder `program` here"),
            ("name = 'v'", "name = 'v'\ndefault = '1'", "a default and no versions"),
            ("name = 'v'", "name = 'v'\nbuild.steps = ['a \\\\ ']", "more than one line"),
            ("name = 'v'", "name = 'v'\nbuild.steps = [\"a\\nUSER 0\"]", "more than one line"),
        ];
        for (from, to, expected) in cases {
            let error = error(&SMALLEST.replacen(from, to, 1));
            assert!(error.contains(expected), "{from} -> {to}: {error}");
        }
    }
}
