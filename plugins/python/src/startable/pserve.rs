//! Pyramid applications that settings of Paste Deploy describe.

use super::Override;
use crate::{ini, port, run::Situation};
use fieldmark_sdk::File;

/// Settings, those for production first.
const SETTINGS: [&str; 2] = ["production.ini", "development.ini"];

/// `pserve` with the settings that describe an application.
pub(super) fn find(situation: &Situation<'_>) -> Option<Override> {
    situation.dependencies.declared("pyramid")?;
    let file = situation.repo.first(&SETTINGS)?;
    let line = file.line_with("[app:main]")?;
    let why = format!("{} describes the application for pserve, which the builder does not know", file.name());
    let found = Override::new(format!("pserve {}", file.name()), line.at, why).needing("pyramid");
    Some(found.listening(listens(file)))
}

/// `listen = 0.0.0.0:6543`, or `host` and `port`.
fn listens(file: File<'_>) -> Option<port::Listen> {
    let value = |key| ini::value(file, "server:main", key).into_iter().next();
    if let Some(line) = value("listen") {
        let (port, loopback) = port::of_address(line.text.split_whitespace().next()?, None)?;
        return Some(port::Listen::new(port, loopback, line.at));
    }
    let line = value("port")?;
    let loopback = value("host").is_some_and(|host| port::is_loopback(host.text));
    Some(port::Listen::new(port::leading_number(line.text)?, loopback, line.at))
}
