//! What the application needs and the builder's image lacks: the package manager in force, if it is not npm, and Bun
//! where Bun runs it. The scripts that bring it.
//!
//! Every manager but npm that is named is in force (`package_manager.rs`), by a lock file, too: npm would install other
//! versions than those that were tried. npm fails where its manifest names protocols that it does not know, where
//! `only-allow` turns it away, and where `devEngines` does.
//!
//! `assemble` runs the manager by `npm exec`, which fetches it from the registry that npm installs from anyway.
//! Corepack would have to reach other servers, and is not part of every image. What the start needs as well is
//! installed for good, in the directory that the image has for this.

use crate::assemble::Mode;
use crate::assemble_override::npm_exec;
use crate::lock_file;
use crate::package::Package;
use crate::package_manager::PackageManager;
use crate::reason;
use crate::runtime::Runtime;
use crate::start::{Known, Start};
use fieldmark_sdk::range::npm::Range;
use fieldmark_sdk::script::{self, Script, quote};
use fieldmark_sdk::{Place, Repo, Verdict};

/// Managers that can take the place of npm.
pub(crate) const OTHERS: [&str; 3] = ["pnpm", "yarn", "bun"];

/// Where the image keeps programmes that npm installs for good (builders.md 2.1).
const GLOBAL: &str = "${NPM_CONFIG_PREFIX:-$HOME/.npm-global}";

/// What has to be brought.
pub(crate) struct Demand {
    manager: PackageManager,
    /// Whether the manager is another one than npm.
    replaces_npm: bool,
    /// Whether Bun has to run the application.
    bun: bool,
    /// What demands it.
    at: Place,
    reason: String,
    /// Whether npm fails, or only installs something else.
    npm_fails: bool,
    /// Whether npm does not even run a script.
    turned_away: bool,
    /// Whether a lock file is there that the manager takes as it is.
    locked: bool,
    /// Whether it is Yarn from its second version on.
    modern: bool,
    /// Whether a workspace that is not here would have to be.
    outside: bool,
}

impl Demand {
    /// The demand of a root, if there is one.
    pub(crate) fn find(repo: &Repo, package: Package<'_>, runtime: Runtime) -> Option<Self> {
        let manager = PackageManager::find(repo, Some(package))?;
        let replaces_npm = OTHERS.contains(&manager.name);
        let bun = runtime == Runtime::Bun && package.dependency("bun").is_none_or(|bun| bun.development);
        let by_manager = || (manager.at, format!("{} is for {}", manager.source, manager.name), false);
        let by_runtime = || (package.file.whole(), "Bun runs it".to_owned(), false);
        let stated = || {
            reason::by_form(package)
                .or_else(|| reason::by_protocol(package))
                .or_else(|| reason::by_hook(package))
                .or_else(|| reason::by_engines(package))
        };
        let turned_away = reason::by_form(package).is_some() || reason::turns_npm_away(package).is_some();
        let (at, reason, npm_fails) = match (replaces_npm, bun) {
            (true, _) => stated().or_else(|| reason::by_field(package)).unwrap_or_else(by_manager),
            (false, true) => by_runtime(),
            (false, false) => return None,
        };
        let series = lock_file::series(repo, manager.name).map(|(_, series)| series);
        let lock = lock_file::lock_files(repo).any(|(_, tool)| tool == manager.name);
        let asked = manager.version().and_then(Range::parse);
        let settings = repo.file(".yarnrc.yml").is_some() && series != Some("1");
        let modern = manager.name == "yarn" && asked.map_or(settings, |asked| !asked.admits(&[1]));
        let fits = series.is_none_or(|series| manager.version().is_none_or(|asked| lock_file::fits(series, asked)));
        let workspace = lock || repo.file("pnpm-workspace.yaml").is_some() || package.has("workspaces");
        let outside = reason.contains("workspace:") && !workspace;
        Some(Self {
            replaces_npm,
            bun,
            at,
            reason,
            npm_fails,
            turned_away,
            locked: lock && fits,
            modern,
            outside,
            manager,
        })
    }

    /// The demand, if it is met by the scripts that are written for this root.
    pub(crate) fn met(repo: &Repo, known: Known<'_>) -> Option<Self> {
        let mode = Mode::of(repo, known.era);
        let ours = script::own(repo, "assemble").is_none() && matches!(mode, Mode::Production | Mode::Development);
        Self::find(repo, known.package, known.runtime).filter(|demand| ours && known.built && demand.is_met())
    }

    /// Whether a script of ours can do it.
    pub(crate) fn is_met(&self) -> bool {
        !self.outside && self.specification().is_some()
    }

    /// Whether a programme is there when the application starts, once it is met.
    pub(crate) fn brings(&self, programme: &str) -> bool {
        self.replaces_npm && self.manager.name == programme || self.brings_bun() && matches!(programme, "bun" | "bunx")
    }

    /// Whether dependencies for development are gone after its `assemble`: not every manager can take them away.
    pub(crate) fn prunes(&self) -> bool {
        !self.replaces_npm || commands(self.manager.name, self.modern, self.locked).1.is_some()
    }

    fn brings_bun(&self) -> bool {
        self.bun || self.manager.name == "bun"
    }

    /// Whether npm could run a script of this text as well: nothing turns it away, and the script calls nothing that
    /// the image lacks.
    pub(crate) fn is_optional(&self, script: &str) -> bool {
        let called = |word: &str| self.brings(word);
        !self.turned_away && !self.bun && !script.split([' ', '&', ';', '|', '(']).any(called)
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

    /// Why the builder's own `assemble` is not enough.
    pub(crate) fn why(&self) -> String {
        if self.replaces_npm {
            format!("{}, but the builder installs with npm", self.reason)
        } else {
            format!("{}, but the builder does not bring it", self.reason)
        }
    }

    /// The package that holds the manager: Yarn from its second version on has another one.
    fn specification(&self) -> Option<String> {
        let version = self.manager.version().unwrap_or_default();
        // Bun's own declarations may name the version of its lock file's writer only.
        Range::parse(version)?;
        let name = if self.modern { "@yarnpkg/cli-dist" } else { self.manager.name };
        Some(if version.is_empty() { name.to_owned() } else { format!("{name}@{version}") })
    }

    /// The command by which the manager runs a script of package.json.
    pub(crate) fn runs_script(&self, name: &str) -> String {
        format!("{} run {}", self.manager.name, quote(name))
    }

    /// The command by which the manager runs a programme of a package. It is shell.
    pub(crate) fn runs_programme(&self, command: &str) -> String {
        let word = if self.manager.name == "pnpm" { "exec" } else { "run" };
        format!("{} {word} {command}", self.manager.name)
    }

    /// A script that installs with the manager, runs the command that builds, and prunes; the rest is as in the image's own.
    pub(crate) fn assemble(&self, build: Option<&str>, prunes: bool, variable: Option<(&str, &str)>) -> String {
        if !self.replaces_npm {
            let script =
                if prunes { Script::assemble() } else { Script::assemble().default("NODE_ENV", "development") };
            return script.line(&self.keep()).exec_image("assemble");
        }
        let package = self.specification().unwrap_or_else(|| self.manager.name.to_owned());
        let (install, prune) = commands(self.manager.name, self.modern, self.locked);
        let mut script = Script::assemble()
            .line("shopt -s dotglob")
            .line("mv /tmp/src/* ./")
            .line("[ -z \"$NPM_MIRROR\" ] || npm config set registry \"$NPM_MIRROR\"")
            .line("export CI=true")
            .line(&self.keep());
        if let Some((name, value)) = variable {
            script = script.default(name, value);
        }
        if self.modern {
            script = script.line("export YARN_NODE_LINKER=node-modules");
        }
        if self.brings_bun() {
            // Scripts of the application may call it.
            script = script.line(&path());
        }
        script = script.line(&format!("NODE_ENV=development {}", npm_exec(&package, install)));
        if let Some(command) = build {
            script = script.line(&format!("NODE_ENV=\"${{NODE_ENV:-production}}\" {}", npm_exec(&package, command)));
        }
        if let Some(prune) = prune.filter(|_| prunes) {
            script = script.line(&npm_exec(&package, prune));
        }
        script.exec("fix-permissions ./")
    }

    /// The line that installs for good what the start needs. npm takes no manifest of the application for this, so that
    /// `devEngines` does not turn it away; the registry is the one that the application's settings name.
    fn keep(&self) -> String {
        let manager = self.specification().filter(|_| self.replaces_npm);
        let bun = Some("bun".to_owned()).filter(|_| self.bun && self.manager.name != "bun");
        let packages: Vec<String> = manager.into_iter().chain(bun).map(|package| quote(&package)).collect();
        let registry = "--registry \"$(npm config get registry)\"";
        format!("npm install --global --prefix \"{GLOBAL}\" {registry} {}", packages.join(" "))
    }

    /// The start by a script of package.json, as the manager runs it.
    pub(crate) fn start_of_script(&self, name: &str, text: &str, at: Place) -> Start {
        let command = self.runs_script(name);
        let note = format!("`{command}` runs `{text}`");
        self.start(command, at, note)
    }

    /// A start by what is brought. The command is shell, in which all that comes from the repository is quoted.
    pub(crate) fn start(&self, command: String, at: Place, note: String) -> Start {
        let mut script = Script::run().default("NODE_ENV", "production").line(&path());
        if self.modern {
            script = script.line("export YARN_NODE_LINKER=node-modules");
        }
        if self.manager.name == "pnpm" {
            // What was pruned is not to be installed again.
            script = script.line("export pnpm_config_verify_deps_before_run=false");
        }
        let body = script.exec(&command);
        let why = format!("{}, but the builder starts with npm", self.reason);
        Start { script: Some((body, why)), ..Start::plain(command, "override", at, note) }
    }
}

/// The line by which programmes that were installed for good are found.
fn path() -> String {
    format!("export PATH=\"{GLOBAL}/bin:$PATH\"")
}

/// How a manager installs, and how it takes away what is for development.
const fn commands(name: &str, modern: bool, locked: bool) -> (&'static str, Option<&'static str>) {
    match (name.as_bytes(), modern, locked) {
        (b"pnpm", _, true) => ("pnpm install --frozen-lockfile", Some("pnpm prune --prod")),
        (b"pnpm", ..) => ("pnpm install --no-frozen-lockfile", Some("pnpm prune --prod")),
        (b"yarn", true, true) => ("yarn install --immutable", None),
        (b"yarn", true, false) => ("yarn install --no-immutable", None),
        (b"yarn", false, true) => (
            "yarn install --frozen-lockfile --production=false",
            Some("yarn install --frozen-lockfile --production=true --ignore-scripts"),
        ),
        (b"yarn", false, false) => ("yarn install --production=false", None),
        (_, _, true) => ("bun install --frozen-lockfile", None),
        _ => ("bun install", None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn script(package: &str, lock: &str) -> (String, Vec<String>) {
        let repo = MemorySource::new([("package.json", package), (lock, "")]).into_repo();
        let Some(demand) = Demand::find(&repo, Package::find(&repo).unwrap(), Runtime::Node) else {
            return Default::default();
        };
        let mut verdict = Verdict::new("node");
        demand.warn(&mut verdict);
        let body = if demand.is_met() {
            demand.assemble(Some(&demand.runs_script("build")), true, None)
        } else {
            String::new()
        };
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
            ("{}", "package-lock.json", String::new()),
            ("{}", "deno.lock", String::new()),
            (
                "{}",
                "pnpm-lock.yaml",
                format!(
                    "development pnpm -- pnpm install --frozen-lockfile; {BUILD} pnpm -- pnpm run build; pnpm -- pnpm prune --prod"
                ),
            ),
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
            (
                r#"{"packageManager": "yarn@4.1.0"}"#,
                "x",
                format!(
                    "development @yarnpkg/cli-dist@4.1.0 -- yarn install --no-immutable; {BUILD} @yarnpkg/cli-dist@4.1.0 -- yarn run build"
                ),
            ),
            (r#"{"packageManager": "pnpm@$(id)"}"#, "pnpm-lock.yaml", String::new()),
        ] {
            assert_eq!(script(package, lock).0, expected, "{package}");
        }
    }

    #[test]
    fn start_is_the_managers_and_finds_it_where_assemble_left_it() {
        let of = |package: &str, lock: (&str, &str), runtime| {
            let repo = MemorySource::new([("package.json", package), lock]).into_repo();
            let demand = Demand::find(&repo, Package::find(&repo)?, runtime).filter(Demand::is_met)?;
            let start = demand.start_of_script("start", "x", Place::NONE);
            Some((demand.keep(), start.script?.0))
        };
        let (keep, run) = of("{}", ("yarn.lock", "__metadata:\n  version: 8\n"), Runtime::Node).unwrap();
        assert_eq!(
            keep,
            "npm install --global --prefix \"${NPM_CONFIG_PREFIX:-$HOME/.npm-global}\" \
             --registry \"$(npm config get registry)\" @yarnpkg/cli-dist@4"
        );
        assert_eq!(
            run,
            "#!/bin/bash\nset -e\nexport PORT=\"${PORT:-8080}\"\n[ -n \"$NODE_ENV\" ] || export NODE_ENV=production\n\
             export PATH=\"${NPM_CONFIG_PREFIX:-$HOME/.npm-global}/bin:$PATH\"\n\
             export YARN_NODE_LINKER=node-modules\nexec yarn run start\n"
        );
        let kept = |package, lock, runtime| {
            of(package, (lock, ""), runtime).map(|(keep, _)| keep.rsplit_once(")\" ").unwrap().1.to_owned())
        };
        assert_eq!(kept("{}", "pnpm-lock.yaml", Runtime::Bun).as_deref(), Some("pnpm bun"));
        assert_eq!(kept("{}", "package-lock.json", Runtime::Bun).as_deref(), Some("bun"));
        assert_eq!(kept("{}", "bun.lock", Runtime::Bun).as_deref(), Some("bun"));
        assert_eq!(kept(r#"{"engines": {"pnpm": ">=9 <11"}}"#, "x", Runtime::Node).as_deref(), Some("'pnpm@>=9 <11'"));
        assert_eq!(kept(r#"{"engines": {"pnpm": "9 $(id)"}}"#, "x", Runtime::Node), None);
        assert_eq!(kept("{}", "package-lock.json", Runtime::Node), None);
    }

    #[test]
    fn npm_runs_what_calls_no_other_and_turns_it_not_away() {
        let optional = |package: &str, script: &str| {
            let repo = MemorySource::new([("package.json", package), ("pnpm-lock.yaml", "")]).into_repo();
            Demand::find(&repo, Package::find(&repo).unwrap(), Runtime::Node).unwrap().is_optional(script)
        };
        assert!(optional("{}", "node a.js"));
        assert!(!optional("{}", "pnpm db && node a.js"));
        assert!(!optional("{}", "cd a&&pnpm start"));
        assert!(optional(r#"{"dependencies": {"a": "workspace:*"}}"#, "node a.js"));
        assert!(!optional(r#"{"devEngines": {"packageManager": {"name": "pnpm"}}}"#, "node a.js"));
    }

    #[test]
    fn only_some_managers_take_away_what_is_for_development() {
        let prunes = |files: [(&str, &str); 2]| {
            let repo = MemorySource::new(files).into_repo();
            Demand::find(&repo, Package::find(&repo).unwrap(), Runtime::Node).unwrap().prunes()
        };
        assert!(prunes([("package.json", "{}"), ("pnpm-lock.yaml", "")]));
        assert!(prunes([("package.json", "{}"), ("yarn.lock", "# yarn lockfile v1\n")]));
        assert!(!prunes([("package.json", "{}"), ("yarn.lock", "__metadata:\n  version: 8\n")]));
        assert!(!prunes([("package.json", "{}"), ("bun.lock", "")]));
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
            (r#"{"devEngines": {"packageManager": [{"name": "yarn"}, {"name": "npm"}]}}"#, "x", &[]),
            (r#"{"dependencies": {"a": "file:../a"}}"#, "yarn.lock", &[]),
        ] {
            assert_eq!(script(package, lock).1, codes, "{package}");
        }
    }
}
