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

/// The lines of a text with their numbers; what ends them is that of [`str::lines`].
pub(crate) struct Lines<'r> {
    rest: &'r str,
    number: u32,
}

impl<'r> Lines<'r> {
    pub(crate) const fn new(text: &'r str) -> Self {
        Self { rest: text, number: 0 }
    }
}

impl<'r> Iterator for Lines<'r> {
    type Item = (u32, &'r str);

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let line = match memchr::memchr(b'\n', self.rest.as_bytes()) {
            Some(end) => {
                let line = &self.rest[..end];
                self.rest = &self.rest[end + 1..];
                line.strip_suffix('\r').unwrap_or(line)
            }
            None => std::mem::take(&mut self.rest),
        };
        self.number += 1;
        Some((self.number, line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_those_of_the_standard_library() {
        for text in ["", "\n", "a", "a\n", "a\nb", "a\r\nb\r\n", "\n\n", "a\r", "a\r\r\n", "é\n\né"] {
            let lines: Vec<_> = Lines::new(text).collect();
            assert_eq!(lines, (1..).zip(text.lines()).collect::<Vec<_>>(), "{text:?}");
        }
    }

    #[test]
    fn comment_needs_a_blank_before_it() {
        let code = |text| Line { at: Place::NONE, text }.code();
        assert_eq!(code("  flask==2.0  # web "), "flask==2.0");
        assert_eq!(code("git+https://host/x#egg=x"), "git+https://host/x#egg=x");
        assert_eq!(code("# all"), "");
    }
}
