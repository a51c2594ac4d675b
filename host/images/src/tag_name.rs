//! What the name of a tag says: version, base, variant.

use fieldmark_model::Version;

/// Words for an image with less in it than others.
const VARIANTS: [&str; 2] = ["minimal", "micro"];
/// Beginnings of the names of what images are made from; a number follows.
const BASES: [&str; 5] = ["ubi", "el", "rhel", "centos", "alpine"];

/// The parts of a tag's name such as `3.12-minimal-ubi9`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct TagName {
    /// The last number that is no part of a base.
    pub(crate) version: Option<Version>,
    /// What the image is made from.
    pub(crate) base: Option<String>,
    /// Which cut-down image it is.
    pub(crate) variant: Option<String>,
}

impl TagName {
    /// Takes a name apart at its dashes.
    pub(crate) fn parse(name: &str) -> Self {
        let mut parts = Self::default();
        for part in name.split('-') {
            if VARIANTS.contains(&part) {
                parts.variant = Some(part.to_owned());
            } else if is_base(part) {
                parts.base = Some(part.to_owned());
            } else if let Ok(version) = part.parse() {
                parts.version = Some(version);
            }
        }
        parts
    }
}

/// The number in the name of a base: 9 in `ubi9`.
pub(crate) fn base_number(base: &str) -> Option<u32> {
    base[base.find(|c: char| c.is_ascii_digit())?..].parse().ok()
}

fn is_base(part: &str) -> bool {
    let number = |rest: &str| !rest.is_empty() && rest.bytes().all(|c| c.is_ascii_digit());
    BASES.iter().any(|base| part.strip_prefix(base).is_some_and(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_says_version_base_and_variant() {
        // image-streams.md 3 and 7.
        let cases = [
            ("3.12-ubi9", "3.12", "ubi9", ""),
            ("3.12-minimal-ubi10", "3.12", "ubi10", "minimal"),
            ("22-ubi9-minimal", "22", "ubi9", "minimal"),
            ("2.4-micro-el9", "2.4", "el9", "micro"),
            ("openjdk-17-ubi8", "17", "ubi8", ""),
            ("10.0", "10.0", "", ""),
            ("2.4-el8", "2.4", "el8", ""),
            ("latest", "", "", ""),
            ("elephant", "", "", ""),
            ("ubi8", "", "ubi8", ""),
        ];
        for (name, version, base, variant) in cases {
            let parts = TagName::parse(name);
            assert_eq!(parts.version.map(|version| version.to_string()).unwrap_or_default(), version, "{name}");
            assert_eq!(parts.base.unwrap_or_default(), base, "{name}");
            assert_eq!(parts.variant.unwrap_or_default(), variant, "{name}");
        }
    }
}
