//! Which PSGI application the builder runs.

use fieldmark_sdk::{File, Place, Repo, environment};

/// Name that is meant before all others.
const USUAL: &str = "app.psgi";

/// Directories in which applications keep the file that starts them.
const DIRECTORIES: [&str; 3] = ["bin", "script", "scripts"];

/// The builder's choice.
pub enum Psgi<'r> {
    /// None is there.
    None,
    /// It is switched off: `PSGI_FILE` is empty.
    Off(Place),
    /// The only one in the root.
    One(File<'r>),
    /// The one that `PSGI_FILE` names, if it is there.
    Named(&'r str, Place, Option<File<'r>>),
    /// Several in the root: the builder takes none.
    Several(Vec<File<'r>>),
    /// Only below the root: the builder does not see it.
    Below(File<'r>),
}

impl<'r> Psgi<'r> {
    /// Chooses as the builder's assemble script does.
    pub fn of(repo: &'r Repo<'r>) -> Self {
        if let Some(variable) = environment::variable(repo, "PSGI_FILE") {
            let path = variable.value.trim_start_matches("./");
            return if path.is_empty() {
                Self::Off(variable.at)
            } else {
                Self::Named(path, variable.at, repo.file(path))
            };
        }
        let mut top: Vec<_> = repo.top().filter(|file| file.extension() == Some("psgi")).collect();
        match (top.pop(), top.is_empty()) {
            (Some(only), true) => Self::One(only),
            (Some(last), false) => {
                top.push(last);
                Self::Several(top)
            }
            (None, _) => Self::below(repo),
        }
    }

    fn below(repo: &'r Repo<'r>) -> Self {
        let candidates =
            repo.files().filter(|file| file.extension() == Some("psgi") && DIRECTORIES.contains(&file.directory()));
        let candidates: Vec<_> = candidates.collect();
        match candidates.as_slice() {
            [only] => Self::Below(*only),
            many => many.iter().find(|file| file.name() == USUAL).map_or(Self::None, |file| Self::Below(*file)),
        }
    }

    /// The application that the builder runs.
    pub const fn running(&self) -> Option<File<'r>> {
        match self {
            Self::One(file) | Self::Named(_, _, Some(file)) => Some(*file),
            _ => None,
        }
    }

    /// What the builder sets up, be it there or not: the path, and where the choice stands.
    pub fn chosen(&self) -> Option<(&str, Place)> {
        match self {
            Self::One(file) => Some((file.path(), file.whole())),
            Self::Named(path, at, _) => Some((path, *at)),
            Self::None | Self::Off(_) | Self::Several(_) | Self::Below(_) => None,
        }
    }

    /// The application that it would run if it were told.
    pub fn hidden(&self) -> Option<File<'r>> {
        match self {
            Self::Below(file) => Some(*file),
            Self::Several(files) => files.iter().find(|file| file.name() == USUAL).copied(),
            _ => None,
        }
    }

    /// Any application, running or not.
    pub fn any(&self) -> Option<File<'r>> {
        match self {
            Self::Several(files) => self.hidden().or_else(|| files.first().copied()),
            _ => self.running().or_else(|| self.hidden()),
        }
    }
}
