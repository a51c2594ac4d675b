//! What is asked for.

use crate::{BuilderImage, Injection, RuntimeRequest, S2iError, Script, Variable};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The commit that the sources are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Commit {
    /// Its id.
    pub id: String,
    /// Branch, or what was asked for.
    pub reference: String,
    /// `Name <address>`.
    pub author: String,
    /// As `git log` prints it.
    pub date: String,
    /// The whole message.
    pub message: String,
}

/// A build as it is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// The builder image, in any form.
    pub builder: String,
    /// Tag of the application image.
    pub tag: Option<String>,
    /// What is known of the builder image; none when nothing is.
    pub image: Option<BuilderImage>,
    /// Where the sources come from, as people write it.
    pub location: Option<String>,
    /// Context directory, as it was given.
    pub context_directory: Option<String>,
    /// The commit, when the sources come from Git.
    pub commit: Option<Commit>,
    /// `--destination`.
    pub destination: Option<String>,
    /// `--scripts-url`.
    pub scripts_url: Option<String>,
    /// `--image-scripts-url`.
    pub image_scripts_url: Option<String>,
    /// `--assemble-user`.
    pub assemble_user: Option<String>,
    /// `--allowed-uids`.
    pub allowed_users: Option<String>,
    /// `--incremental`.
    pub incremental: bool,
    /// `--description`.
    pub description: Option<String>,
    /// `--application-name`.
    pub application_name: Option<String>,
    /// Variables beside those of `.s2i/environment`, which they come after.
    pub environment: Vec<Variable>,
    /// Further labels.
    pub labels: BTreeMap<String, String>,
    /// Injections.
    pub injections: Vec<Injection>,
    /// The image that what was built is copied into; none when the builder image becomes the application.
    pub runtime: Option<RuntimeRequest>,
    /// Texts of scripts that replace the builder's own unless the source has one itself.
    pub overrides: BTreeMap<Script, String>,
    /// Ports for `EXPOSE`.
    pub ports: Vec<u16>,
    /// Reproduce what upstream writes, its defects included.
    pub compat: bool,
}

impl Request {
    /// A request for a builder image, with nothing else asked for.
    #[must_use]
    pub fn new(builder: &str) -> Self {
        Self { builder: builder.to_owned(), ..Self::default() }
    }
}

/// Whether a user is in ranges such as `1-`, `1000-2000,5` (s2i.md 10). Names are in none.
pub(crate) fn is_allowed(user: &str, ranges: &str) -> Result<bool, S2iError> {
    let wrong = || S2iError::UserRanges { text: ranges.to_owned() };
    let number = |text: &str| text.trim().parse::<u32>().map_err(|_| wrong());
    let id = user.parse::<u32>().ok();
    let mut allowed = false;
    for range in ranges.split(',') {
        let (low, high) = match range.split_once('-') {
            None => (number(range)?, number(range)?),
            Some((low, high)) => (
                if low.trim().is_empty() { 0 } else { number(low)? },
                if high.trim().is_empty() { u32::MAX } else { number(high)? },
            ),
        };
        allowed |= id.is_some_and(|id| (low..=high).contains(&id));
    }
    Ok(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_are_allowed_by_number_only() {
        let cases = [
            ("1001", "1-", Some(true)),
            ("0", "1-", Some(false)),
            ("root", "1-", Some(false)),
            ("5", "1-3,5", Some(true)),
            ("4", "1-3,5", Some(false)),
            ("2", "-3", Some(true)),
            ("1", "x", None),
            ("1", "", None),
        ];
        for (user, ranges, expected) in cases {
            assert_eq!(is_allowed(user, ranges).ok(), expected, "{user} in {ranges}");
        }
    }
}
