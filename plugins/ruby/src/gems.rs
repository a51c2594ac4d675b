//! Gems that a project asks for.

use fieldmark_sdk::Place;

/// One dependency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gem {
    /// Its name.
    pub name: String,
    /// The requirement as RubyGems writes it, comparisons joined by commas; empty for none.
    pub requirement: String,
    /// Whether the builder installs it: in production it leaves the groups `development` and `test` out.
    pub installed: bool,
    /// Whether it depends on something that is not known here.
    pub conditional: bool,
    /// Where it is asked for.
    pub at: Place,
}

/// Gems of other people's projects: they check, test, package or document, and are no part of what runs. A Gemfile
/// with nothing else belongs to a mobile application, an infrastructure repository or a library in another language.
const TOOLS: [&str; 38] = [
    "activesupport",
    "asciidoctor",
    "asciidoctor-pdf",
    "base64",
    "bigdecimal",
    "bundler",
    "bundler-audit",
    "byebug",
    "cocoapods",
    "concurrent-ruby",
    "danger",
    "dotenv",
    "fastlane",
    "fpm",
    "guard",
    "html-proofer",
    "json",
    "kramdown",
    "licensed",
    "logger",
    "mdl",
    "minitest",
    "mutex_m",
    "nkf",
    "overcommit",
    "pdk",
    "pry",
    "puppet",
    "rake",
    "rspec",
    "rubocop",
    "sass",
    "scss_lint",
    "simplecov",
    "test-unit",
    "travis",
    "xcodeproj",
    "xcpretty",
];

/// Beginnings of names of such gems.
const TOOL_FAMILIES: [&str; 11] = [
    "danger-",
    "fastlane-",
    "cocoapods-",
    "guard-",
    "kitchen-",
    "puppet-",
    "puppetlabs",
    "rspec-",
    "rubocop-",
    "simplecov-",
    "voxpupuli",
];

impl Gem {
    /// Whether it is a tool, no part of an application.
    pub fn is_tool(&self) -> bool {
        TOOLS.contains(&self.name.as_str()) || TOOL_FAMILIES.iter().any(|family| self.name.starts_with(family))
    }
}
