//! A command of a Procfile as a line of a script.

use fieldmark_sdk::script::{plain_words, replace_port};
use fieldmark_sdk::{Place, Repo, procfile};

/// The command of the Procfile's web process with its place, if it is one of Ruby's.
pub fn web_process<'r>(repo: &'r Repo<'_>) -> Option<(&'r str, Place)> {
    const WORDS: [&str; 10] =
        ["ruby", "bundle", "rails", "rackup", "puma", "unicorn", "thin", "falcon", "passenger", "rake"];
    let is_ruby = |command: &str| command.split(['/', ' ']).any(|word| WORDS.contains(&word) || word.ends_with(".rb"));
    procfile::process(repo, "web").filter(|(command, _)| is_ruby(command))
}

/// A command that can be written into a script: plain words, no shell at work but for the port.
#[derive(Debug, PartialEq, Eq)]
pub struct Command {
    /// Variables set before it, `NAME=value`.
    assignments: Vec<String>,
    /// The words.
    words: Vec<String>,
    /// Whether it was told the port.
    pub takes_port: bool,
}

impl Command {
    /// Takes a command apart. None if it is more than plain words: it came from the repository, and a script would
    /// run whatever it says.
    pub fn parse(text: &str) -> Option<Self> {
        let words = plain_words(text)?;
        let mut command = Self { assignments: Vec::new(), words: Vec::new(), takes_port: text.contains("$") };
        for word in words {
            let list = if command.words.is_empty() && is_assignment(word) {
                &mut command.assignments
            } else {
                &mut command.words
            };
            list.push(replace_port(word, "{port}"));
        }
        command.words.first().is_some_and(|program| !program.starts_with('-')).then_some(command)
    }

    /// The command, run in the bundle if there is one: only there are the gems found. `{port}` stands for the port.
    pub fn line(&self, bundled: bool) -> String {
        let bundle = if bundled && self.words.first().is_none_or(|program| program != "bundle") {
            ["bundle", "exec"].as_slice()
        } else {
            &[]
        };
        let env = if self.assignments.is_empty() { [].as_slice() } else { &["env"] };
        let own = |list: &[String]| list.to_vec();
        let fixed = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        [fixed(env), own(&self.assignments), fixed(bundle), own(&self.words)].concat().join(" ")
    }

    /// The name of the program that is run in the end: `rails` of `bundle exec bin/rails server`.
    pub fn program(&self) -> Option<&str> {
        let mut words = self.words.iter().skip_while(|word| matches!(word.as_str(), "bundle" | "exec" | "ruby"));
        words.next()?.rsplit('/').next()
    }

    /// The port among the options: `-p 3000`, `--port=3000`.
    pub fn port(&self) -> Option<u16> {
        let after = |option: &str| {
            let mut words = self.words.iter().skip_while(|word| *word != option);
            words.nth(1).and_then(|word| word.parse().ok())
        };
        let joined = || self.words.iter().find_map(|word| word.strip_prefix("--port=")?.parse().ok());
        after("-p").or_else(|| after("--port")).or_else(joined)
    }
}

fn is_assignment(word: &str) -> bool {
    word.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty()
            && !name.starts_with(|c: char| c.is_ascii_digit())
            && name.bytes().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == b'_')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_commands_become_lines() {
        let cases = [
            ("ruby app.rb", "bundle exec ruby app.rb", None),
            ("bundle exec puma -p ${PORT:-3000}", "bundle exec puma -p {port}", None),
            (
                "RACK_ENV=production  ruby app.rb -o 0.0.0.0",
                "env RACK_ENV=production bundle exec ruby app.rb -o 0.0.0.0",
                None,
            ),
            ("rackup --port=$PORT", "bundle exec rackup --port={port}", None),
            ("thin start -p 3001", "bundle exec thin start -p 3001", Some(3001)),
        ];
        for (text, line, port) in cases {
            let command = Command::parse(text).unwrap();
            assert_eq!((command.line(true).as_str(), command.port()), (line, port), "{text}");
        }
        assert_eq!(Command::parse("ruby app.rb").unwrap().line(false), "ruby app.rb");
        assert_eq!(Command::parse("bundle exec bin/rails server").unwrap().program(), Some("rails"));
    }

    #[test]
    fn anything_for_a_shell_is_refused() {
        for text in [
            "a; b",
            "a && b",
            "a | b",
            "$(id)",
            "`id`",
            "a > b",
            "ruby 'x y'",
            "a \\\n",
            "${PORT:-$(id)}",
            "A=1",
            "",
            "~/x",
            "-x",
            "a*",
        ] {
            assert_eq!(Command::parse(text), None, "{text}");
        }
    }
}
