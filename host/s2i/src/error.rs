//! Why there is no build.

use std::io;
use std::path::PathBuf;
use thiserror::Error;

/// A build that cannot be planned or written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum S2iError {
    /// The builder image is not a name of an image.
    #[error("`{name}` is not the name of an image")]
    ImageName {
        /// The name.
        name: String,
    },
    /// A user that a Dockerfile cannot name.
    #[error("`{user}` is not a user name or number")]
    User {
        /// The user.
        user: String,
    },
    /// The user of assemble is not among those allowed (s2i.md 10, exit code 15 there).
    #[error("user `{user}` is not allowed to run assemble; allowed are {allowed}")]
    UserNotAllowed {
        /// The user.
        user: String,
        /// The ranges as they were given.
        allowed: String,
    },
    /// Ranges of users that cannot be read.
    #[error("`{text}` is not a list of ranges of user numbers")]
    UserRanges {
        /// The text.
        text: String,
    },
    /// A URL of scripts with a scheme that is not handled.
    #[error("scripts at `{url}` cannot be used")]
    ScriptsUrl {
        /// The URL.
        url: String,
    },
    /// Scripts that would have to be downloaded.
    #[error("scripts at `{url}` are not downloaded")]
    ScriptsUrlRemote {
        /// The URL.
        url: String,
    },
    /// No script at a URL.
    #[error("there is none of the scripts at `{url}`")]
    ScriptsUrlEmpty {
        /// The URL.
        url: String,
    },
    /// An incremental build without the image of the build before.
    #[error("an incremental build needs the tag of the image")]
    NoPreviousImage,
    /// A text that a Dockerfile cannot hold.
    #[error("{what} `{text}` has a character that a Dockerfile cannot hold")]
    Text {
        /// What it is.
        what: &'static str,
        /// The text.
        text: String,
    },
    /// Labels are larger than the 10240 bytes that upstream takes (s2i.md 9).
    #[error("the labels have {bytes} bytes, more than {most}")]
    Labels {
        /// Their size.
        bytes: usize,
        /// The most that is allowed.
        most: usize,
    },
    /// A mapping of an injection or an artifact that cannot be read.
    #[error("`{text}` is not of the form SOURCE[:DESTINATION]")]
    Mapping {
        /// The text.
        text: String,
    },
    /// What is injected is no directory.
    #[error("{}: not a directory", path.display())]
    NotADirectory {
        /// The path.
        path: PathBuf,
    },
    /// The source, or its context directory, is not there.
    #[error("{}: no such directory", path.display())]
    SourceMissing {
        /// The path.
        path: PathBuf,
    },
    /// A context directory that is not inside of the source.
    #[error("the context directory `{path}` is not inside of the source")]
    ContextDirectory {
        /// As it was given.
        path: String,
    },
    /// The output lies inside of the source that is copied into it.
    #[error("{} lies inside of the source {}", output.display(), source_directory.display())]
    OutputInSource {
        /// The output.
        output: PathBuf,
        /// The source.
        source_directory: PathBuf,
    },
    /// There is something else where the output would go.
    #[error("{} holds other files than an earlier output", path.display())]
    OutputOccupied {
        /// The directory.
        path: PathBuf,
    },
    /// `--exclude` that is no regular expression.
    #[error("`{text}` is no regular expression: {problem}")]
    Pattern {
        /// The text.
        text: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A cap of what is copied.
    #[error("the sources have more than {most} {what}")]
    TooLarge {
        /// `bytes` or `files and directories`.
        what: &'static str,
        /// The cap.
        most: u64,
    },
    /// The script is there already and is another one.
    #[error("{} is there already and is not the same", path.display())]
    ScriptOccupied {
        /// The script.
        path: PathBuf,
    },
    /// A directory on the way is a link, or the script itself is none that could be replaced.
    #[error("{} is a link or no regular file", path.display())]
    NotRegular {
        /// The path.
        path: PathBuf,
    },
    /// No start for images with ONBUILD triggers (s2i.md 14).
    #[error("no executable file run, start, exec or execute in the sources")]
    NoEntryPoint,
    /// An artifact that cannot be copied into a runtime image (s2i.md 12).
    #[error(
        "the artifact `{text}` has a destination outside of the working directory, or a source that is not absolute"
    )]
    Artifact {
        /// As it was given.
        text: String,
    },
    /// A runtime image without artifacts.
    #[error("no runtime artifacts to copy were given, and the builder image names none")]
    NoArtifacts,
    /// A runtime image and an incremental build exclude each other.
    #[error("an incremental build with a runtime image is not possible")]
    IncrementalWithRuntime,
    /// The file system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// The path.
        path: PathBuf,
        /// What it said.
        source: io::Error,
    },
}

impl S2iError {
    /// Stable name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ImageName { .. } => "s2i.image-name",
            Self::User { .. } => "s2i.user",
            Self::UserNotAllowed { .. } => "s2i.user-not-allowed",
            Self::UserRanges { .. } => "s2i.user-ranges",
            Self::ScriptsUrl { .. } => "s2i.scripts-url",
            Self::ScriptsUrlRemote { .. } => "s2i.scripts-url-remote",
            Self::ScriptsUrlEmpty { .. } => "s2i.scripts-url-empty",
            Self::NoPreviousImage => "s2i.no-previous-image",
            Self::Text { .. } => "s2i.text",
            Self::Labels { .. } => "s2i.labels-too-large",
            Self::Mapping { .. } => "s2i.mapping",
            Self::NotADirectory { .. } => "s2i.not-a-directory",
            Self::SourceMissing { .. } => "s2i.source-missing",
            Self::ContextDirectory { .. } => "s2i.context-directory",
            Self::OutputInSource { .. } => "s2i.output-in-source",
            Self::OutputOccupied { .. } => "s2i.output-occupied",
            Self::Pattern { .. } => "s2i.pattern",
            Self::TooLarge { .. } => "s2i.too-large",
            Self::ScriptOccupied { .. } => "s2i.script-occupied",
            Self::NotRegular { .. } => "s2i.not-regular",
            Self::NoEntryPoint => "s2i.no-entry-point",
            Self::Artifact { .. } => "s2i.artifact",
            Self::NoArtifacts => "s2i.no-artifacts",
            Self::IncrementalWithRuntime => "s2i.incremental-with-runtime-image",
            Self::Io { .. } => "s2i.io",
        }
    }

    /// An error of the file system at a path.
    pub(crate) fn io(path: &std::path::Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }
}
