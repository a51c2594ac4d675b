//! Follows declarative detectors: languages that are described as data (`rules/detectors/`).
//!
//! The host asks this plugin once for each detector with something to look at, in the detector's name and with the
//! detector's patterns, and hands it the detector as JSON in the setting `detector`. It has read and checked it: what a
//! key means stands with `Detector` in the host's model, and nothing here repeats its checks.
//!
//! Rules are applied in the order of the modules: markers give points; facts, version, package manager, dependencies and
//! frameworks are stated; then role, start and ports, which may refer to them. A root without a point gets no more
//! than that.

mod dependency;
mod description;
mod fact;
mod files;
mod find;
mod framework;
mod marker;
mod package_manager;
mod port;
mod role;
mod start;
mod version;

use description::Description;
use fieldmark_sdk::{Failure, Place, Plugin, Repo, Settings, Verdict};

/// The plugin.
pub struct Interpreter;

impl Plugin for Interpreter {
    fn detect(repo: &Repo, settings: &Settings) -> Result<Verdict, Failure> {
        let document = description::read(settings)?;
        let detector = Description::new(&document);
        let mut verdict = Verdict::new(detector.language());
        marker::state(repo, &detector, &mut verdict);
        if verdict.score() == 0 {
            return Ok(verdict);
        }
        for family in detector.subject().texts("family") {
            verdict.attribute("also", family, Place::NONE);
        }
        for member in detector.subject().texts("members") {
            verdict.attribute("member", member, Place::NONE);
        }
        verdict.builder = detector.subject().text("builder").map(str::to_owned);
        let facts = fact::state(repo, &detector, &mut verdict);
        version::state(repo, &detector, &mut verdict);
        package_manager::state(repo, &detector, &mut verdict);
        let dependencies = dependency::list(repo, &detector);
        let framework = framework::state(repo, &detector, &dependencies, &mut verdict);
        role::state(repo, &detector, framework, &mut verdict);
        start::state(repo, &detector, framework, &facts, &mut verdict);
        port::state(repo, &detector, framework, &mut verdict);
        Ok(verdict)
    }
}

fieldmark_sdk::export!(Interpreter);
