//! What a container runs: `CMD` and `ENTRYPOINT` in both of their forms.

use std::fmt;

/// What a container runs: `CMD` or `ENTRYPOINT`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Words that are run as they are.
    Exec(Vec<String>),
    /// A line for the shell.
    Shell(String),
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shell(text) => f.write_str(text),
            Self::Exec(words) => f.write_str(&words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")),
        }
    }
}

/// A word as a shell would have to read it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,@%+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

impl Command {
    /// Reads the arguments of an instruction; none if they are empty, which takes a command off.
    #[must_use]
    pub fn parse(arguments: &str) -> Option<Self> {
        match exec_form(arguments) {
            Some(words) if words.is_empty() => None,
            Some(words) => Some(Self::Exec(words)),
            None => (!arguments.is_empty()).then(|| Self::Shell(arguments.to_owned())),
        }
    }

    /// Whether an entry point ends where the command begins that it is to run, as those of `tini` and its like do.
    #[must_use]
    pub fn hands_over(&self) -> bool {
        matches!(self, Self::Exec(words) if words.last().is_some_and(|word| word == "--"))
    }

    /// The command that an entry point and its arguments make together.
    #[must_use]
    pub fn with_arguments(&self, arguments: &Self) -> String {
        match (self, arguments) {
            // The shell that runs the entry point does not pass anything on.
            (Self::Shell(_), _) => self.to_string(),
            (Self::Exec(_), Self::Shell(text)) => {
                let shell = Self::Exec(vec!["/bin/sh".into(), "-c".into(), text.clone()]);
                format!("{self} {shell}")
            }
            (Self::Exec(_), Self::Exec(_)) => format!("{self} {arguments}"),
        }
    }
}

/// A JSON list of strings; none if the text is anything else, which then is a line for the shell.
#[must_use]
pub fn exec_form(text: &str) -> Option<Vec<String>> {
    let mut rest = text.trim().strip_prefix('[')?.strip_suffix(']')?.trim();
    let mut words = Vec::new();
    while !rest.is_empty() {
        let (word, after) = json_string(rest)?;
        words.push(word);
        let after = after.trim_start();
        rest = match after.strip_prefix(',') {
            Some(next) => Some(next.trim_start()).filter(|next| !next.is_empty())?,
            None => Some(after).filter(|after| after.is_empty())?,
        };
    }
    Some(words)
}

/// The JSON string at the beginning of a text, and what follows it.
fn json_string(text: &str) -> Option<(String, &str)> {
    let mut characters = text.strip_prefix('"')?.chars();
    let mut string = String::new();
    loop {
        match characters.next()? {
            '"' => return Some((string, characters.as_str())),
            '\\' => string.push(json_escape(&mut characters)?),
            c => string.push(c),
        }
    }
}

fn json_escape(characters: &mut std::str::Chars<'_>) -> Option<char> {
    Some(match characters.next()? {
        c @ ('"' | '\\' | '/') => c,
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'u' => {
            let digits: String = characters.by_ref().take(4).collect();
            char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<String> {
        Command::parse(text).map(|command| command.to_string())
    }

    #[test]
    fn exec_form_is_a_list_of_json_strings_and_the_rest_is_for_the_shell() {
        assert_eq!(Command::parse("[\"a\" , \"b\"]"), Some(Command::Exec(vec!["a".into(), "b".into()])));
        for text in ["['a']", "[\"a\",]", "[\"a\" \"b\"]", "[1]", "[ -f x ] && y", "a b", "[\"a"] {
            assert_eq!(Command::parse(text), Some(Command::Shell(text.into())), "{text}");
        }
        assert_eq!(Command::parse("[]"), None);
        assert_eq!(Command::parse(""), None);
    }

    #[test]
    fn words_are_shown_as_a_shell_reads_them() {
        assert_eq!(shown(r#"["npm", "run x", "it's", ""]"#).unwrap(), r"npm 'run x' 'it'\''s' ''");
        assert_eq!(shown(r#"["\u0061\"\\", "\t"]"#).unwrap(), "'a\"\\' '\t'");
        assert_eq!(shown("npm start && x").unwrap(), "npm start && x");
        let hands_over = |text: &str| Command::parse(text).unwrap().hands_over();
        assert!(hands_over(r#"["/tini", "--"]"#) && !hands_over(r#"["/tini", "--", "x"]"#) && !hands_over("x --"));
    }

    #[test]
    fn entry_point_and_command_go_together_as_in_a_container() {
        let both =
            |entrypoint, command| Command::parse(entrypoint).unwrap().with_arguments(&Command::parse(command).unwrap());
        assert_eq!(both(r#"["java"]"#, r#"["-jar", "a.jar"]"#), "java -jar a.jar");
        assert_eq!(both("java x", r#"["-jar"]"#), "java x");
        assert_eq!(both(r#"["tini"]"#, "a b"), "tini /bin/sh -c 'a b'");
    }
}
