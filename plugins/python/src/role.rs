//! What the root is: a server, another application, a library, or tooling of something else.

use crate::{
    application::Application,
    dependencies::Dependencies,
    framework::{self, Use},
    recognition::Recognised,
    sources,
};
use fieldmark_sdk::{Place, Repo, Verdict, points};

/// States framework and tooling, with their points. Returns the framework's use.
pub(crate) fn state_framework(
    repo: &Repo<'_>,
    dependencies: &Dependencies,
    application: Option<&Application<'_>>,
    verdict: &mut Verdict,
) -> Option<Use> {
    let django = repo.file("manage.py").and_then(|_| dependencies.declared("django"));
    let declared = framework::find(dependencies).map(|(slug, usage, dependency)| (slug, usage, dependency.at));
    let in_code = application.and_then(|found| Some((found.framework?, Use::Server, found.at)));
    // Code decides between several frameworks that are all dependencies.
    let dependency = |slug: &str| {
        let mut named = framework::FRAMEWORKS.iter().filter(|(_, name, _)| *name == slug);
        named.find_map(|(distribution, ..)| dependencies.declared(distribution))
    };
    let decided = in_code.and_then(|(slug, usage, at)| match dependency(slug) {
        Some(dependency) => Some((slug, usage, dependency.at)),
        None => declared.is_none().then_some((slug, usage, at)),
    });
    let found = django.map(|dependency| ("django", Use::Server, dependency.at)).or(decided).or(declared)?;
    let (slug, usage, at) = found;
    verdict.attribute("framework", slug, at);
    let note = if declared.is_some() { format!("{slug} is a dependency") } else { format!("the code uses {slug}") };
    verdict.point(points::FRAMEWORK, format!("python.framework-{}", slug.replace('.', "-")), at, note);
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
    let aside = sources::all(repo).into_iter().all(sources::is_aside);
    let few = (recognised.share < 15 || aside) && others(repo);
    let only_tools = framework::only_tools(dependencies) && recognised.share < 50;
    if !few && !only_tools {
        return false;
    }
    let note = if only_tools { "all dependencies are tools" } else { "hardly any source file here is Python" };
    verdict.point(points::TOOLING, "python.tooling", at, note);
    true
}

/// Whether there are sources in other languages.
fn others(repo: &Repo<'_>) -> bool {
    const LANGUAGES: &[&str] = &[
        "js", "ts", "jsx", "tsx", "mjs", "vue", "svelte", "java", "kt", "scala", "groovy", "clj", "go", "rs", "rb",
        "php", "cs", "fs", "vb", "pl", "pm", "c", "cc", "cpp", "h", "hpp", "swift", "dart", "ex", "exs", "hs", "r",
        "jl",
    ];
    repo.count(LANGUAGES) > 0
}

/// States the role.
pub(crate) fn state(recognised: &Recognised, serves: bool, starts: bool, tooling: bool, verdict: &mut Verdict) {
    let role = match () {
        () if tooling => "tooling",
        () if serves => "server",
        () if starts => "application",
        () if recognised.package => "library",
        () => "application",
    };
    verdict.attribute("role", role, recognised.manifest.unwrap_or(Place::NONE));
}
