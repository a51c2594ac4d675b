//! `packages.lock.json`: whether it is that of its project.

use crate::project::Project;
use crate::target::{Moniker, Target};
use fieldmark_sdk::{Entry, Place, Repo, Verdict};

/// Warns of a lock file that does not fit: a restore in locked mode refuses it, any other one writes it anew.
pub fn judge(repo: &Repo, verdict: &mut Verdict, project: &Project<'_>) {
    let directory = project.file.directory();
    let path = if directory.is_empty() { String::new() } else { format!("{directory}/") };
    let Some(file) = repo.file(&format!("{path}packages.lock.json")) else { return };
    let Some(document) = file.json() else { return };
    let locked = document.entries(&["dependencies"]);
    let Some((at, what)) = unlocked(project, locked) else { return };
    let unknown = format!("packages.lock.json does not know {what}");
    if project.locked {
        verdict.warn("dotnet.lock-file-refused", at, format!("{unknown}, and RestoreLockedMode refuses it"));
    } else {
        verdict.warn("dotnet.lock-file-outdated", at, format!("{unknown}, so it is written anew"));
    }
}

/// A target framework, or a package, that the project has and the lock file has not.
fn unlocked(project: &Project<'_>, locked: &[Entry]) -> Option<(Place, String)> {
    // Keys are `net8.0` or `.NETCoreApp,Version=v3.1`, the latter with a runtime behind a slash.
    let targets: Vec<Target> = locked.iter().map(|entry| target(&entry.key)).collect();
    let versions = project.versions();
    let missing = versions.iter().find(|(places, _)| !targets.contains(&Target::Core(places.clone())));
    if let Some((places, at)) = missing.filter(|_| targets.iter().any(|target| matches!(target, Target::Core(_)))) {
        return Some((*at, format!("the target framework {}.{}", places[0], places[1])));
    }
    let direct =
        |name: &str| locked.iter().any(|entry| entry.node.entries().iter().any(|e| e.key.eq_ignore_ascii_case(name)));
    let package = project.restored.iter().find(|(name, _)| !name.contains(['$', '@', ';']) && !direct(name));
    package.map(|(name, at)| (*at, format!("the package {name}")))
}

fn target(key: &str) -> Target {
    let name = key.split('/').next().unwrap_or_default();
    let name = name.replace(".NETCoreApp,Version=v", "netcoreapp").replace(".NETStandard,Version=v", "netstandard");
    Moniker::parse(&name).target
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn warned(project: &str, lock: &str) -> Option<String> {
        let repo = MemorySource::new([("a.csproj", project), ("packages.lock.json", lock)]).into_repo();
        let project = Project::read(&repo, repo.file("a.csproj").unwrap()).unwrap();
        let mut verdict = Verdict::new("csharp");
        judge(&repo, &mut verdict, &project);
        verdict.warnings.pop().map(|warning| format!("{}: {}", warning.code, warning.note))
    }

    #[test]
    fn lock_file_is_compared_with_its_project() {
        let project = "<Project><PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup><ItemGroup>\
                       <PackageReference Include=\"Serilog\"/><PackageReference Include=\"X\" Condition=\"c\"/>\
                       <FrameworkReference Include=\"Y\"/></ItemGroup></Project>";
        let lock = |target: &str, package: &str| {
            format!(
                "{{\"version\": 1, \"dependencies\": {{\"{target}\": {{\"{package}\": {{\"type\": \"Direct\"}}}}}}}}"
            )
        };
        assert_eq!(warned(project, &lock("net8.0", "serilog")), None);
        assert_eq!(warned(project, &lock(".NETCoreApp,Version=v8.0", "Serilog")), None);
        let outdated = "dotnet.lock-file-outdated: packages.lock.json does not know";
        let target = warned(project, &lock("net6.0", "Serilog")).unwrap();
        assert_eq!(target, format!("{outdated} the target framework 8.0, so it is written anew"));
        let package = warned(project, &lock("net8.0", "Other")).unwrap();
        assert_eq!(package, format!("{outdated} the package serilog, so it is written anew"));
        let locked =
            project.replace("<TargetFramework>", "<RestoreLockedMode>true</RestoreLockedMode><TargetFramework>");
        assert!(warned(&locked, &lock("net6.0", "Serilog")).unwrap().starts_with("dotnet.lock-file-refused"));
    }
}
