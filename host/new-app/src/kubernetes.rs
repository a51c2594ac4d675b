//! Plain Kubernetes: deployments and services of an image that is built elsewhere.

use crate::Refusal;
use crate::deployments::service;
use crate::pipeline::Pipeline;
use crate::planner::Planner;
use fieldmark_objects::Object;

/// A deployment and a service for each pipeline. The image of a build is the one of `--to`, or `<name>:latest`.
pub(crate) fn objects(planner: &Planner<'_>, pipelines: &[Pipeline]) -> Result<Vec<Object>, Refusal> {
    if planner.request.as_deployment_config {
        return Err(Refusal::Target { what: "a deployment configuration", target: "kubernetes" });
    }
    let mut objects = running(planner, pipelines);
    let services: Vec<Object> = objects.iter().filter_map(service).map(Object::from).collect();
    objects.extend(services);
    Ok(objects)
}

/// Deployments that name their images, for there are no tags that fill them in.
pub(crate) fn running(planner: &Planner<'_>, pipelines: &[Pipeline]) -> Vec<Object> {
    let mut objects = Vec::new();
    for pipeline in pipelines {
        let image = planner.plain_image(pipeline);
        for mut object in planner.deployments(&[pipeline]) {
            if let Object::Deployment(deployment) = &mut object {
                deployment.metadata.annotations.clear();
                for container in &mut deployment.spec.template.spec.containers {
                    container.image.clone_from(&image);
                }
            }
            objects.push(object);
        }
    }
    objects
}

impl Planner<'_> {
    /// The pull specification of what runs.
    pub(crate) fn plain_image(&self, pipeline: &Pipeline) -> String {
        match (&pipeline.build, &pipeline.image) {
            (None, Some(image)) => image.pull.clone(),
            _ => self.request.output.to.clone().unwrap_or_else(|| format!("{}:latest", pipeline.name)),
        }
    }
}
