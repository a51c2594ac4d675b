//! Compose files: which directories of the repository they build, where what is built there listens and how it starts,
//! and which services they run beside it.
//!
//! Facts about a directory follow its `context`. A service that runs beside one directory only is told of that; one
//! that nothing names is told of the root. What a file includes (`inclusion.rs`) and a service extends (`layered.rs`) counts
//! as if it stood there; so do the variables of the files that a service names (`environment.rs`).

mod environment;
mod inclusion;
mod interpolation;
mod layered;
mod path;
mod port;
mod project;
mod selection;

use fieldmark_sdk::{Failure, Place, Plugin, Repo, Settings, Verdict, service};
use project::{Built, Project, Provided};

/// The plugin.
pub struct Compose;

impl Plugin for Compose {
    fn detect(repo: &Repo, _settings: &Settings) -> Result<Verdict, Failure> {
        let mut verdict = Verdict::new("compose");
        for file in selection::files(repo) {
            if let Some(project) = Project::read(repo, file) {
                verdict.point(0, "compose.file", file.whole(), "it runs what is built here, and what that needs");
                state(&project, &mut verdict);
            }
        }
        Ok(verdict)
    }
}

fn state(project: &Project, verdict: &mut Verdict) {
    // What belongs to the root stands before the first context.
    let alone = project.built.len() == 1;
    let named = |name: &str| alone || project.built.iter().any(|built| built.needs.iter().any(|need| need == name));
    for image in project.images.iter().filter(|image| !named(&image.name)) {
        provide(image, verdict);
    }
    for built in &project.built {
        verdict.attribute("context", &built.context, built.at);
        listening(built, verdict);
        if let Some((command, at)) = &built.command {
            let name = if built.is_mounted { "development-start" } else { "start" };
            verdict.attribute(name, command, *at);
            if !built.is_mounted {
                verdict.attribute("start-origin", "declared", *at);
            }
        }
        for image in project.images.iter().filter(|image| alone || built.needs.contains(&image.name)) {
            provide(image, verdict);
        }
    }
}

/// A service, and the one that clients may take it for.
fn provide(image: &Provided, verdict: &mut Verdict) {
    verdict.attribute("service", image.service.value(), image.at);
    if let Some(other) = service::stands_for(image.service.name) {
        verdict.attribute("stands-for", other, image.at);
    }
}

fn listening(built: &Built, verdict: &mut Verdict) {
    for (port, at) in &built.ports {
        let name = if port.udp { "udp-port" } else { "port" };
        let at: Place = *at;
        verdict.attribute(name, port.number.to_string(), at);
    }
}

fieldmark_sdk::export!(Compose);
