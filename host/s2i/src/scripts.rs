//! The scripts of a build and where each comes from (s2i.md 4).

use crate::{BuilderImage, S2iError};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Directory of the scripts in an image that does not say.
pub(crate) const DEFAULT_SCRIPTS_DIRECTORY: &str = "/usr/libexec/s2i";

/// Directories of the source that scripts are taken from, the newer name first.
pub(crate) const SOURCE_SCRIPT_DIRECTORIES: [&str; 2] = [".s2i/bin", ".sti/bin"];

/// A script that a build uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Script {
    /// Builds the application from its sources.
    Assemble,
    /// Starts it.
    Run,
    /// Saves what the next build can use again.
    SaveArtifacts,
    /// Prepares what was built in a runtime image.
    AssembleRuntime,
}

impl Script {
    /// Those of a build without a runtime image. They are the ones that are moved out of the sources; others stay.
    pub const ALL: [Self; 3] = [Self::Assemble, Self::Run, Self::SaveArtifacts];

    /// The file name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Assemble => "assemble",
            Self::Run => "run",
            Self::SaveArtifacts => "save-artifacts",
            Self::AssembleRuntime => "assemble-runtime",
        }
    }
}

/// Where a script comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScriptOrigin {
    /// A directory or an address that `--scripts-url` names, or a directory that `--image-scripts-url` does.
    Url,
    /// The source's `.s2i/bin`, or `.sti/bin`.
    Source,
    /// Given by whoever made the plan: the override of a decision.
    Override,
    /// The builder image.
    Image,
}

/// A script with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PlannedScript {
    /// Which.
    pub script: Script,
    /// Where it comes from.
    pub origin: ScriptOrigin,
    /// Its path while the image is built.
    pub path: String,
    /// The path that it was moved from, relative to the sources; null when it was not.
    pub moved_from: Option<String>,
    /// The address that it is downloaded from while the image is built; null when it is not.
    pub address: Option<String>,
}

/// What `--scripts-url` or `--image-scripts-url` names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ScriptsUrl {
    /// A directory of the image.
    Image(String),
    /// A directory of this machine.
    Directory(String),
    /// An address, from which whoever builds the image downloads.
    Remote(String),
}

impl ScriptsUrl {
    /// Reads an address. `compat` takes a relative directory of the image as well.
    pub(crate) fn parse(url: &str, compat: bool) -> Result<Self, S2iError> {
        let directory =
            |path: &str| if path.len() > 1 { path.trim_end_matches('/').to_owned() } else { path.to_owned() };
        match url.split_once("://") {
            Some(("image", path)) if path.starts_with('/') || (compat && !path.is_empty()) => {
                Ok(Self::Image(directory(path)))
            }
            Some(("file", path)) if path.starts_with('/') => Ok(Self::Directory(directory(path))),
            Some(("http" | "https", rest)) if is_plain_address(rest) => {
                Ok(Self::Remote(url.trim_end_matches('/').to_owned()))
            }
            Some((scheme @ ("http" | "https"), rest)) => {
                // Credentials are not shown.
                let shown = rest.rsplit_once('@').map_or(rest, |(_, shown)| shown);
                Err(S2iError::ScriptsUrl { url: format!("{scheme}://{shown}") })
            }
            _ => Err(S2iError::ScriptsUrl { url: url.to_owned() }),
        }
    }

    /// The directory of this machine.
    pub(crate) fn directory(&self) -> Option<&Path> {
        if let Self::Directory(path) = self { Some(Path::new(path)) } else { None }
    }

    /// Where a script is downloaded from. Only those that every build needs are: whether others are there cannot be
    /// told without asking, and a download of what is not there would end the build.
    pub(crate) fn address(&self, script: Script) -> Option<String> {
        match (self, script) {
            (Self::Remote(url), Script::Assemble | Script::Run) => Some(format!("{url}/{}", script.as_str())),
            _ => None,
        }
    }
}

/// Whether an address, without its scheme, may stand in a Dockerfile: no credentials, and nothing that is replaced there
/// or ends the word.
fn is_plain_address(rest: &str) -> bool {
    let host = rest.split('/').next().unwrap_or_default();
    let sign = |c: char| c.is_ascii_alphanumeric() || "-._~/:?&=+,;%@!()".contains(c);
    !host.is_empty() && !host.contains('@') && rest.chars().all(sign)
}

/// The directory of the scripts in the image: `--scripts-url image://…`, then what the image says, then
/// `--image-scripts-url`, then the default (s2i.md 11).
pub(crate) fn image_directory(
    given: Option<&ScriptsUrl>,
    image: Option<&BuilderImage>,
    fallback: Option<&str>,
    compat: bool,
) -> Result<String, S2iError> {
    if let Some(ScriptsUrl::Image(path)) = given {
        return Ok(path.clone());
    }
    let said = image.and_then(|image| image.scripts_url(compat)).map(|url| ScriptsUrl::parse(url, compat));
    if let Some(Ok(ScriptsUrl::Image(path))) = said {
        return Ok(path);
    }
    match fallback.map(|url| ScriptsUrl::parse(url, compat)) {
        Some(Ok(ScriptsUrl::Image(path))) => Ok(path),
        Some(Ok(ScriptsUrl::Remote(url))) if !compat => Err(S2iError::ScriptsUrl { url }),
        None | Some(Ok(_)) => Ok(DEFAULT_SCRIPTS_DIRECTORY.to_owned()),
        Some(Err(error)) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(labels: &[(&str, &str)], env: &[&str]) -> BuilderImage {
        BuilderImage {
            labels: labels.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect(),
            env: env.iter().map(|text| (*text).to_owned()).collect(),
            ..BuilderImage::default()
        }
    }

    #[test]
    fn first_place_that_says_where_scripts_are_wins() {
        let new = ("io.openshift.s2i.scripts-url", "image:///new");
        let old = ("io.s2i.scripts-url", "image:///old");
        let env = "STI_SCRIPTS_URL=image:///env";
        let all = image(&[new, old], &[env]);
        let cases = [
            ("flag", Some("image:///flag/"), Some(all.clone()), Some("image:///fallback"), false, "/flag"),
            ("a directory is no place in the image", Some("file:///x"), Some(all.clone()), None, false, "/new"),
            ("label", None, Some(all), Some("image:///fallback"), false, "/new"),
            ("old label", None, Some(image(&[old], &[env])), None, false, "/old"),
            ("old label, as upstream", None, Some(image(&[old], &[env])), None, true, "/usr/libexec/s2i"),
            ("env", None, Some(image(&[], &[env])), None, false, "/env"),
            ("env, as upstream", None, Some(image(&[], &[env])), None, true, "/usr/libexec/s2i"),
            ("fallback", None, None, Some("image:///fallback"), false, "/fallback"),
            (
                "label of another scheme",
                None,
                Some(image(&[("io.openshift.s2i.scripts-url", "https://x")], &[])),
                None,
                false,
                "/usr/libexec/s2i",
            ),
            ("default", None, None, None, false, "/usr/libexec/s2i"),
            ("a directory of this machine", None, None, Some("file:///x"), false, "/usr/libexec/s2i"),
            ("relative, as upstream", Some("image://opt/x"), None, None, true, "opt/x"),
        ];
        for (what, given, image, fallback, compat, expected) in cases {
            let given = given.map(|url| ScriptsUrl::parse(url, compat).unwrap());
            let found = image_directory(given.as_ref(), image.as_ref(), fallback, compat).unwrap();
            assert_eq!(found, expected, "{what}");
        }
    }

    #[test]
    fn other_urls_are_refused() {
        for (url, code) in [
            ("https://user:secret@host.example/s", "s2i.scripts-url"),
            ("https://host.example/$HOME", "s2i.scripts-url"),
            ("https://host.example/a b", "s2i.scripts-url"),
            ("https:///s", "s2i.scripts-url"),
            ("ftp://host.example/s", "s2i.scripts-url"),
            ("image://opt", "s2i.scripts-url"),
            ("/opt", "s2i.scripts-url"),
        ] {
            let error = ScriptsUrl::parse(url, false).unwrap_err();
            assert_eq!(error.code(), code, "{url}");
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }
}
