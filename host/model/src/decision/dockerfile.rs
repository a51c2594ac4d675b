//! What the decision says of a Dockerfile that can be written for a component.

use serde::{Deserialize, Serialize};

document! {
    /// A Dockerfile that builds a component from official upstream images.
    pub struct DockerfileOffer {
        /// Name of its template, a file of `rules/dockerfiles`.
        pub template: String,
        /// Which of the template's ways to build it is.
        pub variant: String,
        /// Version of the language in the images.
        pub version: String,
        /// The images of its stages, in their order; the last one is what runs.
        pub from: Vec<String>,
        /// Why this version.
        pub reason: String,
        /// The command of the image; null when nobody knows.
        pub start: Option<String>,
        /// Ports that the image exposes. An application that asks for one in `PORT` gets the first.
        pub ports: Vec<u16>,
        /// Name of the program that the build makes.
        pub program: Option<String>,
        /// Directory that the build fills, relative to the component.
        pub output: Option<String>,
    }
}
