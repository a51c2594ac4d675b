//! Objects of all pipelines, in the order in which they are created (new-app.md 8).

use crate::deployments::service;
use crate::image_in_use::ImageInUse;
use crate::install::Install;
use crate::pipeline::{Build, Pipeline};
use crate::planner::Planner;
use crate::sources::Place;
use crate::{Note, Plan, Refusal, Target, Upload, kubernetes, labels, shipwright};
use fieldmark_images::{Purpose, resolve};
use fieldmark_objects::{List, Object};

/// Makes the objects.
pub(crate) fn assemble(
    mut planner: Planner<'_>,
    pipelines: Vec<Pipeline>,
    installs: Vec<Install>,
) -> Result<Plan, Refusal> {
    let name = name(&planner, &pipelines, &installs);
    let mut objects = match planner.request.target {
        Target::OpenShift => planner.openshift(&pipelines, &installs)?,
        Target::Shipwright => shipwright::objects(&planner, &pipelines)?,
        Target::Kubernetes => kubernetes::objects(&planner, &pipelines)?,
    };
    planner.note_all(&pipelines, &objects);
    labels::mark(planner.request, &planner.labels, name.as_deref(), &mut objects);
    let uploads = pipelines.iter().filter_map(|pipeline| planner.upload(pipeline)).collect();
    Ok(Plan { objects: List { items: objects }, notes: planner.notes, name: name.unwrap_or_default(), uploads })
}

/// What everything is grouped under: the given name, that of the first deployment, build or installation.
fn name(planner: &Planner<'_>, pipelines: &[Pipeline], installs: &[Install]) -> Option<String> {
    let deployed = pipelines.iter().find(|pipeline| pipeline.deploys).or(pipelines.first());
    let made = deployed.map(|pipeline| pipeline.name.clone());
    planner.request.name.clone().or(made).or_else(|| installs.first().map(|install| install.name.clone()))
}

impl Planner<'_> {
    fn openshift(&mut self, pipelines: &[Pipeline], installs: &[Install]) -> Result<Vec<Object>, Refusal> {
        let mut objects: Vec<Object> = Vec::new();
        let source_image = self.source_image()?;
        for group in pipelines.chunk_by(|a, b| a.group == b.group) {
            let members: Vec<&Pipeline> = group.iter().collect();
            for (at, pipeline) in group.iter().enumerate() {
                if let Some(image) = &pipeline.image {
                    objects.extend(self.tracked(image, &objects)?);
                }
                if let Some(build) = &pipeline.build {
                    self.add_build(pipeline, build, source_image.as_ref(), &mut objects)?;
                }
                // A deployment configuration of a group comes with its first member, deployments with their own.
                if !self.request.as_deployment_config {
                    objects.extend(self.deployments(&[pipeline]));
                } else if at == 0 {
                    objects.extend(self.deployments(&members));
                }
            }
        }
        if !self.request.no_install {
            objects.extend(installs.iter().flat_map(|install| self.install_objects(install)));
        }
        let services: Vec<Object> = objects.iter().filter_map(service).map(Object::from).collect();
        objects.extend(services);
        Ok(objects)
    }

    fn tracked(&mut self, image: &ImageInUse, made: &[Object]) -> Result<Option<Object>, Refusal> {
        let stream = self.image_stream(image, true, made)?;
        if let (Some(_), Some(tag)) = (&stream, image.tag()) {
            self.notes.push(Note::Tracks { tag: tag.name, image: image.pull.clone() });
        }
        Ok(stream)
    }

    fn add_build(
        &mut self,
        pipeline: &Pipeline,
        build: &Build,
        source_image: Option<&ImageInUse>,
        objects: &mut Vec<Object>,
    ) -> Result<(), Refusal> {
        // `oc` makes the stream for an output that there is none of as well (recorded).
        if self.compat() || !self.request.output.none {
            objects.extend(self.output_stream(&build.output, objects)?);
        }
        objects.push(self.build_config(pipeline, build, source_image)?.into());
        if let Some(image) = source_image {
            objects.extend(self.image_stream(image, false, objects)?);
        }
        Ok(())
    }

    /// The image of `--source-image`.
    fn source_image(&self) -> Result<Option<ImageInUse>, Refusal> {
        let Some(term) = &self.request.build.source_image else { return Ok(None) };
        let found = resolve(self.platform, term, Purpose::Component, &self.options)?;
        ImageInUse::of(&found, self.platform).map(Some)
    }

    /// Tells what is made.
    fn note_all(&mut self, pipelines: &[Pipeline], objects: &[Object]) {
        let mut notes = Vec::new();
        for pipeline in pipelines {
            if let Some(build) = &pipeline.build {
                notes.push(self.note_build(pipeline, build));
            }
            if !pipeline.ports.bad.is_empty() {
                let (image, ports) = (pipeline.name.clone(), pipeline.ports.bad.clone());
                notes.push(Note::BadPorts { image, ports });
            }
            let kind = if self.request.as_deployment_config { "DeploymentConfig" } else { "Deployment" };
            let is_this = |object: &&Object| object.kind() == kind && object.metadata().name == pipeline.name;
            if objects.iter().any(|object| is_this(&object)) {
                let port = |port: &fieldmark_objects::ContainerPort| {
                    format!("{}/{}", port.container_port, port.protocol.to_lowercase())
                };
                let ports: Vec<String> = pipeline.ports.good.iter().map(port).collect();
                if ports.is_empty() {
                    notes.push(Note::NoPorts { name: pipeline.name.clone() });
                }
                let (name, volumes) = (pipeline.name.clone(), pipeline.volumes.clone());
                notes.push(Note::Deployment { name, kind, ports, volumes });
            }
        }
        self.notes.extend(notes);
    }

    fn note_build(&self, pipeline: &Pipeline, build: &Build) -> Note {
        let source = &self.sources[build.source];
        let git = source.git(self.compat());
        let shown = git.map(|git| match git.reference {
            Some(reference) => format!("{}#{reference}", git.uri),
            None => git.uri,
        });
        Note::Build {
            name: pipeline.name.clone(),
            strategy: build.strategy,
            source: shown,
            context_directory: source.context(self.compat()),
            output: build.output.shown().filter(|_| !self.request.output.none),
            follows_image: pipeline.image.as_ref().is_some_and(|image| image.tag().is_some()) && !self.request.binary,
        }
    }

    fn upload(&self, pipeline: &Pipeline) -> Option<Upload> {
        let source = &self.sources[pipeline.build.as_ref()?.source];
        if source.git(self.compat()).is_some() {
            return None;
        }
        let from = match &source.place {
            Place::Directory { path, .. } | Place::Archive(path) => Some(path.display().to_string()),
            Place::Upload => None,
            Place::Remote(_) | Place::Text => return None,
        };
        Some(Upload { build: pipeline.name.clone(), from })
    }
}
