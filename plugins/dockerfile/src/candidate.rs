//! Which of the files that look like container build files counts.

use fieldmark_sdk::{File, Repo, points};

/// How sure a file is to be the one that builds this root, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// The user named it.
    Asked,
    /// `Dockerfile` in the root: every tool finds it by itself.
    Dockerfile,
    /// `Containerfile` in the root.
    Containerfile,
    /// In the root under another spelling, which case-sensitive tools do not find.
    Misspelt,
    /// `Dockerfile.prod`, `api.Dockerfile` in the root: one of several, to be named in the build.
    Named,
    /// In a directory that is there for container builds.
    Directory,
}

/// Directories that hold the container build files of the root above them.
const DIRECTORIES: &[&str] =
    &["docker", ".docker", "container", "containers", "build", "build/docker", "deploy", "deploy/docker"];

/// Endings of files that are made into a container build file, or go with one.
const NOT_ITSELF: &[&str] =
    &["j2", "tmpl", "template", "tpl", "erb", "in", "m4", "dockerignore", "md", "bak", "orig", "swp"];

impl Standing {
    /// What a file that stands like this and can be built is worth.
    pub const fn points(self) -> i32 {
        match self {
            Self::Asked | Self::Dockerfile | Self::Containerfile => points::MANIFEST,
            Self::Misspelt | Self::Named | Self::Directory => points::COMPANION,
        }
    }

    /// Whether tools find it without being told its name.
    pub const fn is_full(self) -> bool {
        matches!(self, Self::Asked | Self::Dockerfile | Self::Containerfile)
    }
}

/// The file that was asked for, or else the surest one; of equals the first by path.
pub fn best<'r>(repo: &'r Repo, asked: Option<&str>) -> Option<(File<'r>, Standing)> {
    if let Some(path) = asked {
        let path = path.trim_start_matches("./");
        return Some((repo.file(path)?, Standing::Asked));
    }
    repo.files().filter_map(|file| Some((file, standing(&file)?))).min_by_key(|(_, standing)| *standing)
}

fn standing(file: &File<'_>) -> Option<Standing> {
    let exact = matches!(file.name(), "Dockerfile" | "Containerfile");
    if file.depth() > 0 {
        return (exact && DIRECTORIES.contains(&file.directory())).then_some(Standing::Directory);
    }
    Some(match file.name() {
        "Dockerfile" => Standing::Dockerfile,
        "Containerfile" => Standing::Containerfile,
        name if name.eq_ignore_ascii_case("dockerfile") || name.eq_ignore_ascii_case("containerfile") => {
            Standing::Misspelt
        }
        // `.gitpod.Dockerfile` and the like are for a workspace in which the application is written.
        name if name.starts_with('.') => return None,
        _ if file.extension().is_some_and(|ending| NOT_ITSELF.contains(&ending)) => return None,
        _ => Standing::Named,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn chosen(paths: &[&str]) -> Option<(String, Standing)> {
        let repo = MemorySource::new(paths.iter().map(|path| (*path, ""))).into_repo();
        best(&repo, None).map(|(file, standing)| (file.path().to_owned(), standing))
    }

    #[test]
    fn best_prefers_the_names_that_tools_look_for() {
        let all = ["Containerfile", "Dockerfile", "Dockerfile.dev", "docker/Dockerfile", "dockerfile"];
        assert_eq!(chosen(&all).unwrap().0, "Dockerfile");
        assert_eq!(chosen(&all[2..]).unwrap(), ("dockerfile".into(), Standing::Misspelt));
        assert_eq!(chosen(&["Dockerfile.dev", "docker/Dockerfile"]).unwrap().1, Standing::Named);
        assert_eq!(chosen(&["docker/Dockerfile", "z/Dockerfile"]).unwrap().1, Standing::Directory);
    }

    #[test]
    fn file_that_was_asked_for_is_the_only_one() {
        let repo = MemorySource::new([("Dockerfile", ""), ("a/Dockerfile.prod", "")]).into_repo();
        let asked = |path| best(&repo, Some(path)).map(|(file, standing)| (file.path().to_owned(), standing));
        assert_eq!(asked("./a/Dockerfile.prod"), Some(("a/Dockerfile.prod".into(), Standing::Asked)));
        assert_eq!(asked("b/Dockerfile"), None);
    }

    #[test]
    fn files_of_something_else_are_passed_over() {
        assert_eq!(chosen(&["test/Dockerfile", "docs/x/Containerfile", "docker/Dockerfile.dev"]), None);
        assert_eq!(chosen(&["Dockerfile.j2", "Dockerfile.dockerignore"]), None);
        assert_eq!(chosen(&[".gitpod.Dockerfile"]), None);
    }
}
