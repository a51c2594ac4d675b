//! What goes wrong before a build is started or an object exposed.

use super::Problem;
use crate::exit::Exit;
use fieldmark_cluster::BuildEnd;
use fieldmark_images::ResourceKind;
use std::path::Path;

impl Problem {
    /// With the exit code of `oc`, which ends every refusal alike.
    pub(crate) fn ended_as_oc(self, is_oc: bool) -> Self {
        if is_oc && self.exit == Exit::Usage { Self { exit: Exit::NothingMatched, ..self } } else { self }
    }

    /// An object that is not there, or that nobody was asked for.
    pub(crate) fn no_object(kind: ResourceKind, name: Option<&str>, was_asked: bool) -> Self {
        let kind = kind.as_str().to_lowercase();
        let message = name.map_or_else(|| format!("no {kind} found"), |name| format!("{kind} {name} not found"));
        let hint = (!was_asked).then(|| "name the cluster with --cluster, or a file with --snapshot or -f".to_owned());
        Self::usage("object.not-found", message, hint)
    }

    /// An object that does not have the form of its kind.
    pub(crate) fn malformed_object(kind: &str, error: &dyn std::fmt::Display) -> Self {
        Self::usage("object.malformed", format!("{kind}: {error}"), None)
    }

    /// What is to be exposed is not said.
    pub(crate) fn expose_target(text: &str) -> Self {
        let hint = "write it as `service shop` or `svc/shop`; there are service, deployment, deploymentconfig, \
                    replicationcontroller and pod";
        Self::usage("expose.target", format!("\"{text}\" does not say what to expose"), hint.to_owned())
    }

    /// A number of a port that is none.
    pub(crate) fn not_a_port(text: &str) -> Self {
        Self::usage("expose.port", format!("\"{text}\" is no port number"), None)
    }

    /// Something that is not `NAME=VALUE`.
    pub(crate) fn no_pair(text: &str) -> Self {
        Self::usage("cli.pair", format!("\"{text}\" is not of the form NAME=VALUE"), None)
    }

    /// A pipeline cannot be handed anything.
    pub(crate) fn binary_pipeline(name: &str) -> Self {
        let message = format!("build configuration {name}: nothing can be handed over to a pipeline");
        Self::usage("start-build.pipeline-input", message, None)
    }

    /// Builds cannot be tried.
    pub(crate) fn no_trial() -> Self {
        let hint = "leave --apply out to see what would be sent";
        Self::usage("start-build.no-trial", "a cluster cannot start a build without starting it", hint.to_owned())
    }

    /// An address where a file was meant.
    pub(crate) fn input_address(text: &str) -> Self {
        let hint = "download it first, or pipe it: `curl … | fieldmark start-build NAME --from-archive -`";
        Self::usage("start-build.address", format!("{text} is not downloaded"), hint.to_owned())
    }

    /// What was to be handed over cannot be read.
    pub(crate) fn unreadable_input(path: &Path, problem: &str) -> Self {
        Self::usage("start-build.unreadable", format!("{}: {problem}", path.display()), None)
    }

    /// A hook of another server.
    pub(crate) fn foreign_hook(url: &str, address: &str) -> Self {
        let hint = "call it with `curl -X POST`; your credentials are not sent to another server";
        Self::usage("start-build.foreign-hook", format!("{url} is not an address of {address}"), hint.to_owned())
    }

    /// A build that was waited for.
    pub(crate) fn failed_build(name: &str, end: &BuildEnd) -> Self {
        let why = [end.reason.as_str(), end.message.as_str()].join(": ");
        let message = format!("build {name}: {}: {}", end.phase, why.trim_matches([':', ' ']));
        let hint = Some(format!("`oc logs build/{name}` shows what it wrote"));
        Self { code: "start-build.failed", message, hint, exit: Exit::NothingMatched }
    }

    /// A document that the serializer refuses.
    pub(crate) fn not_written(error: &fieldmark_render::RenderError) -> Self {
        Self { code: "cli.not-written", message: error.to_string(), hint: None, exit: Exit::Internal }
    }
}
