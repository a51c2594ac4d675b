//! What was before today's project files: `project.json` of .NET Core 1.0 previews, `packages.config` and `*.xproj`.

use crate::target::{Moniker, Target};
use fieldmark_sdk::{Era, Place, Repo, Settings, Verdict, points};

/// A root without a project file that today's tools read. Says whether it was one of the old forms.
pub fn judge(repo: &Repo, settings: &Settings, verdict: &mut Verdict) -> bool {
    let Some(versions) = project_json(repo) else { return false };
    let at = repo.file("project.json").map_or(Place::NONE, |file| file.whole());
    verdict.point(points::MANIFEST, "dotnet.project-json", at, "project.json describes a .NET Core 1 project");
    verdict.attribute("package-manager", "nuget", at);
    verdict.builder = Some("dotnet".to_owned());
    crate::version::state(repo, verdict, &versions);
    if settings.era() == Era::Today {
        let note = "project.json was given up after .NET Core 1.0: migrate it to a .csproj";
        verdict.warn("dotnet.project-json-not-buildable", at, note);
    }
    true
}

/// The .NET Core versions of a `project.json`; None if the file is something else of that name.
fn project_json(repo: &Repo) -> Option<Vec<(Vec<u32>, Place)>> {
    let file = repo.file("project.json")?;
    let document = file.json()?;
    let frameworks = document.get(&["frameworks"])?.entries();
    let versions = frameworks.iter().filter_map(|entry| match Moniker::parse(&entry.key).target {
        Target::Core(places) => Some((places, entry.at)),
        _ => None,
    });
    Some(versions.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn project_json_of_other_tools_is_passed_over() {
        let repo = MemorySource::new([("project.json", r#"{"name": "web", "targets": {"build": {}}}"#)]).into_repo();
        assert_eq!(project_json(&repo), None);
        let repo = MemorySource::new([("project.json", r#"{"frameworks": {"netcoreapp1.1": {}}}"#)]).into_repo();
        assert_eq!(project_json(&repo).unwrap()[0].0, [1, 1]);
    }
}
