//! Shipwright: builds of a Kubernetes without OpenShift's own.

use crate::Refusal;
use crate::deployments::service;
use crate::kubernetes::running;
use crate::pipeline::{Build, Pipeline};
use crate::planner::Planner;
use fieldmark_model::Strategy;
use fieldmark_objects::{
    LocalSource, Metadata, Object, ParameterValue, ReferencedBuild, ShipwrightBuild, ShipwrightBuildRun,
    ShipwrightBuildRunSpec, ShipwrightBuildSpec, ShipwrightGit, ShipwrightOutput, ShipwrightSource, ShipwrightStrategy,
};

/// Strategies that a cluster with Shipwright's samples has.
const FROM_SOURCE: &str = "source-to-image";
const FROM_CONTAINER_FILE: &str = "buildah";

/// For each build a build and a run of it, then deployments and services.
pub(crate) fn objects(planner: &Planner<'_>, pipelines: &[Pipeline]) -> Result<Vec<Object>, Refusal> {
    if planner.request.as_deployment_config {
        return Err(Refusal::Target { what: "a deployment configuration", target: "shipwright" });
    }
    let mut objects: Vec<Object> = Vec::new();
    for pipeline in pipelines {
        let Some(build) = &pipeline.build else { continue };
        objects.push(planner.shipwright_build(pipeline, build)?.into());
        let name = Some(pipeline.name.clone());
        let spec = ShipwrightBuildRunSpec {
            build: ReferencedBuild { name, ..ReferencedBuild::default() },
            ..ShipwrightBuildRunSpec::default()
        };
        let metadata = Metadata { generate_name: Some(format!("{}-", pipeline.name)), ..Metadata::default() };
        objects.push(ShipwrightBuildRun { metadata, spec }.into());
    }
    let deployments = running(planner, pipelines);
    let services: Vec<Object> = deployments.iter().filter_map(service).map(Object::from).collect();
    objects.extend(deployments);
    objects.extend(services);
    Ok(objects)
}

impl Planner<'_> {
    fn shipwright_build(&self, pipeline: &Pipeline, build: &Build) -> Result<ShipwrightBuild, Refusal> {
        let parameter = |name: &str, value: String| ParameterValue {
            name: name.to_owned(),
            value: Some(value),
            ..ParameterValue::default()
        };
        let source = &self.sources[build.source];
        let (strategy, param_values) = match build.strategy {
            Strategy::Source => {
                let builder = pipeline.image.as_ref().ok_or(Refusal::BinaryWithoutBuilder)?;
                (FROM_SOURCE, vec![parameter("builder-image", builder.pull.clone())])
            }
            // Its builds take the container file out of the sources, and nowhere else.
            Strategy::Docker if source.dockerfile.is_some() => {
                return Err(Refusal::Target { what: "a container file outside of the sources", target: "shipwright" });
            }
            Strategy::Docker => {
                let seen = source.seen.as_ref().and_then(|seen| seen.container_file.as_ref());
                let path = self.request.build.dockerfile_path.clone().or_else(|| seen.map(|file| file.path.clone()));
                (FROM_CONTAINER_FILE, path.map(|path| parameter("dockerfile", path)).into_iter().collect())
            }
            Strategy::JenkinsPipeline | Strategy::Custom => {
                return Err(Refusal::Target { what: "a build of this strategy", target: "shipwright" });
            }
        };
        let git = source.git(self.compat());
        let local = git.is_none().then(|| LocalSource { name: Some(pipeline.name.clone()) });
        let source = ShipwrightSource {
            kind: if git.is_some() { "Git" } else { "Local" }.to_owned(),
            git: git.map(|git| ShipwrightGit {
                url: git.uri,
                revision: git.reference,
                clone_secret: self.request.source_secret.clone(),
            }),
            local,
            context_dir: source.context(self.compat()),
            ..ShipwrightSource::default()
        };
        let spec = ShipwrightBuildSpec {
            source: Some(source),
            strategy: ShipwrightStrategy { kind: "ClusterBuildStrategy".to_owned(), name: strategy.to_owned() },
            param_values,
            output: ShipwrightOutput {
                image: self.plain_image(pipeline),
                push_secret: self.request.output.push_secret.clone(),
                ..ShipwrightOutput::default()
            },
            env: self.build_variables.to_objects(),
            ..ShipwrightBuildSpec::default()
        };
        Ok(ShipwrightBuild { metadata: Metadata::named(&pipeline.name), spec })
    }
}
