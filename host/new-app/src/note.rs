//! What people are told beside the objects. The sentences are made elsewhere.

use crate::install::InstallAccount;
use fieldmark_model::Strategy;

/// One thing that was found, will be done, or should be known.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Note {
    /// An image was found for a term.
    Found {
        /// What was looked for.
        term: String,
        /// What was found, as its full name.
        name: String,
        /// Digest of the image; empty when it is not known.
        id: String,
        /// When the image was made.
        created: Option<String>,
        /// Whether it builds from source.
        builder: bool,
        /// Why this one.
        why: Option<String>,
    },
    /// What was recognised in a source.
    Recognised {
        /// The source.
        source: String,
        /// Directory in it.
        path: String,
        /// What it is, the first counts.
        languages: Vec<String>,
        /// The reasons, with file and line.
        why: Vec<String>,
    },
    /// A Dockerfile was made, for no builder image builds a source.
    Dockerfile {
        /// The source.
        source: String,
        /// Its language.
        language: String,
        /// The images of its stages.
        images: Vec<String>,
    },
    /// Nobody knows how what such a Dockerfile builds is started.
    NoStart {
        /// The source.
        source: String,
    },
    /// Further components that are not built.
    OtherComponents {
        /// The source.
        source: String,
        /// Their paths.
        paths: Vec<String>,
    },
    /// A stream tag is made that tracks an image.
    Tracks {
        /// `<stream>:<tag>`.
        tag: String,
        /// The image.
        image: String,
    },
    /// A build is made.
    Build {
        /// Its name.
        name: String,
        /// How it builds.
        strategy: Strategy,
        /// From what: a repository with its ref; none for input that is handed over.
        source: Option<String>,
        /// Directory of it that is built.
        context_directory: Option<String>,
        /// Where the image goes; none for nowhere.
        output: Option<String>,
        /// Whether a new image of what it builds on starts a build.
        follows_image: bool,
    },
    /// A deployment is made.
    Deployment {
        /// Its name.
        name: String,
        /// Its kind.
        kind: &'static str,
        /// Ports, `8080/tcp`; those of the service of the same name.
        ports: Vec<String>,
        /// Paths that are kept as long as the pod.
        volumes: Vec<String>,
    },
    /// An image installs something.
    Install {
        /// The image.
        image: String,
        /// The pod.
        pod: String,
        /// Who the pod acts as.
        account: InstallAccount,
        /// Whether the user granted it.
        granted: bool,
    },
    /// A name that was changed so that objects can have it.
    NameChanged {
        /// What it was taken from.
        from: String,
        /// What it is.
        name: String,
    },
    /// A variable that the command line sets twice.
    VariableTwice {
        /// Its name.
        name: String,
    },
    /// A variable of a file that something else sets already.
    VariableOfFileUnused {
        /// Its name.
        name: String,
        /// The file.
        file: String,
    },
    /// A repository that anonymous users cannot read.
    Credentials {
        /// The repository.
        source: String,
        /// What git says.
        detail: String,
        /// Whether a secret was named.
        has_secret: bool,
    },
    /// A repository that could not be looked at; the named builder image is taken on trust.
    NotLookedAt {
        /// The repository.
        source: String,
        /// What happened.
        detail: String,
    },
    /// Credentials in an address, which are left out of the objects.
    CredentialsLeftOut {
        /// The repository, without them.
        source: String,
    },
    /// Work that a build from the remote does not get.
    NotInRemote {
        /// The directory.
        source: String,
        /// Files that are not committed.
        files: u64,
        /// Commits that are not pushed.
        commits: u64,
        /// Whether the remote does not have the branch at all.
        branch: bool,
    },
    /// An image that nobody has seen.
    MissingImage {
        /// The image.
        image: String,
    },
    /// An image that runs as root.
    RootUser {
        /// The image or the container file.
        image: String,
    },
    /// Ports that are none.
    BadPorts {
        /// The image.
        image: String,
        /// As they are written.
        ports: Vec<String>,
    },
    /// No port is known, so there is no service.
    NoPorts {
        /// The deployment.
        name: String,
    },
    /// The output replaces what the build is made from.
    OutputIsInput {
        /// The image.
        image: String,
    },
    /// Build arguments reach several builds.
    BuildArgumentsForSeveral,
    /// A finding of the detection.
    Finding {
        /// Its code.
        code: String,
        /// One line.
        text: String,
    },
}

impl Note {
    /// Whether it is a warning.
    #[must_use]
    pub const fn is_warning(&self) -> bool {
        !matches!(
            self,
            Self::Found { .. }
                | Self::Recognised { .. }
                | Self::Dockerfile { .. }
                | Self::OtherComponents { .. }
                | Self::Tracks { .. }
                | Self::Build { .. }
                | Self::Deployment { .. }
                | Self::Install { .. }
                | Self::NameChanged { .. }
        )
    }
}
