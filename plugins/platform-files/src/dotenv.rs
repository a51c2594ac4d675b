//! `.env`, which those who run a Procfile on their own machine read, and many frameworks with them.

use fieldmark_sdk::{Repo, Verdict, port_variable};

pub fn state(repo: &Repo, verdict: &mut Verdict) {
    let Some(file) = repo.file(".env") else { return };
    for line in file.lines() {
        let Some((name, value)) = line.code().split_once('=') else { continue };
        let value = value.trim().trim_matches(['"', '\'']);
        for port in port_variable::ports(name.trim_start_matches("export ").trim(), value) {
            verdict.attribute("port", port.to_string(), line.at);
        }
    }
}
