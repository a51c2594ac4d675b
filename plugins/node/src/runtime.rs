//! Which of the three runtimes the root is for: Node.js, Bun or Deno.
//!
//! A lock file of Bun alone says only that Bun installs the packages; what runs the application decides.

use crate::command::Command;
use crate::deno;
use crate::entry::{Entry, code, holds};
use crate::framework::{self, Kind};
use crate::package::Package;
use crate::package_manager;
use fieldmark_sdk::{File, Line, Place, Repo, Signs};

/// Signs in a source that only Bun understands.
const SIGNS: Signs<5> = Signs::new(["Bun.serve(", "Bun.file(", "from \"bun\"", "from 'bun'", "\"bun:"]);

/// The line of a file that only Bun understands.
pub(crate) fn sign_of_bun(file: File<'_>) -> Option<Line<'_>> {
    let mut lines = Some(file).filter(|file| holds(*file, &SIGNS)).into_iter().flat_map(code);
    lines.find(|line| SIGNS.occur_in(line.text))
}

/// Packages with Bun's types: nobody needs them who does not run Bun.
const BUN_TYPES: [&str; 2] = ["@types/bun", "bun-types"];

/// A runtime.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Runtime {
    /// Node.js
    Node,
    /// Bun
    Bun,
    /// Deno
    Deno,
}

impl Runtime {
    /// The language of a root with a manifest. What Bun runs is written for Node.js as well, and builds like it.
    pub(crate) const fn language(self) -> &'static str {
        match self {
            Self::Node | Self::Bun => "node",
            Self::Deno => "deno",
        }
    }

    /// The runtime with the place that shows it; nothing is shown for Node.js.
    pub(crate) fn find(repo: &Repo, package: Option<Package<'_>>) -> (Self, Place) {
        let deno = repo.first(&deno::SETTINGS).map(|file| file.whole());
        let Some(package) = package else { return deno.map_or((Self::Node, Place::NONE), |at| (Self::Deno, at)) };
        let start = package.script("start");
        let command = start.and_then(|(script, _)| Command::last(script)).map(|command| command.resolved(package));
        let programme = command.as_ref().map(|command| command.programme);
        match (programme, start) {
            (Some("deno"), Some((_, at))) => return (Self::Deno, at),
            (Some("bun" | "bunx"), Some((_, at))) => return (Self::Bun, at),
            (_, Some((_, at))) if command.is_some_and(|command| command.wrappers.contains(&"bunx")) => {
                return (Self::Bun, at);
            }
            _ => {}
        }
        if let Some(at) = deno.filter(|_| by_tasks(repo, package)) {
            return (Self::Deno, at);
        }
        let in_code = || {
            let entry = Entry::of_main(repo, package).or_else(|| Entry::by_convention(repo))?;
            sign_of_bun(entry.file).filter(|_| start.is_none()).map(|line| line.at)
        };
        let developed = || developed_with_bun(repo, package).filter(|_| start.is_none());
        bun(repo, package, programme)
            .or_else(developed)
            .or_else(in_code)
            .map_or((Self::Node, Place::NONE), |at| (Self::Bun, at))
    }
}

/// Whether Deno's tasks start it while package.json only lists what it imports.
fn by_tasks(repo: &Repo, package: Package<'_>) -> bool {
    let settings = repo.first(&deno::SETTINGS).and_then(|file| file.json());
    let task = settings.is_some_and(|settings| settings.get(&["tasks", "start"]).is_some());
    let of_node = package.script("start").is_some()
        || framework::find(repo, package).is_some()
        || package_manager::lock_files(repo).any(|(_, tool)| tool != "deno");
    task && !of_node
}

/// The script for development where Bun runs a file of the repository in it.
fn developed_with_bun(repo: &Repo, package: Package<'_>) -> Option<Place> {
    let (script, at) = package.script("dev")?;
    let command = Command::last(script)?;
    (command.programme == "bun" && command.file(repo).is_some()).then_some(at)
}

/// Bun's own files with no other lock, and nothing that runs Node.js.
fn bun(repo: &Repo, package: Package<'_>, programme: Option<&str>) -> Option<Place> {
    let foreign = package_manager::lock_files(repo).any(|(_, tool)| tool != "bun");
    let own = repo.first(&["bun.lock", "bun.lockb", "bunfig.toml"]).map(|file| file.whole());
    let engine = package.text(&["engines", "bun"]).filter(|_| package.text(&["engines", "node"]).is_none());
    let sign = own.or_else(|| engine.map(|(_, at)| at)).filter(|_| !foreign)?;
    let typed = BUN_TYPES.iter().any(|name| package.dependency(name).is_some());
    let framework = framework::find(repo, package).map(|found| found.framework.kind);
    let served_elsewhere = framework.is_some_and(|kind| kind != Kind::Server);
    let runs = match programme {
        Some(programme) => typed && !matches!(programme, "node" | "next"),
        None => typed || !served_elsewhere,
    };
    runs.then_some(sign)
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn runtime(files: &[(&str, &str)]) -> Runtime {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        Runtime::find(&repo, Package::find(&repo)).0
    }

    #[test]
    fn what_runs_decides_and_not_what_installs() {
        let lock = ("bun.lock", "{}");
        let start = |script: &str| format!(r#"{{"scripts": {{"start": "{script}"}}}}"#);
        assert_eq!(runtime(&[lock, ("package.json", &start("bun index.ts"))]), Runtime::Bun);
        assert_eq!(runtime(&[lock, ("package.json", &start("node index.js"))]), Runtime::Node);
        assert_eq!(runtime(&[lock, ("package.json", "{}")]), Runtime::Bun);
        let dev = |script: &str| format!(r#"{{"scripts": {{"dev": "{script}"}}}}"#);
        let (pnpm, index) = (("pnpm-lock.yaml", ""), ("src/index.ts", ""));
        assert_eq!(runtime(&[pnpm, index, ("package.json", &dev("bun run --watch src/index.ts"))]), Runtime::Bun);
        assert_eq!(runtime(&[pnpm, index, ("package.json", &dev("bun run build"))]), Runtime::Node);
        assert_eq!(runtime(&[pnpm, index, ("package.json", &dev("tsx watch src/index.ts"))]), Runtime::Node);
        let serves = ("index.ts", "Bun.serve({ fetch });");
        assert_eq!(runtime(&[serves, ("package.json", "{}")]), Runtime::Bun);
        assert_eq!(runtime(&[serves, ("package.json", &start("node dist/index.js"))]), Runtime::Node);
        assert_eq!(runtime(&[lock, ("package.json", r#"{"devDependencies": {"vite": "5"}}"#)]), Runtime::Node);
    }

    #[test]
    fn another_lock_beside_leaves_it_open() {
        let files = [("bun.lock", "{}"), ("yarn.lock", ""), ("package.json", "{}")];
        assert_eq!(runtime(&files), Runtime::Node);
        let started = r#"{"scripts": {"start": "bun index.ts"}}"#;
        assert_eq!(runtime(&[("pnpm-lock.yaml", ""), ("package.json", started)]), Runtime::Bun);
        assert_eq!(runtime(&[("package.json", r#"{"scripts": {"start": "bunx prisma migrate"}}"#)]), Runtime::Bun);
    }

    #[test]
    fn deno_needs_its_settings_and_no_other_manifest() {
        assert_eq!(runtime(&[("deno.json", "{}")]), Runtime::Deno);
        assert_eq!(runtime(&[("deno.json", "{}"), ("package.json", "{}")]), Runtime::Node);
    }
}
