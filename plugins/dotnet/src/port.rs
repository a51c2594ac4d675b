//! Ports of an ASP.NET Core application.
//!
//! The builder sets `ASPNETCORE_URLS=http://*:8080`. Endpoints in `appsettings.json` go before that variable;
//! `launchSettings.json` is for the developer's machine and counts for nothing here.

use fieldmark_sdk::{File, Node, Place, Repo};

/// Where the builder makes ASP.NET Core listen.
pub const DEFAULT: &str = "8080";

/// The ports of `Kestrel:Endpoints` in the `appsettings.json` of a directory.
#[must_use]
pub fn configured(repo: &Repo, directory: &str) -> Vec<(String, Place)> {
    let path = if directory.is_empty() { String::new() } else { format!("{directory}/") };
    let document = repo.file(&format!("{path}appsettings.json")).and_then(|file: File<'_>| file.json());
    let Some(document) = document else { return Vec::new() };
    let urls = document.entries(&["Kestrel", "Endpoints"]).iter().filter_map(|entry| entry.node.get(&["Url"]));
    urls.filter_map(|url: &Node| Some((port(url.text()?)?.to_owned(), url.at))).collect()
}

fn port(url: &str) -> Option<&str> {
    let port = url.trim_end_matches('/').rsplit_once(':')?.1;
    (!port.is_empty() && port.len() <= 5 && port.bytes().all(|b| b.is_ascii_digit())).then_some(port)
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn kestrel_endpoints_are_ports() {
        let text = r#"{"Kestrel": {"Endpoints": {"Http": {"Url": "http://*:5005/"}, "Odd": {"Url": "http://*"}}}}"#;
        let repo = MemorySource::new([("src/appsettings.json", text)]).into_repo();
        let ports: Vec<_> = configured(&repo, "src").into_iter().map(|(port, _)| port).collect();
        assert_eq!(ports, ["5005"]);
        assert!(configured(&repo, "").is_empty());
    }
}
