//! Names of what comes out (new-app.md 7).

use crate::Refusal;
use std::collections::HashMap;

/// Longest name of an object.
const MAX: usize = 253;
/// Longest name that may be asked for: `-<n>` and `-build` have to fit behind it.
const MAX_GIVEN: usize = 58;
/// Longest name that is made, where services have to bear it.
const MAX_MADE: usize = 58;

/// Whether a name may be asked for: a DNS-1035 label of at most 58 characters.
pub(crate) fn check(name: &str) -> Result<(), Refusal> {
    let inner = name.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-');
    let starts = name.starts_with(|c: char| c.is_ascii_lowercase());
    if inner && starts && !name.ends_with('-') && name.len() <= MAX_GIVEN {
        Ok(())
    } else {
        Err(Refusal::Name { name: name.to_owned() })
    }
}

/// Last part of a repository's address without `.git`.
pub(crate) fn of_address(address: &str) -> String {
    let path = address.trim_end_matches('/');
    let last = path.rsplit(['/', ':']).next().unwrap_or_default();
    last.strip_suffix(".git").unwrap_or(last).to_owned()
}

/// Gives each thing a name of its own.
#[derive(Debug, Default)]
pub(crate) struct Names {
    used: HashMap<String, usize>,
    /// Whether names are cleaned as `oc` does.
    compat: bool,
}

impl Names {
    pub(crate) fn new(compat: bool) -> Self {
        Self { used: HashMap::new(), compat }
    }

    /// A name that nothing else has, made of a suggestion; `None` when nothing can be made of it.
    pub(crate) fn unique(&mut self, suggestion: &str) -> Option<String> {
        let base = if self.compat { cleaned_as_recorded(suggestion)? } else { cleaned(suggestion)? };
        let count = self.used.entry(base.clone()).or_default();
        let name = if *count == 0 { base.clone() } else { numbered(&base, *count) };
        *count += 1;
        Some(name)
    }
}

/// What `oc` makes of a suggestion. Its length is looked at before anything is deleted, so that `_-_` becomes nothing.
fn cleaned_as_recorded(suggestion: &str) -> Option<String> {
    if suggestion.len() < 2 {
        return None;
    }
    let lower = suggestion.to_lowercase();
    let kept: String = lower.chars().filter(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '-').collect();
    let kept = kept.trim_start_matches('-');
    Some(kept[..kept.len().min(MAX)].to_owned())
}

/// A DNS-1035 label: `-` stands for what no name may have, and a name that begins with a digit or has one character
/// only gets `app-` before it.
fn cleaned(suggestion: &str) -> Option<String> {
    let lower = suggestion.to_lowercase();
    let mut kept = String::new();
    for c in lower.chars() {
        if c.is_ascii_lowercase() || c.is_ascii_digit() {
            kept.push(c);
        } else if !kept.is_empty() && !kept.ends_with('-') {
            kept.push('-');
        }
    }
    let kept = kept.trim_end_matches('-');
    if kept.is_empty() {
        return None;
    }
    let whole = if kept.len() == 1 || kept.starts_with(|c: char| c.is_ascii_digit()) {
        format!("app-{kept}")
    } else {
        kept.to_owned()
    };
    Some(whole[..whole.len().min(MAX_MADE)].trim_end_matches('-').to_owned())
}

/// A name with a number, shortened by a hash of the whole when it would be too long.
fn numbered(base: &str, number: usize) -> String {
    let suffix = format!("-{number}");
    if base.len() + suffix.len() <= MAX {
        return format!("{base}{suffix}");
    }
    let hash = format!("-{:08x}", fnv1a(base));
    format!("{}{hash}{suffix}", &base[..MAX - hash.len() - suffix.len()])
}

/// FNV-1a with 32 bits.
fn fnv1a(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recorded_names_come_out() {
        // new-app.md 7.
        let cases = [
            ("Emby.One", Some("embyone")),
            ("Shop_Front.v2", Some("shopfrontv2")),
            ("9lives", Some("9lives")),
            ("test-_test", Some("test-test")),
            ("@-MyRepo", Some("myrepo")),
            ("t", None),
            ("_Weird--Name_", Some("weird--name")),
            ("_-_", Some("")),
        ];
        for (suggestion, name) in cases {
            assert_eq!(Names::new(true).unique(suggestion).as_deref(), name, "{suggestion}");
        }
    }

    #[test]
    fn better_names_can_be_borne_by_every_object() {
        let cases = [
            ("Shop_Front.v2", Some("shop-front-v2")),
            ("9lives", Some("app-9lives")),
            ("x", Some("app-x")),
            ("_-_", None),
            ("_Weird--Name_", Some("weird-name")),
            ("", None),
        ];
        for (suggestion, name) in cases {
            let made = Names::new(false).unique(suggestion);
            assert_eq!(made.as_deref(), name, "{suggestion}");
            assert!(made.is_none_or(|made| check(&made).is_ok()), "{suggestion}");
        }
    }

    #[test]
    fn used_names_are_numbered() {
        let mut names = Names::new(true);
        let made: Vec<_> = (0..3).filter_map(|_| names.unique("one")).collect();
        assert_eq!(made, ["one", "one-1", "one-2"]);
        let long = "a".repeat(300);
        let mut names = Names::new(true);
        let (first, second) = (names.unique(&long).unwrap(), names.unique(&long).unwrap());
        assert_eq!(first.len(), 253);
        assert_eq!(second.len(), 253);
        assert!(second.starts_with("aaa") && second.ends_with("-1"), "{second}");
    }

    #[test]
    fn given_names_are_labels_of_at_most_58_characters() {
        // new-app.md 7.
        for good in ["shop", "a-1", &"a".repeat(58)] {
            assert!(check(good).is_ok(), "{good}");
        }
        for bad in ["My_App", "9a", "-a", "a-", "", &"a".repeat(59)] {
            assert_eq!(check(bad).unwrap_err().code(), "new-app.name", "{bad}");
        }
    }

    #[test]
    fn addresses_end_in_a_name() {
        let cases = [
            ("https://host.example/acme/shop.git", "shop"),
            ("git@host.example:acme/none.git", "none"),
            ("git@host.example:none.git", "none"),
            ("https://host.example/acme/shop/", "shop"),
            ("https://host.example/a.b", "a.b"),
        ];
        for (address, name) in cases {
            assert_eq!(of_address(address), name, "{address}");
        }
    }
}
