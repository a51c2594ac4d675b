//! The command that runs the application.

use fieldmark_sdk::{Document, Node, Place};

/// How many commands are looked into from one that is made of others.
const MAX_STEPS: usize = 16;

/// The line of the command of the group `run`: of its default one, else of the first. Of one that is made of others it
/// is the last line.
pub fn run(document: &Document) -> Option<(&str, Place)> {
    let commands = document.get(&["commands"]).map_or(&[][..], Node::items);
    let runs = || commands.iter().filter(|command| is_run(command));
    let chosen =
        runs().find(|command| group(command, "isDefault").is_some_and(Node::is_true)).or_else(|| runs().next())?;
    line(chosen, commands, &mut MAX_STEPS.clone())
}

fn is_run(command: &Node) -> bool {
    group(command, "kind").and_then(Node::scalar) == Some("run")
}

fn group<'d>(command: &'d Node, key: &str) -> Option<&'d Node> {
    ["exec", "composite"].iter().find_map(|form| command.get(&[form, "group", key]))
}

fn line<'d>(command: &'d Node, commands: &'d [Node], steps: &mut usize) -> Option<(&'d str, Place)> {
    *steps = steps.checked_sub(1)?;
    if let Some(line) = command.get(&["exec", "commandLine"]) {
        return Some((line.scalar()?.trim(), line.at)).filter(|(line, _)| !line.is_empty());
    }
    let parts = command.get(&["composite", "commands"])?.items().iter().rev().filter_map(Node::scalar);
    let mut named =
        parts.filter_map(|id| commands.iter().find(|other| other.get(&["id"]).and_then(Node::scalar) == Some(id)));
    named.find_map(|part| line(part, commands, steps))
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn chosen(commands: &str) -> Option<String> {
        let repo = MemorySource::new([("devfile.yaml", format!("commands:\n{commands}"))]).into_repo();
        run(repo.file("devfile.yaml").unwrap().yaml().unwrap()).map(|(line, _)| line.to_owned())
    }

    #[test]
    fn default_of_the_group_run_counts_then_the_first() {
        let exec = |id: &str, kind: &str, default: &str| {
            format!(
                "- id: {id}\n  exec:\n    commandLine: do {id}\n    group: {{kind: {kind}, isDefault: {default}}}\n"
            )
        };
        let both = format!("{}{}{}", exec("b", "build", "true"), exec("r1", "run", "false"), exec("r2", "run", "true"));
        assert_eq!(chosen(&both).as_deref(), Some("do r2"));
        assert_eq!(
            chosen(&format!("{}{}", exec("r1", "run", "false"), exec("r2", "run", "false"))).as_deref(),
            Some("do r1")
        );
        assert_eq!(chosen(&exec("t", "test", "true")), None);
    }

    #[test]
    fn command_of_others_is_followed_and_ends() {
        let text = "- id: a\n  exec: {commandLine: ./go}\n- id: all\n  composite:\n    commands: [a, all]\n    group: {kind: run}\n";
        assert_eq!(chosen(text).as_deref(), None);
        assert_eq!(chosen(&text.replace("[a, all]", "[x, a]")).as_deref(), Some("./go"));
    }
}
