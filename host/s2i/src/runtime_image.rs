//! Copying what was built into a smaller image (s2i.md 12).

use crate::plan::{DEFAULT_USER, user_name};
use crate::scripts::{ScriptsUrl, image_directory};
use crate::{BuilderImage, PlannedScript, Request, S2iError, Script, ScriptOrigin, canonical_image};
use serde::{Deserialize, Serialize};

/// A file or directory that is copied from the builder's container.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Artifact {
    /// Absolute path in the builder's container after assemble.
    pub source: String,
    /// Path relative to the working directory of the runtime image; `.` for that directory.
    pub destination: String,
}

/// A runtime image as it is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuntimeRequest {
    /// The image, in any form.
    pub image: String,
    /// What is copied, as it was given; those that the builder image names when there are none.
    pub artifacts: Vec<String>,
    /// `--assemble-runtime-user`.
    pub user: Option<String>,
    /// What is known of the image; none when nothing is.
    pub facts: Option<BuilderImage>,
}

/// The last stage of a build with a runtime image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RuntimeStage {
    /// The image, in full.
    pub image: String,
    /// What is copied into it.
    pub artifacts: Vec<Artifact>,
    /// The user that runs assemble-runtime, and the application.
    pub user: String,
    /// Its scripts. Paths of those that are not its own are relative to its working directory.
    pub scripts: Vec<PlannedScript>,
}

impl RuntimeStage {
    /// Plans the stage. The scripts that belong to it are taken from those of the build.
    pub(crate) fn new(
        asked: &RuntimeRequest,
        request: &Request,
        given: Option<&ScriptsUrl>,
        scripts: &mut Vec<PlannedScript>,
    ) -> Result<Self, S2iError> {
        let artifacts = runtime_artifacts(&asked.artifacts, request.image.as_ref(), request.incremental)?;
        let facts = asked.facts.as_ref();
        let directory = image_directory(given, facts, request.image_scripts_url.as_deref(), request.compat)?;
        let own = |planned: &PlannedScript| matches!(planned.script, Script::AssembleRuntime | Script::Run);
        let (mut last, first): (Vec<_>, Vec<_>) = scripts.drain(..).partition(own);
        *scripts = first;
        // It is there before the application starts.
        last.sort_by_key(|planned| planned.script == Script::Run);
        for planned in &mut last {
            let name = planned.script.as_str();
            planned.path = match planned.origin {
                ScriptOrigin::Image => format!("{directory}/{name}"),
                _ => format!("scripts/{name}"),
            };
        }
        let said = asked.user.as_deref().filter(|user| !user.is_empty());
        let user = said.or_else(|| facts.and_then(BuilderImage::assemble_runtime_user)).unwrap_or(DEFAULT_USER);
        Ok(Self { image: canonical_image(&asked.image)?, artifacts, user: user_name(user)?, scripts: last })
    }
}

/// The artifacts that were given, or those that the builder image names. There has to be one, and nothing to begin with.
pub(crate) fn runtime_artifacts(
    given: &[String],
    image: Option<&BuilderImage>,
    incremental: bool,
) -> Result<Vec<Artifact>, S2iError> {
    if incremental {
        return Err(S2iError::IncrementalWithRuntime);
    }
    let label = image.and_then(|image| image.label("io.openshift.s2i.assemble-input-files"));
    let texts: Vec<&str> =
        if given.is_empty() { label.into_iter().collect() } else { given.iter().map(String::as_str).collect() };
    let parts = texts.iter().flat_map(|text| text.split(';')).map(str::trim).filter(|part| !part.is_empty());
    let artifacts = parts.map(artifact).collect::<Result<Vec<_>, _>>()?;
    if artifacts.is_empty() { Err(S2iError::NoArtifacts) } else { Ok(artifacts) }
}

fn artifact(text: &str) -> Result<Artifact, S2iError> {
    let (source, destination) = text.split_once(':').unwrap_or((text, "."));
    let destination = if destination.is_empty() { "." } else { destination };
    let leads_out = destination.starts_with('/') || destination.split('/').any(|segment| segment == "..");
    if !source.starts_with('/') || leads_out || destination.contains(':') {
        return Err(S2iError::Artifact { text: text.to_owned() });
    }
    Ok(Artifact { source: source.to_owned(), destination: destination.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn artifacts_stay_in_the_working_directory() {
        let cases = [
            ("/opt/app.jar", Ok(vec![("/opt/app.jar", ".")])),
            ("/opt/a:x;/opt/b:y/z", Ok(vec![("/opt/a", "x"), ("/opt/b", "y/z")])),
            ("/opt/a:../x", Err("s2i.artifact")),
            ("/opt/a:x/../../y", Err("s2i.artifact")),
            ("/opt/a:/x", Err("s2i.artifact")),
            ("opt/a:x", Err("s2i.artifact")),
            ("", Err("s2i.no-artifacts")),
        ];
        for (text, expected) in cases {
            let found = runtime_artifacts(&[text.to_owned()], None, false);
            let found =
                found.as_ref().map(|all| all.iter().map(|a| (a.source.as_str(), a.destination.as_str())).collect());
            assert_eq!(found.map_err(S2iError::code), expected, "{text}");
        }
        assert_eq!(runtime_artifacts(&[], None, true).unwrap_err().code(), "s2i.incremental-with-runtime-image");
    }

    #[test]
    fn label_of_the_builder_counts_when_nothing_is_given() {
        let label = ("io.openshift.s2i.assemble-input-files".to_owned(), "/opt/out:app".to_owned());
        let image = BuilderImage { labels: [label].into(), ..BuilderImage::default() };
        assert_eq!(runtime_artifacts(&[], Some(&image), false).unwrap()[0].source, "/opt/out");
    }
}
