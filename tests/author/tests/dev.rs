//! `plugin dev` shows the verdict anew when a file changes, and ends when it is interrupted.

use fieldmark_test_author::{Language, Stranger};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

/// Longest wait for a line; a build in C takes a moment.
const PATIENCE: Duration = Duration::from_secs(120);

/// The program at work, ended with the value.
struct Dev {
    child: Child,
    lines: Receiver<String>,
}

impl Dev {
    fn begin(stranger: &Stranger) -> Self {
        let mut command = stranger.command("fieldmark", "pony");
        let mut child = command.args(["plugin", "dev"]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let (sender, lines) = channel();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        thread::spawn(move || stdout.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Self { child, lines }
    }

    /// Reads on until a line holds this text.
    fn waits_for(&self, text: &str) {
        let begun = Instant::now();
        let mut seen = Vec::new();
        while begun.elapsed() < PATIENCE {
            let line = self.lines.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("`{text}` after {seen:#?}"));
            if line.contains(text) {
                return;
            }
            seen.push(line);
        }
        panic!("`{text}` after {seen:#?}");
    }
}

impl Drop for Dev {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

#[test]
fn change_shows_another_verdict_and_an_interrupt_ends_it() {
    if !Language::named("c").is_here() {
        return;
    }
    let stranger = Stranger::new();
    _ = stranger.fieldmark("", &["plugin", "new", "pony", "--lang", "c"]).ends_with(0);
    let mut dev = Dev::begin(&stranger);
    dev.waits_for("2 fixtures as expected");
    dev.waits_for("waiting for a change");
    stranger.replace("pony/plugin.c", "15,", "25,");
    dev.waits_for("found:    score = 75");
    dev.waits_for("waiting for a change");
    // A mistake is part of the work.
    stranger.replace("pony/plugin.c", "25,", "25;");
    dev.waits_for("author.step-failed");
    dev.waits_for("waiting for a change");
    stranger.replace("pony/plugin.c", "25;", "15,");
    dev.waits_for("2 fixtures as expected");
    let interrupted = Command::new("kill").args(["-INT", &dev.child.id().to_string()]).status().unwrap();
    assert!(interrupted.success());
    assert_eq!(dev.child.wait().unwrap().code(), Some(130));
}
