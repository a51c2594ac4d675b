//! What the builder's `assemble` does here: the rows of builders.md 2.1 and 2.2 (era) that apply.

use crate::package::Package;
use fieldmark_sdk::{Era, Place, Repo, Verdict, environment, script};

/// What is installed, and whether anything is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// `npm install` and nothing else: `NODE_ENV` is something other than `production`.
    Development,
    /// Everything is installed, the build script runs, then dependencies for development go.
    Production,
    /// The builder of 2017: `npm install`, with dependencies for development.
    Installs,
    /// The builder of 2017 with `NODE_ENV=production`: without them.
    InstallsProduction,
}

impl Mode {
    /// The mode of a root. `NODE_ENV` goes before `DEV_MODE`.
    pub(crate) fn of(repo: &Repo, era: Era) -> Self {
        let named = environment::filled(repo, "NODE_ENV").map(|variable| variable.value);
        match (era, named) {
            (Era::OpenShift35, Some("production")) => Self::InstallsProduction,
            (Era::OpenShift35, _) => Self::Installs,
            (Era::Today, Some("production")) => Self::Production,
            (Era::Today, Some(_)) => Self::Development,
            (Era::Today, None) if in_development(repo) => Self::Development,
            (Era::Today, None) => Self::Production,
        }
    }

    /// Whether dependencies for development are gone when the application starts.
    pub(crate) const fn prunes(self) -> bool {
        matches!(self, Self::Production | Self::InstallsProduction)
    }

    /// Whether the build script runs.
    pub(crate) const fn builds(self) -> bool {
        matches!(self, Self::Production)
    }
}

/// Whether `DEV_MODE` is `true`; any other text is as good as none.
pub(crate) fn in_development(repo: &Repo) -> bool {
    environment::variable(repo, "DEV_MODE").is_some_and(|mode| mode.value == "true")
}

/// The script that is run to build: `NPM_BUILD`, else `build`.
pub(crate) fn build_name<'r>(repo: &'r Repo) -> &'r str {
    environment::filled(repo, "NPM_BUILD").map_or("build", |variable| variable.value)
}

/// Scripts of npm's own that run while it installs.
const INSTALLING: [&str; 4] = ["preinstall", "install", "postinstall", "prepare"];

/// The script that builds, if the builder runs one: its name, text and place.
pub(crate) fn build<'r>(repo: &'r Repo, package: Package<'r>, era: Era) -> Option<(&'r str, &'r str, Place)> {
    let name = build_name(repo);
    let built = Mode::of(repo, era).builds().then(|| package.script(name)).flatten().map(|found| (name, found));
    let installing = || INSTALLING.iter().find_map(|name| Some((*name, package.script(name)?)));
    built.or_else(installing).map(|(name, (text, at))| (name, text, at))
}

/// States the rows that apply.
pub(crate) fn state(repo: &Repo, package: Package<'_>, era: Era, verdict: &mut Verdict) {
    if let Some(file) = script::own(repo, "assemble") {
        let note = "the repository brings its own assemble script";
        verdict.point(0, "node.own-assemble-script", file.whole(), note);
        return;
    }
    registry(repo, verdict);
    let mode = Mode::of(repo, era);
    let whole = package.file.whole();
    match mode {
        Mode::Production => {
            let note = "assemble runs `npm install`, with dependencies for development";
            verdict.point(0, "node.assemble-install", whole, note);
            if let Some((text, at)) = package.script(build_name(repo)) {
                let note = format!("assemble runs `npm run {}`: `{text}`", build_name(repo));
                verdict.point(0, "node.assemble-build", at, note);
            }
            if let Some(first) = package.dependencies().find(|dependency| dependency.development) {
                let note = "assemble runs `npm prune`: dependencies for development go";
                verdict.point(0, "node.assemble-prune", first.at, note);
            }
        }
        Mode::Development => {
            let at = environment::filled(repo, "NODE_ENV").or_else(|| environment::variable(repo, "DEV_MODE"));
            let note = "assemble runs `npm install` for development: it neither builds nor prunes";
            verdict.point(0, "node.assemble-install", at.map_or(whole, |variable| variable.at), note);
        }
        Mode::Installs | Mode::InstallsProduction => {
            let note = "assemble runs `npm install` and nothing else";
            verdict.point(0, "node.assemble-install", whole, note);
        }
    }
    named_build(repo, package, mode, verdict);
}

/// Rows 4 to 6: proxies, mirror and token. Their values are nobody's business.
fn registry(repo: &Repo, verdict: &mut Verdict) {
    const ROWS: [(&str, &str, &str); 6] = [
        ("HTTP_PROXY", "node.assemble-proxy", "npm goes through the proxy"),
        ("http_proxy", "node.assemble-proxy", "npm goes through the proxy"),
        ("HTTPS_PROXY", "node.assemble-proxy", "npm goes through the proxy"),
        ("https_proxy", "node.assemble-proxy", "npm goes through the proxy"),
        ("NPM_MIRROR", "node.assemble-mirror", "npm installs from the mirror"),
        ("NPM_TOKEN", "node.assemble-token", "npm signs in to the registry"),
    ];
    for (name, code, what) in ROWS {
        if let Some(variable) = environment::filled(repo, name) {
            verdict.point(0, code, variable.at, format!("{name} is set: {what}"));
        }
    }
}

/// `npm run … --if-present` passes over a name that is not there, and other modes over all of them.
fn named_build(repo: &Repo, package: Package<'_>, mode: Mode, verdict: &mut Verdict) {
    let Some(named) = environment::filled(repo, "NPM_BUILD") else { return };
    let note = if !mode.builds() {
        format!("NPM_BUILD names `{}`, but nothing is built in this mode", named.value)
    } else if package.script(named.value).is_none() {
        format!("NPM_BUILD names the script `{}`, which package.json has not: nothing is built", named.value)
    } else {
        return;
    };
    verdict.warn("node.npm-build-without-effect", named.at, note);
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    const PACKAGE: &str = r#"{"scripts": {"build": "tsc", "pack": "rollup"}, "devDependencies": {"typescript": "5"}}"#;

    /// Codes of the rows and of the warnings.
    fn rows(environment: &str, era: Era) -> String {
        let repo = MemorySource::new([("package.json", PACKAGE), (".s2i/environment", environment)]).into_repo();
        let mut verdict = Verdict::new("node");
        state(&repo, Package::find(&repo).unwrap(), era, &mut verdict);
        let codes = verdict.evidence.iter().map(|row| row.code.as_str().trim_start_matches("node.assemble-"));
        let warnings = verdict.warnings.iter().map(|row| row.code.as_str());
        codes.chain(warnings).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn rows_of_today() {
        // builders.md 2.1, rows 4 to 8.
        for (environment, expected) in [
            ("", "install build prune"),
            ("HTTP_PROXY=http://u:p@h\n", "proxy install build prune"),
            ("https_proxy=h\nhttp_proxy=h\n", "proxy proxy install build prune"),
            ("NPM_MIRROR=https://mirror\n", "mirror install build prune"),
            ("NPM_TOKEN=secret\n", "token install build prune"),
            ("NPM_MIRROR=\n", "install build prune"),
            ("DEV_MODE=true\n", "install"),
            ("DEV_MODE=1\n", "install build prune"),
            ("NODE_ENV=development\n", "install"),
            ("NODE_ENV=staging\n", "install"),
            ("NODE_ENV=production\nDEV_MODE=true\n", "install build prune"),
            ("NPM_BUILD=pack\n", "install build prune"),
            ("NPM_BUILD=gone\n", "install prune node.npm-build-without-effect"),
            ("NPM_BUILD=pack\nDEV_MODE=true\n", "install node.npm-build-without-effect"),
        ] {
            assert_eq!(rows(environment, Era::Today), expected, "{environment}");
        }
    }

    #[test]
    fn rows_of_2017() {
        // builders.md 2.2, the last paragraph: no build, no prune.
        for (environment, expected) in [
            ("", "install"),
            ("NPM_MIRROR=https://mirror\nHTTP_PROXY=h\n", "proxy mirror install"),
            ("NODE_ENV=production\n", "install"),
            ("NPM_BUILD=pack\n", "install node.npm-build-without-effect"),
        ] {
            assert_eq!(rows(environment, Era::OpenShift35), expected, "{environment}");
        }
    }

    #[test]
    fn mode_says_what_is_left_for_the_start() {
        let mode =
            |environment: &str, era| Mode::of(&MemorySource::new([(".s2i/environment", environment)]).into_repo(), era);
        assert!(mode("", Era::Today).prunes() && mode("", Era::Today).builds());
        assert!(!mode("NODE_ENV=test\n", Era::Today).prunes());
        assert!(!mode("", Era::OpenShift35).prunes());
        assert!(mode("NODE_ENV=production\n", Era::OpenShift35).prunes());
        assert!(!mode("NODE_ENV=production\n", Era::OpenShift35).builds());
    }
}
