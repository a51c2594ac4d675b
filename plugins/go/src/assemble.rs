//! What the builder's `assemble` makes of the repository (builders.md 8), and what it has to be told where that is not
//! the program.
//!
//! The images of the catalogue were not read: their scripts are taken to be those of Go 1.8 to 1.15, with the rules of
//! the Go tool that is in them.

use crate::framework::imports;
use crate::import_path;
use crate::lock_file::{self, Gap};
use crate::manifest::Manifest;
use crate::program::Main;
use fieldmark_sdk::environment::{Variable, filled};
use fieldmark_sdk::script::{Script, quote, quote_path};
use fieldmark_sdk::{Era, Place, Repo};

/// What the builder's `run` starts.
pub const BINARY: &str = "/opt/app-root/gobinary";

/// What the rules look at.
pub struct Situation<'p, 'r> {
    /// The repository.
    pub repo: &'r Repo<'r>,
    /// The generation of builders.
    pub era: Era,
    /// `go.mod` of the root.
    pub module: Option<&'p Manifest<'r>>,
    /// The program that is to be started.
    pub main: &'p Main<'r>,
}

/// What becomes of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assembled {
    /// Stable name of the rule that applies.
    pub code: &'static str,
    /// What makes it apply.
    pub at: Place,
    /// What happens, in words.
    pub note: String,
    /// What goes wrong.
    pub fault: Option<Fault>,
}

/// Something that keeps the builder from making the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Stable name.
    pub code: &'static str,
    /// Where it stands.
    pub at: Place,
    /// The same in words.
    pub note: String,
    /// What the builder has to be told; none if nothing helps.
    pub cure: Option<Cure>,
}

/// What an assemble script has to say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cure {
    /// Variables that it sets unless somebody has.
    variables: Vec<(&'static str, String)>,
    /// The directory to build instead of the root.
    package: Option<String>,
}

impl Cure {
    fn variable(name: &'static str, value: impl Into<String>) -> Self {
        Self { variables: vec![(name, value.into())], package: None }
    }

    /// The text of the script.
    #[must_use]
    pub fn script(&self) -> String {
        let script =
            self.variables.iter().fold(Script::assemble(), |script, (name, value)| script.default(name, value));
        match &self.package {
            None => script.exec_image("assemble"),
            Some(package) => script.line("cd /tmp/src").exec(&format!(
                "go build -o {} {}",
                quote(BINARY),
                quote_path(&format!("./{package}"))
            )),
        }
    }
}

/// The rules in their order: the first that applies counts.
pub fn builder(situation: &Situation<'_, '_>) -> Assembled {
    match filled(situation.repo, "IMPORT_URL") {
        Some(import) => install(situation, import),
        None => build(situation),
    }
}

/// Row 2: `go install $INSTALL_URL` in a workspace of the old kind.
fn install(situation: &Situation<'_, '_>, import: Variable<'_>) -> Assembled {
    let install = filled(situation.repo, "INSTALL_URL");
    let (url, at) = install.map_or((import.value, import.at), |install| (install.value, install.at));
    let directory = below(url, import.value);
    let main = &situation.main.directory;
    let fault = directory.filter(|directory| directory != main).map(|_| Fault {
        code: "go.install-url",
        at,
        note: format!("the builder installs {url}, but the program stands in {}", shown(main)),
        cure: Some(Cure::variable("INSTALL_URL", joined(import.value, main))).filter(|_| install.is_none()),
    });
    Assembled { code: "go.assemble-install", at, note: format!("the builder installs {url}"), fault }
}

/// Row 1: `go build` in the root, and row 3, where it misses something.
fn build(situation: &Situation<'_, '_>) -> Assembled {
    let main = situation.main;
    let note = "the builder builds the package in the root".to_owned();
    let fault = match situation.module {
        Some(module) => incomplete(situation, module),
        None if situation.repo.file("go.work").is_some() => None,
        None => without_module(situation),
    };
    let fault = if main.directory.is_empty() { fault } else { Some(elsewhere(main, fault)) };
    Assembled { code: "go.assemble-build", at: main.at(), note, fault }
}

/// The program is not in the root: the builder is told, along with whatever else it has to be told.
fn elsewhere(main: &Main<'_>, other: Option<Fault>) -> Fault {
    let note = format!("the builder builds the root, but the program stands in {}", main.directory);
    let package = Cure { variables: Vec::new(), package: Some(main.directory.to_owned()) };
    match other {
        None => Fault { code: "go.program-not-in-root", at: main.at(), note, cure: Some(package) },
        // An import path is told together with the directory below it: no build in the root is left.
        Some(fault) => {
            let cure = fault.cure.map(|cure| match cure.variables.first() {
                Some(("IMPORT_URL", import)) => {
                    let install = ("INSTALL_URL", joined(import, main.directory));
                    Cure { variables: [cure.variables.clone(), vec![install]].concat(), package: None }
                }
                _ => Cure { package: package.package, ..cure },
            });
            Fault { cure, ..fault }
        }
    }
}

/// A module whose lock file does not fit: the Go tool refuses from 1.16 on, unless it may write it anew.
fn incomplete(situation: &Situation<'_, '_>, module: &Manifest<'_>) -> Option<Fault> {
    let Gap { code, at, note } = lock_file::gap(situation.repo, module)?;
    Some(Fault { code, at, note, cure: Some(Cure::variable("GOFLAGS", "-mod=mod")) })
}

/// No `go.mod`: what the program imports has to be found in a workspace of the old kind.
fn without_module(situation: &Situation<'_, '_>) -> Option<Fault> {
    let is_foreign = |path: &str| path.split('/').next().is_some_and(|host| host.contains('.'));
    let foreign = imports(situation.main).into_iter().find(|(path, _)| is_foreign(path));
    let Some((path, at)) = foreign else {
        return (situation.era == Era::Today).then(|| Fault {
            code: "go.no-module",
            at: situation.main.at(),
            note: "there is no go.mod, and the Go tool wants one from 1.16 on: run `go mod init`".to_owned(),
            cure: Some(Cure::variable("GO111MODULE", "off")),
        });
    };
    let Some((import, at)) = import_path::find(situation.repo, situation.main) else {
        let note = format!("{path} is not declared: add a go.mod, or set IMPORT_URL");
        return Some(Fault { code: "go.no-module", at, note, cure: None });
    };
    let note = format!("there is no go.mod: the builder has to be told IMPORT_URL={import}");
    let mut cure = Cure::variable("IMPORT_URL", import);
    if situation.era == Era::Today {
        cure.variables.push(("GO111MODULE", "off".to_owned()));
    }
    Some(Fault { code: "go.import-url", at, note, cure: Some(cure) })
}

/// The directory that an import path means below another one; none if it does not lie below.
pub fn below<'p>(path: &'p str, import: &str) -> Option<&'p str> {
    let rest = path.strip_prefix(import.trim_end_matches('/'))?;
    if rest.is_empty() { Some("") } else { rest.strip_prefix('/').map(|rest| rest.trim_end_matches('/')) }
}

fn joined(import: &str, directory: &str) -> String {
    let import = import.trim_end_matches('/');
    if directory.is_empty() { import.to_owned() } else { format!("{import}/{directory}") }
}

fn shown(directory: &str) -> &str {
    if directory.is_empty() { "the root" } else { directory }
}

#[cfg(test)]
mod tests;
