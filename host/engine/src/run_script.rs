//! The `run` script that starts a command as it was stated.

use fieldmark_model::RunScript;
use std::collections::BTreeMap;

/// The port that builder images expose, unless another one is stated (builders.md 0).
pub(crate) const PORT: u16 = 8080;

/// What a shell does more with than take it apart into words and put variables in.
const SIGNS: [char; 9] = [';', '&', '|', '<', '>', '(', ')', '{', '}'];

/// Words at the beginning that are no programs.
const OF_SHELL: [&str; 12] =
    ["cd", "export", "exec", "source", ".", "if", "for", "while", "until", "set", "!", "ulimit"];

/// Whether a command is one program with its arguments, in which a shell only puts variables in.
pub(crate) fn is_program(command: &str) -> bool {
    let first = command.split_whitespace().next().unwrap_or_default();
    !command.replace("${", "$").replace("}", "").contains(SIGNS) && !OF_SHELL.contains(&first) && !first.contains('=')
}

/// A script that gives way to a command of one line; `port` is what `PORT` becomes unless somebody has set it, as are
/// the variables of `environment`.
///
/// The command is the repository's own shell and is taken as it is. What is more than one program with its arguments is
/// handed to a shell of its own, so that it cannot end the script.
pub(crate) fn run_script(
    command: &str,
    port: Option<u16>,
    environment: &BTreeMap<String, String>,
    why: String,
) -> RunScript {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', r"'\''"));
    let started = if is_program(command) { command.to_owned() } else { format!("/bin/bash -c {}", quoted(command)) };
    let port = port.unwrap_or(PORT);
    let mut body = format!("#!/bin/bash\nset -e\nexport PORT=\"${{PORT:-{port}}}\"\n");
    for (name, value) in environment {
        body.push_str(&format!("[ -n \"${name}\" ] || export {name}={}\n", quoted(value)));
    }
    body.push_str(&format!("exec {started}\n"));
    RunScript { name: "run".to_owned(), body, why }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn last_line(command: &str) -> String {
        let script = run_script(command, Some(3000), &BTreeMap::new(), "because".to_owned());
        assert!(script.body.starts_with("#!/bin/bash\nset -e\nexport PORT=\"${PORT:-3000}\"\n"), "{}", script.body);
        script.body.lines().last().unwrap().to_owned()
    }

    #[test]
    fn program_takes_the_place_of_the_script() {
        assert_eq!(last_line("serve shop --bind :$PORT"), "exec serve shop --bind :$PORT");
        assert_eq!(last_line("node 'my app.js' ${PORT:-80}"), "exec node 'my app.js' ${PORT:-80}");
    }

    #[test]
    fn more_than_one_program_gets_a_shell_of_its_own() {
        assert_eq!(last_line("cd web && node '.'"), r"exec /bin/bash -c 'cd web && node '\''.'\'''");
        assert_eq!(last_line("A=1 node ."), "exec /bin/bash -c 'A=1 node .'");
        assert_eq!(last_line("export A=1; node ."), "exec /bin/bash -c 'export A=1; node .'");
    }

    #[test]
    fn scripts_run() {
        let environment = BTreeMap::from([("A".to_owned(), "b'c d".to_owned())]);
        let script =
            run_script("test \"$PORT\" = 7 && echo it\\'s ${PORT:-8} $A", Some(7), &environment, String::new());
        let output = std::process::Command::new("bash").args(["-c", &script.body]).env_remove("PORT").output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stdout), "it's 7 b'c d\n", "{}", script.body);
    }
}
