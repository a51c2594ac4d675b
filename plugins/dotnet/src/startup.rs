//! Which project the builder publishes and starts.
//!
//! The builder's own rule: `DOTNET_STARTUP_ASSEMBLY` names a ready-made assembly; else exactly one project must stand in
//! the directory `DOTNET_STARTUP_PROJECT` (or be that file; the root if it is not set); else exactly one
//! `*.runtimeconfig.json` in the root names the assembly; else the build stops and asks for `DOTNET_STARTUP_PROJECT`.

use crate::project::{EXTENSIONS, Project};
use crate::{framework, solution};
use fieldmark_sdk::environment::{self, Variable};
use fieldmark_sdk::{File, Place, Repo};

/// What the builder would start.
pub enum Startup<'r> {
    /// It builds this project.
    Project(Box<Project<'r>>),
    /// It starts this ready-made assembly (a path); the second is its `*.runtimeconfig.json`.
    Assembly(String, Option<File<'r>>),
    /// It would stop. These are the projects it would list, and where the question arises.
    Undecided(Vec<Project<'r>>, Place),
    /// There is nothing for it.
    Nothing,
}

/// Decides as the builder does.
#[must_use]
pub fn choose<'r>(repo: &'r Repo<'r>) -> Startup<'r> {
    if let Some(assembly) = environment::filled(repo, "DOTNET_STARTUP_ASSEMBLY") {
        let path = solution::normal(assembly.value);
        let config = path.strip_suffix(".dll").and_then(|stem| repo.file(&format!("{stem}.runtimeconfig.json")));
        return Startup::Assembly(path, config);
    }
    let named = environment::filled(repo, "DOTNET_STARTUP_PROJECT");
    let path = named.map_or_else(String::new, |variable| directory(variable));
    let mut projects = standing_in(repo, &path);
    let foreign = foreign(repo, &path);
    if projects.len() == 1
        && foreign.is_none()
        && let Some(project) = projects.pop()
    {
        return Startup::Project(Box::new(project));
    }
    let at = named.map(|variable| variable.at).or(foreign.map(|file| file.whole()));
    if !projects.is_empty() {
        let at = at.unwrap_or_else(|| projects[0].file.whole());
        return Startup::Undecided(projects, at);
    }
    from_the_rest(repo, at)
}

/// No project where the builder looks.
fn from_the_rest<'r>(repo: &'r Repo<'r>, named: Option<Place>) -> Startup<'r> {
    let configs: Vec<File<'r>> = configs(repo).collect();
    if let [config] = configs[..] {
        let name = config.name().trim_end_matches(".runtimeconfig.json");
        return Startup::Assembly(format!("{name}.dll"), Some(config));
    }
    let listed = solution::projects(repo);
    if let Some((_, at)) = listed.first() {
        let projects = listed.iter().filter_map(|(path, _)| Project::read(repo, repo.file(path)?)).collect();
        return Startup::Undecided(projects, named.unwrap_or(*at));
    }
    match (named, solution::solutions(repo).next()) {
        (Some(at), _) => Startup::Undecided(Vec::new(), at),
        (None, Some(solution)) => Startup::Undecided(Vec::new(), solution.whole()),
        (None, None) if !configs.is_empty() => Startup::Undecided(Vec::new(), configs[0].whole()),
        (None, None) => Startup::Nothing,
    }
}

/// What says how published applications in the root run.
pub fn configs<'r>(repo: &'r Repo) -> impl Iterator<Item = File<'r>> {
    repo.top().filter(|file| file.name().ends_with(".runtimeconfig.json"))
}

/// A file of another kind that the builder takes for a project: it looks for `*.??proj`.
fn foreign<'r>(repo: &'r Repo<'r>, path: &str) -> Option<File<'r>> {
    repo.files().find(|file| {
        file.directory() == path
            && file.extension().is_some_and(|e| e.len() == 6 && e.ends_with("proj") && !EXTENSIONS.contains(&e))
    })
}

/// The value as a path; `.` is the root.
fn directory(variable: Variable<'_>) -> String {
    let path = solution::normal(variable.value);
    if path == "." { String::new() } else { path }
}

/// The projects that stand directly in a directory, or the project that the path itself names.
fn standing_in<'r>(repo: &'r Repo<'r>, path: &str) -> Vec<Project<'r>> {
    let files = repo.with_extension(&EXTENSIONS).filter(|file| file.directory() == path || file.path() == path);
    files.filter_map(|file| Project::read(repo, file)).collect()
}

/// The one program among several projects, else the one server among several programs.
#[must_use]
pub fn only_program<'p, 'r>(projects: &'p [Project<'r>]) -> Option<&'p Project<'r>> {
    let programs = || projects.iter().filter(|project| project.is_program() && !project.test);
    let only =
        |mut found: Box<dyn Iterator<Item = &'p Project<'r>> + 'p>| found.next().filter(|_| found.next().is_none());
    let servers = programs().filter(|project| framework::role(project) == "server");
    only(Box::new(programs())).or_else(|| only(Box::new(servers)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    const WEB: &str = "<Project Sdk=\"Microsoft.NET.Sdk.Web\"/>";
    const LIBRARY: &str = "<Project Sdk=\"Microsoft.NET.Sdk\"/>";

    fn chosen(files: &[(&str, &str)]) -> String {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        match choose(&repo) {
            Startup::Project(project) => project.file.path().to_owned(),
            Startup::Assembly(path, _) => format!("assembly {path}"),
            Startup::Undecided(projects, _) => format!("{} projects", projects.len()),
            Startup::Nothing => "nothing".to_owned(),
        }
    }

    #[test]
    fn variable_names_a_directory_or_a_file() {
        let files = [("src/a/a.csproj", WEB), ("src/b/b.csproj", LIBRARY)];
        for value in ["src/a", "./src/a/", "src/a/a.csproj"] {
            let text = format!("DOTNET_STARTUP_PROJECT={value}");
            let all = [files[0], files[1], (".s2i/environment", text.as_str())];
            assert_eq!(chosen(&all), "src/a/a.csproj", "{value}");
        }
        assert_eq!(chosen(&files), "nothing");
    }

    #[test]
    fn project_goes_before_published_assembly() {
        assert_eq!(chosen(&[("a.csproj", WEB), ("x.runtimeconfig.json", "{}")]), "a.csproj");
        assert_eq!(chosen(&[("x.runtimeconfig.json", "{}")]), "assembly x.dll");
        assert_eq!(chosen(&[("x.runtimeconfig.json", "{}"), ("y.runtimeconfig.json", "{}")]), "0 projects");
    }

    #[test]
    fn files_of_other_kinds_count_as_projects() {
        assert_eq!(chosen(&[("a.csproj", WEB), ("docker-compose.dcproj", "")]), "1 projects");
        assert_eq!(chosen(&[("a.csproj", WEB), ("web.esproj", "")]), "1 projects");
        assert_eq!(
            chosen(&[("a.csproj", WEB), ("sub/web.esproj", ""), ("x.sqlproj", ""), ("y.xproj", "")]),
            "a.csproj"
        );
        let solution = ("a.sln", "Project(\"{1}\") = \"a\", \"a\\a.csproj\", \"{2}\"\n");
        assert_eq!(chosen(&[solution, ("a/a.csproj", WEB), ("docker-compose.dcproj", "")]), "1 projects");
    }

    #[test]
    fn one_server_among_several_programs_is_the_one() {
        let console =
            "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><OutputType>Exe</OutputType></PropertyGroup></Project>";
        let only = |files: &[(&str, &str)]| {
            let repo = MemorySource::new(files.iter().copied()).into_repo();
            let projects: Vec<_> = repo.files().filter_map(|file| Project::read(&repo, file)).collect();
            only_program(&projects).map(|project| project.file.path().to_owned())
        };
        assert_eq!(only(&[("a.csproj", console), ("b.csproj", LIBRARY)]).as_deref(), Some("a.csproj"));
        assert_eq!(only(&[("a.csproj", console), ("b.csproj", WEB)]).as_deref(), Some("b.csproj"));
        assert_eq!(only(&[("a.csproj", WEB), ("b.csproj", WEB)]), None);
        assert_eq!(only(&[("a.csproj", console), ("b.csproj", console)]), None);
    }

    #[test]
    fn several_projects_stop_the_builder() {
        assert_eq!(chosen(&[("a.csproj", WEB), ("b.fsproj", LIBRARY)]), "2 projects");
    }
}
