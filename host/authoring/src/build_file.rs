//! `build.toml`: how a project's component is made.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Component, Path};

/// The build file of a project.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct BuildFile {
    /// Brings tools that the build needs and the project keeps for itself.
    #[serde(default)]
    pub prepare: Option<Task>,
    /// Makes a component, or a core module that becomes one.
    pub build: Task,
    /// Whether what the module imports of the system interface is answered inside of the component: for compilers that
    /// know no target without one.
    #[serde(default)]
    pub stub_wasi: bool,
    /// Tests of the plugin as a program of this machine.
    #[serde(default)]
    pub native: Option<Native>,
    /// Programs that have to be there, and how to get each.
    #[serde(default)]
    pub tools: BTreeMap<String, String>,
    /// What is said about failures.
    #[serde(default)]
    pub hint: Vec<Hint>,
}

/// Steps that make something of something.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Task {
    /// Programs with their arguments, run one after the other in the folder of the project, without a shell.
    pub steps: Vec<Vec<String>>,
    /// Files and folders that it is made from.
    pub from: Vec<String>,
    /// The file that is there afterwards.
    pub makes: String,
}

/// Steps that make nothing.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Native {
    /// Programs with their arguments.
    pub steps: Vec<Vec<String>>,
}

/// What is said when a step fails.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Hint {
    /// A text that the failed step has printed.
    pub when: String,
    /// What to do.
    pub then: String,
}

impl BuildFile {
    /// What is wrong with it beyond its form.
    pub(crate) fn problem(&self) -> Option<String> {
        let tasks = [Some(&self.build), self.prepare.as_ref()].into_iter().flatten();
        let steps = tasks.clone().flat_map(|task| &task.steps);
        let native = self.native.iter().flat_map(|native| &native.steps);
        if steps.chain(native).any(|step| step.first().is_none_or(String::is_empty)) {
            return Some("a step names no program".to_owned());
        }
        if self.build.steps.is_empty() {
            return Some("`build.steps` is empty".to_owned());
        }
        let mut paths = tasks.flat_map(|task| task.from.iter().chain([&task.makes]));
        let outside = paths.find(|path| !is_inside(path));
        outside.map(|path| format!("`{path}` does not lie in the project"))
    }
}

fn is_inside(path: &str) -> bool {
    !path.is_empty() && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> Option<String> {
        fieldmark_model::parse_document::<BuildFile>(text).unwrap().problem()
    }

    #[test]
    fn steps_without_a_program_and_paths_outside_are_told() {
        let good = "[build]\nsteps = [[\"cc\"]]\nfrom = [\"src\"]\nmakes = \"build/x.wasm\"\n";
        assert_eq!(problem(good), None);
        assert!(problem(&good.replace("[\"cc\"]", "[]")).unwrap().contains("no program"));
        assert!(problem(&good.replace("[[\"cc\"]]", "[]")).unwrap().contains("empty"));
        assert!(problem(&good.replace("build/x.wasm", "../x.wasm")).unwrap().contains("../x.wasm"));
        assert!(problem(&good.replace("\"src\"", "\"/src\"")).unwrap().contains("/src"));
    }
}
