//! Versions that are locked, and those that should be: `gradle.lockfile`, and versions that a build leaves open.

use crate::build::{Build, Dependency, Tool, below};
use fieldmark_sdk::{Repo, Verdict};

/// Warns of the first dependency of a build that its lock file does not know, or whose version is open without one.
pub fn judge(repo: &Repo, verdict: &mut Verdict, build: &Build<'_>) {
    let lock = repo.file(&below(build.file.directory(), "gradle.lockfile")).filter(|_| build.tool == Tool::Gradle);
    // Properties of versions are not looked up in Gradle builds, and nothing is said of them.
    let is_named = |library: &&Dependency| !library.of_script && !library.name.contains(['$', '{']);
    let mut named = build.dependencies.iter().filter(is_named);
    if let Some(text) = lock.and_then(|lock| lock.text()) {
        let knows =
            |name: &str| text.lines().any(|line| line.strip_prefix(name).is_some_and(|rest| rest.starts_with(':')));
        // What nobody states a version of may be a project, or part of a platform.
        let missing = named.find(|library| library.version.is_some() && !knows(&library.name));
        if let Some(library) = missing {
            let note = format!("gradle.lockfile does not know {}: Gradle refuses to resolve it", library.name);
            verdict.warn("java.lock-file-outdated", library.at, note);
        }
        return;
    }
    let open = named.find(|library| library.version.as_deref().is_some_and(is_open));
    if let Some(library) = open {
        let version = library.version.as_deref().unwrap_or_default();
        let note = format!("{} is asked for as `{version}`, and nothing locks it", library.name);
        verdict.warn("java.unlocked-version", library.at, note);
    }
}

/// `1.+`, `latest.release`, `[1,2)`, `LATEST`. A range of one version is none.
fn is_open(version: &str) -> bool {
    let is_range = version.starts_with(['[', '(']) && version.contains(',');
    version.ends_with('+') || version.starts_with("latest.") || ["LATEST", "RELEASE"].contains(&version) || is_range
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{gradle, maven};
    use fieldmark_sdk::testing::MemorySource;

    fn code(files: &[(&str, &str)]) -> Option<String> {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let build = match repo.file("pom.xml") {
            Some(pom) => maven::read(&repo, pom),
            None => gradle::read(&repo, repo.file("build.gradle").unwrap(), None),
        };
        let mut verdict = Verdict::new("java");
        judge(&repo, &mut verdict, &build);
        verdict.warnings.pop().map(|warning| warning.code)
    }

    #[test]
    fn open_versions_want_a_lock_file_that_knows_them() {
        let build = |version: &str| {
            format!("dependencies {{ implementation 'a.b:c:{version}'\n implementation project(':x') }}")
        };
        for (version, lock, expected) in [
            ("1.+", None, Some("java.unlocked-version")),
            ("latest.release", None, Some("java.unlocked-version")),
            ("[1,2)", None, Some("java.unlocked-version")),
            ("1.2", None, None),
            ("$version", None, None),
            ("1.+", Some("a.b:c:1.4=compileClasspath\n"), None),
            ("1.2", Some("a.b:cd:1.4=compileClasspath\n"), Some("java.lock-file-outdated")),
        ] {
            let text = build(version);
            let mut files = vec![("build.gradle", text.as_str())];
            files.extend(lock.map(|lock| ("gradle.lockfile", lock)));
            assert_eq!(code(&files).as_deref(), expected, "{version} {lock:?}");
        }
        let script = "buildscript { dependencies {\n classpath 'a.b:c:1.2'\n} }";
        assert_eq!(code(&[("build.gradle", script), ("gradle.lockfile", "")]), None);
        let pom = "<project><dependencies><dependency><groupId>a</groupId><artifactId>b</artifactId>\
                   <version>LATEST</version></dependency></dependencies></project>";
        assert_eq!(code(&[("pom.xml", pom)]).as_deref(), Some("java.unlocked-version"));
    }
}
