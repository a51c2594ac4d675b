//! Build configurations (new-app.md 8.2, build-config.md 9).

use crate::image_in_use::ImageInUse;
use crate::pipeline::{Build, Output, Pipeline};
use crate::planner::Planner;
use crate::sources::{Place, Source};
use crate::variables::split;
use crate::{Refusal, variables};
use fieldmark_model::Strategy;
use fieldmark_objects::{
    BinarySource, BuildConfig, BuildConfigSpec, BuildOutput, BuildSource, BuildStrategy, BuildTrigger, ConfigMapInput,
    CustomStrategy, DockerStrategy, ImageChange, ImageInput, ImageInputPath, Metadata, NamedObject, PipelineStrategy,
    Reference, SecretInput, SourceStrategy, WebHook,
};
use std::collections::BTreeSet;

/// Names that the servers know by themselves.
const CONTAINER_FILE: &str = "Dockerfile";
const PIPELINE_FILE: &str = "Jenkinsfile";

impl Planner<'_> {
    /// The build configuration of a pipeline.
    pub(crate) fn build_config(
        &mut self,
        pipeline: &Pipeline,
        build: &Build,
        source_image: Option<&ImageInUse>,
    ) -> Result<BuildConfig, Refusal> {
        let source = self.build_source(build, source_image)?;
        let strategy = self.build_strategy(pipeline, build)?;
        let follows = pipeline.image.as_ref().is_some_and(|image| image.tag().is_some());
        let triggers = self.triggers(follows, source_image);
        let output = if self.request.output.none { None } else { build.output.reference() };
        let push_secret = self.request.output.push_secret.clone().map(|name| NamedObject { name });
        let spec = BuildConfigSpec {
            triggers,
            source,
            strategy,
            output: BuildOutput { push_secret: push_secret.filter(|_| output.is_some()), to: output },
            ..BuildConfigSpec::default()
        };
        Ok(BuildConfig { metadata: Metadata::named(&pipeline.name), spec })
    }

    /// What starts a build, in order (new-app.md 8.2). A build whose input is handed over by a flag starts with it
    /// alone.
    fn triggers(&mut self, follows_image: bool, source_image: Option<&ImageInUse>) -> Vec<BuildTrigger> {
        let given = self.request.build.webhook_secret.clone();
        let mut hook = || {
            let secret = given.clone().unwrap_or_else(|| (self.secrets)());
            WebHook { secret: Some(secret), ..WebHook::default() }
        };
        let mut triggers = vec![BuildTrigger::GitHub { github: hook() }, BuildTrigger::Generic { generic: hook() }];
        if let Some(from) = source_image.and_then(ImageInUse::tag) {
            triggers.push(BuildTrigger::ImageChange { image_change: ImageChange { from: Some(from) } });
        }
        if self.request.binary {
            return triggers;
        }
        triggers.push(BuildTrigger::ConfigChange);
        if follows_image {
            triggers.push(BuildTrigger::ImageChange { image_change: ImageChange::default() });
        }
        triggers
    }

    fn build_source(&self, build: &Build, source_image: Option<&ImageInUse>) -> Result<BuildSource, Refusal> {
        let (request, source) = (self.request, &self.sources[build.source]);
        let git = source.git(self.compat());
        let binary = (git.is_none() && !matches!(source.place, Place::Text)).then(BinarySource::default);
        let kind = match (source_image, &git, &binary) {
            (Some(_), ..) => "Image",
            (None, Some(_), _) => "Git",
            (None, None, Some(_)) => "Binary",
            (None, None, None) => "Dockerfile",
        };
        let images = source_image.map(|image| self.image_input(image)).transpose()?;
        let docker = build.strategy == Strategy::Docker;
        Ok(BuildSource {
            kind: kind.to_owned(),
            source_secret: request.source_secret.clone().filter(|_| git.is_some()).map(|name| NamedObject { name }),
            git,
            binary,
            dockerfile: source.dockerfile.clone(),
            images: images.into_iter().collect(),
            context_dir: self.context_of(source),
            secrets: inputs(&request.build.secrets, docker)?
                .into_iter()
                .map(|(name, directory)| SecretInput { secret: NamedObject { name }, destination_dir: Some(directory) })
                .collect(),
            config_maps: inputs(&request.build.config_maps, docker)?
                .into_iter()
                .map(|(name, directory)| ConfigMapInput {
                    config_map: NamedObject { name },
                    destination_dir: Some(directory),
                })
                .collect(),
        })
    }

    /// The context directory of a build. `oc` leaves it out of a binary source (recorded), so that a user has to hand
    /// over that directory alone; otherwise the whole directory may be handed over.
    fn context_of(&self, source: &Source) -> Option<String> {
        let handed_over = source.git(self.compat()).is_none();
        source.context(self.compat()).filter(|_| !(handed_over && self.compat()))
    }

    fn image_input(&self, image: &ImageInUse) -> Result<ImageInput, Refusal> {
        let text = self.request.build.source_image_path.clone().unwrap_or_default();
        let refuse = |problem| Refusal::SourceImagePath { path: text.clone(), problem };
        let (from, to) = text.split_once(':').ok_or_else(|| refuse("it has no `:`"))?;
        if from.is_empty() || to.starts_with('/') || to.split('/').any(|part| part == "..") {
            return Err(refuse("the destination is a directory of the source"));
        }
        let destination = if to.is_empty() { "." } else { to };
        let path = ImageInputPath { source_path: from.to_owned(), destination_dir: destination.to_owned() };
        Ok(ImageInput { from: image.reference(), paths: vec![path] })
    }

    fn build_strategy(&self, pipeline: &Pipeline, build: &Build) -> Result<BuildStrategy, Refusal> {
        let env = self.build_variables.to_objects();
        let from = pipeline.image.as_ref().map(ImageInUse::reference);
        let source = &self.sources[build.source];
        Ok(match build.strategy {
            Strategy::Source => BuildStrategy::Source {
                source_strategy: SourceStrategy {
                    from: from.ok_or(Refusal::BinaryWithoutBuilder)?,
                    env,
                    scripts: None,
                    incremental: None,
                    force_pull: false,
                    pull_secret: None,
                },
            },
            Strategy::Docker => BuildStrategy::Docker { docker_strategy: self.docker(from, env, source)? },
            Strategy::JenkinsPipeline => BuildStrategy::JenkinsPipeline {
                jenkins_pipeline_strategy: PipelineStrategy {
                    jenkinsfile_path: other_than(PIPELINE_FILE, seen_path(source, true)),
                    jenkinsfile: None,
                    env,
                },
            },
            Strategy::Custom => BuildStrategy::Custom {
                custom_strategy: CustomStrategy {
                    from: from.ok_or(Refusal::CustomWithoutImage)?,
                    expose_docker_socket: self.request.build.expose_docker_socket,
                    env,
                    force_pull: false,
                    secrets: Vec::new(),
                    build_api_version: Some("v1".to_owned()),
                },
            },
        })
    }

    fn docker(
        &self,
        from: Option<Reference>,
        env: Vec<fieldmark_objects::EnvironmentVariable>,
        source: &Source,
    ) -> Result<DockerStrategy, Refusal> {
        let given = self.request.build.dockerfile_path.clone();
        let arguments = self.request.build.arguments.iter().map(|argument| {
            let (name, value) = split(argument)?;
            Ok(variables::variable(name, value))
        });
        Ok(DockerStrategy {
            from,
            dockerfile_path: given.or_else(|| other_than(CONTAINER_FILE, seen_path(source, false))),
            build_args: arguments.collect::<Result<_, Refusal>>()?,
            env,
            ..DockerStrategy::default()
        })
    }
}

fn seen_path(source: &Source, pipeline: bool) -> Option<String> {
    let seen = source.seen.as_ref().filter(|_| source.dockerfile.is_none())?;
    if pipeline { seen.pipeline_file.clone() } else { Some(seen.container_file.as_ref()?.path.clone()) }
}

fn other_than(usual: &str, path: Option<String>) -> Option<String> {
    path.filter(|path| path != usual)
}

/// `name[:destination]`, each name once. For container files the destination is inside of the context.
fn inputs(texts: &[String], docker: bool) -> Result<Vec<(String, String)>, Refusal> {
    let mut names = BTreeSet::new();
    texts
        .iter()
        .map(|text| {
            let refuse = |problem| Refusal::Input { input: text.clone(), problem };
            let (name, directory) = text.split_once(':').unwrap_or((text, "."));
            if name.is_empty() {
                return Err(refuse("it has no name"));
            }
            if docker && directory.starts_with('/') {
                return Err(refuse("with a container file the destination is a directory of the source"));
            }
            if !names.insert(name.to_owned()) {
                return Err(Refusal::InputTwice { name: name.to_owned() });
            }
            let directory = if directory.is_empty() { "." } else { directory };
            Ok((name.to_owned(), directory.to_owned()))
        })
        .collect()
}

impl Output {
    /// The output for people.
    pub(crate) fn shown(&self) -> Option<String> {
        self.reference().map(|reference| reference.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_have_a_name_and_a_destination() {
        // new-app.md 11.
        let read =
            |texts: &[&str], docker| inputs(&texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>(), docker);
        let pair = |name: &str, directory: &str| (name.to_owned(), directory.to_owned());
        assert_eq!(read(&["npmrc:conf", "plain"], true).unwrap(), [pair("npmrc", "conf"), pair("plain", ".")]);
        assert_eq!(read(&["a:/etc/x"], false).unwrap(), [pair("a", "/etc/x")]);
        assert_eq!(read(&["a:/etc/x"], true).unwrap_err().code(), "new-app.input");
        assert_eq!(read(&["a:x", "a:y"], false).unwrap_err().code(), "new-app.input-twice");
        assert_eq!(read(&[":x"], false).unwrap_err().code(), "new-app.input");
    }
}
