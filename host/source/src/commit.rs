//! Who made a commit, when, and what it says.

use crate::process::Bounds;
use crate::{Checkout, Git, SourceError, git};
use std::time::Instant;

/// What labels of a build say of a commit (s2i.md 9).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CommitFacts {
    /// `Name <address>`.
    pub author: String,
    /// In the form of `git log`: `Fri Jan 2 03:04:05 2026 +0000`.
    pub date: String,
    /// The first lines.
    pub message: String,
}

impl Git {
    /// The facts of the commit that was checked out; none when the repository is empty.
    ///
    /// # Errors
    /// Git cannot be run, or takes too long.
    pub fn commit_facts(&self, checkout: &Checkout) -> Result<Option<CommitFacts>, SourceError> {
        let Some(commit) = checkout.commit() else { return Ok(None) };
        let location = || checkout.directory().display().to_string();
        let mut command = Self::command(checkout.directory(), "");
        command.args(["-c", "log.showSignature=false", "log", "-1", "--no-color", "--date=default"]);
        command.args(["--format=%an <%ae>%x00%ad%x00%B", commit, "--"]);
        let bounds = Bounds { cancelled: &self.cancelled, deadline: Instant::now() + git::LOOK_TIME, watched: None };
        let (finished, answer) =
            git::answer(command, &bounds).map_err(|stop| git::stopped(stop, &location(), "log", git::LOOK_TIME))?;
        let text = String::from_utf8_lossy(&answer);
        let mut parts = text.trim_end().splitn(3, '\0').map(ToOwned::to_owned);
        let facts = match (parts.next(), parts.next(), parts.next()) {
            (Some(author), Some(date), Some(message)) if finished.status.success() => {
                Some(CommitFacts { author, date, message })
            }
            _ => None,
        };
        Ok(facts)
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Workshop, commit, git};
    use crate::{Git, Limits, Remote};

    #[test]
    fn facts_are_those_of_the_commit_that_was_fetched() {
        let workshop = Workshop::new();
        let path = workshop.repository("shop", &[("a", "1")]);
        git(&path, &["branch", "old"]);
        commit(&path, &[("a", "2")], "Second: \"quoted\"\n\nWith a body.\n\n- and a list");
        // s2i.md 9: the ref; the whole message.
        let cases = [("old", "first"), ("main", "Second: \"quoted\"\n\nWith a body.\n\n- and a list")];
        for (reference, message) in cases {
            let remote = Remote::of_directory(&path, Some(reference)).unwrap();
            let git_program = Git::new();
            let checkout = git_program.fetch(&remote, &Limits::default()).unwrap();
            let facts = git_program.commit_facts(&checkout).unwrap().unwrap();
            assert_eq!(facts.author, "test <test@host.example>");
            assert_eq!(facts.date, git(&path, &["log", "-1", "--format=%ad", reference]));
            assert_eq!(facts.message, message);
        }
    }

    #[test]
    fn empty_repository_has_no_facts() {
        let workshop = Workshop::new();
        let path = workshop.path("empty");
        std::fs::create_dir(&path).unwrap();
        git(&path, &["init", "-q", "-b", "main"]);
        let git_program = Git::new();
        let remote = Remote::of_directory(&path, None).unwrap();
        let checkout = git_program.fetch(&remote, &Limits::default()).unwrap();
        assert_eq!(git_program.commit_facts(&checkout).unwrap(), None);
    }
}
