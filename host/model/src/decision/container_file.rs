//! What the decision says of a container file.

use serde::{Deserialize, Serialize};

document! {
    /// What a container file says of the image that it builds.
    pub struct ContainerFile {
        /// Relative to the repository.
        pub path: String,
        /// What the last `FROM` is followed by, as it is written: variables are not replaced, and it may name a stage.
        /// Null when there is no `FROM`.
        pub base: Option<String>,
        /// The image that the last stage is built on, variables replaced and names of stages followed; null when it
        /// depends on a build argument without a value.
        pub base_image: Option<String>,
        /// Its build stages; the last is the image.
        pub stages: Stages,
        /// Ports of the image, those taken over from the stages that the last one is built on among them, each once.
        pub ports: Vec<ExposedPort>,
        /// What `oc new-app` takes for the ports (new-app.md 8.4): `EXPOSE` of the last stage alone, with variables of
        /// that stage and from before the first one, port 0 included. Null when it is the same as `ports`.
        pub ports_of_last_stage: Option<Vec<ExposedPort>>,
        /// Who its containers run as; null when that is left to the base image.
        pub user: Option<String>,
        /// Paths that are volumes.
        pub volumes: Vec<String>,
    }
}

document! {
    /// The build stages of a container file.
    #[derive(Default)]
    pub struct Stages {
        /// How many there are; 0 when the file builds nothing.
        pub count: u32,
        /// Names of those that have one, in lower case.
        pub names: Vec<String>,
    }
}

document! {
    /// A port that an image exposes.
    pub struct ExposedPort {
        /// Its number; the lowest of a range.
        pub number: u16,
        /// `tcp` or `udp`.
        pub protocol: Protocol,
        /// Line of the container file, counted from 1.
        pub line: Option<u32>,
    }
}

/// Protocol of a port.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Protocol {
    /// TCP.
    #[default]
    Tcp,
    /// UDP.
    Udp,
}

impl Protocol {
    /// The text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tcp => "tcp",
            Self::Udp => "udp",
        }
    }
}
