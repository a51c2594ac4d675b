//! Which compose files count.

use fieldmark_sdk::{File, Repo};

/// Directories that hold the compose file of the root above them, the likeliest first; the root itself is the first.
const DIRECTORIES: [&str; 6] = ["", "docker", ".docker", "deploy", "compose", "infra"];

/// Names that tools look for, in their order.
const NAMES: [&str; 6] = [
    "compose.yaml",
    "compose.yml",
    "docker-compose.yaml",
    "docker-compose.yml",
    "podman-compose.yaml",
    "podman-compose.yml",
];

/// Parts of names of files that change another one, or that no application is run by.
const OTHERS: [&str; 7] = ["override", "test", "tests", "testing", "ci", "e2e", "debug"];

/// The file that tools find by themselves; where there is none, those that have to be named: of one directory.
pub fn files<'r>(repo: &'r Repo) -> Vec<File<'r>> {
    for directory in DIRECTORIES {
        let here = || repo.files().filter(move |file| file.directory() == directory && is_compose(file.name()));
        let standard = NAMES.iter().find_map(|name| here().find(|file| file.name() == *name));
        let found: Vec<File<'r>> = match standard {
            Some(file) => vec![file],
            None => here().filter(|file| !is_other(file.name())).collect(),
        };
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// Files of variables, and of services that others include or extend, run nothing by themselves.
fn is_compose(name: &str) -> bool {
    let is_named = name.split(['.', '-']).any(|part| part == "compose");
    is_named && name.rsplit('.').next().is_some_and(|extension| matches!(extension, "yml" | "yaml"))
}

fn is_other(name: &str) -> bool {
    name.split(['.', '-', '_']).any(|part| OTHERS.contains(&part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn chosen(paths: &[&str]) -> Vec<String> {
        let repo = MemorySource::new(paths.iter().map(|path| (*path, ""))).into_repo();
        files(&repo).iter().map(|file| file.path().to_owned()).collect()
    }

    #[test]
    fn file_that_tools_find_goes_before_those_that_have_to_be_named() {
        let all = ["compose.yml", "docker-compose.prod.yml", "docker-compose.yml", "docker/compose.yaml"];
        assert_eq!(chosen(&all), ["compose.yml"]);
        assert_eq!(chosen(&["docker-compose.dev.yml", "docker-compose.prod.yml"]).len(), 2);
        assert_eq!(chosen(&["docker/compose.yaml", "x/compose.yaml"]), ["docker/compose.yaml"]);
    }

    #[test]
    fn files_that_change_others_are_left_out() {
        assert!(
            chosen(&["docker-compose.override.yml", "docker-compose.test.yml", "compose-ci.yaml", ".env"]).is_empty()
        );
    }
}
