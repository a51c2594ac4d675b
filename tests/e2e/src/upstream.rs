//! Sources that a Dockerfile from an upstream image builds, and what stands in for these images.

use crate::{Application, Sources, process};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// How long the program may take.
const ANSWERING: Duration = Duration::from_secs(60);

/// An image that cannot be pulled here, and what it is made of instead.
#[derive(Debug, Clone, Copy)]
pub struct StandIn {
    /// Packages of the distribution.
    pub tools: &'static str,
    /// A command that makes it alike.
    pub setup: &'static str,
}

impl StandIn {
    /// The bootstrapped system as it is.
    pub const PLAIN: Self = Self { tools: "", setup: "true" };
}

/// Sources with the stand-ins for the images of their Dockerfile, in the order of its stages.
#[derive(Debug)]
pub struct Upstream {
    /// Name of the folder in `upstream/`, or of an application.
    pub name: &'static str,
    /// Stand-ins.
    pub images: [StandIn; 2],
    /// Directories of this machine that the build sees.
    pub mounts: fn() -> Vec<(PathBuf, &'static str)>,
    /// Part of the page that it answers with.
    pub page: &'static str,
}

impl Upstream {
    /// A copy of the sources.
    pub fn sources(&self) -> Sources {
        let own = folder().join(self.name);
        if own.exists() { Sources::in_folder(&own) } else { Sources::of(Application::named(self.name)) }
    }
}

/// The folder of the sources and of what stands in.
pub fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/upstream"))
}

/// What the program says of the Dockerfile that it writes.
#[derive(Debug)]
pub struct Offer(Value);

impl Offer {
    /// Has the program write a Dockerfile for the sources into a directory.
    pub fn write(sources: &Path, directory: &Path) -> Self {
        let mut command = Command::new(process::program("fieldmark"));
        command.args(["dockerfile", "--from", "upstream", "--output"]).arg(directory).arg(sources);
        process::run_to_end(&mut command, ANSWERING);
        let mut ask = Command::new(process::program("fieldmark"));
        ask.args(["--format", "json"]).arg(sources);
        let text = process::output_of(&mut ask, ANSWERING);
        let mut all: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        Self(all["components"][0]["dockerfile"].take())
    }

    /// The images of its stages.
    pub fn from(&self) -> Vec<String> {
        let images = self.0["from"].as_array().unwrap_or_else(|| panic!("no Dockerfile is offered: {}", self.0));
        images.iter().map(|image| image.as_str().unwrap().to_owned()).collect()
    }

    /// The port that is exposed.
    pub fn port(&self) -> u16 {
        self.0["ports"][0].as_u64().and_then(|port| port.try_into().ok()).expect("a port is decided")
    }
}
