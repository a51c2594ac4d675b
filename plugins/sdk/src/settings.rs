//! What users and the host tell a plugin beside the repository.

use std::collections::BTreeMap;

/// Which generation of builder images and conventions counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Era {
    /// The builder images of today.
    #[default]
    Today,
    /// Those of OpenShift 3.5, spring 2017.
    OpenShift35,
}

/// What the key of a setting begins with that is a variable of the builder.
const VARIABLE: &str = "env.";

/// Settings of one call: `key=value` lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings(BTreeMap<String, String>);

impl Settings {
    /// Reads the text form. Lines without `=` are passed over: a newer host may say more than this SDK knows.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self(text.lines().filter_map(|line| line.split_once('=')).map(|(k, v)| (k.to_owned(), v.to_owned())).collect())
    }

    /// The value of a setting.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    /// Variables that the user gives the builder beside `.s2i/environment` (`-e NAME=VALUE`), by name: the settings
    /// `env.NAME=VALUE`, which the host hands to every plugin.
    pub fn variables(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().filter_map(|(key, value)| Some((key.strip_prefix(VARIABLE)?, value.as_str())))
    }

    /// The era that counts.
    #[must_use]
    pub fn era(&self) -> Era {
        if self.get("era") == Some("3.5") { Era::OpenShift35 } else { Era::Today }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn era_is_today_unless_stated() {
        assert_eq!(Settings::parse("").era(), Era::Today);
        assert_eq!(Settings::parse("era=3.5\nx=a=b\nnoise").era(), Era::OpenShift35);
        assert_eq!(Settings::parse("x=a=b").get("x"), Some("a=b"));
    }

    #[test]
    fn variables_are_the_settings_that_say_so() {
        let settings = Settings::parse("env.B=x=y\nera=3.5\nenv.A=\nenvironment=z");
        assert_eq!(settings.variables().collect::<Vec<_>>(), [("A", ""), ("B", "x=y")]);
    }
}
