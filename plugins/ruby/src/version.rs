//! Which Ruby.
//!
//! | place | read as | binding |
//! |---|---|---|
//! | `.ruby-version` | one version | no |
//! | mise, asdf, Devbox, `.prototools` | one version | no |
//! | `mri` of `buildpack.yml`, `type` of `.platform.app.yaml` and `.upsun/config.yaml`, `apprunner.yaml` | a range, `ruby:3.3` | no |
//! | `ruby` of the Gemfile | a requirement; a file that it names makes that file binding | Bundler refuses any other |
//! | `RUBY VERSION` of Gemfile.lock | one version | no |
//! | `required_ruby_version` of the gemspec | a requirement | RubyGems refuses any other |
//!
//! The first that is understood counts, unless a binding one contradicts it; ranges are narrowed down by what the others
//! ask for. The builder has the reference implementation only: JRuby and TruffleRuby are told.

use crate::gemfile::{RubyWish, version_file};
use crate::project::Project;
use fieldmark_sdk::platform_versions::platform_versions;
use fieldmark_sdk::range::gem;
use fieldmark_sdk::{Verdict, VersionWish, settle, tool_versions};

/// States the version, from the places in their order.
pub fn state(project: &Project<'_>, verdict: &mut Verdict) {
    settle(verdict, &wishes(project));
    let listed = project.listed.engine;
    let locked = project.lock.as_ref().and_then(|lock| lock.engine);
    if let Some((engine, at)) = listed.or(locked) {
        let note = format!("{engine} is asked for, but the builder runs the reference implementation of Ruby only");
        verdict.warn("ruby.other-engine", at, note);
    }
}

fn wishes(project: &Project<'_>) -> Vec<VersionWish> {
    let mut wishes = Vec::new();
    if let Some(line) = project.repo.file(".ruby-version").and_then(version_file) {
        wishes.push(pin(line.code(), line.at, ".ruby-version"));
    }
    let proto = || project.repo.file(".prototools")?.toml()?.text(&["ruby"]);
    if let Some((text, at)) = tool_versions::tool_version(project.repo, &["ruby"]).or_else(proto) {
        wishes.push(pin(text, at, "the version manager's file"));
    }
    wishes.extend(platform_versions(project.repo, &["ruby", "mri"]));
    wishes.extend(from_gemfile(project));
    if let Some((text, at)) = project.lock.as_ref().and_then(|lock| lock.ruby) {
        wishes.push(pin(text, at, "Gemfile.lock"));
    }
    if let Some((text, at)) = &project.described.ruby {
        let range = gem::requirement(text);
        wishes.push(VersionWish { text: text.clone(), at: *at, asker: "the gemspec".into(), range, enforced: true });
    }
    wishes
}

/// `ruby file:` names one of the files that were read before: it only makes that file binding.
fn from_gemfile(project: &Project<'_>) -> Option<VersionWish> {
    let (wish, at) = project.listed.ruby.as_ref()?;
    match wish {
        RubyWish::Requirement(text) => {
            let range = gem::requirement(text);
            Some(VersionWish { text: text.clone(), at: *at, asker: "the Gemfile".into(), range, enforced: true })
        }
        RubyWish::File(".ruby-version" | ".tool-versions" | "mise.toml" | ".mise.toml") => None,
        RubyWish::File(name) => {
            let line = version_file(project.repo.file(name)?)?;
            Some(pin(line.code(), line.at, "the file the Gemfile names"))
        }
    }
}

/// One version, perhaps with the name of the implementation: `3.2.1`, `ruby-3.2.1`, `latest`.
fn pin(text: &str, at: fieldmark_sdk::Place, asker: &'static str) -> VersionWish {
    let number = text.strip_prefix("ruby-").unwrap_or(text);
    let exact = number.bytes().next().is_some_and(|first| first.is_ascii_digit());
    let range =
        if number == "latest" { Some(String::new()) } else { exact.then(|| gem::requirement(number)).flatten() };
    VersionWish { text: text.to_owned(), at, asker: asker.into(), range, enforced: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn version(files: &[(&str, &str)]) -> (Option<String>, Option<String>, usize) {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let mut verdict = Verdict::new("ruby");
        state(&Project::read(&repo), &mut verdict);
        (verdict.get("version").map(str::to_owned), verdict.builder_version.clone(), verdict.warnings.len())
    }

    #[test]
    fn version_file_goes_before_the_gemfile_unless_they_disagree() {
        let some = |text: &str| Some(text.to_owned());
        let agree = [(".ruby-version", "ruby-3.2.1\n"), ("Gemfile", "ruby '~> 3.1'")];
        assert_eq!(version(&agree), (some("ruby-3.2.1"), some("=3.2.1"), 0));
        let disagree = [(".ruby-version", "2.7.8\n"), ("Gemfile", "ruby '~> 3.1'")];
        assert_eq!(version(&disagree), (some("~> 3.1"), some(">=3.1, <4"), 1));
        let named = [(".ruby-version", "3.3.0\n"), ("Gemfile", "ruby file: '.ruby-version'")];
        assert_eq!(version(&named), (some("3.3.0"), some("=3.3.0"), 0));
        assert_eq!(version(&[(".ruby-version", "jruby-9.4\n")]), (some("jruby-9.4"), None, 1));
        assert_eq!(version(&[("mise.toml", "[tools]\nruby = 'latest'")]), (some("latest"), some(""), 0));
        assert_eq!(version(&[(".prototools", "ruby = \"3.4\"\n")]), (some("3.4"), some("=3.4"), 0));
        let platform = (".upsun/config.yaml", "applications:\n  a:\n    type: ruby:3.4\n");
        assert_eq!(version(&[platform, ("Gemfile", "ruby '>= 3.2'")]), (some("3.4"), some("=3.4"), 0));
        assert_eq!(version(&[("buildpack.yml", "mri:\n  version: 3.2.*\n")]), (some("3.2.*"), some("=3.2"), 0));
        assert_eq!(version(&[("devbox.json", r#"{"packages": ["ruby@3.3"]}"#), platform]).0, some("3.3"));
        let lock = "RUBY VERSION\n   ruby 3.3.4p94\n";
        let narrowed = [("Gemfile", "ruby '>= 3.2', '< 3.5'"), ("Gemfile.lock", lock)];
        assert_eq!(version(&narrowed), (some(">= 3.2, < 3.5"), some("=3.3.4"), 0));
    }

    #[test]
    fn other_implementations_are_told() {
        let some = |text: &str| Some(text.to_owned());
        let listed = [("Gemfile", "ruby '3.1.4', engine: 'jruby', engine_version: '9.4.8.0'")];
        assert_eq!(version(&listed), (some("3.1.4"), some("=3.1.4"), 1));
        let locked = [("Gemfile", ""), ("Gemfile.lock", "RUBY VERSION\n   ruby 3.1.4p0 (jruby 9.4.8.0)\n")];
        assert_eq!(version(&locked), (some("3.1.4p0"), some("=3.1.4"), 1));
        assert_eq!(version(&[("Gemfile", "ruby '3.1.4', engine: 'ruby'")]).2, 0);
    }
}
