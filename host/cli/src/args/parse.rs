//! From words to arguments.

use super::{Arguments, Command, Own};
use clap::error::Error;
use clap::{ArgMatches, Args, CommandFactory, FromArgMatches, Subcommand};
use std::ffi::OsString;

/// Reads the words of a command line, the program's name first.
///
/// # Errors
/// They are wrong, or help or the version was asked for.
pub(crate) fn parse(words: &[OsString]) -> Result<(Arguments, ArgMatches), Error> {
    // Whoever is refused or helped is told of all commands; whoever is understood waits for none that he did not name.
    let matches = named(words).try_get_matches_from(words);
    let matches = matches.or_else(|_| Arguments::command().try_get_matches_from(words))?;
    Ok((Arguments::from_arg_matches(&matches)?, matches))
}

/// Second names of commands, which the definitions tell only when all of them are made.
const ALIASES: [&str; 1] = ["build-config"];

/// The program with those of its commands that the words may mean. A command's name is a word by itself, so no other can
/// be meant.
fn named(words: &[OsString]) -> clap::Command {
    let own = Own::augment_args(clap::Command::new("fieldmark").disable_help_subcommand(true));
    let is_command = |word: &str| Command::has_subcommand(word) || ALIASES.contains(&word);
    if !words.iter().filter_map(|word| word.to_str()).any(is_command) {
        return own;
    }
    let all = Command::augment_subcommands(clap::Command::new(""));
    let is_named = |command: &&clap::Command| {
        words.iter().any(|word| word == command.get_name() || command.get_all_aliases().any(|alias| word == alias))
    };
    let named: Vec<clap::Command> = all.get_subcommands().filter(is_named).cloned().collect();
    own.subcommands(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<OsString> {
        line.split_whitespace().map(OsString::from).collect()
    }

    #[test]
    fn every_command_is_understood_as_by_the_whole_program() {
        for line in [
            "fieldmark",
            "fieldmark . --format json",
            "fieldmark --format json detect shop -e A=b",
            "fieldmark explain --format json",
            "fieldmark build-config .",
            "fieldmark plugin list --strict",
            "fieldmark s2i plan . registry.example/python shop",
            "fieldmark check detect",
            "fieldmark detect check",
            "fieldmark -- detect",
            "fieldmark schema detector",
        ] {
            let (arguments, _) = parse(&words(line)).unwrap_or_else(|error| panic!("{line}: {error}"));
            let whole = Arguments::command().try_get_matches_from(words(line)).unwrap();
            let whole = Arguments::from_arg_matches(&whole).unwrap();
            assert_eq!(format!("{arguments:?}"), format!("{whole:?}"), "{line}");
        }
    }

    #[test]
    fn second_names_are_those_of_the_definitions() {
        let all = Command::augment_subcommands(clap::Command::new(""));
        assert_eq!(all.get_subcommands().flat_map(clap::Command::get_all_aliases).collect::<Vec<_>>(), ALIASES);
        assert!(all.get_subcommands().all(|command| Command::has_subcommand(command.get_name())));
    }

    #[test]
    fn refusals_know_all_commands() {
        let error = parse(&words("fieldmark --help")).unwrap_err().to_string();
        assert!(error.contains("start-build") && error.contains("--catalogue"), "{error}");
        let error = parse(&words("fieldmark plugin lst")).unwrap_err().to_string();
        assert!(error.contains("'list'"), "{error}");
        let error = parse(&words("fieldmark --version")).unwrap_err().to_string();
        assert!(error.starts_with("fieldmark "), "{error}");
    }

    #[test]
    fn definitions_hold_together() {
        Arguments::command().debug_assert();
    }
}
