//! `Gemfile.lock`.

use fieldmark_sdk::{File, Place, range};

/// What a lock file says.
pub struct Lock<'r> {
    /// The file.
    pub file: File<'r>,
    /// Gems with the version that is installed.
    pub specs: Vec<Spec<'r>>,
    /// `RUBY VERSION`, without the word `ruby`.
    pub ruby: Option<(&'r str, Place)>,
    /// The implementation that stands in brackets behind it: `jruby 9.4.8.0`.
    pub engine: Option<(&'r str, Place)>,
    /// `BUNDLED WITH`.
    pub bundler: Option<(&'r str, Place)>,
    /// `PLATFORMS`.
    pub platforms: Vec<(&'r str, Place)>,
    /// `DEPENDENCIES`: the gems that the Gemfile asked for.
    pub dependencies: Vec<&'r str>,
    /// The line in which the builder's run script finds puma.
    pub puma: Option<Place>,
}

/// An installed gem.
pub struct Spec<'r> {
    /// Its name.
    pub name: &'r str,
    /// Its version.
    pub version: &'r str,
    /// Where it stands.
    pub at: Place,
}

impl<'r> Lock<'r> {
    /// Reads a lock file.
    pub fn read(file: File<'r>) -> Self {
        let mut lock = Self {
            file,
            specs: Vec::new(),
            ruby: None,
            engine: None,
            bundler: None,
            platforms: Vec::new(),
            dependencies: Vec::new(),
            puma: None,
        };
        let mut section = "";
        for line in file.lines() {
            // The run script does no more than this: grep ' puma ' Gemfile.lock
            if lock.puma.is_none() && line.text.contains(" puma ") {
                lock.puma = Some(line.at);
            }
            let text = line.text.trim();
            if !line.text.starts_with(' ') {
                section = text;
            } else if section == "RUBY VERSION" {
                let (version, engine) = text.split_once(" (").unwrap_or((text, ""));
                lock.ruby = lock.ruby.or_else(|| Some((version.strip_prefix("ruby ")?, line.at)));
                lock.engine = Some((engine.trim_end_matches(')'), line.at)).filter(|(engine, _)| !engine.is_empty());
            } else if section == "BUNDLED WITH" {
                lock.bundler = lock.bundler.or(Some((text, line.at)));
            } else if section == "PLATFORMS" {
                lock.platforms.push((text, line.at));
            } else if section == "DEPENDENCIES" {
                lock.dependencies.push(text.split([' ', '!']).next().unwrap_or(text));
            } else if let Some((name, version)) = spec(line.text) {
                lock.specs.push(Spec { name, version, at: line.at });
            }
        }
        lock
    }

    /// The first line that holds a text: the builder's scripts look for no more (`grep`).
    pub fn line_with(&self, text: &str) -> Option<Place> {
        self.file.lines().find(|line| line.text.contains(text)).map(|line| line.at)
    }

    /// The installed gem with this name.
    pub fn spec(&self, name: &str) -> Option<&Spec<'r>> {
        self.specs.iter().find(|spec| spec.name == name)
    }
}

impl Spec<'_> {
    /// First place of its version.
    pub fn major(&self) -> Option<u32> {
        range::places(self.version)?.first().copied()
    }
}

/// `    puma (5.6.4)`: four blanks, no more, make an installed gem.
fn spec(line: &str) -> Option<(&str, &str)> {
    let line = line.strip_prefix("    ").filter(|rest| !rest.starts_with(' '))?;
    line.trim_end().strip_suffix(')')?.split_once(" (")
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    const LOCK: &str = "GEM\n  remote: https://rubygems.org/\n  specs:\n    nio4r (2.5.8)\n    puma (5.6.4)\n      nio4r (~> 2.0)\n    \
        rack (2.2.4)\n\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n  puma (~> 5.6)\n  rack\n\nRUBY VERSION\n   ruby 3.1.2p20\n\n\
        BUNDLED WITH\n   2.3.7\n";

    #[test]
    fn sections_are_told_apart() {
        let repo = MemorySource::new([("Gemfile.lock", LOCK)]).into_repo();
        let lock = Lock::read(repo.file("Gemfile.lock").unwrap());
        assert_eq!(lock.specs.len(), 3);
        assert_eq!(lock.spec("rack").unwrap().major(), Some(2));
        assert_eq!(lock.ruby.unwrap().0, "3.1.2p20");
        assert_eq!(lock.bundler.unwrap().0, "2.3.7");
        assert_eq!(lock.puma.unwrap().line, Some(5));
        assert_eq!(lock.platforms.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["ruby"]);
        assert_eq!(lock.dependencies, ["puma", "rack"]);
        assert_eq!(lock.line_with(" nio4r ").and_then(|at| at.line), Some(4));
        assert_eq!(lock.line_with(" rake "), None);
    }

    #[test]
    fn puma_is_looked_for_as_the_run_script_does() {
        for (text, found) in [("  puma\n", false), ("    puma (6)\n", true), ("    puma-dev (1)\n", false)] {
            let repo = MemorySource::new([("Gemfile.lock", text)]).into_repo();
            assert_eq!(Lock::read(repo.file("Gemfile.lock").unwrap()).puma.is_some(), found, "{text:?}");
        }
    }
}
