//! What a builder image says of itself.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The facts of a builder image that a build depends on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct BuilderImage {
    /// Its labels.
    pub labels: BTreeMap<String, String>,
    /// The user it runs as; empty for root.
    pub user: String,
    /// Its variables, `NAME=value`.
    pub env: Vec<String>,
    /// Its ONBUILD triggers.
    pub on_build: Vec<String>,
}

impl BuilderImage {
    /// Where its scripts are: the label, then the old label, then `STI_SCRIPTS_URL` (s2i.md 4, order 3). The command
    /// line of upstream knows the first one only, and so does `compat`.
    #[must_use]
    pub fn scripts_url(&self, compat: bool) -> Option<&str> {
        let label = self.label("io.openshift.s2i.scripts-url");
        if compat {
            return label;
        }
        label.or_else(|| self.label("io.s2i.scripts-url")).or_else(|| self.variable("STI_SCRIPTS_URL"))
    }

    /// Where sources are put: the label, the old label, then `STI_LOCATION` (s2i.md 9). A build from a Dockerfile does
    /// not use it (s2i.md 11).
    #[must_use]
    pub fn destination(&self) -> Option<&str> {
        self.label("io.openshift.s2i.destination")
            .or_else(|| self.label("io.s2i.destination"))
            .or_else(|| self.variable("STI_LOCATION"))
    }

    /// The user that runs assemble: the label, then the user of the image (s2i.md 10).
    #[must_use]
    pub fn assemble_user(&self) -> Option<&str> {
        self.label("io.openshift.s2i.assemble-user").or(Some(self.user.as_str()).filter(|user| !user.is_empty()))
    }

    /// The user that prepares what is copied into it as a runtime image: the label, then the user of the image (s2i.md
    /// 12).
    #[must_use]
    pub fn assemble_runtime_user(&self) -> Option<&str> {
        let label = self.label("io.openshift.s2i.assemble-runtime-user");
        label.or(Some(self.user.as_str()).filter(|user| !user.is_empty()))
    }

    /// A label that is not empty.
    #[must_use]
    pub fn label(&self, name: &str) -> Option<&str> {
        self.labels.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    fn variable(&self, name: &str) -> Option<&str> {
        let of = |text: &'_ String| text.split_once('=').is_some_and(|(key, value)| key == name && !value.is_empty());
        self.env.iter().find(|text| of(text)).and_then(|text| text.split_once('=')).map(|(_, value)| value)
    }
}
