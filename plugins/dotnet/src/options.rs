//! What the builder's `assemble` makes of the rest of its variables (builders.md 9.1, rows 1, 2, 4, 6, 8 and 10): the
//! build stops where they contradict each other or name what is not there.

use crate::project::{EXTENSIONS, Project};
use crate::solution::normal;
use fieldmark_sdk::environment::{Variable, filled};
use fieldmark_sdk::{Place, Repo};

/// A reason for the build to stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Stable name.
    pub code: &'static str,
    /// Where it stands.
    pub at: Place,
    /// The same in words.
    pub note: String,
}

fn refusal(code: &'static str, at: Place, note: impl Into<String>) -> Refusal {
    Refusal { code, at, note: note.into() }
}

/// Names of NuGet's settings: another name cannot be seen, and nothing is said of it.
const SETTINGS: [&str; 3] = ["NuGet.Config", "NuGet.config", "nuget.config"];

/// All reasons, in the order in which the builder comes to them.
#[must_use]
pub fn refusals(repo: &Repo) -> Vec<Refusal> {
    let all = [startup(repo), assembly(repo), settings(repo), tests(repo)];
    all.into_iter().flatten().collect()
}

/// Row 1: one of the two.
fn startup(repo: &Repo) -> Option<Refusal> {
    let assembly = filled(repo, "DOTNET_STARTUP_ASSEMBLY")?;
    filled(repo, "DOTNET_STARTUP_PROJECT")?;
    let note = "the builder refuses DOTNET_STARTUP_ASSEMBLY together with DOTNET_STARTUP_PROJECT";
    Some(refusal("dotnet.two-startups", assembly.at, note))
}

/// Row 2: the assembly has to be there.
fn assembly(repo: &Repo) -> Option<Refusal> {
    let assembly = filled(repo, "DOTNET_STARTUP_ASSEMBLY")?;
    let path = normal(assembly.value);
    let seen = path.ends_with(".dll") && !path.starts_with('/');
    (seen && repo.file(&path).is_none()).then(|| {
        let note = format!("DOTNET_STARTUP_ASSEMBLY names {path}, which is not there: the builder stops");
        refusal("dotnet.assembly-missing", assembly.at, note)
    })
}

/// Row 6: settings of NuGet that are there, or sources, not both.
fn settings(repo: &Repo) -> Option<Refusal> {
    let file = filled(repo, "DOTNET_RESTORE_CONFIGFILE")?;
    if filled(repo, "DOTNET_RESTORE_SOURCES").is_some() {
        let note = "the builder refuses DOTNET_RESTORE_CONFIGFILE together with DOTNET_RESTORE_SOURCES";
        return Some(refusal("dotnet.two-package-sources", file.at, note));
    }
    let path = normal(file.value);
    let seen = path.rsplit('/').next().is_some_and(|name| SETTINGS.contains(&name)) && !path.starts_with('/');
    (seen && repo.file(&path).is_none()).then(|| {
        let note = format!("DOTNET_RESTORE_CONFIGFILE names {path}, which is not there: the builder stops");
        refusal("dotnet.package-settings-missing", file.at, note)
    })
}

/// Row 8: every test project is restored and run.
fn tests(repo: &Repo) -> Option<Refusal> {
    let projects: Variable<'_> = filled(repo, "DOTNET_TEST_PROJECTS")?;
    let is_there = |path: &str| {
        let path = if path == "." { "" } else { path };
        repo.with_extension(&EXTENSIONS).any(|file| file.path() == path || file.directory() == path)
    };
    let missing = projects.value.split_whitespace().map(normal).find(|path| !is_there(path))?;
    let note = format!("DOTNET_TEST_PROJECTS names {missing}, where no project is: the builder stops");
    Some(refusal("dotnet.test-project-missing", projects.at, note))
}

/// Row 10: the assembly that the builder looks for is not the one that is published.
#[must_use]
pub fn unpublished(repo: &Repo, project: &Project<'_>) -> Option<Refusal> {
    if let Some((property, at)) = &project.unpublished {
        let note = format!("with {property} there is no {}.dll to start: the builder stops", project.assembly_name());
        return Some(refusal("dotnet.no-assembly", *at, note));
    }
    let named = filled(repo, "DOTNET_ASSEMBLY_NAME").filter(|name| name.value != project.assembly_name())?;
    let note = format!("DOTNET_ASSEMBLY_NAME is {}, but the assembly is {}", named.value, project.assembly_name());
    Some(refusal("dotnet.other-assembly", named.at, note))
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn variables_that_stop_the_builder_are_told() {
        let project = ("test/a/a.csproj", "<Project/>");
        for (variables, expected) in [
            ("", ""),
            ("DOTNET_STARTUP_ASSEMBLY=\nDOTNET_STARTUP_PROJECT=a", ""),
            ("DOTNET_STARTUP_ASSEMBLY=bin/a.dll", ""),
            ("DOTNET_STARTUP_ASSEMBLY=bin/b.dll", "assembly-missing"),
            ("DOTNET_STARTUP_ASSEMBLY=bin/a.dll\nDOTNET_STARTUP_PROJECT=a", "two-startups"),
            ("DOTNET_RESTORE_CONFIGFILE=NuGet.Config", ""),
            ("DOTNET_RESTORE_CONFIGFILE=x/NuGet.Config", "package-settings-missing"),
            ("DOTNET_RESTORE_CONFIGFILE=x/other.xml", ""),
            ("DOTNET_RESTORE_CONFIGFILE=NuGet.Config\nDOTNET_RESTORE_SOURCES=https://x", "two-package-sources"),
            ("DOTNET_TEST_PROJECTS=test/a ./test/a/a.csproj", ""),
            ("DOTNET_TEST_PROJECTS=test/a test/b", "test-project-missing"),
        ] {
            let files = [project, ("bin/a.dll", ""), ("NuGet.Config", ""), (".s2i/environment", variables)];
            let repo = MemorySource::new(files).into_repo();
            let codes: Vec<_> = refusals(&repo).iter().map(|refusal| refusal.code.replace("dotnet.", "")).collect();
            assert_eq!(codes.join(" "), expected, "{variables}");
        }
    }

    #[test]
    fn assembly_that_is_not_published_is_told() {
        for (project, variables, expected) in [
            ("<Project/>", "", None),
            ("<Project/>", "DOTNET_ASSEMBLY_NAME=a", None),
            ("<Project/>", "DOTNET_ASSEMBLY_NAME=b", Some("dotnet.other-assembly")),
            (
                "<Project><PropertyGroup><PublishAot>true</PublishAot></PropertyGroup></Project>",
                "",
                Some("dotnet.no-assembly"),
            ),
            (
                "<Project><PropertyGroup><PublishSingleFile>True</PublishSingleFile></PropertyGroup></Project>",
                "",
                Some("dotnet.no-assembly"),
            ),
        ] {
            let repo = MemorySource::new([("a.csproj", project), (".s2i/environment", variables)]).into_repo();
            let project = Project::read(&repo, repo.file("a.csproj").unwrap()).unwrap();
            assert_eq!(unpublished(&repo, &project).map(|refusal| refusal.code), expected, "{variables}");
        }
    }
}
