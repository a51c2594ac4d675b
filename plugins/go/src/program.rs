//! Where the program is that is to be started.

use crate::assemble;
use crate::manifest::Manifest;
use crate::package;
use fieldmark_sdk::environment::filled;
use fieldmark_sdk::token::{self, Token};
use fieldmark_sdk::{File, Place, Repo, Settings, Verdict, points};

/// Most files of one package that are looked into.
const MAX_FILES: usize = 64;

/// Share of the sources, in percent, from which a repository without a manifest is one of Go.
pub const MOSTLY: u32 = 50;

/// Names of commands that are the server, when there are several.
const SERVERS: [&str; 8] = ["server", "api", "web", "app", "service", "httpd", "main", "serve"];

/// Directories whose programs are not what the module is for.
const ASIDE: &[&str] = &[
    "vendor",
    "testdata",
    "test",
    "tests",
    "e2e",
    "example",
    "examples",
    "sample",
    "samples",
    "demo",
    "docs",
    "doc",
    "hack",
    "tools",
    "tool",
    "scripts",
    "script",
    "build",
    "ci",
    "bench",
    "benchmark",
    "benchmarks",
    "third_party",
];

/// The program of a root.
pub enum Program<'r> {
    /// `package main` in one directory; the root is the empty text.
    Main(Main<'r>),
    /// Several directories hold one, and nothing says which.
    Several(Vec<&'r str>, Place),
    /// None. `library` is a source of the root that belongs to another package.
    None {
        /// A source of the root.
        library: Option<Place>,
    },
}

/// A source with its tokens.
pub type Source<'r> = (File<'r>, Vec<Token<'r>>);

/// A `package main`.
pub struct Main<'r> {
    /// The directory it stands in; empty for the root.
    pub directory: &'r str,
    /// Its sources with their tokens, sorted by path, `main.go` first.
    pub files: Vec<Source<'r>>,
}

impl Main<'_> {
    /// Its first source.
    pub fn at(&self) -> Place {
        self.files.first().map_or(Place::NONE, |(file, _)| file.whole())
    }
}

/// The directory that the user or the repository itself names: the setting `package`, else `INSTALL_URL` below
/// `IMPORT_URL`.
pub fn asked<'r>(repo: &'r Repo, settings: &'r Settings) -> Option<&'r str> {
    let package = settings.get("package").map(|path| path.trim_start_matches("./").trim_end_matches('/'));
    package.map(|path| if path == "." { "" } else { path }).or_else(|| {
        let import = filled(repo, "IMPORT_URL")?;
        assemble::below(filled(repo, "INSTALL_URL")?.value, import.value)
    })
}

/// Looks in the directory that was asked for, then in the root, then where the conventions put programs.
pub fn find<'r>(
    repo: &'r Repo,
    module: Option<&Manifest<'r>>,
    workspace: Option<&Manifest<'r>>,
    asked: Option<&str>,
) -> Program<'r> {
    if let Some(main) = asked.and_then(|directory| main_in(repo, directory)) {
        return Program::Main(main);
    }
    if let Some(main) = main_in(repo, "") {
        return Program::Main(main);
    }
    let library = repo.top().find(|file| package::of(file).is_some()).map(|file| file.whole());
    let mut candidates = directories(repo, workspace);
    // Without a module sources below the root are stray ones, unless there is nothing else.
    let ours = || module.is_some() || repo.share(&["go"]) >= MOSTLY;
    if candidates.is_empty() && library.is_none() && ours() {
        candidates = elsewhere(repo);
        if candidates.is_empty() && module.is_none() {
            candidates = by_any_name(repo);
        }
    }
    match &candidates[..] {
        [] => Program::None { library },
        [only] => main_in(repo, only).map_or(Program::None { library: None }, Program::Main),
        several => {
            let preferred = preferred(several, module).and_then(|directory| main_in(repo, directory));
            let at = repo.files().find(|file| file.directory() == several[0]).map_or(Place::NONE, |file| file.whole());
            preferred.map_or_else(|| Program::Several(several.to_vec(), at), Program::Main)
        }
    }
}

/// Directories with a `main.go` of a program: `cmd`, `cmd/<name>`, members of the workspace.
fn directories<'r>(repo: &'r Repo, workspace: Option<&Manifest<'r>>) -> Vec<&'r str> {
    let members: Vec<&str> = workspace.iter().flat_map(|workspace| &workspace.members).map(|(m, _)| *m).collect();
    let is_convention =
        |directory: &str| directory == "cmd" || directory.strip_prefix("cmd/").is_some_and(|name| !name.contains('/'));
    let mains = repo.named(&["main.go"]).filter(|file| package::of(file) == Some("main")).map(|file| file.directory());
    mains.filter(|directory| is_convention(directory) || members.contains(directory)).collect()
}

/// Directories with a `main.go` of a program in a module that follows no convention and is no library either.
fn elsewhere<'r>(repo: &'r Repo) -> Vec<&'r str> {
    let mains = repo.named(&["main.go"]).filter(|file| {
        file.depth() <= 3
            && !file.directory().split('/').any(|part| ASIDE.contains(&part) || part.starts_with(['_', '.']))
    });
    mains.filter(|file| package::of(file) == Some("main")).map(|file| file.directory()).collect()
}

/// Directories of the root that hold a program whose file has a name of its own, in sources that nothing describes.
fn by_any_name<'r>(repo: &'r Repo) -> Vec<&'r str> {
    let direct = |file: &File<'_>| file.depth() == 1 && !ASIDE.contains(&file.directory());
    let sources = repo.with_extension(&["go"]).filter(direct).take(MAX_FILES);
    let mut found: Vec<_> =
        sources.filter(|file| package::of(file) == Some("main")).map(|file| file.directory()).collect();
    found.dedup();
    found
}

/// The one that is named like the module, or like a server.
fn preferred<'d>(several: &[&'d str], module: Option<&Manifest>) -> Option<&'d str> {
    let name = |directory: &'d str| directory.rsplit('/').next().unwrap_or(directory);
    let module = module.and_then(|module| module.module?.rsplit('/').next());
    let like = |wanted: &str| several.iter().copied().find(|directory| name(directory) == wanted);
    // `cmd/main.go` beside `cmd/<tool>/main.go` is the program itself.
    let plain = several.iter().copied().find(|directory| *directory == "cmd");
    plain.or_else(|| module.and_then(like)).or_else(|| SERVERS.iter().find_map(|wanted| like(wanted)))
}

fn main_in<'r>(repo: &'r Repo, directory: &str) -> Option<Main<'r>> {
    let sources = repo.files().filter(|file| file.directory() == directory && package::of(file) == Some("main"));
    let mut files: Vec<File<'r>> = sources.take(MAX_FILES).collect();
    files.sort_by_key(|file| file.name() != "main.go");
    let directory = files.first()?.directory();
    Some(Main { directory, files: files.into_iter().map(read).collect() })
}

/// Reads a source.
pub fn read(file: File<'_>) -> Source<'_> {
    (file, token::read(file.text().unwrap_or_default(), token::GO))
}

/// States what the program is worth.
pub fn judge(program: &Program, verdict: &mut Verdict) {
    match program {
        Program::Main(main) => {
            let place = if main.directory.is_empty() { "the root" } else { main.directory };
            verdict.point(points::ENTRY_POINT, "go.main", main.at(), format!("package main stands in {place}"));
        }
        Program::Several(directories, at) => {
            let names = directories.join(", ");
            verdict.point(points::ENTRY_POINT, "go.main", *at, format!("several directories hold a program: {names}"));
        }
        Program::None { .. } => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest;
    use fieldmark_sdk::testing::MemorySource;

    const MAIN: &str = "package main\nfunc main() {}\n";

    fn found(files: &[(&str, &str)]) -> String {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        match find(&repo, manifest::module(&repo).as_ref(), manifest::workspace(&repo).as_ref(), None) {
            Program::Main(main) => format!("main in `{}`", main.directory),
            Program::Several(all, _) => format!("several: {}", all.join(" ")),
            Program::None { library } => format!("none, library {}", library.is_some()),
        }
    }

    #[test]
    fn root_goes_before_conventions() {
        assert_eq!(found(&[("x.go", MAIN), ("cmd/a/main.go", MAIN)]), "main in ``");
        assert_eq!(found(&[("x.go", "package x"), ("cmd/a/main.go", MAIN)]), "main in `cmd/a`");
        assert_eq!(found(&[("cmd/main.go", MAIN), ("cmd/gen/main.go", MAIN)]), "main in `cmd`");
    }

    #[test]
    fn without_a_manifest_the_program_may_stand_below_the_root() {
        assert_eq!(found(&[("site/pages.go", MAIN), ("site/links.go", MAIN)]), "main in `site`");
        assert_eq!(found(&[("web/main.go", MAIN), ("site/pages.go", MAIN)]), "main in `web`");
        // Tools, and what lies around in a repository of another language.
        assert_eq!(found(&[("tools/release.go", MAIN)]), "none, library false");
        assert_eq!(found(&[("site/pages.go", MAIN), ("a.rb", ""), ("b.rb", "")]), "none, library false");
    }

    #[test]
    fn several_programs_are_told_apart_by_name() {
        let two = [("cmd/a/main.go", MAIN), ("cmd/b/main.go", MAIN)];
        assert_eq!(found(&two), "several: cmd/a cmd/b");
        assert_eq!(found(&[two[0], two[1], ("go.mod", "module example.com/b")]), "main in `cmd/b`");
        assert_eq!(found(&[two[0], ("cmd/server/main.go", MAIN)]), "main in `cmd/server`");
    }

    #[test]
    fn member_of_a_workspace_can_hold_the_program() {
        let files = [("go.work", "use (\n./api\n./lib\n)"), ("api/main.go", MAIN), ("x/main.go", MAIN)];
        assert_eq!(found(&files), "main in `api`");
    }

    #[test]
    fn programs_of_a_module_without_convention_are_found() {
        assert_eq!(found(&[("go.mod", "module a"), ("a/b/main.go", MAIN)]), "main in `a/b`");
        assert_eq!(found(&[("go.mod", "module m"), ("a/main.go", MAIN), ("b/main.go", MAIN)]), "several: a b");
        assert_eq!(found(&[("go.mod", "module a"), ("examples/main.go", MAIN)]), "none, library false");
        assert_eq!(found(&[("go.mod", "module a"), ("a.go", "package a"), ("b/main.go", MAIN)]), "none, library true");
    }

    #[test]
    fn library_and_stray_programs_are_none() {
        assert_eq!(found(&[("x.go", "package x"), ("hack/main.go", MAIN)]), "none, library true");
        assert_eq!(
            found(&[("vendor/a/cmd/b/main.go", MAIN), ("tools.go", "//go:build tools\npackage t")]),
            "none, library false"
        );
    }
}
