//! Why nothing comes out.

use fieldmark_images::Unresolved;
use fieldmark_source::SourceError;
use fieldmark_upstream::UpstreamError;
use thiserror::Error;

/// A request that cannot be fulfilled. No text in it holds credentials.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// Nothing was named.
    #[error("no image, image stream or source was named")]
    NoArguments,
    /// A text that is nothing that can be named.
    #[error("`{argument}` is neither an image nor a source: {problem}")]
    Argument {
        /// The text.
        argument: String,
        /// Why not.
        problem: String,
    },
    /// A regular file where a directory or an image is expected.
    #[error("`{argument}` is a file; templates are not processed")]
    TemplateFile {
        /// The text.
        argument: String,
    },
    /// A template, by a flag that asks for one.
    #[error("`{argument}`: templates are not processed")]
    Template {
        /// The template, or a parameter.
        argument: String,
    },
    /// `~code` without an image before it.
    #[error("`{argument}` names no image before the `~`")]
    PairWithoutImage {
        /// The text.
        argument: String,
    },
    /// No such strategy.
    #[error("there is no strategy `{strategy}`")]
    Strategy {
        /// The text.
        strategy: String,
    },
    /// A name that objects cannot have.
    #[error("`{name}` cannot be the name: small letters, digits and inner `-`, a letter first, at most 58 characters")]
    Name {
        /// The name.
        name: String,
    },
    /// A source whose own name is of no use.
    #[error("`{source_name}` cannot be built: its name gives `{name}`, which is no name")]
    NameOfSource {
        /// The source.
        source_name: String,
        /// What its name gives.
        name: String,
    },
    /// There is nothing to take a name from.
    #[error("there is nothing to take a name from")]
    NoName,
    /// One name for several things.
    #[error("a name was given, but there are {count} components")]
    NameForSeveral {
        /// How many there are.
        count: usize,
    },
    /// One output for several builds.
    #[error("an output was given, but there are {count} builds")]
    OutputForSeveral {
        /// How many there are.
        count: usize,
    },
    /// A label that is none.
    #[error("`{label}` is no label: {problem}")]
    Label {
        /// The text.
        label: String,
        /// What is wrong.
        problem: &'static str,
    },
    /// A variable whose name no variable may have, or an assignment that is none.
    #[error("`{assignment}` sets no variable: {problem}")]
    Variable {
        /// The text.
        assignment: String,
        /// What is wrong.
        problem: &'static str,
    },
    /// A line of a file with variables.
    #[error("{file}: line {line}: {problem}")]
    VariableFile {
        /// The file.
        file: String,
        /// Counted from 1.
        line: usize,
        /// What is wrong.
        problem: &'static str,
    },
    /// A source that could not be had.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// A path that is not there.
    #[error("there is no directory `{path}`")]
    NoDirectory {
        /// The path.
        path: String,
    },
    /// The context directory is not in the source.
    #[error("there is no directory `{directory}` in {source_name}")]
    ContextDirectory {
        /// The directory.
        directory: String,
        /// The source.
        source_name: String,
    },
    /// A source in which nothing was recognised.
    #[error("nothing was recognised in {source_name}{}", finding.as_ref().map_or(String::new(), |it| format!(": {it}")))]
    NoLanguage {
        /// The source.
        source_name: String,
        /// What was noticed on the way.
        finding: Option<String>,
    },
    /// A source that was recognised, and that no builder image builds.
    #[error("{language} was recognised in {source_name}, and no builder image builds it")]
    NoBuilder {
        /// The source.
        source_name: String,
        /// What was recognised.
        language: String,
    },
    /// A Dockerfile that was to be made for a source.
    #[error(transparent)]
    Dockerfile(#[from] UpstreamError),
    /// There is no such component.
    #[error("{source_name} has no component `{component}`")]
    NoComponent {
        /// The source.
        source_name: String,
        /// What was asked for.
        component: String,
        /// What there is.
        components: Vec<String>,
    },
    /// The strategy asks for a container file.
    #[error("there is no container file in {source_name}")]
    NoContainerFile {
        /// The source.
        source_name: String,
    },
    /// A container file without instructions.
    #[error("the container file of {source_name} is empty")]
    EmptyContainerFile {
        /// The source.
        source_name: String,
    },
    /// A container file that builds on nothing.
    #[error("the container file of {source_name} has no FROM")]
    ContainerFileWithoutBase {
        /// The source.
        source_name: String,
    },
    /// The strategy asks for a pipeline definition.
    #[error("there is no pipeline definition in {source_name}")]
    NoPipelineFile {
        /// The source.
        source_name: String,
    },
    /// The detection failed.
    #[error("{message}")]
    Detection {
        /// Its own code.
        code: &'static str,
        /// What happened.
        message: String,
    },
    /// An image that was not found, or not for certain.
    #[error(transparent)]
    Image(#[from] Unresolved),
    /// An image that builds nothing from source, paired with source.
    #[error("{image} is no builder image, but is to build {source_name}")]
    NotABuilder {
        /// The image.
        image: String,
        /// The source.
        source_name: String,
    },
    /// One builder image and several sources.
    #[error("{image} could build any of {} sources", sources.len())]
    SeveralSources {
        /// The image, as it was written.
        image: String,
        /// The sources.
        sources: Vec<String>,
    },
    /// Builder images and sources, and nobody says which goes with which.
    #[error("{} need source code, and nobody says which of {}", images.join(", "), sources.join(", "))]
    Unpaired {
        /// The images.
        images: Vec<String>,
        /// The sources.
        sources: Vec<String>,
    },
    /// `new-build` with an image alone.
    #[error("there is nothing to build: no source, no container file, and not a binary build")]
    NoSource,
    /// A strategy, but no source.
    #[error("a strategy was given, but nothing that was named is a source")]
    StrategyWithoutSource,
    /// A binary build with sources.
    #[error("a binary build takes its source when it starts; none can be named now")]
    BinaryWithSource,
    /// A binary build of a pipeline.
    #[error("a pipeline has no binary builds")]
    BinaryPipeline,
    /// A binary build from source without a builder image.
    #[error("a binary build from source needs a builder image")]
    BinaryWithoutBuilder,
    /// A binary build with nothing to take a name from.
    #[error("a binary build without an image needs a name")]
    BinaryWithoutName,
    /// One container file for several sources.
    #[error("one container file cannot be for several sources")]
    DockerfileForSeveral,
    /// A container file with a strategy that has none.
    #[error("a container file was given, but the strategy is `{strategy}`")]
    DockerfileWithStrategy {
        /// The strategy.
        strategy: &'static str,
    },
    /// Build arguments without a container file.
    #[error("build arguments were given, but no build has a container file")]
    BuildArgumentsWithoutDocker,
    /// Only one half of the options for a source image.
    #[error("a source image needs a path, and a path needs a source image")]
    SourceImageIncomplete,
    /// A path of a source image that is not `source:destination`.
    #[error("`{path}` is no path of a source image: {problem}")]
    SourceImagePath {
        /// The text.
        path: String,
        /// What is wrong.
        problem: &'static str,
    },
    /// One secret or config map twice.
    #[error("`{name}` can be used just once")]
    InputTwice {
        /// Its name.
        name: String,
    },
    /// A secret or config map with a destination that the strategy does not allow, or without a name.
    #[error("`{input}`: {problem}")]
    Input {
        /// The text.
        input: String,
        /// What is wrong.
        problem: &'static str,
    },
    /// A build whose image would replace the one it is built from.
    #[error("the image of the build `{build}` would replace {image}, which it is built from")]
    OutputIsInput {
        /// The build.
        build: String,
        /// The image.
        image: String,
    },
    /// An output that is no reference to an image.
    #[error("`{output}` cannot be the output: {problem}")]
    Output {
        /// The text.
        output: String,
        /// What is wrong.
        problem: String,
    },
    /// The strategy `custom` without an image.
    #[error("the strategy `custom` needs a builder image")]
    CustomWithoutImage,
    /// An installing image that wants the user's own token.
    #[error("{image} wants the user's own token, which is never written into an object")]
    InstallToken {
        /// The image.
        image: String,
    },
    /// Something that the target does not have.
    #[error("{what} cannot be had with the target `{target}`")]
    Target {
        /// What.
        what: &'static str,
        /// The target.
        target: &'static str,
    },
}

impl Refusal {
    /// Stable name of the refusal.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoArguments => "new-app.no-arguments",
            Self::Argument { .. } => "new-app.argument",
            Self::TemplateFile { .. } => "new-app.template-file",
            Self::Template { .. } => "new-app.template",
            Self::PairWithoutImage { .. } => "new-app.pair-without-image",
            Self::Strategy { .. } => "new-app.strategy",
            Self::Name { .. } => "new-app.name",
            Self::NameOfSource { .. } => "new-app.name-of-source",
            Self::NoName => "new-app.no-name",
            Self::NameForSeveral { .. } => "new-app.name-for-several",
            Self::OutputForSeveral { .. } => "new-app.output-for-several",
            Self::Label { .. } => "new-app.label",
            Self::Variable { .. } => "new-app.variable",
            Self::VariableFile { .. } => "new-app.variable-file",
            Self::Source(error) => error.code(),
            Self::NoDirectory { .. } => "new-app.no-directory",
            Self::ContextDirectory { .. } => "new-app.context-directory",
            Self::NoLanguage { .. } => "new-app.no-language",
            Self::NoBuilder { .. } => "new-app.no-builder",
            Self::Dockerfile(error) => error.code(),
            Self::NoComponent { .. } => "new-app.no-component",
            Self::NoContainerFile { .. } => "new-app.no-container-file",
            Self::EmptyContainerFile { .. } => "new-app.empty-container-file",
            Self::ContainerFileWithoutBase { .. } => "new-app.container-file-without-base",
            Self::NoPipelineFile { .. } => "new-app.no-pipeline-file",
            Self::Detection { code, .. } => code,
            Self::Image(unresolved) => unresolved.code(),
            Self::NotABuilder { .. } => "new-app.not-a-builder",
            Self::SeveralSources { .. } => "new-app.several-sources",
            Self::Unpaired { .. } => "new-app.unpaired",
            Self::NoSource => "new-app.no-source",
            Self::StrategyWithoutSource => "new-app.strategy-without-source",
            Self::BinaryWithSource => "new-app.binary-with-source",
            Self::BinaryPipeline => "new-app.binary-pipeline",
            Self::BinaryWithoutBuilder => "new-app.binary-without-builder",
            Self::BinaryWithoutName => "new-app.binary-without-name",
            Self::DockerfileForSeveral => "new-app.dockerfile-for-several",
            Self::DockerfileWithStrategy { .. } => "new-app.dockerfile-with-strategy",
            Self::BuildArgumentsWithoutDocker => "new-app.build-arguments-without-docker",
            Self::SourceImageIncomplete => "new-app.source-image-incomplete",
            Self::SourceImagePath { .. } => "new-app.source-image-path",
            Self::InputTwice { .. } => "new-app.input-twice",
            Self::Input { .. } => "new-app.input",
            Self::OutputIsInput { .. } => "new-app.output-is-input",
            Self::Output { .. } => "new-app.output",
            Self::CustomWithoutImage => "new-app.custom-without-image",
            Self::InstallToken { .. } => "new-app.install-token",
            Self::Target { .. } => "new-app.target",
        }
    }
}
