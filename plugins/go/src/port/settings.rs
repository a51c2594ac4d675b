//! Settings files of frameworks.

use fieldmark_sdk::{File, Place, Repo, Verdict};

/// States the port of the settings file that the framework has.
pub fn state(repo: &Repo, verdict: &mut Verdict) {
    let found = match verdict.get("framework") {
        Some("beego" | "revel") => application(repo),
        Some("go-zero") => yaml(repo, "etc", &["Port"]),
        Some("kratos") => yaml(repo, "configs", &["server", "http", "addr"]),
        _ => None,
    };
    if let Some((port, at)) = found {
        verdict.attribute("port", port.to_string(), at);
    }
}

/// `httpport = 8080` of `conf/app.conf`, the settings file of beego and revel.
fn application(repo: &Repo) -> Option<(u16, Place)> {
    let mut lines = repo.file("conf/app.conf")?.lines();
    lines.find_map(|line| {
        let (key, value) = line.code().split_once('=')?;
        let key = key.trim().to_ascii_lowercase();
        let port = value.trim().trim_matches('"').parse::<u16>().ok()?;
        matches!(key.as_str(), "httpport" | "http.port").then_some((port, line.at))
    })
}

/// A key of the first YAML file in a directory that has it: a port, or an address.
fn yaml(repo: &Repo, directory: &str, key: &[&str]) -> Option<(u16, Place)> {
    let is_settings = |file: &File<'_>| file.directory() == directory && file.extension() == Some("yaml");
    repo.files().filter(is_settings).find_map(|file| {
        let node = file.yaml()?.get(key)?;
        Some((node.scalar()?.rsplit(':').next()?.parse().ok()?, node.at))
    })
}
