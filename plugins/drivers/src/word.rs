//! Dependencies that are words of a line: in ecosystems whose manifests need no more than that.

use crate::demand::{Demands, Scope};
use crate::driver;
use fieldmark_sdk::{File, Line};

/// How a line names a dependency.
#[derive(Clone, Copy)]
enum Form {
    /// Before a colon or an equals sign, quoted or not: `pg:`, `pog = ">= 3"`, `"dpq2": "~>1.1"`.
    Key,
    /// The beginning of what is quoted: `requires "redis >= 0.3"`.
    Quoted,
    /// Between blanks, commas and brackets: `build-depends: base, hedis`.
    Listed,
}

/// A manifest by its name or extension, how it names dependencies, and what is known of them.
type Manifest = (&'static str, Form, &'static [(&'static str, &'static str)]);

const MANIFESTS: &[Manifest] = &[
    ("shard.yml", Form::Key, driver::SHARDS),
    ("pubspec.yaml", Form::Key, driver::PUB),
    ("gleam.toml", Form::Key, driver::GLEAM),
    ("Project.toml", Form::Key, driver::JULIA),
    ("dub.json", Form::Quoted, driver::DUB),
    ("dub.sdl", Form::Quoted, driver::DUB),
    ("cpanfile", Form::Quoted, driver::CPAN),
    ("Package.swift", Form::Quoted, driver::SWIFT),
    (".nimble", Form::Quoted, driver::NIMBLE),
    ("project.clj", Form::Listed, driver::CLOJARS),
    ("deps.edn", Form::Listed, driver::CLOJARS),
    (".cabal", Form::Listed, driver::HACKAGE),
    ("package.yaml", Form::Listed, driver::HACKAGE),
    ("DESCRIPTION", Form::Listed, driver::CRAN),
    ("dune", Form::Listed, driver::OPAM),
    (".opam", Form::Listed, driver::OPAM),
    ("rebar.config", Form::Listed, driver::REBAR),
];

/// Reads the dependencies of one file, if it is one of these manifests.
pub fn read(file: File<'_>, demands: &mut Demands) {
    let is_named = |name: &str| if name.starts_with('.') { file.name().ends_with(name) } else { file.name() == name };
    let Some((_, form, table)) = MANIFESTS.iter().find(|(name, ..)| is_named(name)) else { return };
    let mut scope = Scope::Run;
    for line in file.lines() {
        if let (Form::Key, Some(section)) = (form, section(line.text)) {
            scope = if section.contains("dev") { Scope::Development } else { Scope::Run };
        }
        for word in words(*form, &line) {
            if let Some(service) = driver::of(table, word) {
                demands.add(service, scope, line.at);
            }
        }
    }
}

/// The name of a section that begins here: `development_dependencies:`, `[dev-dependencies]`.
fn section(line: &str) -> Option<&str> {
    let name = line.strip_prefix('[').and_then(|rest| rest.split(']').next());
    name.or_else(|| {
        line.trim_end().strip_suffix(':').filter(|name| name.bytes().all(|c| c.is_ascii_lowercase() || c == b'_'))
    })
}

fn words<'t>(form: Form, line: &Line<'t>) -> Vec<&'t str> {
    let text = line.text.trim();
    if ["#", "//", ";", "--", "%"].iter().any(|comment| text.starts_with(comment)) {
        return Vec::new();
    }
    match form {
        Form::Key => {
            let quoted = text.strip_prefix('"').and_then(|rest| rest.split_once('"')).map(|(key, _)| key);
            let plain = || text.split([':', '=']).next().map(str::trim).filter(|key| key.len() < text.len());
            quoted.or_else(plain).into_iter().collect()
        }
        Form::Quoted => text.split(['"', '\'']).skip(1).step_by(2).map(beginning).collect(),
        Form::Listed => {
            let is_end = |c: char| c.is_whitespace() || ",[](){}\"<>=^".contains(c);
            text.split(is_end).filter(|word| !word.is_empty()).collect()
        }
    }
}

/// The name in what is quoted: the last part of an address, without what comes behind a name.
fn beginning(text: &str) -> &str {
    let name = text.split(|c: char| c.is_whitespace() || "<>=~^".contains(c)).next().unwrap_or_default();
    let name = if name.contains("://") { name.rsplit('/').next().unwrap_or_default() } else { name };
    name.trim_end_matches(".git")
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::Verdict;
    use fieldmark_sdk::testing::MemorySource;

    fn services(name: &str, text: &str) -> Vec<String> {
        let repo = MemorySource::new([(name, text)]).into_repo();
        let mut demands = Demands::default();
        repo.files().for_each(|file| read(file, &mut demands));
        let mut verdict = Verdict::new("drivers");
        demands.state(&mut verdict);
        verdict.attributes.into_iter().map(|attribute| attribute.value).collect()
    }

    #[test]
    fn every_form_names_its_dependencies() {
        for (name, text, expected) in [
            ("shard.yml", "name: x\ndependencies:\n  pg:\n    github: will/crystal-pg\n", "postgresql"),
            ("pubspec.yaml", "dependencies:\n  mongo_dart: ^0.10.0\n", "mongodb"),
            ("gleam.toml", "[dependencies]\npog = \">= 3.0.0\"\n", "postgresql"),
            ("dub.json", "{\n  \"dependencies\": {\n    \"mysql-native\": \"~>3\"\n  }\n}", "mysql"),
            ("cpanfile", "requires 'DBD::Pg', '>= 3';\n", "postgresql"),
            ("Package.swift", ".package(url: \"https://git.example/vapor/redis.git\", from: \"4.0.0\")", "redis"),
            ("x.nimble", "requires \"redis >= 0.3\"\n", "redis"),
            ("deps.edn", "{:deps {com.taoensso/carmine {:mvn/version \"3\"}}}", "redis"),
            ("x.cabal", "  build-depends: base, hedis >= 0.15, text\n", "redis"),
            ("DESCRIPTION", "Imports:\n    shiny,\n    RPostgres (>= 1.4)\n", "postgresql"),
            ("bin/dune", "(libraries dream caqti-driver-postgresql)", "postgresql"),
            ("rebar.config", "{deps, [{epgsql, \"4.7.1\"}]}.", "postgresql"),
        ] {
            assert_eq!(services(name, text), [expected], "{name}");
        }
    }

    #[test]
    fn comments_and_prose_name_none() {
        for (name, text) in [
            ("shard.yml", "description: needs pg\n# pg:\n"),
            ("cpanfile", "# requires 'DBD::Pg';\n"),
            ("x.nimble", "description = \"keeps things in redis\"\n"),
            ("deps.edn", ";; com.taoensso/carmine\n"),
            ("other.yml", "pg:\n"),
        ] {
            assert_eq!(services(name, text), [""; 0], "{name}");
        }
    }
}
