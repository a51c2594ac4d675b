//! Recordings of `oc` and `s2i` as a yardstick: the same inputs and arguments are given to `fieldmark`, and what comes
//! out is compared.
//!
//! The recordings are not part of the repository. The variable [`FOLDER_VARIABLE`] names their folder; without it there
//! is nothing to compare. A case that is not equal has to be listed in a [`Differences`] file with the reason; one that
//! is listed and has become equal is an error as well.

mod case;
mod compare;
mod difference;
mod new_app;
mod program;
mod requests;
mod run;
mod s2i;
mod snapshot;
mod tally;
mod text;

pub use case::{Case, CaseError, FOLDER_VARIABLE, Oracle};
pub use compare::{Mismatch, compare};
pub use difference::{Differences, Refusals};
pub use new_app::check as check_new_app;
pub use program::program;
pub use requests::{check_expose, check_start_build};
pub use run::{Outcome, Scene};
pub use s2i::check as check_s2i;
pub use snapshot::snapshot;
pub use tally::{Tally, Verdict};
pub use text::{Placeholders, matches};
