//! Which version of Node.js is asked for.
//!
//! Precedence, as Paketo's node-engine and nixpacks have it, most binding first: `engines.node`, `devEngines.runtime`
//! and `volta.node` of package.json (of the one that `volta.extends` names, if need be), `.nvmrc`, `.node-version`, mise
//! and asdf and Devbox, proto, what pnpm is told, what App Engine, Netlify, Paketo's `buildpack.yml` and Platform.sh are
//! told. The first that is there is the answer. One further down that names a single version inside of a range narrows it
//! down for the builder; one that names a version outside of it is reported.

use crate::entry::joined;
use crate::package::Package;
use fieldmark_sdk::range::{npm::Range, overlap};
use fieldmark_sdk::{Place, Repo, Verdict, tool_versions};

/// Files that hold nothing but a version.
const VERSION_FILES: [&str; 2] = [".nvmrc", ".node-version"];

/// How many manifests `volta.extends` may lead through.
const MOST_EXTENSIONS: usize = 4;

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
    for other in contradicting(&range, others) {
        let note = format!(
            "{} asks for `{}`, {} for `{}`: the former was taken",
            first.source, first.text, other.source, other.text
        );
        verdict.warn("node.version-contradiction", other.at, note);
    }
    let narrower = narrower(&range, others);
    if let Some((other, _)) = &narrower {
        let note = format!("{} narrows `{}` down to `{}`", other.source, first.text, other.text);
        verdict.point(0, "node.version-narrowed", other.at, note);
    }
    verdict.builder_version = Some(narrower.map_or(range, |(_, range)| range).neutral());
}

/// What cannot hold together with a range.
fn contradicting<'a, 'r>(range: &Range, others: &'a [Asked<'r>]) -> Vec<&'a Asked<'r>> {
    let neutral = range.neutral();
    let contradicts = |other: &&Asked<'_>| Range::parse(other.text).is_some_and(|r| !overlap(&neutral, &r.neutral()));
    others.iter().filter(contradicts).collect()
}

/// The first that names a single version or series, where the range itself leaves several open.
fn narrower<'a, 'r>(range: &Range, others: &'a [Asked<'r>]) -> Option<(&'a Asked<'r>, Range)> {
    if range.single().is_some() {
        return None;
    }
    others.iter().find_map(|other| {
        let single = Range::parse(other.text)?;
        let inside = single.single().is_some_and(|places| range.admits(places));
        inside.then_some((other, single))
    })
}

fn asked<'r>(repo: &'r Repo, package: Option<Package<'r>>) -> Vec<Asked<'r>> {
    let from = |found: Option<(&'r str, Place)>, source| found.map(|(text, at)| Asked { text, at, source });
    let engine = package.and_then(|package| package.text(&["engines", "node"]));
    let runtime = package.and_then(|package| package.dev_engine("runtime", &["node"]));
    let runtime = runtime.map(|(_, version, at)| (version, at)).filter(|(version, _)| !version.is_empty());
    let netlify = || repo.file("netlify.toml")?.toml()?.text(&["build", "environment", "NODE_VERSION"]);
    let proto = || repo.file(".prototools")?.toml()?.text(&["node"]);
    let mut asked = vec![
        from(engine, "engines.node"),
        from(runtime, "devEngines.runtime"),
        from(package.and_then(|package| volta(repo, package)), "volta.node"),
    ];
    asked.extend(VERSION_FILES.map(|name| from(version_file(repo, name), name)));
    asked.push(from(tool_versions::tool_version(repo, &["node", "nodejs"]), "the version manager's file"));
    asked.push(from(proto(), ".prototools"));
    asked.push(from(setting(repo, "pnpm-workspace.yaml", &["useNodeVersion:"]), "useNodeVersion of pnpm"));
    asked.push(from(setting(repo, ".npmrc", &["use-node-version=", "use-node-version ="]), "use-node-version of pnpm"));
    asked.push(from(of_app_engine(repo), "app.yaml"));
    asked.push(from(netlify(), "netlify.toml"));
    asked.push(from(of_buildpack(repo), "buildpack.yml"));
    asked.push(from(of_platform_app(repo), ".platform.app.yaml"));
    asked.into_iter().flatten().collect()
}

/// `volta.node`, or that of the manifest that `volta.extends` names below the root.
fn volta<'r>(repo: &'r Repo, package: Package<'r>) -> Option<(&'r str, Place)> {
    let mut package = package;
    for _ in 0..MOST_EXTENSIONS {
        if let Some(found) = package.text(&["volta", "node"]) {
            return Some(found);
        }
        let (path, _) = package.text(&["volta", "extends"])?;
        let path = joined(package.file.directory(), path)?;
        package = Package::of(repo.file(&path)?);
    }
    None
}

/// The value of a setting that stands at the beginning of a line.
fn setting<'r>(repo: &'r Repo, file: &str, names: &[&str]) -> Option<(&'r str, Place)> {
    repo.file(file)?.lines().find_map(|line| {
        let value = names.iter().find_map(|name| line.code().strip_prefix(name))?;
        let value = value.trim().trim_matches(['"', '\'']);
        (!value.is_empty()).then_some((value, line.at))
    })
}

/// `runtime: nodejs22` of App Engine.
fn of_app_engine<'r>(repo: &'r Repo) -> Option<(&'r str, Place)> {
    let (runtime, at) = setting(repo, "app.yaml", &["runtime:"])?;
    let version = runtime.strip_prefix("nodejs")?;
    (!version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit())).then_some((version, at))
}

/// `nodejs: {version: ~20}` of Paketo's buildpacks up to 2021, over two lines.
fn of_buildpack<'r>(repo: &'r Repo) -> Option<(&'r str, Place)> {
    let lines = repo.file("buildpack.yml")?.lines().skip_while(|line| line.text.trim_end() != "nodejs:").skip(1);
    lines.take_while(|line| line.text.starts_with([' ', '#'])).find_map(|line| {
        let value = line.code().strip_prefix("version:")?.trim().trim_matches(['"', '\'']);
        (!value.is_empty()).then_some((value, line.at))
    })
}

/// `type: 'nodejs:20'` of Platform.sh.
fn of_platform_app<'r>(repo: &'r Repo) -> Option<(&'r str, Place)> {
    let (name, at) = setting(repo, ".platform.app.yaml", &["type:"])?;
    Some((name.strip_prefix("nodejs:")?, at))
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
        assert_eq!(found.builder_version.as_deref(), Some("=20.11.0"));
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
    fn places_are_asked_in_their_order() {
        for (package, others, version, range, warnings) in [
            ("{}", &[(".nvmrc", "lts/iron\n")][..], "lts/iron", "=20", 0),
            ("{}", &[(".nvmrc", "v20\n")], "v20", "=20", 0),
            ("{}", &[(".nvmrc", "stable")], "stable", "", 0),
            ("{}", &[(".node-version", "22.1.0\n"), (".tool-versions", "nodejs 22.1.0\n")], "22.1.0", "=22.1.0", 0),
            (
                "{}",
                &[("mise.toml", "[tools]\nnode = \"lts\"\n")],
                "lts",
                "=24 || =22 || =20 || =18 || =16 || =14 || =12 || =10 || =8 || =6 || =4",
                0,
            ),
            ("{}", &[("pnpm-workspace.yaml", "useNodeVersion: 20.9.0\n")], "20.9.0", "=20.9.0", 0),
            ("{}", &[(".npmrc", "engine-strict=true\nuse-node-version=20.9.0\n")], "20.9.0", "=20.9.0", 0),
            ("{}", &[("app.yaml", "runtime: nodejs20\n")], "20", "=20", 0),
            ("{}", &[("buildpack.yml", "nodejs:\n  version: ~20\n")], "~20", "=20", 0),
            ("{}", &[(".platform.app.yaml", "type: 'nodejs:20'\n")], "20", "=20", 0),
            (
                "{}",
                &[("buildpack.yml", "nodejs:\n  optimize-memory: true\ngo:\n  version: 1\n"), (".nvmrc", "22")],
                "22",
                "=22",
                0,
            ),
            ("{}", &[("devbox.json", "{\"packages\": {\"nodejs\": {\"version\": \"20\"}}}")], "20", "=20", 0),
            ("{}", &[("devbox.json", "{\"packages\": [\"nodejs@20\"]}"), (".nvmrc", "22")], "22", "=22", 1),
            ("{}", &[("netlify.toml", "[build.environment]\nNODE_VERSION = \"20\"\n")], "20", "=20", 0),
            ("{}", &[(".prototools", "node = \"20.9\"\npnpm = \"9\"\n")], "20.9", "=20.9", 0),
            (r#"{"volta": {"node": "18.2.0"}}"#, &[(".nvmrc", "20")], "18.2.0", "=18.2.0", 1),
            (
                r#"{"volta": {"extends": "./tools/package.json"}}"#,
                &[("tools/package.json", r#"{"volta": {"node": "20.3.1"}}"#)],
                "20.3.1",
                "=20.3.1",
                0,
            ),
            (r#"{"volta": {"extends": "./package.json"}}"#, &[(".nvmrc", "20")], "20", "=20", 0),
            (r#"{"volta": {"extends": "../package.json"}}"#, &[(".nvmrc", "20")], "20", "=20", 0),
            (
                r#"{"devEngines": {"runtime": [{"name": "bun"}, {"name": "node", "version": "^22"}]}}"#,
                &[],
                "^22",
                "=22",
                0,
            ),
            (r#"{"engines": {"node": ">=18 <23"}}"#, &[(".nvmrc", "20.11")], ">=18 <23", "=20.11", 0),
            (r#"{"engines": {"node": "18 || 20"}}"#, &[(".nvmrc", "22")], "18 || 20", "=18 || =20", 1),
            (r#"{"engines": {"node": ">=20"}}"#, &[(".nvmrc", "<18")], ">=20", ">=20", 1),
            (r#"{"engines": {"node": "14 - 16"}}"#, &[], "14 - 16", ">=14, <=16", 0),
        ] {
            let found = verdict(&[&[("package.json", package)], others].concat());
            assert_eq!(found.get("version"), Some(version), "{package} {others:?}");
            assert_eq!(found.builder_version.as_deref(), Some(range), "{package} {others:?}");
            assert_eq!(found.warnings.len(), warnings, "{package} {others:?}");
        }
    }

    #[test]
    fn types_of_node_ask_for_nothing() {
        assert_eq!(verdict(&[("package.json", r#"{"devDependencies": {"@types/node": "^18"}}"#)]).get("version"), None);
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
