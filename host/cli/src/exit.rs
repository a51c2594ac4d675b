//! How the process ends.

use std::process::ExitCode;

/// The exit codes, which the manual lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// There is a decision, or what was asked for was printed.
    Success,
    /// Nothing was recognised.
    NothingMatched,
    /// The arguments, the configuration or the path are wrong.
    Usage,
    /// A plugin failed, and `--strict` was given or it was run by itself.
    PluginFailed,
    /// Something in fieldmark itself, or the machine, is at fault.
    Internal,
    /// `check` found something that will fail, `plugin verify` something that is not verified, or a plugin in the making does
    /// not build or pass its tests.
    CheckFailed,
    /// The user interrupted.
    Interrupted,
}

impl Exit {
    /// All of them with their meaning, for the manual.
    pub(crate) const ALL: [(Self, &str); 7] = [
        (Self::Success, "there is a decision, or what was asked for was printed"),
        (Self::NothingMatched, "nothing was recognised"),
        (Self::Usage, "the arguments, the configuration or the path are wrong"),
        (Self::PluginFailed, "a plugin failed or could not be used, and --strict was given or it was run by itself"),
        (Self::Internal, "something in fieldmark itself, or the machine, is at fault"),
        (
            Self::CheckFailed,
            "`check` found something that will fail, `plugin verify` something that is not verified, or a plugin in the making does not build or pass its tests",
        ),
        (Self::Interrupted, "the user interrupted"),
    ];

    /// The number.
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::NothingMatched => 1,
            Self::Usage => 2,
            Self::PluginFailed => 3,
            Self::Internal => 4,
            Self::CheckFailed => 5,
            Self::Interrupted => 130,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
