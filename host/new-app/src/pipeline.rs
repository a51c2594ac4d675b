//! Pipelines: from an image or a source to what runs (new-app.md 1, step 9).

use crate::component::Component;
use crate::image_in_use::{Handle, ImageInUse};
use crate::install::Install;
use crate::name::Names;
use crate::pairing::SCRATCH;
use crate::planner::Planner;
use crate::ports::Ports;
use crate::{Command, Note, Refusal, circle};
use fieldmark_images::{ImageReference, StreamTag};
use fieldmark_model::Strategy;
use fieldmark_objects::Reference;

/// One build with what runs its image, or one image that runs as it is.
#[derive(Debug)]
pub(crate) struct Pipeline {
    /// Name of everything that is made for it.
    pub(crate) name: String,
    /// Pipelines of one group share a pod.
    pub(crate) group: usize,
    /// What is built on, or what runs.
    pub(crate) image: Option<ImageInUse>,
    /// The build; none for an image that runs as it is.
    pub(crate) build: Option<Build>,
    /// Whether something runs.
    pub(crate) deploys: bool,
    /// Ports of what runs.
    pub(crate) ports: Ports,
    /// Paths of what runs that are volumes.
    pub(crate) volumes: Vec<String>,
}

/// A build.
#[derive(Debug)]
pub(crate) struct Build {
    /// How.
    pub(crate) strategy: Strategy,
    /// Place in the list of sources.
    pub(crate) source: usize,
    /// Where the image goes.
    pub(crate) output: Output,
}

/// Where an image goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Output {
    /// Into a tag of a stream of the project.
    Tag { stream: String, tag: String },
    /// To a registry.
    Image(String),
    /// Nowhere, for there is no image.
    None,
}

impl Output {
    /// How objects refer to it.
    pub(crate) fn reference(&self) -> Option<Reference> {
        match self {
            Self::Tag { stream, tag } => Some(Reference::tag(None, stream, tag)),
            Self::Image(image) => Some(Reference::image(image)),
            Self::None => None,
        }
    }
}

impl Planner<'_> {
    /// A pipeline for each component; images that install something come apart.
    pub(crate) fn pipelines(&mut self) -> Result<(Vec<Pipeline>, Vec<Install>), Refusal> {
        let mut names = Names::new(self.compat());
        let (mut pipelines, mut installs) = (Vec::new(), Vec::new());
        for component in self.components.clone() {
            if let Some(install) = self.install(&component)? {
                installs.push(install);
                continue;
            }
            let pipeline = match component.source.filter(|_| component.builds) {
                Some(source) => self.build_pipeline(&component, source, &mut names)?,
                None => self.image_pipeline(&component, &mut names)?,
            };
            pipelines.push(pipeline);
        }
        let docker = pipelines.iter().filter_map(|pipeline| pipeline.build.as_ref());
        let docker = docker.filter(|build| build.strategy == Strategy::Docker).count();
        if !self.request.build.arguments.is_empty() {
            match docker {
                0 => return Err(Refusal::BuildArgumentsWithoutDocker),
                1 => {}
                _ => self.notes.push(Note::BuildArgumentsForSeveral),
            }
        }
        Ok((pipelines, installs))
    }

    fn build_pipeline(&mut self, component: &Component, at: usize, names: &mut Names) -> Result<Pipeline, Refusal> {
        self.probe(at);
        let strategy = self.sources[at].strategy.unwrap_or_default();
        let image = self.base(component, strategy)?;
        let to = self.output_reference()?;
        let name = self.build_name(component, at, image.as_ref(), to.as_ref(), names)?;
        let output = match (strategy, to) {
            (Strategy::JenkinsPipeline, _) => Output::None,
            (_, Some(to)) if self.request.output.to_docker => Output::Image(to.to_string()),
            (_, Some(to)) => {
                Output::Tag { stream: to.name.clone(), tag: to.tag.unwrap_or_else(|| "latest".to_owned()) }
            }
            (_, None) if self.request.output.to_docker => Output::Image(format!("{name}:latest")),
            (_, None) => Output::Tag { stream: name.clone(), tag: "latest".to_owned() },
        };
        if let Some(image) = &image {
            self.check_circle(&name, image, &output)?;
        }
        let ports = self.ports(at, strategy, image.as_ref());
        let volumes = self.volumes(at, strategy, image.as_ref());
        let deploys = self.request.command == Command::NewApp && strategy != Strategy::JenkinsPipeline;
        let build = Some(Build { strategy, source: at, output });
        Ok(Pipeline { name, group: component.group, image, build, deploys, ports, volumes })
    }

    fn image_pipeline(&mut self, component: &Component, names: &mut Names) -> Result<Pipeline, Refusal> {
        let found = component.found.as_ref().ok_or(Refusal::NoName)?;
        let mut image = ImageInUse::of(found, self.platform)?;
        if image.missing {
            self.notes.push(Note::MissingImage { image: image.pull.clone() });
        }
        let suggestion = self.request.name.clone().unwrap_or_else(|| image.suggestion());
        let name = names.unique(&suggestion).ok_or(Refusal::NoName)?;
        if let Handle::New { stream, .. } = &mut image.handle {
            stream.clone_from(&name);
        }
        let ports = Ports::parse(config(Some(&image), |config| &config.ports), self.compat());
        let volumes = config(Some(&image), |config| &config.volumes).into_iter().map(str::to_owned).collect();
        self.warn_of_root(&component.term, &image);
        Ok(Pipeline { name, group: component.group, image: Some(image), build: None, deploys: true, ports, volumes })
    }

    /// What is built on; `scratch` is nothing that changes.
    fn base(&mut self, component: &Component, strategy: Strategy) -> Result<Option<ImageInUse>, Refusal> {
        let Some(found) = &component.found else {
            let scratch = strategy == Strategy::Docker && component.term == SCRATCH;
            return Ok(scratch.then(|| ImageInUse::direct(SCRATCH, false)));
        };
        let image = ImageInUse::of(found, self.platform)?;
        if image.missing {
            self.notes.push(Note::MissingImage { image: image.pull.clone() });
        }
        Ok(Some(image))
    }

    fn output_reference(&self) -> Result<Option<ImageReference>, Refusal> {
        let Some(to) = &self.request.output.to else { return Ok(None) };
        let refuse = |problem: String| Refusal::Output { output: to.clone(), problem };
        to.parse().map(Some).map_err(|error: fieldmark_images::ReferenceError| refuse(error.to_string()))
    }

    /// The name of a build: the given one, or what source, output and image suggest, in this order (new-app.md 7).
    fn build_name(
        &mut self,
        component: &Component,
        at: usize,
        image: Option<&ImageInUse>,
        to: Option<&ImageReference>,
        names: &mut Names,
    ) -> Result<String, Refusal> {
        let source = &self.sources[at];
        let own = self.request.name.clone().or_else(|| source.suggestion(self.compat()));
        let from_image = || image.map_or_else(|| component.term.clone(), ImageInUse::suggestion);
        let suggestion = own.or_else(|| to.map(ImageReference::name_suggestion)).unwrap_or_else(from_image);
        if let Some(name) = names.unique(&suggestion) {
            let changed = self.request.name.is_none() && !name.starts_with(&suggestion);
            if changed {
                self.notes.push(Note::NameChanged { from: suggestion, name: name.clone() });
            }
            return Ok(name);
        }
        // Nothing can be made of the source's own name: that of the image will do, unless recorded behaviour counts.
        let second = if self.compat() { None } else { names.unique(&from_image()).or_else(|| names.unique("app")) };
        second.ok_or_else(|| Refusal::NameOfSource { source_name: self.sources[at].text.clone(), name: suggestion })
    }

    fn check_circle(&mut self, name: &str, image: &ImageInUse, output: &Output) -> Result<(), Refusal> {
        let Output::Tag { stream, tag } = output else { return Ok(()) };
        let output =
            StreamTag { namespace: self.platform.project().to_owned(), stream: stream.clone(), tag: tag.clone() };
        let Some(replaced) = circle::replaced(self.platform, image, &output, self.compat())? else { return Ok(()) };
        if self.request.name.is_some() || self.request.output.to.is_some() {
            self.notes.push(Note::OutputIsInput { image: replaced });
            return Ok(());
        }
        Err(Refusal::OutputIsInput { build: name.to_owned(), image: replaced })
    }

    /// Ports of what is built: of the container file if it names any, otherwise those of the image that is built on.
    /// Where these are not known the ports that the detection found count; `oc` has none then.
    fn ports(&self, at: usize, strategy: Strategy, image: Option<&ImageInUse>) -> Ports {
        let (compat, seen) = (self.compat(), self.sources[at].seen.as_ref());
        if strategy == Strategy::Docker
            && let Some(file) = seen.and_then(|seen| seen.container_file.as_ref())
        {
            let exposed = Ports::of_container_file(file, compat);
            if !exposed.is_empty() {
                return Ports::parse(exposed.iter().map(String::as_str), compat);
            }
        }
        let ports = Ports::parse(config(image, |config| &config.ports), compat);
        if compat || !ports.good.is_empty() {
            return ports;
        }
        let start = seen.and_then(|seen| seen.component.as_ref()).map(|component| component.start.ports.as_slice());
        let texts: Vec<String> = start.unwrap_or_default().iter().map(|port| format!("{port}/tcp")).collect();
        Ports::parse(texts.iter().map(String::as_str), false)
    }

    /// Volumes of what is built; `oc` does not look at those of the container file (recorded).
    fn volumes(&self, at: usize, strategy: Strategy, image: Option<&ImageInUse>) -> Vec<String> {
        let mut volumes: Vec<String> = config(image, |config| &config.volumes).into_iter().map(str::to_owned).collect();
        let file = self.sources[at].seen.as_ref().and_then(|seen| seen.container_file.as_ref());
        if let Some(file) = file.filter(|_| strategy == Strategy::Docker && !self.compat()) {
            volumes.extend(file.volumes.iter().filter(|path| path.starts_with('/')).cloned());
            volumes.sort();
            volumes.dedup();
        }
        volumes
    }

    fn warn_of_root(&mut self, term: &str, image: &ImageInUse) {
        let user = image.config.as_ref().map(|config| config.user.split(':').next().unwrap_or_default());
        if matches!(user, Some("" | "root" | "0")) {
            self.notes.push(Note::RootUser { image: term.to_owned() });
        }
    }
}

/// One list of an image's configuration; empty when nothing is known.
fn config(image: Option<&ImageInUse>, list: impl Fn(&fieldmark_images::Image) -> &Vec<String>) -> Vec<&str> {
    let config = image.and_then(|image| image.config.as_ref());
    config.map(|config| list(config).iter().map(String::as_str).collect()).unwrap_or_default()
}
