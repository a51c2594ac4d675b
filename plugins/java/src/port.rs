//! The ports of an application.
//!
//! Precedence: what `.s2i/environment` sets for the framework, the configuration that is packed into the application
//! (`port/configuration.rs`), what the program binds (`port/code.rs`), the framework's own default.

mod code;
mod configuration;
mod declared;
mod dropwizard;
pub mod liberty;
mod value;
mod vertx;

pub use code::bound;
pub use declared::of_build;
pub use dropwizard::file as configuration_of_dropwizard;

use configuration::Configured;
use fieldmark_sdk::{Place, Repo, Verdict};

/// Where builders and application servers listen unless told otherwise.
pub const DEFAULT: &str = "8080";

/// Frameworks that listen elsewhere unless told otherwise.
const DEFAULTS: [(&str, &str); 3] = [("play", "9000"), ("spark", "4567"), ("ratpack", "5050")];

/// Frameworks whose port is nowhere but in their configuration: what else the program binds is not theirs.
const BY_CONFIGURATION: [&str; 5] = ["spring", "quarkus", "micronaut", "grails", "thorntail"];

/// States the ports of a server whose files stand in these directories.
pub fn state(repo: &Repo, verdict: &mut Verdict, framework: &str, directories: &[&str]) {
    let is_in_code = !BY_CONFIGURATION.contains(&framework);
    let bound = is_in_code.then(|| code::bound(repo, framework, directories)).flatten();
    let closed = configuration::loopback(repo, directories).or(bound.filter(|bound| bound.loopback).map(|b| b.at));
    if let Some(at) = closed {
        let note = "it listens on the loopback address, where nobody outside of the container reaches it";
        verdict.warn("java.listens-on-loopback", at, note);
    }
    let mut ports = match configuration::configured(repo, framework, directories) {
        Some(Configured::Port(port, at)) => vec![(port, at)],
        Some(Configured::Variable(name, at)) => {
            let note = format!("the port is that of the variable {name} alone, which the builder does not set");
            verdict.warn("java.port-from-environment", at, note);
            vec![(DEFAULT.to_owned(), at)]
        }
        None if framework == "vertx" => vertx::configured(repo, directories).into_iter().collect(),
        None if framework == "dropwizard" => dropwizard::configured(repo, directories),
        None => Vec::new(),
    };
    if let ([], Some((port, at))) = (&ports[..], bound.and_then(|bound| bound.port)) {
        ports.push((port.to_string(), at));
    }
    if ports.is_empty() {
        let default = DEFAULTS.iter().find(|(name, _)| *name == framework).map_or(DEFAULT, |(_, port)| port);
        ports.push((default.to_owned(), Place::NONE));
    }
    for (port, at) in ports {
        verdict.attribute("port", port, at);
    }
}
