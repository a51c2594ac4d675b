//! `composer.json`.

use fieldmark_sdk::{Document, Entry, File, Place};

/// Packages that check, test or document and are no part of what runs, by their vendors.
const TOOL_VENDORS: [&str; 9] = [
    "dealerdirect/",
    "friendsofphp/",
    "pestphp/",
    "phpcompatibility/",
    "phpstan/",
    "phpunit/",
    "squizlabs/",
    "vimeo/psalm",
    "wp-coding-standards/",
];

/// What a `composer.json` says.
pub struct Composer<'r> {
    /// The file.
    pub file: File<'r>,
    /// Its contents; none if it could not be parsed.
    document: Option<&'r Document>,
}

impl<'r> Composer<'r> {
    /// Reads a `composer.json`.
    pub fn read(file: File<'r>) -> Self {
        Self { file, document: file.json() }
    }

    /// Where a package is required.
    pub fn requires(&self, package: &str) -> Option<Place> {
        self.required().iter().find(|entry| entry.key.eq_ignore_ascii_case(package)).map(|entry| entry.at)
    }

    /// The packages that are required, PHP itself and its extensions left out.
    pub fn packages(&self) -> impl Iterator<Item = (&'r str, Place)> {
        self.required().iter().filter(|entry| entry.key.contains('/')).map(|entry| (entry.key.as_str(), entry.at))
    }

    /// Where packages for development are required, if there are any.
    pub fn requires_for_development(&self) -> Option<Place> {
        self.document?.entries(&["require-dev"]).first().map(|entry| entry.at)
    }

    fn required(&self) -> &'r [Entry] {
        self.document.map_or(&[], |document| document.entries(&["require"]))
    }

    /// The text at a path of keys.
    pub fn text(&self, path: &[&str]) -> Option<(&'r str, Place)> {
        self.document?.text(path)
    }

    /// Whether it calls itself a part of other applications: a theme, a plugin, a bundle.
    pub fn is_an_extension(&self) -> bool {
        const KINDS: [&str; 7] = ["plugin", "theme", "module", "bundle", "extension", "component", "profile"];
        self.text(&["type"]).is_some_and(|(kind, _)| KINDS.iter().any(|end| kind.ends_with(end)))
    }

    /// Whether it calls itself a library.
    pub fn is_a_library(&self) -> bool {
        self.text(&["type"]).is_some_and(|(kind, _)| kind == "library")
    }

    /// Whether it has a name and autoloads classes, as a package for others does.
    pub fn is_published(&self) -> bool {
        let has = |key| self.document.is_some_and(|document| document.get(&[key]).is_some());
        has("name") && has("autoload") && self.text(&["type"]).is_none()
    }

    /// Whether it requires nothing but PHP itself and checkers.
    pub fn lists_tools_only(&self) -> bool {
        let is_tool = |package: &str| TOOL_VENDORS.iter().any(|vendor| package.starts_with(vendor));
        let is_platform = |package: &str| package == "php" || package.starts_with("ext-");
        self.document.is_some() && self.required().iter().all(|entry| is_platform(&entry.key) || is_tool(&entry.key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn check(text: &str, check: impl FnOnce(Composer<'_>)) {
        let repo = MemorySource::new([("composer.json", text)]).into_repo();
        check(Composer::read(repo.file("composer.json").unwrap()));
    }

    #[test]
    fn packages_are_found_with_their_lines_and_without_case() {
        check("{\n \"require\": {\n  \"Slim/Slim\": \"^4\"\n }\n}", |composer| {
            assert_eq!(composer.requires("slim/slim").unwrap().line, Some(3));
            assert!(composer.requires("slim").is_none() && !composer.lists_tools_only());
        });
    }

    #[test]
    fn kinds_are_told_apart() {
        check(r#"{ "type": "symfony-bundle" }"#, |c| assert!(c.is_an_extension() && !c.is_a_library()));
        check(r#"{ "type": "library" }"#, |c| assert!(!c.is_an_extension() && c.is_a_library()));
        check(r#"{ "name": "a/b", "autoload": {}, "type": "project" }"#, |c| assert!(!c.is_published()));
        check(r#"{ "require": { "php": "^8", "ext-json": "*", "phpunit/phpunit": "*" } }"#, |c| {
            assert!(c.lists_tools_only());
        });
        check("{", |c| assert!(!c.lists_tools_only() && !c.is_published()));
    }
}
