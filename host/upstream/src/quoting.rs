//! Texts of a repository inside of a Dockerfile.

use crate::UpstreamError;

/// A text as one word of a shell's line. What would end the line is refused.
pub(crate) fn shell_word(what: &'static str, text: &str) -> Result<String, UpstreamError> {
    if text.is_empty() || text.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
        return Err(UpstreamError::Text { what, text: text.to_owned() });
    }
    if text.bytes().all(is_plain) {
        return Ok(text.to_owned());
    }
    Ok(format!("'{}'", text.replace('\'', r"'\''")))
}

/// A command in the exec form, which is JSON: nothing in it ends the line or is replaced. A command that is more than
/// words is handed to a shell, which gives way to it where it can.
pub(crate) fn exec_form(command: &str) -> String {
    match words(command) {
        Some(words) => json(&words),
        None => json(&["/bin/sh", "-c", &handed_over(command)].map(str::to_owned)),
    }
}

/// A list of words as `COPY` takes it; none if one of them would be a pattern there, or be replaced.
pub(crate) fn operands(words: &[String]) -> Option<String> {
    let all_plain = words.iter().all(|word| word.bytes().all(is_plain));
    if all_plain {
        return Some(words.join(" "));
    }
    words.iter().all(|word| is_literal(word)).then(|| json(words))
}

/// Whether `COPY` takes a name as it is.
pub(crate) fn is_literal(name: &str) -> bool {
    !name.contains(['$', '*', '?', '[', ']', '\\']) && !name.chars().any(char::is_control)
}

/// A value of `ENV` between double quotes; nothing in it is replaced.
pub(crate) fn env_value(value: &str) -> String {
    let escaped: String =
        value.chars().flat_map(|c| matches!(c, '"' | '\\').then_some('\\').into_iter().chain([c])).collect();
    format!("\"{escaped}\"")
}

/// The words of a command that needs no shell: plain ones, or such between single or double quotes.
fn words(command: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut rest = command.trim();
    while !rest.is_empty() {
        let (word, after) = word(rest)?;
        // `NAME=value` before the command is the shell's.
        if words.is_empty() && word.contains('=') {
            return None;
        }
        words.push(word);
        rest = after.trim_start_matches([' ', '\t']);
    }
    let is_of_shell = |word: &String| OF_SHELL.contains(&word.as_str());
    (!words.is_empty() && !words.first().is_some_and(is_of_shell)).then_some(words)
}

/// Commands that only a shell knows.
const OF_SHELL: [&str; 11] = ["cd", "export", "exec", "source", ".", "if", "for", "while", "set", "{", "!"];

/// The first word, and what follows it.
fn word(text: &str) -> Option<(String, &str)> {
    let mut word = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        match c {
            ' ' | '\t' => break,
            '\'' | '"' => {
                let (inside, after) = rest[1..].split_once(c)?;
                let replaced = c == '"' && inside.contains(['$', '`', '\\']);
                if replaced || inside.chars().any(char::is_control) {
                    return None;
                }
                word.push_str(inside);
                rest = after;
                continue;
            }
            '~' if word.is_empty() => return None,
            _ if c.is_ascii() && !is_plain(c as u8) && c != '~' => return None,
            _ if c.is_control() => return None,
            _ => word.push(c),
        }
        rest = &rest[c.len_utf8()..];
    }
    Some((word, rest))
}

/// The line for the shell. One that is a single command takes the shell's place, so that signals reach it.
fn handed_over(command: &str) -> String {
    let command = command.trim();
    let first = command.split_whitespace().next().unwrap_or_default();
    let is_single = !command.contains([';', '|', '&', '\n', '\r', '(', ')', '<', '>', '`']);
    if is_single && !first.contains('=') && !OF_SHELL.contains(&first) {
        format!("exec {command}")
    } else {
        command.to_owned()
    }
}

/// A list of texts in JSON, without what some readers of Dockerfiles take for the end of a line.
fn json(words: &[String]) -> String {
    let escaped = |c: char| match c {
        c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => format!("\\u{:04x}", u32::from(c)),
        c => c.to_string(),
    };
    let quoted = words.iter().map(|word| {
        let text = serde_json::Value::from(word.as_str()).to_string();
        text.chars().map(escaped).collect::<String>()
    });
    format!("[{}]", quoted.collect::<Vec<_>>().join(", "))
}

const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'_' | b'-' | b'+' | b':' | b'@' | b',' | b'%' | b'=')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn commands_become_words_or_a_line_for_the_shell() {
        let cases = [
            ("./bin/tide --port 80", r#"["./bin/tide", "--port", "80"]"#),
            ("nginx -g \"daemon off;\"", r#"["nginx", "-g", "daemon off;"]"#),
            ("app 'it s' a'b'c", r#"["app", "it s", "abc"]"#),
            ("serve -p $PORT", r#"["/bin/sh", "-c", "exec serve -p $PORT"]"#),
            ("serve -p ${PORT:-3000}", r#"["/bin/sh", "-c", "exec serve -p ${PORT:-3000}"]"#),
            ("A=1 serve", r#"["/bin/sh", "-c", "A=1 serve"]"#),
            ("a && b", r#"["/bin/sh", "-c", "a && b"]"#),
            ("cd x && b", r#"["/bin/sh", "-c", "cd x && b"]"#),
            ("./bin/a\nRUN evil", r#"["/bin/sh", "-c", "./bin/a\nRUN evil"]"#),
            ("./bin/a\"b", r#"["/bin/sh", "-c", "exec ./bin/a\"b"]"#),
            ("./bin/*", r#"["/bin/sh", "-c", "exec ./bin/*"]"#),
            ("./bin/Käse", r#"["./bin/Käse"]"#),
            ("x\u{2028}y", r#"["x\u2028y"]"#),
        ];
        for (command, expected) in cases {
            assert_eq!(exec_form(command), expected, "{command:?}");
        }
    }

    #[test]
    fn words_for_a_shell_are_quoted_or_refused() {
        let word = |text| shell_word("the program", text);
        assert_eq!(word("tide-table").unwrap(), "tide-table");
        assert_eq!(word("a b; rm -rf \\").unwrap(), r"'a b; rm -rf \'");
        assert_eq!(word("it's $HOME").unwrap(), r"'it'\''s $HOME'");
        for text in ["", "a\nb", "a\rb", "a\u{2028}b", "\u{7}"] {
            assert_eq!(word(text).unwrap_err().code(), "dockerfile.text", "{text:?}");
        }
    }

    #[test]
    fn names_that_copy_would_match_are_no_operands() {
        let operands = |words: &[&str]| operands(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        assert_eq!(operands(&["a.toml", "./"]).as_deref(), Some("a.toml ./"));
        assert_eq!(operands(&["a b", "./"]).as_deref(), Some(r#"["a b", "./"]"#));
        for name in ["$A", "a*", "[a]", "a\nRUN x", "a\\"] {
            assert_eq!(operands(&[name, "./"]), None, "{name:?}");
        }
    }

    proptest! {
        #[test]
        fn no_command_leaves_its_line(command in any::<String>()) {
            let form = exec_form(&command);
            prop_assert!(!form.contains(['\n', '\r']) && form.starts_with('[') && form.ends_with(']'));
            prop_assert!(serde_json::from_str::<Vec<String>>(&form).is_ok());
        }
    }
}
