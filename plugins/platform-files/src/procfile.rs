//! The Procfile: one process type a line.

use crate::{found, start};
use fieldmark_sdk::{Repo, Verdict};

/// Most process types that are told.
const MAX_PROCESSES: usize = 32;

pub fn state(repo: &Repo, verdict: &mut Verdict) {
    let Some(file) = repo.file("Procfile") else { return };
    let processes = file.lines().filter_map(|line| {
        let (name, command) = line.code().split_once(':')?;
        let is_name = !name.is_empty() && name.bytes().all(|c| c.is_ascii_alphanumeric() || b"-_".contains(&c));
        (is_name && !command.trim().is_empty()).then(|| (name, command.trim(), line.at))
    });
    let processes: Vec<_> = processes.take(MAX_PROCESSES).collect();
    if processes.is_empty() {
        return;
    }
    found(file, verdict);
    for (name, command, at) in processes {
        if name == "web" {
            start(command, at, verdict);
        } else {
            verdict.attribute("process", format!("{name}: {command}"), at);
        }
    }
}
