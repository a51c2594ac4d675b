//! Ports that the start does not follow: in settings of servers, and in the program whose application a server loads
//! instead of running it.

use crate::{application::Application, ini, port};
use fieldmark_sdk::{File, Place, Repo, Verdict};

/// Settings that hold a port: file, section (of those that have any), keys.
const SETTINGS: &[(&str, Option<&str>, &[&str])] = &[
    (".streamlit/config.toml", Some("server"), &["port"]),
    ("uwsgi.ini", Some("uwsgi"), &["http", "http-socket"]),
    ("gunicorn.conf.py", None, &["bind"]),
    ("hypercorn.toml", None, &["bind"]),
    (".flaskenv", None, &["FLASK_RUN_PORT"]),
];

/// States every port that is not stated already.
pub(crate) fn state(repo: &Repo<'_>, application: Option<&Application<'_>>, verdict: &mut Verdict) {
    let of_settings = SETTINGS.iter().filter_map(|(path, section, keys)| {
        let file = repo.file(path)?;
        keys.iter().find_map(|key| in_file(file, *section, key))
    });
    let in_code = application.and_then(|application| port::of_program(application.file, None));
    let in_code = in_code.filter(|listen| listen.port_named).map(|listen| (listen.port, listen.at));
    for (port, at) in of_development_server(repo).into_iter().chain(of_settings).chain(in_code) {
        let port = port.to_string();
        let known = |name: &str| name == "port" || name == "declared-port";
        if !verdict.attributes.iter().any(|attribute| known(&attribute.name) && attribute.value == port) {
            verdict.attribute("declared-port", port, at);
        }
    }
}

/// The port behind a key, be it a number or an address.
fn in_file(file: File<'_>, section: Option<&str>, key: &str) -> Option<(u16, Place)> {
    let lines = match section {
        Some(section) => ini::value(file, section, key),
        None => file
            .lines()
            .filter_map(|line| {
                let (name, value) = line.code().split_once('=')?;
                (name.trim() == key).then(|| fieldmark_sdk::Line { text: value.trim(), ..line })
            })
            .collect(),
    };
    lines.into_iter().find_map(|line| {
        let text = line.text.trim_matches(['"', '\'']);
        let (port, _) = port::of_address(text, None)?;
        Some((port, line.at))
    })
}

/// The port that `manage.py` gives the development server.
fn of_development_server(repo: &Repo<'_>) -> Option<(u16, Place)> {
    repo.file("manage.py")?.lines().find_map(|line| {
        let (name, value) = line.code().split_once('=')?;
        let port = value.trim().trim_matches(['"', '\'']).parse().ok().filter(|port| *port != 0)?;
        name.trim_end().ends_with("default_port").then_some((port, line.at))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn ports_of_settings_are_told_once() {
        for (path, text, expected) in [
            (
                ".streamlit/config.toml",
                "[theme]\nport = 1\n[server]\nheadless = true\nport = 8502\n",
                Some(("8502", 5)),
            ),
            ("uwsgi.ini", "[uwsgi]\nhttp-socket = :9090\n", Some(("9090", 2))),
            ("gunicorn.conf.py", "workers = 2\nbind = '0.0.0.0:9000'\n", Some(("9000", 2))),
            ("gunicorn.conf.py", "bind = '0.0.0.0:8080'\n", None),
            ("gunicorn.conf.py", "bind = 'unix:/run/app.sock'\n", None),
            (".flaskenv", "FLASK_APP=shop\nFLASK_RUN_PORT=5001\n", Some(("5001", 2))),
            ("manage.py", "Command.default_port = '8002'\n", Some(("8002", 1))),
            ("manage.py", "x = 8002\n", None),
        ] {
            let repo = MemorySource::new([(path, text)]).into_repo();
            let mut verdict = Verdict::new("python");
            verdict.attribute("port", "8080", Place::NONE);
            state(&repo, None, &mut verdict);
            let found = verdict.attributes.iter().find(|attribute| attribute.name == "declared-port");
            assert_eq!(found.map(|found| (&*found.value, found.at.line.unwrap())), expected, "{path} {text}");
        }
    }
}
