//! Regular expressions for plugins that are told what to look for.

pub use regex_lite::Regex;

/// A regular expression that matches in time linear in the text, with `^` and `$` for the ends of lines; none if the text
/// is none.
#[must_use]
pub fn compile(text: &str) -> Option<Regex> {
    regex_lite::RegexBuilder::new(text).multi_line(true).build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_stand_for_the_ends_of_lines() {
        let found = compile("^b$").and_then(|pattern| pattern.find("a\nb\n").map(|found| found.start()));
        assert_eq!(found, Some(2));
        assert!(compile("(").is_none());
    }
}
