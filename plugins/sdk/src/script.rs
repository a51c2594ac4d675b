//! Scripts that take the place of a builder's own.
//!
//! All of them look alike: bash, `set -e`, one `exec` at the end, so that the program gets the signals. A `run` script
//! sets `PORT` to the port that builder images expose, unless somebody has set it. What comes from a repository goes
//! through [`quote`] or [`quote_path`], and nothing else puts it into a script.
//!
//! ```
//! use fieldmark_sdk::script::{Script, quote_path};
//!
//! let body = Script::run().exec(&format!("node {}", quote_path("my app.js")));
//! assert_eq!(body, "#!/bin/bash\nset -e\nexport PORT=\"${PORT:-8080}\"\nexec node 'my app.js'\n");
//! ```

use crate::{File, Repo};

/// The port that builder images expose, and that a `run` script sets unless somebody has (builders.md 0).
pub const PORT: u16 = 8080;

/// A script in the making: lines in their order, ended by [`exec`](Script::exec) or
/// [`exec_image`](Script::exec_image).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script(String);

impl Script {
    /// A script for `run`.
    #[must_use]
    pub fn run() -> Self {
        Self::assemble().line(&format!("export PORT=\"${{PORT:-{PORT}}}\""))
    }

    /// A script for `assemble`: the same without a port.
    #[must_use]
    pub fn assemble() -> Self {
        Self("#!/bin/bash\nset -e\n".to_owned())
    }

    /// With a line of shell. It is taken as it is: nothing of the repository may stand in it unquoted.
    #[must_use]
    pub fn line(mut self, shell: &str) -> Self {
        self.0.push_str(shell);
        self.0.push('\n');
        self
    }

    /// With a variable that is set to a value if it is empty or not set at all.
    #[must_use]
    pub fn default(self, name: &str, value: &str) -> Self {
        self.line(&format!("[ -n \"${name}\" ] || export {name}={}", quote(value)))
    }

    /// With a variable that is set to a value if it is not set: the empty text counts as set.
    #[must_use]
    pub fn default_unset(self, name: &str, value: &str) -> Self {
        self.line(&format!("[ -n \"${{{name}+set}}\" ] || export {name}={}", quote(value)))
    }

    /// The text of the script, which ends as this command: one program with its arguments in shell.
    #[must_use]
    pub fn exec(self, command: &str) -> String {
        self.line(&format!("exec {command}")).0
    }

    /// The text of the script, which goes on with the image's own script of this name. Its place is a variable of the
    /// image (builders.md 0).
    #[must_use]
    pub fn exec_image(self, name: &str) -> String {
        self.exec(&format!("\"${{STI_SCRIPTS_PATH:-/usr/libexec/s2i}}/{name}\""))
    }
}

/// One word of shell that stands for exactly this text: as it is where that means itself, else in single quotes.
/// Control characters, which the host accepts in no script, are made by `printf` when the script runs. No word can hold
/// a NUL, which is left out.
#[must_use]
pub fn quote(text: &str) -> String {
    let text = text.replace('\0', "");
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:@%+,".contains(c);
    // `NAME=value` in front of a command would set a variable; an option cannot.
    let is_plain = |c: char| plain(c) || c == '=' && text.starts_with('-');
    if !text.is_empty() && text.chars().all(is_plain) {
        return text;
    }
    let mut word = String::from("'");
    for c in text.chars() {
        match c {
            '\'' => word.push_str("'\\''"),
            '\n' | '\t' => word.push(c),
            c if c.is_control() => {
                let bytes: String = c.to_string().bytes().map(|byte| format!("\\{byte:03o}")).collect();
                word.push_str(&format!("'\"$(printf '{bytes}')\"'"));
            }
            c => word.push(c),
        }
    }
    word.push('\'');
    word
}

/// The same for a path below the root that a program is to take for a path and not for an option.
#[must_use]
pub fn quote_path(path: &str) -> String {
    if path.starts_with('-') { quote(&format!("./{path}")) } else { quote(path) }
}

/// The words of a command line that a script may take over from a Procfile: plain words, in which `$PORT` (also
/// `${PORT}` and `${PORT:-3000}`) may stand. `None` if a shell would do more with it than take it apart.
#[must_use]
pub fn plain_words(command: &str) -> Option<Vec<&str>> {
    let words: Vec<&str> = command.split_whitespace().collect();
    let is_plain = |word: &&str| without_port(word).is_some_and(|rest| rest.is_empty() || is_literal(&rest));
    let named = words.first().is_some_and(|first| !first.starts_with('-'));
    (named && words.iter().all(is_plain)).then_some(words)
}

/// A word as [`plain_words`] gives it, with another text where `$PORT` stands in one of its forms.
#[must_use]
pub fn replace_port(word: &str, by: &str) -> String {
    // No word holds a NUL.
    let mut marked = word.replace("${PORT}", "\0");
    while let Some((before, after)) = marked.split_once("${PORT:-") {
        let rest = after.split_once('}').map_or("", |(_, rest)| rest);
        marked = format!("{before}\0{rest}");
    }
    marked.replace("$PORT", "\0").replace('\0', by)
}

/// The script of the repository that goes before the image's own: `.s2i/bin/<name>`, or at its old place (s2i.md 4).
/// `plugin.toml` must list the globs.
#[must_use]
pub fn own<'r>(repo: &'r Repo, name: &str) -> Option<File<'r>> {
    repo.first(&[&format!(".s2i/bin/{name}"), &format!(".sti/bin/{name}")])
}

/// Whether shell takes a word as it is, wherever it stands.
fn is_literal(word: &str) -> bool {
    word.bytes().all(|c| c.is_ascii_alphanumeric() || b"_-./:=@%+,".contains(&c))
}

/// A word without its `$PORT`; `None` where the braces hold something else.
fn without_port(word: &str) -> Option<String> {
    let mut rest = word.replace("${PORT}", "");
    while let Some((before, after)) = rest.split_once("${PORT:-") {
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        rest = format!("{before}{}", after[digits..].strip_prefix('}')?);
    }
    let mut plain = String::new();
    let mut parts = rest.split("$PORT");
    plain.push_str(parts.next()?);
    for part in parts {
        // `$PORTS` is another variable.
        if part.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_') {
            return None;
        }
        plain.push_str(part);
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::process::Command;

    #[test]
    fn words_that_mean_themselves_stay_as_they_are() {
        for (text, quoted) in [
            ("app.js", "app.js"),
            ("--port=80", "--port=80"),
            ("A=1", "'A=1'"),
            ("", "''"),
            ("a b", "'a b'"),
            ("it's", "'it'\\''s'"),
            ("~/x", "'~/x'"),
            ("a\0b", "ab"),
        ] {
            assert_eq!(quote(text), quoted);
        }
        assert_eq!(quote_path("-rf"), "./-rf");
        assert_eq!(quote_path("-r f"), "'./-r f'");
    }

    #[test]
    fn variables_of_others_are_left_alone() {
        let script = Script::assemble().default("A", "x y").default_unset("B", "").exec_image("assemble");
        let expected = "#!/bin/bash\nset -e\n[ -n \"$A\" ] || export A='x y'\n[ -n \"${B+set}\" ] || export B=''\n\
            exec \"${STI_SCRIPTS_PATH:-/usr/libexec/s2i}/assemble\"\n";
        assert_eq!(script, expected);
    }

    #[test]
    fn port_is_replaced_in_all_its_forms() {
        for (word, expected) in [
            ("--port=$PORT", "--port=\"$PORT\""),
            ("${PORT:-3000}", "\"$PORT\""),
            ("tcp://0.0.0.0:${PORT}", "tcp://0.0.0.0:\"$PORT\""),
            ("$PORT:${PORT:-1}:${PORT}", "\"$PORT\":\"$PORT\":\"$PORT\""),
            ("a.js", "a.js"),
        ] {
            assert_eq!(replace_port(word, "\"$PORT\""), expected);
        }
    }

    #[test]
    fn own_script_is_found_at_both_places() {
        let files = [(".sti/bin/run", ""), (".sti/bin/assemble", ""), (".s2i/bin/assemble", "")];
        let repo = crate::testing::MemorySource::new(files).into_repo();
        assert_eq!(own(&repo, "assemble").map(|file| file.path()), Some(".s2i/bin/assemble"));
        assert_eq!(own(&repo, "run").map(|file| file.path()), Some(".sti/bin/run"));
        assert!(own(&repo, "save-artifacts").is_none());
    }

    #[test]
    fn only_words_that_need_no_shell_are_taken_over() {
        for text in ["node a.js", "A=1 puma -p $PORT", "x --port=${PORT:-3000}", "x -b 0.0.0.0:${PORT} y"] {
            assert!(plain_words(text).is_some(), "{text}");
        }
        let shell = [
            "",
            " ",
            "-x",
            "a; b",
            "a && b",
            "a | b",
            "a > b",
            "$(id)",
            "`id`",
            "x 'y z'",
            "a\\b",
            "a*",
            "~/a",
            "$HOME/a",
            "x $PORTS",
            "x ${PORT:-$(id)}",
            "x ${PORT:-",
            "x ${PORT:+1}",
            "é",
        ];
        for text in shell {
            assert_eq!(plain_words(text), None, "{text}");
        }
    }

    /// What a shell makes of words, read back.
    #[cfg(unix)]
    fn of_shell(words: &[String]) -> Vec<u8> {
        let command = format!("printf '%s\\0' {}", words.join(" "));
        Command::new("sh").args(["-c", &command]).output().unwrap().stdout
    }

    #[cfg(unix)]
    #[test]
    fn every_ascii_sign_stays_one_word_of_a_shell() {
        let texts: Vec<String> =
            (1..128u8).flat_map(|c| [char::from(c).to_string(), format!("a{}b", char::from(c))]).collect();
        let expected: Vec<u8> = texts.iter().flat_map(|text| [text.as_bytes(), b"\0"].concat()).collect();
        let refused = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
        assert!(texts.iter().all(|text| !quote(text).contains(refused)), "the host refuses such a script");
        assert_eq!(of_shell(&texts.iter().map(|text| quote(text)).collect::<Vec<_>>()), expected);
    }

    #[cfg(unix)]
    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_texts_stay_single_words_of_a_shell(texts in prop::collection::vec("\\PC*|[\\x00-\\x7f]*|['\\\\$`\" -]*", 1..20)) {
            let expected: Vec<u8> =
                texts.iter().flat_map(|text| [text.replace('\0', "").as_bytes(), b"\0"].concat()).collect();
            prop_assert_eq!(of_shell(&texts.iter().map(|text| quote(text)).collect::<Vec<_>>()), expected);
        }

        #[test]
        fn any_command_is_refused_or_has_plain_words(command in "[ -~]*") {
            if let Some(words) = plain_words(&command) {
                let harmless = |c: char| c.is_ascii_alphanumeric() || "_-./:=@%+,${}".contains(c);
                prop_assert!(words.iter().all(|word| word.chars().all(harmless)));
            }
        }
    }
}
