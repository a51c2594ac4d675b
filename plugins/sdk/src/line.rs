//! Numbered lines.

use crate::Place;

/// One line of a text file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'r> {
    /// Where it stands.
    pub at: Place,
    /// Its text without the line end.
    pub text: &'r str,
}

impl<'r> Line<'r> {
    /// The text without outer blanks and without a comment that begins with `#` at the beginning of the line or after
    /// a blank.
    #[must_use]
    pub fn code(&self) -> &'r str {
        let text = self.text.trim();
        if text.starts_with('#') {
            return "";
        }
        let comment = text.match_indices('#').find(|(at, _)| text[..*at].ends_with([' ', '\t']));
        comment.map_or(text, |(at, _)| text[..at].trim_end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comment_needs_a_blank_before_it() {
        let code = |text| Line { at: Place::NONE, text }.code();
        assert_eq!(code("  flask==2.0  # web "), "flask==2.0");
        assert_eq!(code("git+https://host/x#egg=x"), "git+https://host/x#egg=x");
        assert_eq!(code("# all"), "");
    }
}
