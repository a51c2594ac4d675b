//! Which version of Node.js is asked for.
//!
//! Precedence, as Paketo's node-engine and nixpacks have it, most binding first: `engines.node`, `devEngines.runtime`
//! and `volta.node` of package.json, `.nvmrc`, `.node-version`, mise and asdf. The first that is there is the answer;
//! one further down that names a version outside of it is reported.

use crate::package::Package;
use fieldmark_sdk::range::npm::Range;
use fieldmark_sdk::{Place, Repo, Verdict, tool_versions};

/// Files that hold nothing but a version.
const VERSION_FILES: [&str; 2] = [".nvmrc", ".node-version"];

/// A version and where it was asked for.
struct Asked<'r> {
    text: &'r str,
    at: Place,
    source: &'static str,
}

/// States the version and the builder's range.
pub(crate) fn state(repo: &Repo, package: Option<Package<'_>>, verdict: &mut Verdict) {
    let asked = asked(repo, package);
    let Some((first, others)) = asked.split_first() else { return };
    verdict.attribute("version", first.text, first.at);
    let Some(range) = Range::parse(first.text) else {
        let note = format!("`{}` of {} is no version of Node.js that is understood", first.text, first.source);
        verdict.warn("node.version-not-understood", first.at, note);
        return;
    };
    for other in others {
        let contradicts = match (Range::parse(other.text), range.single()) {
            (Some(other), _) if other.single().is_some() => other.single().is_some_and(|places| !range.admits(places)),
            (Some(other), Some(places)) => !other.admits(places),
            _ => false,
        };
        if contradicts {
            let note = format!(
                "{} asks for `{}`, {} for `{}`: the former was taken",
                first.source, first.text, other.source, other.text
            );
            verdict.warn("node.version-contradiction", other.at, note);
        }
    }
    verdict.builder_version = Some(range.neutral());
}

fn asked<'r>(repo: &'r Repo, package: Option<Package<'r>>) -> Vec<Asked<'r>> {
    let from = |found: Option<(&'r str, Place)>, source| found.map(|(text, at)| Asked { text, at, source });
    let manifest = |path: &[&str]| package.and_then(|package| package.text(path));
    let runtime = manifest(&["devEngines", "runtime", "name"]).filter(|(name, _)| *name == "node");
    let mut asked = vec![
        from(manifest(&["engines", "node"]), "engines.node"),
        from(runtime.and_then(|_| manifest(&["devEngines", "runtime", "version"])), "devEngines.runtime"),
        from(manifest(&["volta", "node"]), "volta.node"),
    ];
    asked.extend(VERSION_FILES.map(|name| from(version_file(repo, name), name)));
    asked.push(from(tool_versions::tool_version(repo, &["node", "nodejs"]), "the version manager's file"));
    asked.into_iter().flatten().collect()
}

/// The first line of a version file that says something.
pub(crate) fn version_file<'r>(repo: &'r Repo, name: &str) -> Option<(&'r str, Place)> {
    let line = repo.file(name)?.lines().find(|line| !line.code().is_empty())?;
    Some((line.code(), line.at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn verdict(files: &[(&str, &str)]) -> Verdict {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let mut verdict = Verdict::new("node");
        state(&repo, Package::find(&repo), &mut verdict);
        verdict
    }

    #[test]
    fn engines_go_before_version_files() {
        let found = verdict(&[("package.json", r#"{"engines": {"node": "^20.1"}}"#), (".nvmrc", "v20.11.0\n")]);
        assert_eq!(found.get("version"), Some("^20.1"));
        assert_eq!(found.builder_version.as_deref(), Some(">=20.1, <21"));
        assert!(found.warnings.is_empty());
    }

    #[test]
    fn version_outside_of_the_range_is_a_contradiction() {
        let found = verdict(&[("package.json", r#"{"engines": {"node": "20"}}"#), (".nvmrc", "18")]);
        assert_eq!(found.builder_version.as_deref(), Some("=20"));
        assert_eq!(found.warnings[0].code, "node.version-contradiction");
        let ranges = verdict(&[("package.json", r#"{"engines": {"node": "18"}}"#), (".node-version", ">=20")]);
        assert_eq!(ranges.warnings.len(), 1);
    }

    #[test]
    fn alias_is_translated_and_nonsense_reported() {
        assert_eq!(verdict(&[(".nvmrc", "# ours\nlts/iron\n")]).builder_version.as_deref(), Some("=20"));
        let nonsense = verdict(&[(".nvmrc", "whatever")]);
        assert_eq!(nonsense.get("version"), Some("whatever"));
        assert_eq!(nonsense.builder_version, None);
        assert_eq!(nonsense.warnings[0].code, "node.version-not-understood");
    }
}
