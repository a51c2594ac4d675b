//! Labels and annotations of everything that is made (new-app.md 8.5).

use crate::{Command, Request};
use fieldmark_images::ImageReference;
use fieldmark_objects::{Metadata, Object};
use std::collections::BTreeMap;

/// Says who made an object.
const MADE_BY: &str = "openshift.io/generated-by";
/// Labels that tools group objects by; with any of them given, none is added.
const APPLICATION: &str = "app";
const GROUPING: [&str; 3] = [APPLICATION, "app.kubernetes.io/component", "app.kubernetes.io/instance"];
/// Label with the name of the image stream that was named as one.
const STREAM: &str = "app.kubernetes.io/name";

/// Labels and annotates all objects: what the user gave, and the labels that tools group by.
pub(crate) fn mark(request: &Request, given: &BTreeMap<String, String>, name: Option<&str>, objects: &mut [Object]) {
    let labels = all(request, given, name);
    let by = match request.command {
        Command::NewApp => "OpenShiftNewApp",
        Command::NewBuild => "OpenShiftNewBuild",
    };
    let annotate = |metadata: &mut Metadata| _ = metadata.annotations.insert(MADE_BY.to_owned(), by.to_owned());
    for object in objects {
        object.metadata_mut().labels.extend(labels.clone());
        annotate(object.metadata_mut());
        match object {
            Object::Deployment(deployment) => annotate(&mut deployment.spec.template.metadata),
            Object::DeploymentConfig(config) => annotate(&mut config.spec.template.metadata),
            _ => {}
        }
    }
}

fn all(request: &Request, given: &BTreeMap<String, String>, name: Option<&str>) -> BTreeMap<String, String> {
    let mut labels = given.clone();
    let Some(name) = name else { return labels };
    match request.command {
        Command::NewBuild if labels.is_empty() => _ = labels.insert("build".to_owned(), name.to_owned()),
        Command::NewApp if !GROUPING.iter().any(|key| labels.contains_key(*key)) => {
            labels.extend(GROUPING.map(|key| (key.to_owned(), name.to_owned())));
            let stream = request.image_streams.first().and_then(|term| term.parse::<ImageReference>().ok());
            if let Some(stream) = stream {
                labels.insert(STREAM.to_owned(), stream.name);
            }
        }
        _ => {}
    }
    labels
}
