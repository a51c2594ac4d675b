//! The scripts of the repository that replace those of the builder image (s2i.md 4, sti-builder.md 10).

use crate::subject::{At, Subject};

/// Largest part of a script that is looked at, in bytes.
const MAX_SCRIPT: u64 = 256 * 1024;
/// Scripts that source-to-image takes from the repository.
const SCRIPTS: [&str; 3] = ["assemble", "run", "save-artifacts"];
/// Directories it takes them from, the newer first.
const DIRECTORIES: [&str; 2] = [".s2i/bin", ".sti/bin"];
/// Interpreters that stay the first process unless they are told `exec`.
const SHELLS: [&str; 6] = ["sh", "bash", "dash", "ash", "ksh", "zsh"];

/// Looks at each script that the repository has.
pub(crate) fn check(subject: &mut Subject<'_>) {
    for script in SCRIPTS {
        for directory in DIRECTORIES {
            let path = subject.path(&format!("{directory}/{script}"));
            match subject.request.tree.read(&path, MAX_SCRIPT) {
                Ok(Some(bytes)) => one(subject, script, &path, &bytes),
                Ok(None) => {}
                Err(error) => {
                    let note = format!("{path} cannot be looked at: {}", error.detail);
                    subject.found("check.script-unreadable", note, At::file(&path));
                }
            }
        }
    }
}

fn one(subject: &mut Subject<'_>, script: &str, path: &str, bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if subject.request.tree.is_executable(path) == Some(false) {
        subject.found("check.script-not-executable", format!("{path} is not executable"), At::file(path));
    }
    if text.trim().is_empty() {
        return subject.found("check.script-empty", format!("{path} is empty"), At::file(path));
    }
    if let Some(line) = text.split_inclusive('\n').position(|line| line.ends_with("\r\n")) {
        let note = format!("{path} has lines that end in CRLF");
        subject.found("check.script-carriage-return", note, At::line(path, line_number(line)));
    }
    if !text.starts_with("#!") {
        let note = format!("{path} does not begin with #!");
        subject.found("check.script-without-interpreter", note, At::line(path, 1));
    }
    if script == "assemble" && !calls_the_image(&text, script) {
        let note = format!("{path} does not call the image's {script}");
        subject.found("check.script-passes-over-the-image", note, At::file(path));
    }
    if script == "run" && is_for_a_shell(&text) && !text.lines().any(executes) {
        subject.found("check.run-without-exec", format!("{path} starts nothing with exec"), At::file(path));
    }
}

fn line_number(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(u32::MAX)
}

/// Whether a command of the text is the image's script of this name: it is called by an absolute path or by a variable
/// that holds one, never by a path into the repository.
fn calls_the_image(text: &str, script: &str) -> bool {
    let commands = text.lines().filter(|line| !line.trim_start().starts_with('#'));
    commands
        .flat_map(|line| line.split([' ', '\t', ';', '&', '|', '"', '\'', '(', ')', '`']))
        .any(|word| word.strip_suffix(script).is_some_and(|directory| directory.starts_with(['/', '$'])))
}

/// Whether a shell runs it: other interpreters have other words for what `exec` does.
fn is_for_a_shell(text: &str) -> bool {
    let interpreter = text.lines().next().and_then(|first| first.strip_prefix("#!"));
    interpreter.is_none_or(|line| line.split([' ', '/', '\t', '\r']).any(|word| SHELLS.contains(&word)))
}

/// Whether a line replaces the shell by what it starts.
fn executes(line: &str) -> bool {
    let mut words = line.split([' ', '\t', ';', '&', '|', '{', '(']);
    !line.trim_start().starts_with('#') && words.any(|word| word == "exec")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_of_the_image_script_is_seen() {
        let rows = [
            ("/usr/libexec/s2i/assemble", true),
            ("exec \"/usr/libexec/s2i/assemble\"", true),
            ("\"${STI_SCRIPTS_PATH}/assemble\" || exit 1", true),
            ("if ! $STI_SCRIPTS_PATH/assemble; then", true),
            (". ${S2I_SCRIPTS_PATH}/assemble", true),
            ("source $IMAGE_SCRIPTS/assemble", true),
            ("# /usr/libexec/s2i/assemble", false),
            ("./assemble", false),
            ("echo assemble", false),
            ("pip install -r requirements.txt", false),
        ];
        for (line, calls) in rows {
            assert_eq!(calls_the_image(line, "assemble"), calls, "{line}");
        }
    }

    #[test]
    fn only_shells_need_exec() {
        let rows = [
            ("#!/bin/bash\n", true),
            ("#!/usr/bin/env bash\n", true),
            ("#! /bin/sh -e\r\n", true),
            ("echo\n", true),
            ("#!/usr/bin/env interpreter\n", false),
            ("#!/opt/sharp/bin/engine\n", false),
        ];
        for (text, shell) in rows {
            assert_eq!(is_for_a_shell(text), shell, "{text}");
        }
    }

    #[test]
    fn exec_is_seen_as_a_command_only() {
        let rows = [
            ("exec gunicorn wsgi", true),
            ("cd app && exec puma", true),
            ("  exec node .", true),
            ("# exec node .", false),
            ("executor run", false),
            ("docker-exec", false),
        ];
        for (line, executed) in rows {
            assert_eq!(executes(line), executed, "{line}");
        }
    }
}
