//! What is wrong with a platform, or with what it was asked.

use super::Problem;
use crate::exit::Exit;
use crate::platform::PlatformError;
use fieldmark_images::{CatalogueError, LookupError, SnapshotError, Unresolved};

impl From<PlatformError> for Problem {
    fn from(error: PlatformError) -> Self {
        match error {
            PlatformError::Session(error) => error.into(),
            PlatformError::Unreadable { .. } => Self::usage("snapshot.unreadable", &error, None),
            PlatformError::Snapshot { ref source, .. } => Self::usage(source.code(), &error, snapshot_hint(source)),
            PlatformError::Cluster(error) => error.into(),
            PlatformError::Lookup(error) => error.into(),
            PlatformError::NoKubeconfig => {
                Self::usage("platform.no-kubeconfig", &error, "name one with --kubeconfig".to_owned())
            }
        }
    }
}

pub(super) fn catalogue_hint(error: &CatalogueError) -> Option<String> {
    match error {
        CatalogueError::Document { source, .. } => super::document_hint(source),
        CatalogueError::Streams { source, .. } => snapshot_hint(source),
        _ => None,
    }
}

fn snapshot_hint(error: &SnapshotError) -> Option<String> {
    let hint = match error {
        SnapshotError::TooLarge { .. } => "save only the projects that are needed",
        SnapshotError::Syntax { .. } | SnapshotError::Object { .. } | SnapshotError::Empty => {
            "it has to be YAML or JSON as `oc get imagestreams,imagestreamtags -o yaml` prints it"
        }
        _ => return None,
    };
    Some(hint.to_owned())
}

impl From<LookupError> for Problem {
    fn from(error: LookupError) -> Self {
        let hint = match &error {
            LookupError::Offline { .. } => {
                Some("name the cluster with --cluster, or a file with --snapshot".to_owned())
            }
            LookupError::Forbidden { .. } => {
                Some("log in as someone who may read the project, or name another".to_owned())
            }
            _ => None,
        };
        Self::usage(error.code(), &error, hint)
    }
}

impl From<Unresolved> for Problem {
    fn from(error: Unresolved) -> Self {
        let hint = match &error {
            Unresolved::None { .. } => Some(format!(
                "`fieldmark images` lists what there is; --allow-missing-images takes \"{}\" for an image that is not \
                 there yet",
                error.term()
            )),
            Unresolved::Partial { found, .. } => Some(format!("use {} if it is meant", found.argument)),
            Unresolved::Several { matches, .. } => {
                let some: Vec<&str> = matches.iter().take(5).map(|found| found.argument.as_str()).collect();
                Some(format!("use one of {}; `fieldmark images {}` lists all", some.join(", "), error.term()))
            }
            Unresolved::NoTags { .. } => {
                Some("use --allow-missing-imagestream-tags to use this image stream all the same".to_owned())
            }
            Unresolved::CircularTags { tags, .. } => Some(format!("they refer to each other: {}", tags.join(" -> "))),
            _ => None,
        };
        // As `oc new-app` ends when it refuses; the arguments themselves are right.
        Self { code: error.code(), message: error.to_string(), hint, exit: Exit::NothingMatched }
    }
}
