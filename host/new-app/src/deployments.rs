//! What runs an image: deployments or deployment configurations (new-app.md 8.3), and their services (8.4).

use crate::image_in_use::{Handle, ImageInUse};
use crate::pipeline::{Output, Pipeline};
use crate::planner::Planner;
use fieldmark_objects::{
    Container, ContainerPort, Deployment, DeploymentConfig, DeploymentConfigSpec, DeploymentSpec, DeploymentTrigger,
    EmptyDirectory, ImageChangeParameters, LabelSelector, Metadata, Object, PodSpec, PodTemplate, Reference, Service,
    ServicePort, ServiceSpec, Volume, VolumeMount,
};
use serde_json::json;
use std::collections::BTreeMap;

/// Says which tags fill in which images of a deployment.
const TRIGGERS: &str = "image.openshift.io/triggers";
/// What stands for an image that a trigger fills in.
const FILLED_IN: &str = " ";

/// A container with what it needs around it.
struct Running {
    container: Container,
    volumes: Vec<Volume>,
    /// The tag that fills in its image.
    tag: Option<Reference>,
}

impl Planner<'_> {
    /// Deployments of all pipelines of a group, the name of each, in the order in which they are made. Only deployment
    /// configurations put the containers of a group into one pod; deployments stay one for each (recorded).
    pub(crate) fn deployments(&self, group: &[&Pipeline]) -> Vec<Object> {
        let running = group.iter().filter(|pipeline| pipeline.deploys);
        if self.request.as_deployment_config {
            let mut running = running.peekable();
            let Some(name) = running.peek().map(|pipeline| pipeline.name.clone()) else { return Vec::new() };
            return vec![
                self.deployment_config(&name, running.map(|pipeline| self.running(pipeline)).collect()).into(),
            ];
        }
        running.map(|pipeline| self.deployment(&pipeline.name, self.running(pipeline)).into()).collect()
    }

    /// The container of a pipeline.
    fn running(&self, pipeline: &Pipeline) -> Running {
        let name = container_name(pipeline);
        let (image, tag) = image_and_tag(pipeline);
        let volume = |at: usize| format!("{name}-volume-{}", at + 1);
        let mounts = pipeline.volumes.iter().enumerate();
        let volume_mounts =
            mounts.map(|(at, path)| VolumeMount { name: volume(at), mount_path: path.clone() }).collect();
        let volumes = (0..pipeline.volumes.len())
            .map(|at| Volume { name: volume(at), empty_dir: EmptyDirectory::default() })
            .collect();
        let container = Container {
            image,
            ports: pipeline.ports.good.clone(),
            env: self.variables.to_objects(),
            volume_mounts,
            name,
        };
        Running { container, volumes, tag }
    }

    fn deployment(&self, name: &str, running: Running) -> Deployment {
        let Running { mut container, volumes, tag } = running;
        let mut metadata = Metadata::named(name);
        if let Some(tag) = tag {
            let path = format!("spec.template.spec.containers[?(@.name==\"{}\")].image", container.name);
            metadata.annotations.insert(TRIGGERS.to_owned(), json!([{ "from": tag, "fieldPath": path }]).to_string());
            container.image = FILLED_IN.to_owned();
        }
        let labels = self.pod_labels("deployment", name);
        Deployment {
            metadata,
            spec: DeploymentSpec {
                replicas: 1,
                selector: LabelSelector { match_labels: labels.clone() },
                template: template(labels, vec![container], volumes),
            },
        }
    }

    fn deployment_config(&self, name: &str, running: Vec<Running>) -> DeploymentConfig {
        let mut triggers = vec![DeploymentTrigger::ConfigChange];
        let (mut containers, mut volumes) = (Vec::new(), Vec::new());
        for Running { container, volumes: more, tag } in running {
            if let Some(from) = tag {
                let container_names = vec![container.name.clone()];
                let parameters = ImageChangeParameters { automatic: true, container_names, from };
                triggers.push(DeploymentTrigger::ImageChange { parameters });
            }
            containers.push(container);
            volumes.extend(more);
        }
        let labels = self.pod_labels("deploymentconfig", name);
        DeploymentConfig {
            metadata: Metadata::named(name),
            spec: DeploymentConfigSpec {
                replicas: 1,
                test: self.request.as_test,
                selector: labels.clone(),
                triggers,
                template: template(labels, containers, volumes),
            },
        }
    }

    /// Labels of pods, which selectors choose by: those of the user are among them (recorded).
    fn pod_labels(&self, key: &str, name: &str) -> BTreeMap<String, String> {
        let mut labels = self.labels.clone();
        labels.insert(key.to_owned(), name.to_owned());
        labels
    }
}

/// A container is called after its stream, or after what is made for it.
fn container_name(pipeline: &Pipeline) -> String {
    match (&pipeline.build, &pipeline.image) {
        (None, Some(ImageInUse { handle: Handle::Stream(tag), .. })) => tag.stream.clone(),
        (None, Some(ImageInUse { handle: Handle::New { stream, .. }, .. })) => stream.clone(),
        _ => pipeline.name.clone(),
    }
}

/// The image of a pipeline's container, and the tag that fills it in.
fn image_and_tag(pipeline: &Pipeline) -> (String, Option<Reference>) {
    match (&pipeline.build, &pipeline.image) {
        (Some(build), _) => match &build.output {
            Output::Tag { stream, tag } => (format!("{stream}:{tag}"), build.output.reference()),
            Output::Image(image) => (image.clone(), None),
            Output::None => (FILLED_IN.to_owned(), None),
        },
        (None, Some(image)) => (image.pull.clone(), image.tag()),
        (None, None) => (FILLED_IN.to_owned(), None),
    }
}

fn template(labels: BTreeMap<String, String>, containers: Vec<Container>, volumes: Vec<Volume>) -> PodTemplate {
    let metadata = Metadata { labels, ..Metadata::default() };
    PodTemplate { metadata, spec: PodSpec { containers, volumes, ..PodSpec::default() } }
}

/// The service of a deployment: all ports of its containers, sorted, each once; none without ports (new-app.md 8.4).
pub(crate) fn service(object: &Object) -> Option<Service> {
    let (selector, template) = match object {
        Object::Deployment(deployment) => (&deployment.spec.selector.match_labels, &deployment.spec.template),
        Object::DeploymentConfig(config) => (&config.spec.selector, &config.spec.template),
        _ => return None,
    };
    let mut ports: Vec<&ContainerPort> = template.spec.containers.iter().flat_map(|c| &c.ports).collect();
    ports.sort();
    ports.dedup();
    if ports.is_empty() {
        return None;
    }
    let ports = ports.into_iter().map(|port| ServicePort {
        name: Some(format!("{}-{}", port.container_port, port.protocol.to_lowercase())),
        protocol: port.protocol.clone(),
        port: port.container_port,
        target_port: json!(port.container_port),
    });
    let metadata = Metadata::named(&object.metadata().name);
    Some(Service {
        metadata,
        spec: ServiceSpec { ports: ports.collect(), selector: selector.clone(), ..ServiceSpec::default() },
    })
}
