//! Which tool installs the dependencies.
//!
//! Precedence: the field `packageManager`, `devEngines.packageManager`, entries of `engines` other than npm's, lock
//! files, npm.

use crate::package::Package;
use fieldmark_sdk::{File, Place, Repo, Verdict};

/// Lock files and their tools, in the order in which they are believed when there are several.
const LOCK_FILES: [(&str, &str); 7] = [
    ("pnpm-lock.yaml", "pnpm"),
    ("bun.lock", "bun"),
    ("bun.lockb", "bun"),
    ("yarn.lock", "yarn"),
    ("npm-shrinkwrap.json", "npm"),
    ("package-lock.json", "npm"),
    ("pnpm-workspace.yaml", "pnpm"),
];

/// Tools that the field `packageManager` and `engines` may name, besides npm.
const OTHER_MANAGERS: [&str; 3] = ["pnpm", "yarn", "bun"];

/// The tool, its version if stated, and where it is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PackageManager {
    /// Name.
    pub(crate) name: &'static str,
    version: Option<String>,
    at: Place,
}

/// The lock files of the root with the tools that write them.
pub(crate) fn lock_files<'r>(repo: &'r Repo) -> impl Iterator<Item = (File<'r>, &'static str)> {
    let locks = LOCK_FILES.iter().filter(|(file, _)| *file != "pnpm-workspace.yaml");
    locks.filter_map(|(file, tool)| Some((repo.file(file)?, *tool)))
}

impl PackageManager {
    /// The tool of this root.
    pub(crate) fn find(repo: &Repo, package: Option<Package<'_>>) -> Option<Self> {
        package
            .and_then(|package| declared(package).or_else(|| from_engines(package)))
            .or_else(|| from_files(repo))
            .or_else(|| package.map(|package| Self { name: "npm", version: None, at: package.file.whole() }))
    }

    /// Its version, if it is stated.
    pub(crate) fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// States the tool, and lock files that speak of another.
    pub(crate) fn state(&self, repo: &Repo, verdict: &mut Verdict) {
        verdict.attribute("package-manager", self.name, self.at);
        if let Some(version) = &self.version {
            verdict.attribute("package-manager-version", version.as_str(), self.at);
        }
        if let Some((other, tool)) = lock_files(repo).find(|(_, tool)| *tool != self.name) {
            let note = format!("{} was written by {tool}, but {} installs here", other.name(), self.name);
            verdict.warn("node.package-manager-contradiction", other.whole(), note);
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

fn declared(package: Package<'_>) -> Option<PackageManager> {
    if let Some((text, at)) = package.text(&["packageManager"]) {
        let (name, version) = text.split_once('@').unwrap_or((text, ""));
        return manager(name, version, at);
    }
    let (name, at) = package.text(&["devEngines", "packageManager", "name"])?;
    let version = package.text(&["devEngines", "packageManager", "version"]).map_or("", |(version, _)| version);
    manager(name, version, at)
}

fn from_engines(package: Package<'_>) -> Option<PackageManager> {
    OTHER_MANAGERS.iter().find_map(|name| {
        let (version, at) = package.text(&["engines", name])?;
        // A word such as `please-use-npm` turns the tool away.
        manager(name, version, at).filter(|_| version.contains(|c: char| c.is_ascii_digit() || c == '*'))
    })
}

fn manager(name: &str, version: &str, at: Place) -> Option<PackageManager> {
    let name = OTHER_MANAGERS.iter().chain(&["npm"]).find(|known| **known == name.trim())?;
    // `pnpm@9.0.3+sha224.…`: the checksum is not part of the version.
    let version = version.split('+').next().unwrap_or_default().trim();
    Some(PackageManager { name, version: (!version.is_empty()).then(|| version.to_owned()), at })
}

fn from_files(repo: &Repo) -> Option<PackageManager> {
    let (file, name) = LOCK_FILES.iter().find_map(|(file, tool)| Some((repo.file(file)?, *tool)))?;
    let version = if name == "yarn" { yarn_version(repo, file) } else { None };
    Some(PackageManager { name, version, at: file.whole() })
}

/// Yarn 1 says so in its lock file; later ones name their own release in `.yarnrc.yml`.
fn yarn_version(repo: &Repo, lock: File<'_>) -> Option<String> {
    let settings = repo.file(".yarnrc.yml").and_then(|file| file.line_with("yarnPath:"));
    if let Some(path) = settings {
        let (_, release) = path.text.rsplit_once("yarn-")?;
        return Some(release.trim().trim_matches(['"', '\'']).trim_end_matches(".cjs").to_owned());
    }
    let head = lock.head(200).ok()?;
    String::from_utf8_lossy(&head).contains("yarn lockfile v1").then(|| "1".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn found(files: &[(&str, &str)]) -> (&'static str, Option<String>, usize) {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let manager = PackageManager::find(&repo, Package::find(&repo)).unwrap();
        let mut verdict = Verdict::new("node");
        manager.state(&repo, &mut verdict);
        (manager.name, manager.version, verdict.warnings.len())
    }

    #[test]
    fn field_goes_before_engines_and_locks() {
        let text = r#"{"packageManager": "pnpm@9.0.3+sha224.00", "engines": {"yarn": "1"}}"#;
        let files = [("package.json", text), ("package-lock.json", "{}")];
        assert_eq!(found(&files), ("pnpm", Some("9.0.3".to_owned()), 1));
        let engines = [("package.json", r#"{"engines": {"npm": ">=9", "pnpm": "8.x"}}"#)];
        assert_eq!(found(&engines), ("pnpm", Some("8.x".to_owned()), 0));
    }

    #[test]
    fn lock_files_that_disagree_are_reported() {
        assert_eq!(found(&[("yarn.lock", "# yarn lockfile v1\n"), ("package-lock.json", "{}")]).2, 1);
        assert_eq!(found(&[("bun.lock", ""), ("bun.lockb", "")]).2, 0);
    }

    #[test]
    fn yarn_tells_its_version() {
        assert_eq!(found(&[("yarn.lock", "# yarn lockfile v1\n")]).1.as_deref(), Some("1"));
        let berry = [("yarn.lock", "__metadata:\n"), (".yarnrc.yml", "yarnPath: .yarn/releases/yarn-3.2.4.cjs\n")];
        assert_eq!(found(&berry).1.as_deref(), Some("3.2.4"));
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

    #[test]
    fn npm_needs_no_sign() {
        assert_eq!(found(&[("package.json", "{}")]), ("npm", None, 0));
    }
}
