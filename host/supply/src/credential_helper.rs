//! Programs that hand out credentials, by the protocol of `docker-credential-helpers`: `docker-credential-NAME get`, the
//! server on standard input, a JSON object on standard output.

use crate::SupplyError;
use crate::credentials::Login;
use serde::Deserialize;
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a program may take; some ask the user to unlock a store.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often it is looked whether it has ended.
const LOOK: Duration = Duration::from_millis(20);
/// Most bytes of its answer.
const MAX_BYTES: u64 = 64 << 10;
/// What a program says that knows no credentials for the server.
const NONE: &str = "credentials not found";
/// The name by which a program says that the secret is an identity token.
const TOKEN: &str = "<token>";

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    username: String,
    secret: String,
}

/// Asks the program for the credentials of a server.
pub(crate) fn ask(name: &str, server: &str) -> Result<Option<Login>, SupplyError> {
    let program = format!("docker-credential-{name}");
    let wrong = |problem: String| SupplyError::CredentialHelper { program: program.clone(), problem };
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c)) {
        return Err(wrong("this is not the name of a program for credentials".to_owned()));
    }
    let child = Command::new(&program)
        .arg("get")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| wrong(format!("it cannot be started: {error}")))?;
    let (succeeded, output) = talk(child, server).map_err(wrong)?;
    if !succeeded {
        return match String::from_utf8_lossy(&output).contains(NONE) {
            true => Ok(None),
            false => Err(wrong(format!("it failed for {server}"))),
        };
    }
    // What it said is a secret, also when it cannot be read.
    let answer: Answer =
        serde_json::from_slice(&output).map_err(|_| wrong("its answer is not of the expected form".to_owned()))?;
    if answer.username == TOKEN {
        return Err(wrong(format!("it has an identity token for {server}: only names with passwords are understood")));
    }
    Ok(Some(Login::new(answer.username, answer.secret)))
}

/// Says the server, waits for the end, and reads what was said.
fn talk(mut child: Child, server: &str) -> Result<(bool, Vec<u8>), String> {
    if let Some(mut input) = child.stdin.take() {
        // A program that does not listen will say so by its status.
        _ = input.write_all(server.as_bytes());
    }
    let reader = child.stdout.take().map(|output| {
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            _ = output.take(MAX_BYTES).read_to_end(&mut bytes);
            bytes
        })
    });
    let started = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => {
                let bytes = reader.and_then(|reader| reader.join().ok()).unwrap_or_default();
                return Ok((status.success(), bytes));
            }
            Ok(None) if started.elapsed() < PATIENCE => std::thread::sleep(LOOK),
            Ok(None) => {
                _ = child.kill();
                _ = child.wait();
                return Err(format!("it did not end within {} s", PATIENCE.as_secs()));
            }
            Err(error) => return Err(format!("it cannot be waited for: {error}")),
        }
    }
}
