//! Scripts that start an application.

/// Whether the last thing a shell script does is to replace itself by another program. A script that ends in a block
/// passes when the block has an `exec` as a command of its own.
#[must_use]
pub fn ends_with_exec(text: &str) -> bool {
    let joined = text.replace("\\\n", " ");
    let commands: Vec<&str> = joined.lines().flat_map(commands).collect();
    let Some(last) = commands.last() else { return false };
    if matches!(first_word(last), "fi" | "esac" | "done" | "}") {
        let opening =
            commands.iter().rposition(|command| matches!(first_word(command), "if" | "case" | "while" | "for"));
        return commands[opening.unwrap_or(0)..].iter().any(|command| is_exec(command));
    }
    is_exec(last)
}

/// The commands of a line, without comments. Quotes are respected.
fn commands(line: &str) -> Vec<&str> {
    let mut commands = Vec::new();
    let (mut start, mut quote, mut before) = (0, None, ' ');
    let mut end = line.len();
    for (at, c) in line.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open && before != '\\' => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if before != '\\' => quote = Some(c),
            (None, '#') if before.is_whitespace() || before == ';' => {
                end = at;
                break;
            }
            (None, ';' | '&' | '|') if before != '>' => {
                commands.push(&line[start..at]);
                start = at + 1;
            }
            (None, _) => {}
        }
        before = c;
    }
    commands.push(line.get(start..end).unwrap_or_default());
    commands.into_iter().map(str::trim).filter(|command| !command.is_empty()).collect()
}

fn first_word(command: &str) -> &str {
    command.split_whitespace().next().unwrap_or_default()
}

fn is_exec(command: &str) -> bool {
    let is_before =
        |word: &&str| matches!(*word, "then" | "else" | "do" | "{" | "!") || word.ends_with(')') || is_assignment(word);
    command.split_whitespace().find(|word| !is_before(word)).is_some_and(|word| word == "exec")
}

fn is_assignment(word: &str) -> bool {
    word.split_once('=').is_some_and(|(name, _)| crate::variable::is_shell_name(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_command_has_to_be_exec() {
        let cases = [
            ("#!/bin/sh\nexec app\n", true),
            ("exec app", true),
            ("exec app \\\n  --port 8080\n", true),
            ("A=1 exec app", true),
            ("cd x && exec app # start\n\n# end\n", true),
            ("if [ -x a ]; then exec a; else exec b; fi", true),
            ("case $A in\n x) exec a;;\nesac\n", true),
            ("exec app > log 2>&1", true),
            ("app", false),
            ("exec app\necho done", false),
            ("exec app; sleep 1", false),
            ("# exec app", false),
            ("echo 'exec app'", false),
            ("if x; then y; fi", false),
            ("echo exec", false),
            ("", false),
        ];
        for (text, expected) in cases {
            assert_eq!(ends_with_exec(text), expected, "{text:?}");
        }
    }
}
