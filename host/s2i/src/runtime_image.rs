//! Copying what was built into a smaller image (s2i.md 12).

use crate::{BuilderImage, S2iError};
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

/// The artifacts that were given, or those that the builder image names.
///
/// # Errors
/// There are none, one is malformed, or the build is incremental.
pub fn runtime_artifacts(
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
