//! The variables of the builder, as it sees them: those of `.s2i/environment`, then those that the user gives.

use crate::{Place, Repo};

/// One variable of the builder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variable<'r> {
    /// Its name.
    pub name: &'r str,
    /// Its value, to the letter: quotes are not taken off and nothing is expanded.
    pub value: &'r str,
    /// Where it stands; nowhere if the user gives it.
    pub at: Place,
}

/// The variables that source-to-image takes from `.s2i/environment`, in the order of the file, and after them those
/// that the user gives (`-e NAME=VALUE`). `plugin.toml` must list the glob `.s2i/environment`.
///
/// The rules are source-to-image's: a line is a comment when its very first character is `#`; it is split at the first
/// `=` and both sides are trimmed; lines without `=` or without a name are passed over; of a repeated name the last
/// value is in force.
pub fn variables<'r>(repo: &'r Repo) -> impl Iterator<Item = Variable<'r>> {
    let lines = repo.file(".s2i/environment").into_iter().flat_map(|file| file.lines());
    let in_file = lines.filter_map(|line| {
        let (name, value) = line.text.split_once('=').filter(|_| !line.text.starts_with('#'))?;
        let name = name.trim();
        (!name.is_empty()).then(|| Variable { name, value: value.trim(), at: line.at })
    });
    let given = repo.variables().iter().map(|(name, value)| Variable { name, value, at: Place::NONE });
    in_file.chain(given)
}

/// One variable with the value in force, be it empty.
#[must_use]
pub fn variable<'r>(repo: &'r Repo, name: &str) -> Option<Variable<'r>> {
    variables(repo).filter(|variable| variable.name == name).last()
}

/// One variable if it is set to some text: most scripts of builders ask no more than `[ -n "$NAME" ]`.
#[must_use]
pub fn filled<'r>(repo: &'r Repo, name: &str) -> Option<Variable<'r>> {
    variable(repo, name).filter(|variable| !variable.value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Settings;
    use crate::testing::MemorySource;

    #[test]
    fn variables_of_the_user_go_before_the_file() {
        let settings = Settings::parse("env.A=user\nenv.B=");
        let repo = MemorySource::new([(".s2i/environment", "A=file\nB=file\nC=file\n")]).into_repo();
        let repo = repo.with_variables(&settings);
        assert_eq!(variable(&repo, "A").map(|a| (a.value, a.at)), Some(("user", Place::NONE)));
        assert_eq!(variable(&repo, "B").map(|b| b.value), Some(""));
        assert!(filled(&repo, "B").is_none());
        assert_eq!(filled(&repo, "C").map(|c| c.value), Some("file"));
    }

    #[test]
    fn lines_are_read_to_the_letter() {
        let text = "#A=0\nA = b c \nQ=\"x\"\n #c\n #d=1\n=5\nexport E=1\nA=last=1\r\n";
        let repo = MemorySource::new([(".s2i/environment", text)]).into_repo();
        let all: Vec<_> = variables(&repo).map(|v| (v.name, v.value)).collect();
        assert_eq!(all, [("A", "b c"), ("Q", "\"x\""), ("#d", "1"), ("export E", "1"), ("A", "last=1")]);
        let a = variable(&repo, "A").unwrap();
        assert_eq!((a.value, a.at.line), ("last=1", Some(8)));
    }
}
