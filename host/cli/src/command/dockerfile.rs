//! `dockerfile`.

use super::s2i::{builder_image, say_findings, variables};
use super::upstream;
use crate::args::{DockerfileArguments, DockerfileFrom, Options, SourceArguments};
use crate::command::detect::{self, Judged};
use crate::exit::Exit;
use crate::output;
use crate::report::Problem;
use clap::ArgMatches;
use fieldmark::{Builder, Catalogue, Component, Explanation, Strategy};
use fieldmark_render::{SourceBuild, printable};
use fieldmark_s2i::{
    BuilderImage, CopyLimits, Links, Output, Plan, Request, Script, SourceTree, Taking, dockerfile as text_of, write,
};
use std::collections::BTreeMap;
use std::path::Path;

/// Writes a Dockerfile for a component, or prints it.
pub(crate) fn dockerfile(
    options: &Options,
    matches: &ArgMatches,
    arguments: &DockerfileArguments,
) -> Result<Exit, Problem> {
    let judged = judged(options, matches, &arguments.path)?;
    let component = component(&judged.explanation, arguments.component.as_deref())?;
    say_withheld(component);
    if component.strategy == Strategy::Docker && arguments.from.is_none() {
        return Err(own_file(component));
    }
    let from = arguments.from.unwrap_or_else(|| usual(component));
    if from == DockerfileFrom::Upstream && arguments.builder.is_none() {
        refuse_options_of_builders(arguments)?;
        return upstream::write(component, arguments);
    }
    let request = match (&arguments.builder, &component.builder) {
        (Some(image), _) => with_builder(component, image),
        (None, Some(builder)) => request(component, builder, &judged.session.catalogue()?),
        (None, None) => return Err(no_builder(component)),
    };
    let catalogue = judged.session.catalogue()?;
    let request = Request {
        tag: arguments.tag.clone(),
        environment: variables(&arguments.given, None)?,
        incremental: arguments.incremental,
        runtime: arguments.runtime.request(|name| Ok(image_named(name, &catalogue)))?,
        ..request
    };
    let source = sources(&arguments.path);
    let Some(directory) = &arguments.output else {
        let plan = Plan::new(&request, &source.context(request.context_directory.as_deref())?)?;
        say_findings(&plan.findings);
        return Ok(output::print(&text_of(&plan)?));
    };
    let output = Output::new(&directory.join("Dockerfile"));
    let plan = write(&request, Some(&source), &output, arguments.force)?;
    say_findings(&plan.findings);
    let shown = output.dockerfile().display().to_string();
    output::say(&printable(&format!("{shown} builds {} with {}", component.path, request.builder)));
    Ok(Exit::Success)
}

/// Options of source-to-image say nothing about a Dockerfile that needs no builder image.
fn refuse_options_of_builders(arguments: &DockerfileArguments) -> Result<(), Problem> {
    let given = [
        ("--env", !arguments.given.variables.is_empty()),
        ("--environment-file", arguments.given.environment_file.is_some()),
        ("--incremental", arguments.incremental),
        ("--runtime-image", arguments.runtime.runtime_image.is_some()),
    ];
    let Some((flag, _)) = given.into_iter().find(|(_, is_given)| *is_given) else { return Ok(()) };
    Err(Problem::refusal(
        "dockerfile.builder-only",
        format!("{flag} needs a builder image, and this Dockerfile is made from an upstream image"),
        Some("name a builder image with --builder".to_owned()),
    ))
}

/// A builder image where there is one.
const fn usual(component: &Component) -> DockerfileFrom {
    if component.builder.is_some() { DockerfileFrom::Builder } else { DockerfileFrom::Upstream }
}

/// The decision about a directory.
pub(super) fn judged(options: &Options, matches: &ArgMatches, path: &Path) -> Result<Judged, Problem> {
    let source = SourceArguments {
        interactive: false,
        source: path.as_os_str().to_owned(),
        context_dir: None,
        max_source_bytes: None,
        listing_root: None,
    };
    detect::judge(options, matches, &source, &[])
}

/// Says that scripts are missing which its plugin has brought.
pub(super) fn say_withheld(component: &Component) {
    for finding in component.warnings.iter().filter(|finding| finding.code == "plugin.scripts-withheld") {
        let hint = "read them with --allow-scripts, or trust the plugin with `fieldmark plugin trust`";
        output::say(&format!("warning: {} [{}]\nhint: {hint}", printable(&finding.note), finding.code));
    }
}

/// The component of a path, or the first one.
pub(super) fn component<'e>(explanation: &'e Explanation, path: Option<&str>) -> Result<&'e Component, Problem> {
    let components = &explanation.decision.components;
    let found = match path {
        Some(path) => components.iter().find(|component| component.path == path.trim_end_matches('/')),
        None => components.first(),
    };
    found.ok_or_else(|| {
        let known: Vec<&str> = components.iter().map(|component| component.path.as_str()).collect();
        let (message, hint) = match known.as_slice() {
            [] => ("nothing is recognised here", None),
            known => {
                ("there is no such component", Some(printable(&format!("known: {}", known.join(", "))).into_owned()))
            }
        };
        Problem { exit: Exit::NothingMatched, ..Problem::refusal("component.none", message.to_owned(), hint) }
    })
}

fn no_builder(component: &Component) -> Problem {
    Problem::refusal(
        "dockerfile.no-builder",
        format!("no builder image of the catalogue builds {}", component.path),
        Some("name one with --builder; --from upstream writes a Dockerfile that needs none".to_owned()),
    )
}

/// Why there is nothing to write for a component that its own container file builds.
fn own_file(component: &Component) -> Problem {
    let from = component.start.from.as_ref().map(|place| place.path.clone());
    let path = from.or_else(|| component.evidence.iter().find_map(|reason| reason.path.clone()));
    let path = path.unwrap_or_else(|| component.path.clone());
    Problem::refusal(
        "dockerfile.own-file",
        format!("{} has a file of its own that builds it: {path}", component.path),
        Some("podman, buildah or docker builds it as it is".to_owned()),
    )
}

/// What source-to-image would do with each component that it builds.
pub(super) fn source_builds(explanation: &Explanation, root: &Path, catalogue: &Catalogue) -> Vec<SourceBuild> {
    let components = explanation.decision.components.iter();
    let built = components.filter(|component| component.strategy == Strategy::Source);
    let planned = built.filter_map(|component| {
        let request = request(component, component.builder.as_ref()?, catalogue);
        let context = sources(root).context(request.context_directory.as_deref());
        let plan = context.and_then(|context| Plan::new(&request, &context));
        Some(SourceBuild { component: component.path.clone(), plan })
    });
    planned.collect()
}

/// The build of a component with an image of which nothing is known.
fn with_builder(component: &Component, image: &str) -> Request {
    Request {
        context_directory: (component.path != ".").then(|| component.path.clone()),
        overrides: overrides(component),
        ports: component.start.ports.clone(),
        ..Request::new(image)
    }
}

/// The build of a component. What the image says of itself counts as it does where s2i runs the build itself, the
/// destination and the user included (s2i.md 9, 10).
fn request(component: &Component, builder: &Builder, catalogue: &Catalogue) -> Request {
    let image = image(builder, catalogue);
    let said = |of: fn(&BuilderImage) -> Option<&str>| image.as_ref().and_then(of).map(ToOwned::to_owned);
    Request {
        destination: said(BuilderImage::destination),
        assemble_user: said(BuilderImage::assemble_user),
        image,
        ..with_builder(component, &builder.image)
    }
}

/// What the catalogue knows of a builder image.
pub(super) fn image(builder: &Builder, catalogue: &Catalogue) -> Option<BuilderImage> {
    let stream = catalogue.streams.iter().find(|stream| stream.name == builder.stream)?;
    Some(builder_image(stream.image(stream.tag(&builder.tag)?)))
}

/// What the catalogue knows of an image by its name.
fn image_named(name: &str, catalogue: &Catalogue) -> Option<BuilderImage> {
    let tags = catalogue.streams.iter().flat_map(|stream| stream.tags.iter().map(move |tag| (stream, tag)));
    tags.into_iter().find(|(_, tag)| tag.image == name).map(|(stream, tag)| builder_image(stream.image(tag)))
}

fn sources(directory: &Path) -> SourceTree {
    let taking = Taking::Copy(Links::Kept);
    SourceTree { directory: directory.to_owned(), taking, excluded: None, limits: CopyLimits::default() }
}

fn overrides(component: &Component) -> BTreeMap<Script, String> {
    let named = |name: &str| Script::ALL.into_iter().find(|script| script.as_str() == name);
    component.scripts.iter().filter_map(|script| Some((named(&script.name)?, script.body.clone()))).collect()
}
