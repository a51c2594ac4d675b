//! The builder's variables, from `.s2i/environment` and the user.

use fieldmark_sdk::{Repo, environment, environment::Variable};

/// The variables as the builder's scripts see them.
#[derive(Clone, Copy)]
pub(crate) struct Variables<'r> {
    repo: &'r Repo<'r>,
}

impl<'r> Variables<'r> {
    /// The variables of a repository.
    pub(crate) fn new(repo: &'r Repo<'_>) -> Self {
        Self { repo }
    }

    /// A variable that is set, be it to nothing.
    pub(crate) fn set(self, name: &str) -> Option<Variable<'r>> {
        environment::variable(self.repo, name)
    }

    /// A variable that is set to some text.
    pub(crate) fn filled(self, name: &str) -> Option<Variable<'r>> {
        environment::filled(self.repo, name)
    }
}
