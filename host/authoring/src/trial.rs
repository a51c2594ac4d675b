//! A plugin over one fixture.

use crate::{AuthorError, Case, CaseError};
use fieldmark_runtime::Outcome;

/// What came of running a plugin over a fixture.
#[derive(Debug)]
pub struct Trial {
    /// Name of the fixture.
    pub case: String,
    /// Verdict or error, usage and log.
    pub outcome: Outcome,
    /// How the verdict compares with the golden one.
    pub comparison: Comparison,
    /// The fuel that it could have used.
    pub fuel_allowed: u64,
}

/// A verdict beside its golden one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Comparison {
    /// They are the same.
    Same,
    /// The golden verdict was not there, or another one, and was written.
    Written,
    /// There is no golden verdict.
    NoGolden,
    /// They differ: the lines that only one of them has.
    Different(String),
    /// The plugin gave no verdict.
    NoVerdict,
}

impl Trial {
    /// Whether the plugin said what the golden verdict says.
    #[must_use]
    pub fn is_as_expected(&self) -> bool {
        matches!(self.comparison, Comparison::Same | Comparison::Written)
    }
}

impl Comparison {
    pub(crate) fn of(case: &Case, rendered: &str, bless: bool) -> Result<Self, AuthorError> {
        if !bless && !case.golden().is_file() {
            return Ok(Self::NoGolden);
        }
        match case.compare(rendered, false) {
            Ok(()) => Ok(Self::Same),
            Err(CaseError::Difference(_)) if bless => {
                case.compare(rendered, true)?;
                Ok(Self::Written)
            }
            Err(CaseError::Difference(lines)) => Ok(Self::Different(lines)),
            Err(error) => Err(error.into()),
        }
    }
}
