//! The files that make a directory a CPAN distribution.

use fieldmark_sdk::{File, Place, Repo};

/// The files, the nearest to the author first.
const NAMES: [&str; 3] = ["dist.ini", "Makefile.PL", "Build.PL"];

/// Where these files ask for a version of Perl, each with the text that stands before it.
const KEYS: [(&str, &str); 4] =
    [("dist.ini", "perl"), ("Makefile.PL", "MIN_PERL_VERSION"), ("Makefile.PL", "perl_version"), ("Build.PL", "perl")];

/// A CPAN distribution.
pub struct Distribution<'r> {
    /// Its files.
    pub files: Vec<File<'r>>,
}

impl<'r> Distribution<'r> {
    /// The distribution in a root.
    pub fn of(repo: &'r Repo<'r>) -> Option<Self> {
        let files: Vec<_> = NAMES.iter().filter_map(|name| repo.file(name)).collect();
        (!files.is_empty()).then_some(Self { files })
    }

    /// Where a module is named, as a word of its own.
    pub fn names(&self, module: &str) -> Option<Place> {
        self.files.iter().find_map(|file| file.lines().find(|line| has_word(line.code(), module)).map(|line| line.at))
    }

    /// The version of Perl that is asked for.
    pub fn perl(&self) -> Option<(&'r str, Place)> {
        self.files.iter().find_map(|file| {
            let keys = KEYS.iter().filter(|(name, _)| *name == file.name());
            keys.flat_map(|(_, key)| file.lines().filter_map(|line| Some((value(line.code(), key)?, line.at)))).next()
        })
    }
}

/// The version in META.json, which the tools of CPAN write.
pub fn from_meta<'r>(repo: &'r Repo<'r>) -> Option<(&'r str, Place)> {
    let node = repo.file("META.json")?.json()?.get(&["prereqs", "runtime", "requires", "perl"])?;
    Some((node.scalar()?, node.at))
}

/// The number after a key: `perl = 5.26`, `MIN_PERL_VERSION => '5.010'`, `perl_version '5.8.1';`.
fn value<'l>(code: &'l str, key: &str) -> Option<&'l str> {
    let rest = code.trim_start_matches(['"', '\'']).strip_prefix(key)?;
    let rest = rest.trim_start_matches([' ', '\t', '"', '\'', '=', '>', ',', '(']);
    let end = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '_' | 'v'))).unwrap_or(rest.len());
    let value = &rest[..end];
    value.contains(|c: char| c.is_ascii_digit()).then_some(value)
}

/// Whether a text holds a module's name that is not part of a longer one.
pub fn has_word(text: &str, word: &str) -> bool {
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | ':'));
    text.match_indices(word)
        .any(|(at, _)| !is_part(text[..at].chars().next_back()) && !is_part(text[at + word.len()..].chars().next()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn perl_version_is_found_in_each_file() {
        let cases = [
            ("dist.ini", "name = X\n[Prereqs]\nperl = 5.026\n", "5.026", 3),
            ("Makefile.PL", "WriteMakefile(\n  MIN_PERL_VERSION => '5.10.1',\n);\n", "5.10.1", 2),
            ("Makefile.PL", "use inc::Module::Install;\nperl_version '5.008001';\n", "5.008001", 2),
            ("Build.PL", "requires => {\n  'perl' => 'v5.36',\n}\n", "v5.36", 2),
        ];
        for (name, text, version, line) in cases {
            let repo = MemorySource::new([(name, text)]).into_repo();
            let (found, at) = Distribution::of(&repo).unwrap().perl().unwrap();
            assert_eq!((found, at.line), (version, Some(line)), "{name}");
        }
    }

    #[test]
    fn modules_are_whole_words() {
        assert!(has_word("'Dancer2' => 0", "Dancer2"));
        assert!(!has_word("'Dancer2::Plugin::X' => 0", "Dancer2"));
        assert!(!has_word("Dancer2", "Dancer"));
        assert!(has_word("éDancer", "Dancer"));
    }
}
