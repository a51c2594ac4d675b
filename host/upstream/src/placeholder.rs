//! `{name}` in the texts of a template.

/// Names that stand for something of the template, and for a number.
pub(crate) const OF_THE_TEMPLATE: &[&str] = &["version", "port"];
/// Names that a command may have beside these: what they stand for is quoted there.
pub(crate) const OF_A_COMMAND: &[&str] = &["version", "port", "program", "output"];
/// Names that the start may have.
pub(crate) const OF_THE_START: &[&str] = &["port", "program"];

/// A piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'t> {
    /// It stands as it is.
    Text(&'t str),
    /// Something stands in its place.
    Placeholder(&'t str),
}

/// Cuts a text up. `${name}` is the shell's, and braces around anything but small letters are text.
pub(crate) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(open) = text[at..].find('{').map(|open| at + open) {
        at = open + 1;
        let Some(close) = text[at..].find('}').map(|close| at + close) else { break };
        let name = &text[at..close];
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        if !is_name || text[..open].ends_with('$') {
            continue;
        }
        pieces.extend([Piece::Text(&text[from..open]), Piece::Placeholder(name)]);
        (from, at) = (close + 1, close + 1);
    }
    pieces.push(Piece::Text(&text[from..]));
    pieces.retain(|piece| *piece != Piece::Text(""));
    pieces
}

/// Whether a placeholder is in a text.
pub(crate) fn names(text: &str, name: &str) -> bool {
    pieces(text).contains(&Piece::Placeholder(name))
}

/// The text with something in the place of every placeholder; none if there is nothing for one of them.
pub(crate) fn filled(text: &str, value: impl Fn(&str) -> Option<String>) -> Option<String> {
    pieces(text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Text(text) => Some(text.to_owned()),
            Piece::Placeholder(name) => value(name),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_small_letters_in_braces_are_placeholders() {
        let filled = |text| filled(text, |name| (name == "a").then(|| "1".to_owned()));
        assert_eq!(filled("x{a}y{a}").as_deref(), Some("x1y1"));
        for text in ["${a}", "{}", "{A}", "{a", "find . -exec cp {} +", "a{b c}"] {
            assert_eq!(filled(text).as_deref(), Some(text));
        }
        assert_eq!(filled("{b}"), None);
        assert!(names("{b}", "b") && !names("${b}", "b"));
    }
}
