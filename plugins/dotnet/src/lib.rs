//! The .NET plugin: C#, F# and Visual Basic.
//!
//! Which project counts is the builder's rule (`startup.rs`): the one in the root, the one that
//! `DOTNET_STARTUP_PROJECT` names, or a published application. Where the builder would stop because it finds none or
//! several, a solution in the root still tells what is there; if exactly one of its projects is a program, the verdict
//! carries an assemble script that names it.
//!
//! Version: the project's target framework (with `Directory.Build.props`), then `global.json` (`version.rs`).
//! Start: `dotnet <assembly>.dll`, which is what the builder writes down. Port: `appsettings.json`, else 8080, which the
//! builder sets.

mod assemble;
mod framework;
mod legacy;
mod port;
mod project;
mod properties;
mod published;
mod solution;
mod startup;
mod target;
mod version;

use assemble::Missing;
use fieldmark_sdk::{Failure, File, Place, Plugin, Repo, Settings, Verdict, environment, points};
use project::Project;
use startup::Startup;
use target::Target;

/// The plugin.
pub struct Dotnet;

fieldmark_sdk::export!(Dotnet);

/// Source extensions and their languages.
const SOURCES: [(&str, &str); 3] = [("cs", "csharp"), ("fs", "fsharp"), ("vb", "vbnet")];

impl Plugin for Dotnet {
    fn detect(repo: &Repo, settings: &Settings) -> Result<Verdict, Failure> {
        let mut verdict = Verdict::new(most_spoken(repo));
        warn_of_two_startups(repo, &mut verdict);
        match startup::choose(repo) {
            Startup::Project(project) => judge_project(repo, &mut verdict, &project),
            Startup::Assembly(path, config) => judge_assembly(repo, &mut verdict, &path, config),
            Startup::Undecided(projects, at) => judge_undecided(repo, &mut verdict, &projects, at),
            Startup::Nothing => {
                if !legacy::judge(repo, settings, &mut verdict) {
                    judge_sources(repo, &mut verdict);
                }
            }
        }
        if verdict.score() > 0 {
            state_members(repo, &mut verdict);
            also(repo, &mut verdict);
        }
        Ok(verdict)
    }
}

/// The language with the most files; C# if there is none.
fn most_spoken(repo: &Repo) -> &'static str {
    let counted = SOURCES.iter().rev().max_by_key(|(extension, _)| repo.count(&[extension]));
    counted.map_or("csharp", |(_, language)| language)
}

fn warn_of_two_startups(repo: &Repo, verdict: &mut Verdict) {
    let assembly = environment::variable(repo, "DOTNET_STARTUP_ASSEMBLY");
    if let (Some(assembly), Some(_)) = (assembly, environment::variable(repo, "DOTNET_STARTUP_PROJECT")) {
        let note = "the builder refuses DOTNET_STARTUP_ASSEMBLY together with DOTNET_STARTUP_PROJECT";
        verdict.warn("dotnet.two-startups", assembly.at, note);
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
    verdict.attribute("package-manager", "nuget", project.file.whole());
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
    let named = environment::variable(repo, "DOTNET_ASSEMBLY_NAME");
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
    verdict.attribute("start", format!("dotnet {assembly}.dll"), at);
    verdict.attribute("start-origin", "builder-default", at);
    if framework::role(project) == "server" {
        state_ports(repo, verdict, project.file.directory());
    }
}

fn state_ports(repo: &Repo, verdict: &mut Verdict, directory: &str) {
    let ports = port::configured(repo, directory);
    if ports.is_empty() {
        verdict.attribute("port", port::DEFAULT, Place::NONE);
    }
    for (port, at) in ports {
        verdict.attribute("port", port, at);
    }
}

/// A published application.
fn judge_assembly(repo: &Repo, verdict: &mut Verdict, path: &str, config: Option<File<'_>>) {
    let named = environment::variable(repo, "DOTNET_STARTUP_ASSEMBLY").map(|variable| variable.at);
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
        state_ports(repo, verdict, "");
    }
    verdict.attribute("start", format!("dotnet {path}"), at);
    verdict.attribute("start-origin", "builder-default", at);
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
    let names: Vec<&str> = projects.iter().filter(|p| !p.test).map(|project| project.file.path()).take(8).collect();
    let candidates = if names.is_empty() { "there is no project".to_owned() } else { names.join(", ") };
    let mut missing = Missing::default();
    let only = startup::only_program(projects);
    let helped = only.is_some_and(|project| {
        describe(repo, verdict, project, &mut missing);
        verdict.builder.is_some() && missing.add("DOTNET_STARTUP_PROJECT", project.file.path())
    });
    if only.is_none() {
        describe_all(repo, verdict, projects, manifest);
    }
    let advice = if helped { "an assemble script names it" } else { "the builder stops" };
    let note = format!("set DOTNET_STARTUP_PROJECT in .s2i/environment, {advice}: {candidates}");
    verdict.warn("dotnet.startup-project", at, note);
    missing.into_script(repo, verdict);
}

/// What several projects have in common.
fn describe_all(repo: &Repo, verdict: &mut Verdict, projects: &[Project<'_>], at: Place) {
    score_sources(repo, verdict, "");
    verdict.builder = Some("dotnet".to_owned());
    verdict.attribute("package-manager", "nuget", at);
    let programs = || projects.iter().filter(|project| project.is_program() && !project.test);
    verdict.attribute("role", if programs().next().is_some() { "application" } else { "library" }, at);
    let versions: Vec<_> = programs().map(Project::versions).collect();
    let common = versions.first().filter(|first| versions.iter().all(|other| places(other) == places(first)));
    version::state(repo, verdict, common.map_or(&[], Vec::as_slice));
}

fn places(versions: &[(Vec<u32>, Place)]) -> Vec<&[u32]> {
    versions.iter().map(|(places, _)| places.as_slice()).collect()
}

/// Sources without any project: recognised, but nothing builds them.
fn judge_sources(repo: &Repo, verdict: &mut Verdict) {
    if repo.count(&["cs", "vb"]) == 0 {
        return;
    }
    score_sources(repo, verdict, "");
    let deeper = repo.with_extension(&project::EXTENSIONS).next();
    let note = deeper.map_or_else(
        || "there are sources but no project".to_owned(),
        |project| format!("no project stands here, the first below is {}", project.path()),
    );
    verdict.warn("dotnet.no-project", deeper.map_or(Place::NONE, |project| project.whole()), note);
}

fn score_sources(repo: &Repo, verdict: &mut Verdict, directory: &str) {
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
    for (extension, language) in SOURCES {
        if language != verdict.language && extension != "fs" && repo.count(&[extension]) > 0 {
            verdict.attribute("also", language, Place::NONE);
        }
    }
}
