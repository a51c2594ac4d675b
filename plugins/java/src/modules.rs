//! Builds of several modules: which of them is the application.

use crate::build::{Build, Packaging, Tool, below, resolved};
use crate::{executable, framework, gradle, maven};
use fieldmark_sdk::Repo;

/// Most modules that are read, and how deep they are nested.
const MOST_MODULES: usize = 48;
const MOST_DEPTH: usize = 4;

/// The build of the root with its modules.
pub struct Project<'r> {
    /// The build file in the root.
    pub root: Build<'r>,
    /// Those of its modules that are there.
    pub modules: Vec<Build<'r>>,
}

impl<'r> Project<'r> {
    /// Reads the modules of a build.
    pub fn of(repo: &'r Repo<'r>, root: Build<'r>) -> Self {
        let mut project = Self { root, modules: Vec::new() };
        let mut next: Vec<(String, usize)> = project.root.members.iter().map(|(path, _)| (path.clone(), 1)).collect();
        next.reverse();
        while let Some((path, depth)) = next.pop() {
            if project.modules.len() >= MOST_MODULES {
                break;
            }
            let Some(build) = read(repo, project.root.tool, &path) else { continue };
            if depth < MOST_DEPTH {
                next.extend(build.members.iter().rev().map(|(inner, _)| (inner.clone(), depth + 1)));
            }
            if !project.modules.iter().any(|known| known.file.path() == build.file.path()) {
                project.modules.push(build);
            }
        }
        project
    }

    /// What is deployed: the root itself if it is a program, else the modules that are.
    pub fn applications(&self) -> Vec<&Build<'r>> {
        if is_application(&self.root) {
            return vec![&self.root];
        }
        let modules: Vec<_> = self.modules.iter().filter(|build| is_application(build)).collect();
        // An ear holds the wars beside it.
        let ears: Vec<_> = modules.iter().copied().filter(|build| build.packaging == Packaging::Ear).collect();
        if ears.is_empty() { modules } else { ears }
    }

    /// The root and its modules.
    pub fn all(&self) -> impl Iterator<Item = &Build<'r>> {
        std::iter::once(&self.root).chain(&self.modules)
    }
}

fn read<'r>(repo: &'r Repo<'r>, tool: Tool, directory: &str) -> Option<Build<'r>> {
    let directory = resolved("", directory)?;
    match tool {
        Tool::Maven => {
            let file = repo.file(&below(&directory, "pom.xml")).or_else(|| repo.file(&directory))?;
            Some(maven::read(repo, file))
        }
        Tool::Gradle => Some(gradle::read(repo, gradle::file_in(repo, &directory)?, None)),
    }
}

/// Whether a build makes something that is deployed.
fn is_application(build: &Build<'_>) -> bool {
    match build.packaging {
        Packaging::War | Packaging::Ear => true,
        Packaging::Jar => executable::executable(build).is_some() || framework::android(build).is_some(),
        Packaging::Container | Packaging::Other => false,
    }
}
