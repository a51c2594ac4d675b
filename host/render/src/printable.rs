//! Text that is safe to print.

use std::borrow::Cow;

/// The text with every character escaped that could end a line, drive a terminal or change the direction of reading.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_harmless) {
        return Cow::Borrowed(text);
    }
    let escape = |c: char| if is_harmless(c) { c.to_string() } else { c.escape_unicode().to_string() };
    Cow::Owned(text.chars().map(escape).collect())
}

fn is_harmless(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_drive_a_terminal() {
        assert_eq!(printable("a\u{1b}[31m\nb\u{202e}\u{61c}"), "a\\u{1b}[31m\\u{a}b\\u{202e}\\u{61c}");
        assert_eq!(printable("src/größe.py"), "src/größe.py");
    }
}
