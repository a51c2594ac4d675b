//! Whether the manifest demands another package manager than npm, and the `assemble` script that obeys.
//!
//! A lock file of another manager is no demand: npm installs without it, perhaps other versions. A demand is what makes
//! npm fail, or what the author states as the one way: the field `packageManager`, `devEngines`, `only-allow`, and
//! protocols in versions that npm does not know.
//!
//! The manager is run by `npm exec`, which fetches it from the registry that npm installs from anyway. Corepack would
//! have to reach other servers, and is not part of every image.

use crate::assemble_override::npm_exec;
use crate::package::Package;
use crate::package_manager::{PackageManager, lock_files};
use fieldmark_sdk::script::{Script, quote};
use fieldmark_sdk::{Place, Repo, Verdict};

/// Protocols of other managers; npm ends with `EUNSUPPORTEDPROTOCOL`.
const PROTOCOLS: [&str; 5] = ["workspace:", "catalog:", "portal:", "patch:", "link:"];

/// Another manager that has to be used.
pub(crate) struct Demand<'r> {
    manager: PackageManager,
    /// What demands it.
    at: Place,
    reason: String,
    /// Whether npm fails, or only installs something else.
    npm_fails: bool,
    /// Name of the lock file that is there.
    lock: Option<&'r str>,
    /// Whether a workspace that is not here would have to be.
    outside: bool,
}

impl<'r> Demand<'r> {
    /// The demand of a root, if its manager is not npm.
    pub(crate) fn find(repo: &'r Repo, package: Package<'r>) -> Option<Self> {
        let manager = PackageManager::find(repo, Some(package)).filter(|manager| manager.name != "npm")?;
        let (at, reason, npm_fails) = by_protocol(package)
            .or_else(|| by_hook(package))
            .or_else(|| by_engines(package))
            .or_else(|| by_field(package))?;
        let lock = lock_files(repo).find(|(_, tool)| *tool == manager.name).map(|(file, _)| file.name());
        let workspace = lock.is_some() || repo.file("pnpm-workspace.yaml").is_some() || package.has("workspaces");
        let outside = reason.contains("workspace:") && !workspace;
        Some(Self { manager, at, reason, npm_fails, lock, outside })
    }

    /// Whether a script of ours can do it.
    pub(crate) fn is_met(&self) -> bool {
        !self.outside && self.specification().is_some()
    }

    /// Says what the builder makes of it.
    pub(crate) fn warn(&self, verdict: &mut Verdict) {
        if self.outside {
            let note = format!("{}: its workspace is not here; build from the directory that holds it", self.reason);
            verdict.warn("node.workspace-elsewhere", self.at, note);
        } else if self.npm_fails {
            let note = format!("{}: the builder's `npm install` fails", self.reason);
            verdict.warn("node.npm-refuses", self.at, note);
        }
    }

    /// Why the builder's own script is not enough.
    pub(crate) fn why(&self) -> String {
        format!("{}, but the builder installs with npm", self.reason)
    }

    /// The package that holds the manager: Yarn from its second version on has another one.
    fn specification(&self) -> Option<String> {
        let version = self.manager.version().unwrap_or_default();
        let major =
            version.trim_start_matches(['^', '~']).split('.').next().and_then(|major| major.parse::<u32>().ok());
        let name = match self.manager.name {
            "yarn" if major.is_some_and(|major| major > 1) => "@yarnpkg/cli-dist",
            name => name,
        };
        let known = version.bytes().all(|c| c.is_ascii_alphanumeric() || b".-^~".contains(&c));
        known.then(|| if version.is_empty() { name.to_owned() } else { format!("{name}@{version}") })
    }

    /// A script that installs with the manager, runs the build script and prunes; the rest is as in the image's own.
    pub(crate) fn assemble(&self, build: Option<&str>, prunes: bool) -> String {
        let package = self.specification().unwrap_or_else(|| self.manager.name.to_owned());
        let modern = package.starts_with("@yarnpkg");
        let (install, prune) = commands(self.manager.name, modern, self.lock.is_some());
        let mut script = Script::assemble()
            .line("shopt -s dotglob")
            .line("mv /tmp/src/* ./")
            .line("[ -z \"$NPM_MIRROR\" ] || npm config set registry \"$NPM_MIRROR\"")
            .line("export CI=true");
        if modern {
            script = script.line("export YARN_NODE_LINKER=node-modules");
        }
        script = script.line(&format!("NODE_ENV=development {}", npm_exec(&package, install)));
        if let Some(name) = build {
            let command = format!("{} run {}", self.manager.name, quote(name));
            script = script.line(&format!("NODE_ENV=\"${{NODE_ENV:-production}}\" {}", npm_exec(&package, &command)));
        }
        if let Some(prune) = prune.filter(|_| prunes) {
            script = script.line(&npm_exec(&package, prune));
        }
        script.exec("fix-permissions ./")
    }
}

/// How a manager installs, and how it takes away what is for development.
const fn commands(name: &str, modern: bool, locked: bool) -> (&'static str, Option<&'static str>) {
    match (name.as_bytes(), modern, locked) {
        (b"pnpm", _, true) => ("pnpm install --frozen-lockfile", Some("pnpm prune --prod")),
        (b"pnpm", ..) => ("pnpm install --no-frozen-lockfile", Some("pnpm prune --prod")),
        (b"yarn", true, true) => ("yarn install --immutable", None),
        (b"yarn", true, false) => ("yarn install", None),
        (b"yarn", false, true) => (
            "yarn install --frozen-lockfile --production=false",
            Some("yarn install --frozen-lockfile --production=true --ignore-scripts"),
        ),
        (b"yarn", false, false) => ("yarn install --production=false", None),
        (_, _, true) => ("bun install --frozen-lockfile", None),
        _ => ("bun install", None),
    }
}

type Found = (Place, String, bool);

fn by_protocol(package: Package<'_>) -> Option<Found> {
    let known = |version: &str| PROTOCOLS.iter().find(|protocol| version.starts_with(**protocol)).copied();
    let found = package.dependencies().find_map(|found| Some((found, known(found.version)?)))?;
    let (dependency, protocol) = found;
    Some((dependency.at, format!("{} is asked for by `{protocol}`, which npm does not know", dependency.name), true))
}

fn by_hook(package: Package<'_>) -> Option<Found> {
    let (text, at) = package.script("preinstall").filter(|(text, _)| text.contains("only-allow"))?;
    Some((at, format!("`{text}` turns other managers away"), true))
}

/// Where `devEngines` demands another manager and lets npm fail: `npm run` does then, as `npm install` does.
pub(crate) fn turns_npm_away(package: Package<'_>) -> Option<Place> {
    by_engines(package).filter(|(.., npm_fails)| *npm_fails).map(|(at, ..)| at)
}

/// npm obeys `devEngines` since 10.9, and fails unless told otherwise.
fn by_engines(package: Package<'_>) -> Option<Found> {
    let (name, at) = package.text(&["devEngines", "packageManager", "name"]).filter(|(name, _)| *name != "npm")?;
    let on_fail = package.text(&["devEngines", "packageManager", "onFail"]).map_or("error", |(text, _)| text);
    Some((at, format!("devEngines demands {name}"), matches!(on_fail, "error" | "download")))
}

fn by_field(package: Package<'_>) -> Option<Found> {
    let (text, at) = package.text(&["packageManager"])?;
    let name = text.split('@').next().unwrap_or(text);
    Some((at, format!("packageManager demands {name}"), false))
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn script(package: &str, lock: &str) -> (String, Vec<String>) {
        let repo = MemorySource::new([("package.json", package), (lock, "")]).into_repo();
        let Some(demand) = Demand::find(&repo, Package::find(&repo).unwrap()) else { return Default::default() };
        let mut verdict = Verdict::new("node");
        demand.warn(&mut verdict);
        let body = if demand.is_met() { demand.assemble(Some("build"), true) } else { String::new() };
        let lines =
            body.lines().filter(|line| line.contains("npm exec")).map(|line| line.replace("NODE_ENV=", "")).map(
                |line| {
                    line.split_once("npm exec").map_or(line.clone(), |(set, exec)| {
                        let (_, package) = exec.split_once("--yes --package=").unwrap_or_default();
                        format!("{set}{package}")
                    })
                },
            );
        (lines.collect::<Vec<_>>().join("; "), verdict.warnings.iter().map(|warning| warning.code.clone()).collect())
    }

    #[test]
    fn manager_is_used_where_it_is_demanded() {
        // builders.md 2.1: always npm; s2i-nodejs#137, #341.
        const BUILD: &str = "\"${NODE_ENV:-production}\"";
        for (package, lock, expected) in [
            ("{}", "yarn.lock", String::new()),
            (r#"{"packageManager": "npm@10.1.0"}"#, "package-lock.json", String::new()),
            (
                r#"{"packageManager": "pnpm@9.1.0+sha512.abc"}"#,
                "pnpm-lock.yaml",
                format!(
                    "development pnpm@9.1.0 -- pnpm install --frozen-lockfile; {BUILD} pnpm@9.1.0 -- pnpm run build; pnpm@9.1.0 -- pnpm prune --prod"
                ),
            ),
            (
                r#"{"packageManager": "yarn@4.1.0"}"#,
                "yarn.lock",
                format!(
                    "development @yarnpkg/cli-dist@4.1.0 -- yarn install --immutable; {BUILD} @yarnpkg/cli-dist@4.1.0 -- yarn run build"
                ),
            ),
            (
                r#"{"packageManager": "yarn@1.22.22"}"#,
                "yarn.lock",
                format!(
                    "development yarn@1.22.22 -- yarn install --frozen-lockfile --production=false; {BUILD} yarn@1.22.22 -- yarn run build; yarn@1.22.22 -- yarn install --frozen-lockfile --production=true --ignore-scripts"
                ),
            ),
            (r#"{"packageManager": "pnpm@$(id)"}"#, "pnpm-lock.yaml", String::new()),
        ] {
            assert_eq!(script(package, lock).0, expected, "{package}");
        }
    }

    #[test]
    fn npm_that_fails_is_reported() {
        for (package, lock, codes) in [
            (r#"{"dependencies": {"a": "workspace:*"}}"#, "pnpm-lock.yaml", &["node.npm-refuses"][..]),
            (
                r#"{"dependencies": {"a": "workspace:*"}, "packageManager": "pnpm@9"}"#,
                "x",
                &["node.workspace-elsewhere"],
            ),
            (r#"{"dependencies": {"a": "catalog:"}}"#, "pnpm-lock.yaml", &["node.npm-refuses"]),
            (r#"{"scripts": {"preinstall": "npx only-allow pnpm"}}"#, "pnpm-lock.yaml", &["node.npm-refuses"]),
            (r#"{"devEngines": {"packageManager": {"name": "yarn"}}}"#, "x", &["node.npm-refuses"]),
            (r#"{"devEngines": {"packageManager": {"name": "yarn", "onFail": "warn"}}}"#, "x", &[]),
            (r#"{"packageManager": "pnpm@9.0.0"}"#, "pnpm-lock.yaml", &[]),
            (r#"{"dependencies": {"a": "file:../a"}}"#, "yarn.lock", &[]),
        ] {
            assert_eq!(script(package, lock).1, codes, "{package}");
        }
    }
}
