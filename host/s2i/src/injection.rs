//! Content that is there during assemble only (s2i.md 13).

use crate::S2iError;
use serde::{Deserialize, Serialize};

/// Working directory of an image that does not say.
pub(crate) const WORK_DIRECTORY: &str = "/opt/app-root/src";

/// A directory that is injected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Injection {
    /// Directory of this machine.
    pub source: String,
    /// Absolute directory of the image.
    pub destination: String,
}

impl Injection {
    /// Reads `SOURCE[:DESTINATION]`, several divided by `;`. Without a destination it is the working directory, and a
    /// relative one is joined to that.
    ///
    /// # Errors
    /// It has no source, or several destinations.
    pub fn parse(text: &str) -> Result<Vec<Self>, S2iError> {
        text.split(';').map(|part| Self::one(part.trim())).collect()
    }

    fn one(text: &str) -> Result<Self, S2iError> {
        let wrong = || S2iError::Mapping { text: text.to_owned() };
        let (source, destination) = text.split_once(':').unwrap_or((text, ""));
        if source.is_empty() || destination.contains(':') {
            return Err(wrong());
        }
        Ok(Self { source: source.to_owned(), destination: joined(WORK_DIRECTORY, destination) })
    }
}

/// A path joined to a directory unless it is absolute, and cleaned; `..` does not lead above the root.
pub(crate) fn joined(directory: &str, path: &str) -> String {
    let whole = if path.starts_with('/') { path.to_owned() } else { format!("{directory}/{path}") };
    let mut segments: Vec<&str> = Vec::new();
    for segment in whole.split('/') {
        match segment {
            "" | "." => {}
            ".." => _ = segments.pop(),
            other => segments.push(other),
        }
    }
    format!("/{}", segments.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations_are_made_absolute() {
        let cases = [
            ("/a:etc", Some(("/a", "/opt/app-root/src/etc"))),
            ("/a:/etc/conf", Some(("/a", "/etc/conf"))),
            ("/a", Some(("/a", "/opt/app-root/src"))),
            ("/a:./x/", Some(("/a", "/opt/app-root/src/x"))),
            (":x", None),
            ("/a:b:c", None),
            ("", None),
            ("/a;", None),
        ];
        for (text, expected) in cases {
            let found = Injection::parse(text).ok();
            let found = found.as_ref().map(|all| (all[0].source.as_str(), all[0].destination.as_str()));
            assert_eq!(found, expected, "{text}");
        }
        assert_eq!(Injection::parse("/a:x;/b:y").unwrap().len(), 2);
    }
}
