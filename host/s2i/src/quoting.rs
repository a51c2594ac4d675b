//! Texts inside of a Dockerfile.

use crate::S2iError;
use std::fmt::Write;

/// A value between double quotes for `ENV`: nothing in it is replaced (s2i.md 5).
pub(crate) fn env_value(value: &str) -> String {
    let mut out = String::from("\"");
    for c in value.chars() {
        if matches!(c, '$' | '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
    out
}

/// A text as Go quotes it, which is how labels are written (s2i.md 20, row 11).
pub(crate) fn go_quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{b}' => out.push_str("\\v"),
            // Writing to a string cannot fail.
            c if c < ' ' || c == '\u{7f}' => _ = write!(out, "\\x{:02x}", u32::from(c)),
            c if c.is_control() || c == '\u{feff}' => _ = write!(out, "\\u{:04x}", u32::from(c)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A path as a word of a Dockerfile's or a shell's line; quoted only when it has to be, so that common paths read as
/// upstream writes them.
pub(crate) fn shell_word(path: &str) -> String {
    if path.bytes().all(is_plain) && !path.is_empty() {
        path.to_owned()
    } else {
        format!("'{}'", path.replace('\'', "'\\''"))
    }
}

/// The operands of `COPY`: plain words, or the JSON form when one has characters that separate words.
pub(crate) fn operands(source: &str, destination: &str) -> Result<String, S2iError> {
    let all = [source, destination];
    for path in all {
        // These are replaced, or match files, in either form.
        if path.contains(['$', '*', '?', '[', ']', '\\']) || path.chars().any(char::is_control) {
            return Err(S2iError::Text { what: "the path", text: path.to_owned() });
        }
    }
    if all.iter().all(|path| path.bytes().all(is_plain)) {
        return Ok(format!("{source} {destination}"));
    }
    let quoted = all.map(|path| format!("\"{}\"", path.replace('"', "\\\"")));
    Ok(format!("[{}]", quoted.join(", ")))
}

const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'/' | b'.' | b'_' | b'-' | b'+' | b':' | b'@' | b',' | b'%' | b'=')
        || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_escaped_as_recorded() {
        let cases = [
            ("say \"hi\"", r#""say \"hi\"""#),
            ("$HOME", r#""\$HOME""#),
            ("c:\\x", r#""c:\\x""#),
            ("Käse", "\"Käse\""),
            ("", "\"\""),
        ];
        for (value, expected) in cases {
            assert_eq!(env_value(value), expected);
        }
    }

    #[test]
    fn labels_are_quoted_as_go_does() {
        let cases = [
            ("A \"small\" thing", r#""A \"small\" thing""#),
            ("a\nb\t", r#""a\nb\t""#),
            ("\u{1}\u{7f}", r#""\x01\x7f""#),
            ("ä", "\"ä\""),
            ("\u{85}", "\"\\u0085\""),
        ];
        for (text, expected) in cases {
            assert_eq!(go_quoted(text), expected);
        }
    }

    #[test]
    fn paths_are_quoted_when_they_have_to_be() {
        assert_eq!(shell_word("/etc/conf/a.ini"), "/etc/conf/a.ini");
        assert_eq!(shell_word("/a b/it's; rm -rf"), "'/a b/it'\\''s; rm -rf'");
        assert_eq!(operands("upload/src", "/tmp/src").unwrap(), "upload/src /tmp/src");
        assert_eq!(operands("a b", "/c\"d").unwrap(), r#"["a b", "/c\"d"]"#);
        for path in ["$A", "a*", "[a]", "a\nRUN x", "a\\"] {
            assert_eq!(operands(path, "/x").unwrap_err().code(), "s2i.text", "{path:?}");
        }
    }
}
