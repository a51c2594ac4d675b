//! What a component can be built with where no image stream is for it.

use crate::component::{own_finding, value};
use crate::judgement::Candidate;
use fieldmark_model::{ComponentInstructions, DockerfileOffer, Finding, Origin, Start, VersionRange, attribute};
use fieldmark_upstream::{Facts, Offer};

/// The Dockerfile that a template offers for what a plugin says. A start that a file of the repository declares goes before
/// the plugin's: an image that holds the sources as they are can follow it.
pub(crate) fn offer(
    primary: &Candidate,
    told: &ComponentInstructions,
    range: Option<&VersionRange>,
    detected: Option<&Start>,
) -> Option<Offer> {
    let facts = |name| value(primary, name);
    let (manager, framework) = (facts(attribute::PACKAGE_MANAGER), facts(attribute::FRAMEWORK));
    let (start, program, output) = (facts(attribute::START), facts(attribute::PROGRAM), facts(attribute::OUTPUT));
    let ports = primary.verdict.all(attribute::PORT).filter_map(|port| port.value.parse().ok());
    let ports: Vec<u16> = ports.filter(|port| *port != 0).collect();
    let declared = detected.filter(|start| start.origin == Origin::Declared).and_then(|start| start.command.clone());
    let start = told.start.as_ref().map(|told| told.value.clone()).or(declared).or(start);
    let ports = told.ports.as_ref().map_or(ports, |told| told.value.clone());
    let offered = fieldmark_upstream::offer(&Facts {
        language: &primary.verdict.language,
        package_manager: manager.as_deref(),
        framework: framework.as_deref(),
        range,
        start: start.as_deref(),
        ports: &ports,
        program: program.as_deref(),
        output: output.as_deref(),
    });
    // The templates are part of the program, and all of them are read in a test.
    offered.ok().flatten()
}

/// Takes over how the image of a Dockerfile starts: the template says where the program lies. What the repository
/// declares and the template cannot follow is told.
pub(crate) fn starts(start: &mut Start, offer: &DockerfileOffer, primary: &Candidate) -> Option<Finding> {
    let command = offer.start.as_ref().filter(|command| start.command.as_ref() != Some(command))?;
    let declared =
        start.command.replace(command.clone()).filter(|_| matches!(start.origin, Origin::Declared | Origin::Told))?;
    start.origin = Origin::Unknown;
    start.from = None;
    let note = format!("`{declared}` is declared, and an image from {} starts `{command}`", offer.template);
    Some(own_finding(primary, "dockerfile.start-replaced", note))
}
