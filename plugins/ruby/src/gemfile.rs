//! The Gemfile, read line by line: it is a Ruby program, but nearly all are written as a list.

use crate::gems::Gem;
use crate::literal::{arguments, leading_strings, strings};
use fieldmark_sdk::{File, Line, Place};

/// What a Gemfile says.
#[derive(Debug, Default)]
pub struct Gemfile<'r> {
    /// The gems, in the order of the file.
    pub gems: Vec<Gem>,
    /// What it asks of Ruby itself.
    pub ruby: Option<(RubyWish<'r>, Place)>,
    /// Which implementation of Ruby it asks for, if that is not the reference.
    pub engine: Option<(&'r str, Place)>,
    /// Whether the gems of the gemspec belong to it.
    pub gemspec: bool,
}

/// How a Gemfile asks for a version of Ruby.
#[derive(Debug, PartialEq, Eq)]
pub enum RubyWish<'r> {
    /// As a requirement, comparisons joined by commas.
    Requirement(String),
    /// As the name of a file that holds it.
    File(&'r str),
}

impl<'r> Gemfile<'r> {
    /// Reads a Gemfile for a builder that does not install the groups `left_out`.
    pub fn read(file: File<'r>, left_out: &[&str]) -> Self {
        let mut gemfile = Self::default();
        // One entry for every open block: whether it lists gems that the builder leaves out, and whether it is a condition.
        let mut blocks: Vec<(bool, bool)> = Vec::new();
        let leaves_out = |groups| lists_only(groups, left_out);
        for line in file.lines() {
            let code = line.code();
            if code == "end" {
                blocks.pop();
            } else if opens_block(code) {
                let is_known = ["group", "source", "platforms", "platform", "git", "path"];
                let condition = !is_known.iter().any(|word| arguments(code, word).is_some());
                blocks.push((arguments(code, "group").is_some_and(leaves_out), condition));
            } else if let Some(rest) = arguments(code, "gem") {
                let left_out = blocks.iter().any(|(left_out, _)| *left_out);
                let installed = !left_out && !inline_groups(rest).is_some_and(leaves_out);
                let condition = [" if ", " unless ", "install_if"].iter().any(|word| rest.contains(word));
                let conditional = condition || blocks.iter().any(|(_, condition)| *condition);
                gemfile.gems.extend(gem(rest, installed, line.at).map(|gem| Gem { conditional, ..gem }));
            } else if let Some(rest) = arguments(code, "ruby") {
                gemfile.ruby = gemfile.ruby.or_else(|| Some((ruby(rest)?, line.at)));
                gemfile.engine = gemfile.engine.or_else(|| Some((engine(rest)?, line.at)));
            } else if code == "gemspec" || arguments(code, "gemspec").is_some() {
                gemfile.gemspec = true;
            }
        }
        gemfile
    }
}

fn opens_block(code: &str) -> bool {
    let begins = |word| arguments(code, word).is_some();
    code.ends_with(" do") || code.contains(" do |") || ["if", "unless", "case", "def"].into_iter().any(begins)
}

fn gem(rest: &str, installed: bool, at: Place) -> Option<Gem> {
    let strings = leading_strings(rest);
    let (name, requirements) = strings.split_first()?;
    Some(Gem { name: (*name).to_owned(), requirement: requirements.join(", "), installed, conditional: false, at })
}

fn ruby(rest: &str) -> Option<RubyWish<'_>> {
    if rest.contains("file:") || rest.contains(":file") || rest.contains("File.read") {
        return strings(rest).first().map(|name| RubyWish::File(name));
    }
    let requirements = leading_strings(rest);
    (!requirements.is_empty()).then(|| RubyWish::Requirement(requirements.join(", ")))
}

/// The implementation behind `engine:`, unless it is the reference.
fn engine(rest: &str) -> Option<&str> {
    let (_, value) = ["engine:", ":engine =>"].iter().find_map(|key| rest.split_once(key))?;
    strings(value).first().copied().filter(|engine| *engine != "ruby")
}

/// The text of `group:` or `groups:` among the arguments of `gem`.
fn inline_groups(arguments: &str) -> Option<&str> {
    let at = ["group:", "groups:", ":group =>", ":groups =>"]
        .iter()
        .find_map(|key| arguments.find(key).map(|at| at + key.len()))?;
    let rest = arguments[at..].trim_start();
    let end = if rest.starts_with('[') { rest.find(']') } else { rest.find(',') };
    Some(&rest[..end.unwrap_or(rest.len())])
}

/// Whether a list of groups names only these.
fn lists_only(groups: &str, left_out: &[&str]) -> bool {
    let word = |c: char| !(c.is_ascii_alphanumeric() || c == '_');
    let mut names = groups.split(word).filter(|name| !matches!(*name, "" | "do" | "optional" | "true")).peekable();
    names.peek().is_some() && names.all(|name| left_out.contains(&name))
}

/// The first line of a version file that says something.
pub fn version_file(file: File<'_>) -> Option<Line<'_>> {
    file.lines().find(|line| !line.code().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn read(text: &str, check: impl FnOnce(Gemfile<'_>)) {
        let repo = MemorySource::new([("Gemfile", text)]).into_repo();
        check(Gemfile::read(repo.file("Gemfile").unwrap(), &["development", "test"]));
    }

    #[test]
    fn gems_know_whether_the_builder_installs_them() {
        let text = "source 'https://rubygems.org'\ngit_source(:github) { |r| r }\ngem 'rails', '~> 7.1', '>= 7.1.2'\n\
            group :development, :test do\n  gem 'rspec'\n  platforms :mri do\n    gem 'byebug'\n  end\nend\n\
            group :production, :test do\n gem 'pg'\nend\ngem 'puma', group: :development\n\
            gem \"lint\", groups: [:test, :development], require: false\ngem('rack') # gem 'no'\n# gem 'none'\n";
        read(text, |gemfile| {
            let gems: Vec<_> = gemfile.gems.iter().map(|gem| (gem.name.as_str(), gem.installed)).collect();
            let expected = [
                ("rails", true),
                ("rspec", false),
                ("byebug", false),
                ("pg", true),
                ("puma", false),
                ("lint", false),
                ("rack", true),
            ];
            assert_eq!(gems, expected);
            assert_eq!(gemfile.gems[0].requirement, "~> 7.1, >= 7.1.2");
            assert_eq!(gemfile.gems[0].at.line, Some(3));
        });
    }

    #[test]
    fn ruby_is_asked_for_in_several_ways() {
        let requirement = |text: &str| Some(RubyWish::Requirement(text.to_owned()));
        let cases = [
            ("ruby '3.2.1'", requirement("3.2.1")),
            ("ruby \">= 3.1\", \"< 3.4\"", requirement(">= 3.1, < 3.4")),
            ("ruby '2.6.8', engine: 'jruby', engine_version: '9.3'", requirement("2.6.8")),
            ("ruby file: \".ruby-version\"", Some(RubyWish::File(".ruby-version"))),
            ("ruby File.read('.ruby-version').strip", Some(RubyWish::File(".ruby-version"))),
            ("ruby ENV['RUBY'] || '3.1'", None),
            ("ruby_version = '3.1'", None),
        ];
        for (text, expected) in cases {
            read(text, |gemfile| assert_eq!(gemfile.ruby.map(|(wish, _)| wish), expected, "{text}"));
        }
    }

    #[test]
    fn hostile_texts_are_read_to_the_end() {
        read("gem\ngem '\nend\nend\ngroup do\ngem \"a\nruby\nruby '\ngemspec\n", |gemfile| {
            assert!(gemfile.gems.is_empty() && gemfile.gemspec);
        });
    }
}
