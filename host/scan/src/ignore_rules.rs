//! The rules of one `.gitignore`, or of what is left out in the same form.
//!
//! The `ignore` crate makes regular expressions of them, which takes longer in a tree of many such files than all else in
//! the walk. Here names and paths are looked up, and what has signs is compared; a test holds the two against each other.

use crate::wildcard::Wildcard;
use std::cmp::Ordering;

/// What paths are left out, relative to the directory that the file stands in.
#[derive(Debug, Default)]
pub(crate) struct IgnoreRules {
    /// Names at any depth, sorted.
    names: Vec<(String, Rule)>,
    /// Which names are surely not among them, by a few of their bits.
    seen: u64,
    /// Paths from the directory on, sorted.
    paths: Vec<(String, Rule)>,
    /// What has signs in it, over names at any depth and over paths.
    name_wildcards: Vec<(Wildcard, Rule)>,
    path_wildcards: Vec<(Wildcard, Rule)>,
}

/// One line; of those that match the last one counts.
#[derive(Debug, Clone, Copy)]
struct Rule {
    line: usize,
    /// Whether it takes back what an earlier one leaves out.
    keeps: bool,
    only_directories: bool,
}

impl IgnoreRules {
    /// Reads a file. What is no rule is passed over, as Git does.
    pub(crate) fn parse(text: &str) -> Self {
        let mut rules = Self::default();
        for (number, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let _ = rules.line(number, line);
        }
        rules.sorted()
    }

    /// Reads lines that somebody gives.
    ///
    /// # Errors
    /// A line is malformed: its number, and what is wrong in words.
    pub(crate) fn strict<'l>(lines: impl Iterator<Item = &'l str>) -> Result<Self, (usize, &'static str)> {
        let mut rules = Self::default();
        for (number, line) in lines.enumerate() {
            rules.line(number, line).map_err(|problem| (number, problem))?;
        }
        Ok(rules.sorted())
    }

    fn sorted(mut self) -> Self {
        self.names.sort_by(|(one, _), (other, _)| one.cmp(other));
        self.paths.sort_by(|(one, _), (other, _)| one.cmp(other));
        self.seen = self.names.iter().fold(0, |seen, (name, _)| seen | bit(name));
        self
    }

    /// Whether there are none.
    pub(crate) const fn is_empty(&self) -> bool {
        self.names.is_empty()
            && self.paths.is_empty()
            && self.name_wildcards.is_empty()
            && self.path_wildcards.is_empty()
    }

    /// Whether a path with this last part is left out (`true`), kept (`false`) or not spoken of.
    pub(crate) fn leave_out(&self, path: &str, name: &str, is_directory: bool) -> Option<bool> {
        let mut last: Option<Rule> = None;
        let mut counts = |rule: &Rule| {
            if (is_directory || !rule.only_directories) && last.is_none_or(|last| last.line < rule.line) {
                last = Some(*rule);
            }
        };
        if self.seen & bit(name) != 0 {
            equal(&self.names, name).for_each(&mut counts);
        }
        equal(&self.paths, path).for_each(&mut counts);
        for (wildcards, text) in [(&self.name_wildcards, name), (&self.path_wildcards, path)] {
            let matching = wildcards.iter().filter(|(wildcard, _)| wildcard.matches(text));
            matching.map(|(_, rule)| rule).for_each(&mut counts);
        }
        last.map(|rule| !rule.keeps)
    }

    fn line(&mut self, number: usize, line: &str) -> Result<(), &'static str> {
        let text = if line.ends_with("\\ ") { line } else { line.trim_end() };
        if text.starts_with('#') {
            return Ok(());
        }
        let (keeps, text) = text.strip_prefix('!').map_or((false, text), |text| (true, text));
        let (from_here, text) = text.strip_prefix('/').map_or((false, text), |text| (true, text));
        let (only_directories, text) = match text.strip_suffix('/') {
            Some(text) => (true, text.strip_suffix('\\').unwrap_or(text)),
            None => (false, text),
        };
        let rule = Rule { line: number, keeps, only_directories };
        // `**/name` is no more than `name`.
        let name = text.strip_prefix("**/").filter(|_| !from_here).unwrap_or(text);
        let anywhere = !from_here && !name.contains('/');
        let text = if anywhere { name } else { text };
        let has_signs = text.contains(['*', '?', '[', '\\']);
        match (anywhere, has_signs) {
            _ if text.is_empty() => {}
            (true, false) => self.names.push((text.to_owned(), rule)),
            (false, false) => self.paths.push((text.to_owned(), rule)),
            (true, true) => self.name_wildcards.push((Wildcard::parse(text)?, rule)),
            (false, true) => self.path_wildcards.push((Wildcard::parse(text)?, rule)),
        }
        Ok(())
    }
}

/// The rules for exactly this text.
fn equal<'r>(rules: &'r [(String, Rule)], text: &str) -> impl Iterator<Item = &'r Rule> {
    let first = rules.partition_point(|(own, _)| own.as_str().cmp(text) == Ordering::Less);
    rules[first..].iter().take_while(move |(own, _)| own == text).map(|(_, rule)| rule)
}

/// A bit for a name: lengths and last letters differ most.
fn bit(name: &str) -> u64 {
    let last = name.bytes().next_back().unwrap_or_default();
    1 << ((name.len() * 7 + usize::from(last)) % 64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ignore::gitignore::GitignoreBuilder;
    use proptest::prelude::*;

    /// What the `ignore` crate says of the same lines.
    fn reference(text: &str, path: &str, is_directory: bool) -> Option<bool> {
        let mut builder = GitignoreBuilder::new("");
        // Nothing after a `!` is nothing for Git, and everything for the crate.
        for line in text.lines().filter(|line| !matches!(line.trim_end(), "!" | "!/")) {
            let _ = builder.add_line(None, line);
        }
        let matched = builder.build().unwrap();
        let matched = matched.matched(path, is_directory);
        (!matched.is_none()).then(|| matched.is_ignore())
    }

    fn ours(text: &str, path: &str, is_directory: bool) -> Option<bool> {
        IgnoreRules::parse(text).leave_out(path, path.rsplit('/').next().unwrap(), is_directory)
    }

    #[test]
    fn lines_have_the_meaning_that_git_gives_them() {
        let text = "# no\n\n*.log\n!keep.log\n/top\nsub/dir\nbuild/\n*.py[cod]\n**/deep\nall/**\n\\#hash\n\\!bang\nend\\ \n \
                    trailing   \n[Bb]in\nx*y*z\n";
        for (path, is_directory, expected) in [
            ("a/b.log", false, Some(true)),
            ("a/keep.log", false, Some(false)),
            ("top", false, Some(true)),
            ("a/top", false, None),
            ("sub/dir", true, Some(true)),
            ("a/sub/dir", true, None),
            ("a/build", true, Some(true)),
            ("a/build", false, None),
            ("a.pyc", false, Some(true)),
            ("a.pyx", false, None),
            ("a/deep", false, Some(true)),
            ("all", true, None),
            ("all/x/y", false, Some(true)),
            ("#hash", false, Some(true)),
            ("!bang", false, Some(true)),
            ("end ", false, Some(true)),
            (" trailing", false, Some(true)),
            ("a/Bin", true, Some(true)),
            ("a/xaybz", false, Some(true)),
            ("no", false, None),
        ] {
            assert_eq!(ours(text, path, is_directory), expected, "{path}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_048))]
        #[test]
        fn rules_say_what_the_ignore_crate_says(
            lines in proptest::collection::vec(
                "!?/?((\\*\\*/)?([ab.*?]{1,3}|[ab]*\\[ab\\]|\\\\?[#!a]b?)(/\\*\\*|/[ab*]{1,2}|/)?| a ?)", 1..6),
            path in "([ab][.ab]?/){0,2}[ab#! ][ab#!. ]{0,2}",
            is_directory: bool,
        ) {
            let text = lines.join("\n");
            prop_assert_eq!(ours(&text, &path, is_directory), reference(&text, &path, is_directory), "{:?}", text);
        }
    }
}
