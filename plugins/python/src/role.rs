//! What the root is: a server, another application, a library, or tooling of something else.

use crate::{
    application::Application,
    dependencies::Dependencies,
    framework::{self, Use},
    recognition::Recognised,
    sources, workspace,
};
use fieldmark_sdk::{Place, Repo, Verdict, points};

/// States the framework, with its points. Returns its use.
pub(crate) fn state_framework(
    repo: &Repo<'_>,
    dependencies: &Dependencies,
    application: Option<&Application<'_>>,
    verdict: &mut Verdict,
) -> Option<Use> {
    let django = repo.file("manage.py").and_then(|_| dependencies.declared("django"));
    let declared =
        framework::find(repo, dependencies).map(|(found, dependency)| (found.name, found.usage, dependency.at));
    let in_code = application.and_then(|found| Some((found.framework?, Use::Server, found.at)));
    // Code decides between several frameworks that are all dependencies.
    let dependency = |name: &str| {
        let named = framework::FRAMEWORKS.iter().filter(|framework| framework.name == name);
        named.flat_map(|framework| framework.distributions).find_map(|distribution| dependencies.declared(distribution))
    };
    let decided = in_code.and_then(|(name, usage, at)| match dependency(name) {
        Some(dependency) => Some((name, usage, dependency.at)),
        None => declared.is_none().then_some((name, usage, at)),
    });
    let found = django.map(|dependency| ("django", Use::Server, dependency.at)).or(decided).or(declared)?;
    let (name, usage, at) = found;
    verdict.attribute("framework", name, at);
    let note = if declared.is_some() { format!("{name} is a dependency") } else { format!("the code uses {name}") };
    verdict.point(points::FRAMEWORK, format!("python.framework-{}", name.replace('.', "-")), at, note);
    if usage == Use::Site {
        verdict.point(points::TOOLING, "python.site-generator", at, format!("{name} only makes static pages"));
    }
    Some(usage)
}

/// Adds the points of a server that is a dependency without a framework.
pub(crate) fn score_server(dependencies: &Dependencies, usage: Option<Use>, verdict: &mut Verdict) -> bool {
    let Some(server) = framework::server(dependencies) else { return false };
    let name = &server.requirement.name;
    let points = if usage.is_none() { points::SERVER } else { 0 };
    verdict.point(points, format!("python.dependency-{name}"), server.at, format!("{name} is a dependency"));
    !["gevent", "werkzeug"].contains(&name.as_str())
}

/// Takes points off when Python only serves what is written in another language.
pub(crate) fn is_tooling(
    repo: &Repo<'_>,
    dependencies: &Dependencies,
    recognised: &Recognised,
    usage: Option<Use>,
    verdict: &mut Verdict,
) -> bool {
    let Some(at) = recognised.manifest.filter(|_| usage.is_none() && !recognised.entry_point) else { return false };
    if let Some(at) = workspace::root_alone(repo) {
        verdict.point(points::TOOLING, "python.workspace-root", at, "the root only lists the members of a workspace");
        return true;
    }
    let aside = sources::all(repo).into_iter().all(sources::is_aside);
    let few = (recognised.share < 15 || aside) && sources::has_other_languages(repo);
    let only_tools = framework::only_tools(dependencies) && recognised.share < 50;
    if !few && !only_tools {
        return false;
    }
    let note = if only_tools { "all dependencies are tools" } else { "hardly any source file here is Python" };
    verdict.point(points::TOOLING, "python.tooling", at, note);
    true
}

/// States the role.
pub(crate) fn state(
    recognised: &Recognised,
    usage: Option<Use>,
    serves: bool,
    starts: bool,
    tooling: bool,
    verdict: &mut Verdict,
) {
    let role = match () {
        () if tooling => "tooling",
        () if usage == Some(Use::Site) => "site",
        () if serves => "server",
        () if starts => "application",
        () if recognised.package => "library",
        () => "application",
    };
    verdict.attribute("role", role, recognised.manifest.unwrap_or(Place::NONE));
}
