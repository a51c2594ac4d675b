//! The reference of the command line as Markdown, made from the same definitions as the help.

use crate::exit::Exit;
use clap::Command;
use std::fmt::Write;

/// The whole document.
pub(crate) fn markdown(mut root: Command) -> String {
    root.build();
    let mut out = String::from(
        "# The command line\n\nMade by `fieldmark reference`; a test compares it. Options of `fieldmark` itself hold for all commands.\n",
    );
    command(&mut out, &root, "fieldmark");
    // Writing to a string cannot fail.
    _ = writeln!(out, "\n## Exit codes\n\n| code | meaning |\n|---:|---|");
    for (exit, meaning) in Exit::ALL {
        _ = writeln!(out, "| {} | {meaning} |", exit.code());
    }
    out
}

fn command(out: &mut String, this: &Command, name: &str) {
    let about = this.get_about().map(ToString::to_string).unwrap_or_default();
    _ = writeln!(out, "\n## `{name}`\n\n{about}.");
    if let Some(example) = this.get_after_help().map(ToString::to_string) {
        _ = writeln!(out, "\n{}", example.replacen("Example: ", "    ", 1));
    }
    let is_root = name == "fieldmark";
    let arguments = this.get_arguments().filter(|argument| {
        !argument.is_hide_set()
            && (is_root || !argument.is_global_set())
            && !matches!(argument.get_id().as_str(), "help" | "version")
    });
    let rows: Vec<String> = arguments.map(row).collect();
    if !rows.is_empty() {
        _ = writeln!(out, "\n| argument | meaning |\n|---|---|\n{}", rows.join("\n"));
    }
    for inner in this.get_subcommands().filter(|inner| !inner.is_hide_set()) {
        command(out, inner, &format!("{name} {}", inner.get_name()));
    }
}

fn row(argument: &clap::Arg) -> String {
    let values: Vec<String> = argument.get_value_names().unwrap_or_default().iter().map(ToString::to_string).collect();
    let takes_value = argument.get_action().takes_values();
    let value = if takes_value { values.join(" ") } else { String::new() };
    let name = match argument.get_long() {
        Some(long) if value.is_empty() => format!("--{long}"),
        Some(long) => format!("--{long} {value}"),
        None => value,
    };
    let mut help = argument.get_help().map(ToString::to_string).unwrap_or_default();
    let possible: Vec<String> =
        argument.get_possible_values().iter().map(|value| format!("`{}`", value.get_name())).collect();
    if takes_value && !possible.is_empty() {
        _ = write!(help, ": {}", possible.join(", "));
    }
    if let Some(variable) = argument.get_env().and_then(|variable| variable.to_str()) {
        _ = write!(help, " (environment: `{variable}`)");
    }
    format!("| `{}` | {} |", name.replace('|', "\\|"), help.replace('|', "\\|"))
}
