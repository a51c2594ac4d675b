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

/// A key of the first YAML file in a directory that has it: a port, or an address. Frameworks write plain mappings.
fn yaml(repo: &Repo, directory: &str, key: &[&str]) -> Option<(u16, Place)> {
    let is_settings = |file: &File<'_>| file.directory() == directory && file.extension() == Some("yaml");
    repo.files().filter(is_settings).find_map(|file| {
        let mut open: Vec<(usize, &str)> = Vec::new();
        file.lines().find_map(|line| {
            let (name, value) = line.code().split_once(':')?;
            let indent = line.text.len() - line.text.trim_start().len();
            open.retain(|(depth, _)| *depth < indent);
            open.push((indent, name.trim()));
            let is_key = open.iter().map(|(_, name)| name).eq(key);
            let port = value.trim().trim_matches(['"', '\'']).rsplit(':').next()?;
            is_key.then(|| Some((port.parse().ok()?, line.at))).flatten()
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn settings_files_name_the_port() {
        for (framework, path, text, expected) in [
            ("go-zero", "etc/shop.yaml", "Name: shop\nHost: 0.0.0.0\nPort: 8889 # ours\n", Some("8889")),
            ("go-zero", "etc/shop.yaml", "Redis:\n  Port: 6379\n", None),
            (
                "kratos",
                "configs/config.yaml",
                "server:\n  grpc:\n    addr: 0.0.0.0:9000\n  http:\n    addr: \"0.0.0.0:8001\"\n",
                Some("8001"),
            ),
            ("gin", "etc/shop.yaml", "Port: 8889\n", None),
        ] {
            let repo = MemorySource::new([(path, text)]).into_repo();
            let mut verdict = Verdict::new("go");
            verdict.attribute("framework", framework, Place::NONE);
            state(&repo, &mut verdict);
            assert_eq!(verdict.get("port"), expected, "{text}");
        }
    }
}
