//! What authors of plugins are shown.

mod failure;
mod figures;
mod findings;
mod replayed;
mod run;
mod trials;

pub use failure::{failure, failure_hint};
pub use figures::figures;
pub use findings::findings;
pub use replayed::replayed;
pub use run::run;
pub use trials::{TrialDocument, trial_documents, trials};
