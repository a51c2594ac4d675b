//! The verdict.

use crate::assemble::Missing;
use crate::options::{self, Refusal};
use crate::port::Endpoint;
use crate::project::Project;
use crate::startup::{self, Startup};
use crate::target::Target;
use crate::{code, framework, legacy, listed, lock_file, paket, port, published, solution, sources, version};
use fieldmark_sdk::script::{self, Script};
use fieldmark_sdk::{File, Place, Repo, Settings, Verdict, environment, points};

/// Source extensions and their languages.
pub const SOURCES: [(&str, &str); 3] = [("cs", "csharp"), ("fs", "fsharp"), ("vb", "vbnet")];

/// Judges a root.
pub fn judge(repo: &Repo, settings: &Settings) -> Verdict {
    let mut verdict = Verdict::new(most_spoken(repo));
    match startup::choose(repo) {
        Startup::Project(project) => judge_project(repo, &mut verdict, &project),
        Startup::Assembly(path, config) => judge_assembly(repo, &mut verdict, &path, config),
        Startup::Undecided(projects, at) => judge_undecided(repo, &mut verdict, &projects, at),
        Startup::Nothing => {
            if !legacy::judge(repo, settings, &mut verdict) {
                listed::judge(repo, &mut verdict);
                sources::judge(repo, &mut verdict);
            }
        }
    }
    if verdict.score() > 0 {
        let refusals = options::refusals(repo);
        state_refusals(&mut verdict, refusals);
        state_members(repo, &mut verdict);
        also(repo, &mut verdict);
    }
    verdict
}

/// The language with the most files; C# if there is none.
fn most_spoken(repo: &Repo) -> &'static str {
    let counted = SOURCES.iter().rev().max_by_key(|(extension, _)| repo.count(&[extension]));
    counted.map_or("csharp", |(_, language)| language)
}

/// What makes the builder stop: then nothing starts by itself.
fn state_refusals(verdict: &mut Verdict, refusals: impl IntoIterator<Item = Refusal>) {
    for refusal in refusals {
        verdict.warn(refusal.code, refusal.at, refusal.note);
        for origin in verdict.attributes.iter_mut().filter(|attribute| attribute.name == "start-origin") {
            "unknown".clone_into(&mut origin.value);
        }
    }
}

/// A project that the builder publishes, or would publish.
fn judge_project(repo: &Repo, verdict: &mut Verdict, project: &Project<'_>) {
    let path = project.file.path();
    verdict.point(points::MANIFEST, "dotnet.project", project.file.whole(), format!("{path} describes a project"));
    let mut missing = Missing::default();
    describe(repo, verdict, project, &mut missing);
    missing.into_script(repo, verdict);
}

/// Facts of one project, whoever chose it.
fn describe(repo: &Repo, verdict: &mut Verdict, project: &Project<'_>, missing: &mut Missing) {
    project.language.clone_into(&mut verdict.language);
    score_sources(repo, verdict, project.file.directory());
    state_package_manager(repo, verdict, project.file.whole());
    lock_file::judge(repo, verdict, project);
    verdict.attribute("role", framework::role(project), project.file.whole());
    if let Some((name, note, at)) = framework::framework(project) {
        verdict.point(points::FRAMEWORK, format!("dotnet.framework-{name}"), at, note);
        verdict.attribute("framework", name, at);
    }
    version::state(repo, verdict, &project.versions());
    if judge_targets(verdict, project) {
        verdict.builder = Some("dotnet".to_owned());
        if project.is_program() {
            state_start(repo, verdict, project, missing);
        }
    }
}

/// NuGet, or Paket where it lists the packages.
fn state_package_manager(repo: &Repo, verdict: &mut Verdict, at: Place) {
    let Some(paket) = paket::dependencies(repo) else { return verdict.attribute("package-manager", "nuget", at) };
    verdict.attribute("package-manager", "paket", paket.whole());
    if repo.file("paket.lock").is_none() {
        let note = "paket.dependencies has no paket.lock beside it: each build takes the newest packages that fit";
        verdict.warn("dotnet.lock-file-missing", paket.whole(), note);
    }
}

/// Whether the builder, a Linux image, can build what the project targets.
fn judge_targets(verdict: &mut Verdict, project: &Project<'_>) -> bool {
    let Some((_, at)) = project.targets.first() else { return true };
    if project.targets.iter().all(|(moniker, _)| moniker.target == Target::Framework) {
        let note = "the project targets .NET Framework, which runs on Windows only: no builder image can build it";
        verdict.warn("dotnet.net-framework", *at, note);
        return false;
    }
    let bound = |platform: &Option<String>| platform.as_deref().is_some_and(|name| name != "linux");
    if project.targets.iter().all(|(moniker, _)| bound(&moniker.platform)) {
        let platform = project.targets[0].0.platform.as_deref().unwrap_or_default();
        verdict.warn(
            "dotnet.platform",
            *at,
            format!("the project targets {platform}, which no builder image can build"),
        );
        return false;
    }
    true
}

fn state_start(repo: &Repo, verdict: &mut Verdict, project: &Project<'_>, missing: &mut Missing) {
    let at = project.assembly.as_ref().map_or_else(|| project.file.whole(), |(_, at)| *at);
    let named = environment::filled(repo, "DOTNET_ASSEMBLY_NAME");
    let assembly = named.map_or_else(|| project.assembly_name().to_owned(), |variable| variable.value.to_owned());
    if named.is_none() && assembly != project.file.stem() {
        let name = project.file.stem();
        let note =
            format!("the builder looks for {name}.dll, but the assembly is {assembly}: set DOTNET_ASSEMBLY_NAME");
        verdict.warn("dotnet.assembly-name", at, note);
        missing.add("DOTNET_ASSEMBLY_NAME", &assembly);
    }
    let at = named.map_or(at, |variable| variable.at);
    verdict.point(points::START, "dotnet.start", at, format!("the builder starts {assembly}.dll"));
    state_command(repo, verdict, format!("dotnet {assembly}.dll"), at);
    state_refusals(verdict, options::unpublished(repo, project));
    if framework::role(project) == "server" {
        let bound = code::bound(repo, project);
        let endpoints = if bound.is_empty() { port::configured(repo, project.file.directory()) } else { bound };
        state_ports(repo, verdict, &endpoints);
    }
}

/// The builder's `run` starts the assembly, unless the repository brings its own.
fn state_command(repo: &Repo, verdict: &mut Verdict, command: String, at: Place) {
    if let Some(own) = script::own(repo, "run") {
        verdict.attribute("start", own.path(), own.whole());
        return verdict.attribute("start-origin", "declared", own.whole());
    }
    verdict.attribute("start", command, at);
    verdict.attribute("start-origin", "builder-default", at);
}

fn state_ports(repo: &Repo, verdict: &mut Verdict, endpoints: &[Endpoint]) {
    if endpoints.is_empty() {
        return verdict.attribute("port", port::DEFAULT, Place::NONE);
    }
    // The variables of the environment go before appsettings.json: one of them opens the endpoint to everybody.
    let closed = endpoints.iter().find(|endpoint| endpoint.loopback);
    let opened = closed.filter(|_| script::own(repo, "run").is_none());
    let opened = opened.and_then(|endpoint| Some((endpoint, endpoint.variable.as_deref()?)));
    if let Some(endpoint) = closed {
        let by = repo.at(endpoint.at).map_or("the settings", |file| file.name());
        let note = format!("{by} lets Kestrel listen on the loopback address, where nobody outside reaches it");
        let rest = if opened.is_some() { "; a run script opens it" } else { "" };
        verdict.warn("dotnet.listens-on-loopback", endpoint.at, format!("{note}{rest}"));
    }
    for endpoint in endpoints {
        let is_opened = opened.as_ref().is_some_and(|(opened, _)| *opened == endpoint);
        let port = if is_opened { port::DEFAULT } else { endpoint.port.as_str() };
        verdict.attribute("port", port, endpoint.at);
    }
    if let Some((_, variable)) = opened {
        let body = Script::run().line(&format!("export {variable}=\"http://*:$PORT\"")).exec_image("run");
        verdict.script("run", body, "appsettings.json lets Kestrel listen on the loopback address only");
    }
}

/// A published application.
fn judge_assembly(repo: &Repo, verdict: &mut Verdict, path: &str, config: Option<File<'_>>) {
    let named = environment::filled(repo, "DOTNET_STARTUP_ASSEMBLY").map(|variable| variable.at);
    let at = named.or_else(|| config.map(|file| file.whole())).unwrap_or(Place::NONE);
    verdict.point(points::MANIFEST, "dotnet.published", at, format!("{path} is a published application"));
    verdict.point(points::START, "dotnet.start", at, format!("the builder starts {path}"));
    verdict.builder = Some("dotnet".to_owned());
    let config = config.map(published::read).unwrap_or_default();
    let versions: Vec<_> = config.version.into_iter().collect();
    version::state(repo, verdict, &versions);
    verdict.attribute("role", if config.aspnet.is_some() { "server" } else { "application" }, at);
    if let Some(at) = config.aspnet {
        verdict.point(points::FRAMEWORK, "dotnet.framework-aspnet", at, "it runs on Microsoft.AspNetCore.App");
        verdict.attribute("framework", "aspnet", at);
        state_ports(repo, verdict, &port::configured(repo, ""));
    }
    state_command(repo, verdict, format!("dotnet {path}"), at);
    if let Some(at) = config.self_contained {
        let note =
            "it was published with its own runtime: `dotnet` refuses to start it, publish it framework-dependent";
        verdict.warn("dotnet.self-contained", at, note);
    }
}

/// The builder would stop and ask.
fn judge_undecided(repo: &Repo, verdict: &mut Verdict, projects: &[Project<'_>], at: Place) {
    let manifest = solution::solutions(repo).next().map_or(at, |file| file.whole());
    verdict.point(points::MANIFEST, "dotnet.several-projects", manifest, "several projects belong to this root");
    let mut missing = Missing::default();
    let only = startup::only_program(projects);
    match only {
        Some(project) => {
            describe(repo, verdict, project, &mut missing);
            if verdict.builder.is_some() {
                missing.add("DOTNET_STARTUP_PROJECT", project.file.path());
            }
        }
        None => describe_all(repo, verdict, projects, manifest),
    }
    let helped = missing.into_script(repo, verdict);
    verdict.warn("dotnet.startup-project", at, advice(repo, projects, only, helped));
}

/// What has to be put into `.s2i/environment`, and which of the projects can be started.
fn advice(repo: &Repo, projects: &[Project<'_>], only: Option<&Project<'_>>, helped: bool) -> String {
    let configs: Vec<String> =
        startup::configs(repo).map(|f| f.name().replace(".runtimeconfig.json", ".dll")).take(8).collect();
    if projects.is_empty() && configs.len() > 1 {
        return format!(
            "set DOTNET_STARTUP_ASSEMBLY in .s2i/environment to one of {}: the builder stops",
            configs.join(", ")
        );
    }
    if let Some(project) = only {
        let rest = if helped { "; an assemble script does" } else { ": the builder stops" };
        return format!("set DOTNET_STARTUP_PROJECT={} in .s2i/environment{rest}", project.file.path());
    }
    let startable: Vec<&str> =
        projects.iter().filter(|p| p.is_program() && !p.test).map(|p| p.file.path()).take(8).collect();
    let which = if startable.is_empty() {
        "none of the projects can be started".to_owned()
    } else {
        format!("these can be started: {}", startable.join(", "))
    };
    format!("set DOTNET_STARTUP_PROJECT in .s2i/environment, without it the builder stops; {which}")
}

/// What several projects have in common.
fn describe_all(repo: &Repo, verdict: &mut Verdict, projects: &[Project<'_>], at: Place) {
    score_sources(repo, verdict, "");
    verdict.builder = Some("dotnet".to_owned());
    state_package_manager(repo, verdict, at);
    let programs = || projects.iter().filter(|project| project.is_program() && !project.test);
    let roles: Vec<&str> = programs().map(framework::role).collect();
    let role = match &roles[..] {
        // A solution of which no project is there holds nothing but its settings.
        [] if projects.is_empty() => "tooling",
        [] => "library",
        roles if roles.iter().all(|role| *role == "server") => "server",
        _ => "application",
    };
    verdict.attribute("role", role, at);
    let frameworks: Vec<_> = programs().map(|project| framework::framework(project)).collect();
    if let Some(Some((name, note, at))) = frameworks.first()
        && frameworks.iter().all(|other| other.as_ref().is_some_and(|(other, ..)| other == name))
    {
        verdict.point(points::FRAMEWORK, format!("dotnet.framework-{name}"), *at, note.as_str());
        verdict.attribute("framework", *name, *at);
    }
    let versions: Vec<_> = programs().map(Project::versions).collect();
    let common = versions.first().filter(|first| versions.iter().all(|other| places(other) == places(first)));
    version::state(repo, verdict, common.map_or(&[], Vec::as_slice));
}

fn places(versions: &[(Vec<u32>, Place)]) -> Vec<&[u32]> {
    versions.iter().map(|(places, _)| places.as_slice()).collect()
}

pub fn score_sources(repo: &Repo, verdict: &mut Verdict, directory: &str) {
    let extensions = SOURCES.map(|(extension, _)| extension);
    if let Some(file) = repo.with_extension(&extensions).find(|file| file.directory() == directory) {
        verdict.point(points::SOURCES, "dotnet.sources", file.whole(), "sources stand here");
    }
    let share = repo.share(&["cs", "fs", "vb", "razor", "cshtml"]);
    verdict.point(points::share(share), "dotnet.share", Place::NONE, format!("{share} % of the sources are .NET"));
}

fn state_members(repo: &Repo, verdict: &mut Verdict) {
    for (path, at) in solution::projects(repo) {
        if let Some((directory, _)) = path.rsplit_once('/') {
            verdict.attribute("member", directory, at);
        }
    }
}

fn also(repo: &Repo, verdict: &mut Verdict) {
    // The name of the family, which all of its languages share.
    verdict.attribute("also", "dotnet", Place::NONE);
    for (extension, language) in SOURCES {
        if language != verdict.language && extension != "fs" && repo.count(&[extension]) > 0 {
            verdict.attribute("also", language, Place::NONE);
        }
    }
}
