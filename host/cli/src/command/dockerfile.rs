//! `dockerfile`.

use super::s2i::say_findings;
use crate::args::{DockerfileArguments, Options, SourceArguments};
use crate::command::detect;
use crate::exit::Exit;
use crate::output;
use crate::report::Problem;
use clap::ArgMatches;
use fieldmark::{Component, Explanation, Strategy};
use fieldmark_render::printable;
use fieldmark_s2i::{
    CopyLimits, Links, Output, Plan, Request, Script, SourceTree, Taking, dockerfile as text_of, write,
};
use std::collections::BTreeMap;
use std::path::Path;

/// Writes a Dockerfile for a component, or prints it.
pub(crate) fn dockerfile(
    options: &Options,
    matches: &ArgMatches,
    arguments: &DockerfileArguments,
) -> Result<Exit, Problem> {
    let explanation = judged(options, matches, &arguments.path)?;
    let component = component(&explanation, arguments.component.as_deref())?;
    if component.strategy == Strategy::Docker {
        return Ok(own_file(component));
    }
    let Some(builder) = &component.builder else {
        return Err(Problem::refusal(
            "dockerfile.no-builder",
            format!("no builder image of the catalogue builds {}", component.path),
            Some("name one: fieldmark s2i build SOURCE BUILDER --as-dockerfile PATH".to_owned()),
        ));
    };
    let is_root = component.path == ".";
    let request = Request {
        tag: arguments.tag.clone(),
        context_directory: (!is_root).then(|| component.path.clone()),
        overrides: overrides(component),
        ports: component.start.ports.clone(),
        ..Request::new(&builder.image)
    };
    let links = Taking::Copy(Links::Kept);
    let source = SourceTree { directory: arguments.path.clone(), taking: links, limits: CopyLimits::default() };
    let Some(directory) = &arguments.output else {
        let plan = Plan::new(&request, &source.context(request.context_directory.as_deref())?)?;
        say_findings(&plan.findings);
        return Ok(output::print(&text_of(&plan)?));
    };
    let output = Output::new(&directory.join("Dockerfile"));
    let plan = write(&request, Some(&source), &output, arguments.force)?;
    say_findings(&plan.findings);
    let shown = output.dockerfile().display().to_string();
    output::say(&format!("{} builds {} with {}", printable(&shown), component.path, builder.image));
    Ok(Exit::Success)
}

/// The decision about a directory.
pub(super) fn judged(options: &Options, matches: &ArgMatches, path: &Path) -> Result<Explanation, Problem> {
    let source = SourceArguments {
        source: path.as_os_str().to_owned(),
        context_dir: None,
        max_source_bytes: None,
        listing_root: None,
    };
    Ok(detect::judge(options, matches, &source, &[])?.explanation)
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
        let hint = (!known.is_empty()).then(|| format!("there are {}", known.join(", ")));
        Problem {
            exit: Exit::NothingMatched,
            ..Problem::refusal("component.none", "there is no such component".to_owned(), hint)
        }
    })
}

/// A component that its own container file builds.
fn own_file(component: &Component) -> Exit {
    let path = component.evidence.iter().find_map(|reason| reason.path.clone());
    let from = component.start.from.as_ref().map(|place| place.path.clone());
    let path = from.or(path).unwrap_or_else(|| component.path.clone());
    output::say(&format!("{} is built by its own file", printable(&component.path)));
    output::print(&format!("{}\n", printable(&path)))
}

fn overrides(component: &Component) -> BTreeMap<Script, String> {
    let named = |name: &str| Script::ALL.into_iter().find(|script| script.as_str() == name);
    component.scripts.iter().filter_map(|script| Some((named(&script.name)?, script.body.clone()))).collect()
}
