//! Which program Cargo builds.

use crate::cargo::Package;
use crate::framework;
use fieldmark_sdk::{File, Node, Place, Repo, Verdict, points};

/// The program of a root.
pub enum Program<'r> {
    /// One binary, or the one that is run by default.
    Binary(Binary<'r>),
    /// Several, and nothing says which.
    Several(Vec<String>, Place),
    /// None: a library, or a workspace without a program.
    None,
}

/// A program.
#[derive(Clone)]
pub struct Binary<'r> {
    /// Its name, which is that of the file that Cargo makes.
    pub name: String,
    /// The package it belongs to.
    pub package: Package<'r>,
    /// Path of its main source.
    pub source: String,
    /// Where that is said.
    pub at: Place,
    /// Why it is this one of several.
    pub why: Option<&'static str>,
}

/// Looks into the root's package, else into the members of the workspace.
pub fn find<'r>(repo: &'r Repo, root: &Package<'r>) -> Program<'r> {
    let own = binaries(repo, root);
    if !own.is_empty() || root.manifest.get(&["workspace"]).is_none() {
        return choose(own, root.manifest.text(&["package", "default-run"]).map(|(name, _)| name));
    }
    let packages: Vec<Package<'r>> = repo
        .named(&["Cargo.toml"])
        .filter(|file| file.depth() > 0 && root.has_member(file.directory()))
        .filter_map(|file| Package::read(&file))
        .collect();
    let defaults: Vec<&str> = root.workspace("default-members").map(|(member, _)| member).collect();
    let is_default = |package: &&Package<'_>| defaults.is_empty() || defaults.contains(&package.directory());
    let mut all: Vec<Binary<'r>> = Vec::new();
    for package in packages.iter().filter(is_default) {
        match choose(binaries(repo, package), package.manifest.text(&["package", "default-run"]).map(|(name, _)| name))
        {
            Program::Binary(binary) => all.push(binary),
            Program::Several(..) => all.extend(binaries(repo, package)),
            Program::None => {}
        }
    }
    choose(all, None)
}

fn choose<'r>(mut all: Vec<Binary<'r>>, default: Option<&str>) -> Program<'r> {
    let mut why = None;
    let wanted = match all.len() {
        0 => return Program::None,
        1 => Some(0),
        _ => {
            let named = default.and_then(|default| all.iter().position(|binary| binary.name == default));
            named.or_else(|| {
                // Of one package: `src/main.rs` is the program, `src/bin/` its tools.
                let main = |binary: &Binary<'_>| binary.package.name().is_some_and(|(name, _)| name == binary.name);
                only(&all, main).or_else(|| {
                    // What a platform keeps running is a server.
                    why = Some("which alone answers requests");
                    only(&all, |binary| main(binary) && framework::serves(&binary.package))
                })
            })
        }
    };
    match wanted {
        Some(index) => {
            let binary = all.swap_remove(index);
            Program::Binary(Binary { why: why.or(binary.why), ..binary })
        }
        None => {
            let at = all[0].at;
            Program::Several(all.into_iter().map(|binary| binary.name).collect(), at)
        }
    }
}

/// The only one for which something holds.
fn only<'r>(all: &[Binary<'r>], holds: impl Fn(&Binary<'r>) -> bool) -> Option<usize> {
    let mut found = all.iter().enumerate().filter(|(_, binary)| holds(binary));
    found.next().filter(|_| found.next().is_none()).map(|(index, _)| index)
}

/// The binaries of a package: those it lists, and those that Cargo finds by itself.
fn binaries<'r>(repo: &'r Repo, package: &Package<'r>) -> Vec<Binary<'r>> {
    let mut all = Vec::new();
    let binary =
        |name: &str, source: String, at| Binary { name: name.to_owned(), package: *package, source, at, why: None };
    for item in package.manifest.get(&["bin"]).map_or(&[][..], Node::items) {
        let Some(name) = item.get(&["name"]).and_then(Node::text) else { continue };
        let path = item.get(&["path"]).and_then(Node::text);
        let source = path.map_or_else(|| listed_source(repo, package, name), |path| package.path(path));
        all.push(binary(name, source, item.at));
    }
    let automatic = package.manifest.get(&["package", "autobins"]).is_none_or(Node::is_true);
    for file in repo.files().filter(|_| automatic) {
        if let Some(name) = automatic_name(&file, package)
            && all.iter().all(|known| known.name != name && known.source != file.path())
        {
            all.push(binary(name, file.path().to_owned(), file.whole()));
        }
    }
    all
}

/// Where Cargo looks for the source of a listed binary that names none.
fn listed_source(repo: &Repo, package: &Package, name: &str) -> String {
    let own = [format!("src/bin/{name}.rs"), format!("src/bin/{name}/main.rs")];
    let found = own.iter().map(|path| package.path(path)).find(|path| repo.file(path).is_some());
    found.unwrap_or_else(|| package.path("src/main.rs"))
}

/// The name of the binary that Cargo makes of a source: `src/main.rs`, `src/bin/x.rs`, `src/bin/x/main.rs`.
fn automatic_name<'r>(file: &File<'r>, package: &Package<'r>) -> Option<&'r str> {
    let below = match package.directory() {
        "" => file.path(),
        directory => file.path().strip_prefix(directory)?.strip_prefix('/')?,
    };
    let below = below.strip_prefix("src/")?;
    if below == "main.rs" {
        return package.name().map(|(name, _)| name);
    }
    let name = below.strip_prefix("bin/")?;
    let name = name.strip_suffix("/main.rs").or_else(|| name.strip_suffix(".rs"))?;
    (!name.contains('/')).then_some(name)
}

/// States what the program is worth.
pub fn judge(program: &Program, verdict: &mut Verdict) {
    match program {
        Program::Binary(binary) => {
            let why = binary.why.map(|why| format!(", {why}")).unwrap_or_default();
            let note = format!("Cargo builds the program {}{why}", binary.name);
            verdict.point(points::ENTRY_POINT, "rust.program", binary.at, note);
        }
        Program::Several(names, at) => {
            let note = format!("Cargo builds several programs: {}", names.join(", "));
            verdict.point(points::ENTRY_POINT, "rust.program", *at, note);
        }
        Program::None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn found(files: &[(&str, &str)]) -> String {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let root = Package::read(&repo.file("Cargo.toml").unwrap()).unwrap();
        match find(&repo, &root) {
            Program::Binary(binary) => format!("{} from {}", binary.name, binary.source),
            Program::Several(all, _) => format!("several: {}", all.join(" ")),
            Program::None => "none".to_owned(),
        }
    }

    #[test]
    fn programs_of_a_package_are_found_as_cargo_finds_them() {
        let a = ("Cargo.toml", "[package]\nname = 'a'");
        assert_eq!(found(&[a, ("src/main.rs", "")]), "a from src/main.rs");
        assert_eq!(found(&[a, ("src/bin/x/main.rs", "")]), "x from src/bin/x/main.rs");
        assert_eq!(found(&[a, ("src/main.rs", ""), ("src/bin/x.rs", "")]), "a from src/main.rs");
        assert_eq!(found(&[a, ("src/bin/x.rs", ""), ("src/bin/y.rs", "")]), "several: x y");
        assert_eq!(found(&[a, ("src/lib.rs", ""), ("examples/main.rs", "")]), "none");
    }

    #[test]
    fn manifest_can_name_the_program() {
        let named = "[package]\nname = 'a'\n[[bin]]\nname = 'b'\npath = 'src/main.rs'";
        assert_eq!(found(&[("Cargo.toml", named), ("src/main.rs", "")]), "b from src/main.rs");
        let default = "[package]\nname = 'a'\ndefault-run = 'x'";
        assert_eq!(found(&[("Cargo.toml", default), ("src/main.rs", ""), ("src/bin/x.rs", "")]), "x from src/bin/x.rs");
        let off = "[package]\nname = 'a'\nautobins = false";
        assert_eq!(found(&[("Cargo.toml", off), ("src/main.rs", "")]), "none");
    }

    #[test]
    fn program_of_a_workspace_is_the_only_one_of_its_members() {
        let mut files = vec![
            ("Cargo.toml", "[workspace]\nmembers = ['crates/*']"),
            ("crates/lib/Cargo.toml", "[package]\nname = 'lib'"),
            ("crates/lib/src/lib.rs", ""),
            ("crates/web/Cargo.toml", "[package]\nname = 'web'"),
            ("crates/web/src/main.rs", ""),
            ("other/Cargo.toml", "[package]\nname = 'other'"),
            ("other/src/main.rs", ""),
        ];
        assert_eq!(found(&files), "web from crates/web/src/main.rs");
        files.extend([("crates/cli/Cargo.toml", "[package]\nname = 'cli'"), ("crates/cli/src/main.rs", "")]);
        assert_eq!(found(&files), "several: cli web");
        files[0].1 = "[workspace]\nmembers = ['crates/*']\ndefault-members = ['crates/cli']";
        assert_eq!(found(&files), "cli from crates/cli/src/main.rs");
    }
}
