//! `captain-definition` of CapRover, which may hold the lines of a container file (CapRover, "Captain Definition File").

use crate::{found, start};
use fieldmark_sdk::script::quote;
use fieldmark_sdk::{Document, Repo, Verdict};

pub fn state(repo: &Repo, verdict: &mut Verdict) {
    let Some(file) = repo.file("captain-definition") else { return };
    let Some(document) = file.json() else { return };
    let lines = document.get(&["dockerfileLines"]).map_or(&[][..], |lines| lines.items()).iter();
    let mut commands = lines.filter_map(|line| {
        let (instruction, command) = line.text()?.trim().split_once(char::is_whitespace)?;
        instruction.eq_ignore_ascii_case("CMD").then_some((command.trim(), line.at))
    });
    if let Some((command, at)) = commands.next_back() {
        found(file, verdict);
        start(&words(command).unwrap_or_else(|| command.to_owned()), at, verdict);
    }
}

/// `["node", "server.js"]` as a line of shell.
fn words(command: &str) -> Option<String> {
    let list = Document::from_json(command).ok()?;
    let words: Vec<String> = list.root().items().iter().filter_map(|word| word.text()).map(quote).collect();
    (!words.is_empty()).then(|| words.join(" "))
}
