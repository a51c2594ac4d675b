//! Which tool installs the dependencies, in which version.
//!
//! Precedence, most binding first; the first that names a tool counts:
//!
//! 1. the field `packageManager`, which Corepack and the managers themselves obey;
//! 2. `devEngines.packageManager`;
//! 3. `only-allow` in the script `preinstall`;
//! 4. `engines.pnpm`, `engines.yarn`, `engines.bun` (npm's entry says which npm, not that npm);
//! 5. `volta.pnpm`, `volta.yarn`;
//! 6. the lock files, in the order of the table; pnpm's last beside `workspaces` that pnpm does not look at;
//! 7. `rush.json`, settings that only one tool reads, and those of other tools that name it;
//! 8. what a version manager is to bring: mise, asdf, `.prototools`;
//! 9. npm, which needs no sign.
//!
//! A version that the first does not state comes from a version manager's file or from the form of the lock file.
//! Whatever names another tool is reported with both places.

use crate::lock_file;
use crate::package::Package;
use fieldmark_sdk::{Place, Repo, Verdict, tool_versions};

pub(crate) use crate::lock_file::lock_files;

/// Tools that the manifest may name, npm last: its entry in `engines` says no more than which npm.
const MANAGERS: [&str; 4] = ["pnpm", "yarn", "bun", "npm"];

/// Settings that only one tool reads.
const SETTINGS: [(&str, &str); 8] = [
    ("package.json5", "pnpm"),
    ("pnpm-workspace.yaml", "pnpm"),
    (".pnpmfile.cjs", "pnpm"),
    (".yarnrc.yml", "yarn"),
    (".pnp.cjs", "yarn"),
    (".pnp.js", "yarn"),
    (".yarnrc", "yarn"),
    ("bunfig.toml", "bun"),
];

/// Settings of other tools, and the key by which they name it.
const NAMING: [(&str, &[&str]); 3] = [
    ("lerna.json", &["npmClient"]),
    ("nx.json", &["cli", "packageManager"]),
    ("angular.json", &["cli", "packageManager"]),
];

/// The tool, its version if stated, and where it is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PackageManager {
    /// Name.
    pub(crate) name: &'static str,
    /// Where it is said.
    pub(crate) at: Place,
    /// What says so, for people.
    pub(crate) source: &'static str,
    version: Option<String>,
}

impl PackageManager {
    /// The tool of this root.
    pub(crate) fn find(repo: &Repo, package: Option<Package<'_>>) -> Option<Self> {
        let npm = |package: Package<'_>| {
            let (version, at) = package.text(&["engines", "npm"]).or_else(|| package.text(&["volta", "npm"]))?;
            Some(Self { name: "npm", at, source: "engines", version: Some(version.to_owned()) })
        };
        // Without a place: a workspace around this root may know better.
        let by_default = || Self { name: "npm", at: Place::NONE, source: "npm", version: None };
        let mut found = claims(repo, package)
            .into_iter()
            .next()
            .or_else(|| from_settings(repo))
            .or_else(|| from_version_manager(repo))
            .or_else(|| package.map(|_| by_default()))?;
        if found.version.is_none() {
            found.version = match package.and_then(npm).filter(|_| found.name == "npm") {
                Some(npm) => npm.version,
                None => version(repo, found.name),
            };
        }
        Some(found)
    }

    /// Its version, if it is stated.
    pub(crate) fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// States the tool, and whatever names another.
    pub(crate) fn state(&self, repo: &Repo, package: Option<Package<'_>>, verdict: &mut Verdict) {
        verdict.attribute("package-manager", self.name, self.at);
        if let Some(version) = &self.version {
            verdict.attribute("package-manager-version", version.as_str(), self.at);
        }
        let mut told = vec![self.name];
        for other in claims(repo, package) {
            if !told.contains(&other.name) {
                let note = format!(
                    "{} is for {}, but {} for {}, which installs here",
                    other.source, other.name, self.source, self.name
                );
                verdict.warn("node.package-manager-contradiction", other.at, note);
                told.push(other.name);
            }
        }
        if let (Some((lock, written)), Some(asked)) = (lock_file::series(repo, self.name), self.version())
            && self.at.path != lock.whole().path
            && !lock_file::fits(written, asked)
        {
            let note =
                format!("{} was written by {} {written}, but {} asks for {asked}", lock.name(), self.name, self.source);
            verdict.warn("node.package-manager-contradiction", lock.whole(), note);
        }
    }

    /// The builder knows only npm: says what that means for this tool.
    pub(crate) fn warn_of_npm(&self, repo: &Repo, verdict: &mut Verdict) {
        if self.name == "npm" {
            return;
        }
        let note = if lock_files(repo).any(|(_, tool)| tool == self.name) {
            format!("the builder installs with npm: what {} has locked is not looked at", self.name)
        } else {
            format!("the builder installs with npm, not with {}", self.name)
        };
        verdict.warn("node.builder-uses-npm", self.at, note);
    }
}

/// Everything that names a tool, most binding first; settings apart, which others leave lying about.
fn claims(repo: &Repo, package: Option<Package<'_>>) -> Vec<PackageManager> {
    let mut claims = package.map(declared).unwrap_or_default();
    let mut locks: Vec<_> = lock_files(repo).collect();
    // pnpm does not look at `workspaces`: without a list of its own it never installed the members.
    if repo.file("pnpm-workspace.yaml").is_none() && package.is_some_and(|package| package.has("workspaces")) {
        locks.sort_by_key(|(_, name)| *name == "pnpm");
    }
    claims.extend(locks.into_iter().map(|(file, name)| PackageManager {
        name,
        at: file.whole(),
        source: lock_file::name(file),
        version: None,
    }));
    claims
}

/// What the manifest says.
fn declared(package: Package<'_>) -> Vec<PackageManager> {
    let mut declared = Vec::new();
    if let Some((text, at)) = package.text(&["packageManager"]) {
        let (name, version) = text.split_once('@').unwrap_or((text, ""));
        declared.extend(manager(name, version, at, "packageManager"));
    }
    if let Some((name, version, at)) = package.dev_engine("packageManager", &MANAGERS) {
        declared.extend(manager(name, version, at, "devEngines"));
    }
    if let Some((text, at)) = package.script("preinstall").filter(|(text, _)| text.contains("only-allow")) {
        let name = text.split_whitespace().last().unwrap_or_default();
        declared.extend(manager(name, "", at, "only-allow"));
    }
    for (table, source) in [("engines", "engines"), ("volta", "volta")] {
        let others = MANAGERS.iter().filter(|name| **name != "npm");
        declared.extend(others.filter_map(|name| {
            let (version, at) = package.text(&[table, name])?;
            // A word such as `please-use-npm` turns the tool away.
            manager(name, version, at, source).filter(|_| version.contains(|c: char| c.is_ascii_digit() || c == '*'))
        }));
    }
    declared
}

fn manager(name: &str, version: &str, at: Place, source: &'static str) -> Option<PackageManager> {
    let name = MANAGERS.iter().find(|known| **known == name.trim())?;
    // `pnpm@9.0.3+sha224.…`: the checksum is not part of the version.
    let version = version.split('+').next().unwrap_or_default().trim();
    Some(PackageManager { name, at, source, version: (!version.is_empty()).then(|| version.to_owned()) })
}

/// `"pnpmVersion": "9.12.0"` of `rush.json`: Rush brings the tool for all projects.
fn from_rush(repo: &Repo) -> Option<PackageManager> {
    let document = repo.file("rush.json")?.json()?;
    MANAGERS.iter().find_map(|name| {
        let (version, at) = document.text(&[&format!("{name}Version")])?;
        manager(name, version, at, "rush.json")
    })
}

fn from_settings(repo: &Repo) -> Option<PackageManager> {
    let own = || {
        let (file, source, name) = SETTINGS.iter().find_map(|(file, tool)| Some((repo.file(file)?, *file, *tool)))?;
        Some(PackageManager { name, at: file.whole(), source, version: None })
    };
    from_rush(repo).or_else(own).or_else(|| from_other_tools(repo))
}

/// Lerna, Nx and the CLI of Angular call the tool that their settings name.
fn from_other_tools(repo: &Repo) -> Option<PackageManager> {
    NAMING.iter().find_map(|(source, key)| {
        let (name, at) = repo.file(source)?.json()?.text(key)?;
        manager(name, "", at, source)
    })
}

/// A tool that a version manager brings beside the runtime. Bun is one, so that it says nothing of what installs.
fn from_version_manager(repo: &Repo) -> Option<PackageManager> {
    ["pnpm", "yarn"].into_iter().find_map(|name| {
        let (version, at) = managed(repo, name)?;
        manager(name, version, at, "the version manager")
    })
}

/// The version that mise, asdf or proto is asked for.
fn managed<'r>(repo: &'r Repo, name: &str) -> Option<(&'r str, Place)> {
    let proto = || repo.file(".prototools")?.toml()?.text(&[name]);
    tool_versions::tool_version(repo, &[name]).or_else(proto)
}

/// The version of a tool that is named without one.
fn version(repo: &Repo, name: &str) -> Option<String> {
    let by_file = || crate::version::version_file(repo, ".bun-version").filter(|_| name == "bun");
    let managed = managed(repo, name).or_else(by_file).map(|(version, _)| version.to_owned());
    managed
        .or_else(|| lock_file::yarn_release(repo).filter(|_| name == "yarn").map(str::to_owned))
        .or_else(|| lock_file::series(repo, name).map(|(_, series)| series.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn found(files: &[(&str, &str)]) -> (String, Vec<String>) {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let package = Package::find(&repo);
        let manager = PackageManager::find(&repo, package).unwrap();
        let mut verdict = Verdict::new("node");
        manager.state(&repo, package, &mut verdict);
        let name = format!("{}@{}", manager.name, manager.version.unwrap_or_default());
        (name, verdict.warnings.into_iter().map(|warning| warning.note).collect())
    }

    #[test]
    fn first_that_names_a_tool_counts() {
        const YARN_1: (&str, &str) = ("yarn.lock", "# yarn lockfile v1\n");
        const PNPM_9: (&str, &str) = ("pnpm-lock.yaml", "lockfileVersion: '9.0'\n");
        for (package, others, expected) in [
            (r#"{"packageManager": "pnpm@9.0.3+sha224.00", "engines": {"pnpm": "8"}}"#, &[][..], "pnpm@9.0.3"),
            (r#"{"packageManager": "yarn@4.1.0"}"#, &[], "yarn@4.1.0"),
            (r#"{"devEngines": {"packageManager": {"name": "bun", "version": "1.2"}}}"#, &[], "bun@1.2"),
            (r#"{"devEngines": {"packageManager": [{"name": "cnpm"}, {"name": "pnpm"}]}}"#, &[], "pnpm@"),
            (r#"{"scripts": {"preinstall": "npx only-allow pnpm"}}"#, &[], "pnpm@"),
            (r#"{"engines": {"npm": ">=9", "pnpm": "8.x"}}"#, &[], "pnpm@8.x"),
            (r#"{"engines": {"npm": "10.x"}}"#, &[], "npm@10.x"),
            (r#"{"engines": {"npm": "please-use-yarn", "yarn": ">= 1.22"}}"#, &[], "yarn@>= 1.22"),
            (r#"{"engines": {"yarn": "please-use-npm"}}"#, &[], "npm@"),
            (r#"{"volta": {"node": "20.1.0", "yarn": "1.22.19"}}"#, &[], "yarn@1.22.19"),
            ("{}", &[YARN_1], "yarn@1"),
            (r#"{"workspaces": ["a"]}"#, &[PNPM_9], "pnpm@9"),
            ("{}", &[PNPM_9], "pnpm@9"),
            ("{}", &[PNPM_9, (".tool-versions", "pnpm 10.2.1\n")], "pnpm@10.2.1"),
            ("{}", &[("bun.lockb", ""), (".bun-version", "1.1.30\n")], "bun@1.1.30"),
            ("{}", &[("bun.lock", "")], "bun@"),
            ("{}", &[("npm-shrinkwrap.json", "{}")], "npm@"),
            ("{}", &[("deno.lock", "{}")], "deno@"),
            ("{}", &[("pnpm-workspace.yaml", "packages: []\n")], "pnpm@"),
            ("{}", &[("rush.json", "{\"pnpmVersion\": \"9.12.0\"}")], "pnpm@9.12.0"),
            ("{}", &[(".yarnrc.yml", "yarnPath: .yarn/releases/yarn-3.2.4.cjs\n")], "yarn@3.2.4"),
            ("{}", &[(".pnpmfile.cjs", "")], "pnpm@"),
            ("{}", &[("lerna.json", r#"{"npmClient": "yarn"}"#)], "yarn@"),
            ("{}", &[("angular.json", r#"{"cli": {"packageManager": "pnpm"}}"#)], "pnpm@"),
            ("{}", &[("nx.json", r#"{"cli": {"packageManager": "cnpm"}}"#)], "npm@"),
            ("{}", &[(".yarnrc", "yarn-path \".yarn/releases/yarn-1.22.19.js\"\n")], "yarn@"),
            ("{}", &[(".tool-versions", "nodejs 22.1.0\npnpm 9.1.0\n")], "pnpm@9.1.0"),
            ("{}", &[(".prototools", "node = \"22\"\nyarn = \"4.1.0\"\n")], "yarn@4.1.0"),
            ("{}", &[(".tool-versions", "bun 1.2.0\n")], "npm@"),
            ("{}", &[("package-lock.json", "{}"), (".tool-versions", "pnpm 9.1.0\n")], "npm@"),
            ("{}", &[], "npm@"),
        ] {
            let files = [&[("package.json", package)], others].concat();
            assert_eq!(found(&files), (expected.to_owned(), Vec::new()), "{package} {others:?}");
        }
    }

    #[test]
    fn whatever_names_another_tool_is_reported_with_both_places() {
        for (package, others, expected) in [
            (
                "{}",
                &[("yarn.lock", ""), ("package-lock.json", "{}")][..],
                &["package-lock.json is for npm, but yarn.lock for yarn, which installs here"][..],
            ),
            (
                r#"{"packageManager": "npm@10.1.0"}"#,
                &[("bun.lock", ""), ("bun.lockb", "")],
                &["bun.lock is for bun, but packageManager for npm, which installs here"],
            ),
            (
                r#"{"packageManager": "yarn@4.1.0", "engines": {"pnpm": "9"}}"#,
                &[],
                &["engines is for pnpm, but packageManager for yarn, which installs here"],
            ),
            (
                r#"{"packageManager": "yarn@4.1.0"}"#,
                &[("yarn.lock", "# yarn lockfile v1\n")],
                &["yarn.lock was written by yarn 1, but packageManager asks for 4.1.0"],
            ),
            (
                r#"{"packageManager": "pnpm@9.1.0"}"#,
                &[("pnpm-lock.yaml", "lockfileVersion: 5.4\n")],
                &["pnpm-lock.yaml was written by pnpm 7, but packageManager asks for 9.1.0"],
            ),
            (
                r#"{"workspaces": ["a"]}"#,
                &[("pnpm-lock.yaml", ""), ("yarn.lock", "")],
                &["pnpm-lock.yaml is for pnpm, but yarn.lock for yarn, which installs here"],
            ),
            (
                r#"{"workspaces": ["a"]}"#,
                &[("pnpm-lock.yaml", ""), ("pnpm-workspace.yaml", ""), ("yarn.lock", "")],
                &["yarn.lock is for yarn, but pnpm-lock.yaml for pnpm, which installs here"],
            ),
            (r#"{"packageManager": "pnpm@10.1.0"}"#, &[("pnpm-lock.yaml", "lockfileVersion: '9.0'\n")], &[]),
            ("{}", &[("bun.lock", ""), ("bun.lockb", "")], &[]),
            ("{}", &[("package-lock.json", ""), ("npm-shrinkwrap.json", "")], &[]),
            // Left behind by a tool that was tried once.
            ("{}", &[("package-lock.json", ""), ("pnpm-workspace.yaml", "")], &[]),
        ] {
            let files = [&[("package.json", package)], others].concat();
            assert_eq!(found(&files).1, expected, "{package} {others:?}");
        }
    }

    #[test]
    fn only_what_is_locked_is_said_to_be_locked() {
        let note = |files: &[(&str, &str)]| {
            let repo = MemorySource::new(files.iter().copied()).into_repo();
            let mut verdict = Verdict::new("node");
            PackageManager::find(&repo, Package::find(&repo)).unwrap().warn_of_npm(&repo, &mut verdict);
            verdict.warnings.first().map(|warning| warning.note.clone()).unwrap_or_default()
        };
        let named = ("package.json", r#"{"packageManager": "yarn@4.1.0"}"#);
        let ignored = "the builder installs with npm: what yarn has locked is not looked at";
        assert_eq!(note(&[named, ("yarn.lock", "")]), ignored);
        assert_eq!(note(&[named]), "the builder installs with npm, not with yarn");
        // The lock file of another tool is not what yarn has locked.
        assert_eq!(note(&[named, ("pnpm-lock.yaml", "")]), "the builder installs with npm, not with yarn");
        assert_eq!(note(&[("package.json", "{}")]), "");
    }
}
