//! Differences that are meant, and what our refusals are called.

use crate::Mismatch;
use serde::Deserialize;

/// Cases that are not equal, with the reason.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Differences {
    /// They.
    #[serde(default)]
    pub difference: Vec<Difference>,
}

/// One case that is not equal.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Difference {
    /// Id of the case.
    pub case: String,
    /// JSON pointers to all places that differ; all else has to be equal. Empty when the whole is another.
    #[serde(default)]
    pub at: Vec<String>,
    /// Why.
    pub reason: String,
}

impl Differences {
    /// Reads the file.
    ///
    /// # Errors
    /// It is not of that form.
    pub fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// The difference that is meant for a case.
    #[must_use]
    pub fn of(&self, case: &str) -> Option<&Difference> {
        self.difference.iter().find(|difference| difference.case == case)
    }
}

impl Difference {
    /// Whether these mismatches are the ones that are meant.
    #[must_use]
    pub fn covers(&self, mismatches: &[Mismatch]) -> bool {
        let places = || mismatches.iter().map(|mismatch| &mismatch.at);
        self.at.is_empty()
            || (places().all(|at| self.at.contains(at)) && self.at.iter().all(|at| places().any(|p| p == at)))
    }
}

/// What a recorded refusal says, and the code of ours.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refusals {
    /// They; the first one whose text was recorded counts.
    pub refusal: Vec<Refusal>,
}

/// One refusal.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    /// Part of the recorded text.
    pub says: String,
    /// Code of our refusal.
    pub code: String,
}

impl Refusals {
    /// Reads the file.
    ///
    /// # Errors
    /// It is not of that form.
    pub fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// The code of ours for a recorded text.
    #[must_use]
    pub fn code(&self, recorded: &str) -> Option<&str> {
        self.refusal.iter().find(|refusal| recorded.contains(&refusal.says)).map(|refusal| refusal.code.as_str())
    }
}
