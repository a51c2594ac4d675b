//! Ports of an ASP.NET Core application.
//!
//! The builder sets `ASPNETCORE_URLS=http://*:8080`. Endpoints in `appsettings.json` go before that variable;
//! `launchSettings.json` is for the developer's machine and counts for nothing here.

use fieldmark_sdk::{File, Place, Repo};

/// Where the builder makes ASP.NET Core listen.
pub const DEFAULT: &str = "8080";

/// An endpoint of Kestrel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// Its name in the configuration.
    pub name: String,
    /// Its port.
    pub port: String,
    /// Whether it is one of the loopback interface, without TLS.
    pub loopback: bool,
    /// Where it stands.
    pub at: Place,
}

/// The endpoints of `Kestrel:Endpoints` in the `appsettings.json` of a directory.
#[must_use]
pub fn configured(repo: &Repo, directory: &str) -> Vec<Endpoint> {
    let path = if directory.is_empty() { String::new() } else { format!("{directory}/") };
    let document = repo.file(&format!("{path}appsettings.json")).and_then(|file: File<'_>| file.json());
    let Some(document) = document else { return Vec::new() };
    let endpoints = document.entries(&["Kestrel", "Endpoints"]).iter();
    endpoints
        .filter_map(|entry| {
            let url = entry.node.get(&["Url"])?;
            let text = url.text()?;
            let host = text.strip_prefix("http://").unwrap_or_default();
            let loopback = ["localhost:", "127.0.0.1:", "[::1]:"].iter().any(|name| host.starts_with(name));
            Some(Endpoint { name: entry.key.clone(), port: port(text)?.to_owned(), loopback, at: url.at })
        })
        .collect()
}

/// The variable that goes before the file; none for a name that no variable can have.
#[must_use]
pub fn variable(endpoint: &Endpoint) -> Option<String> {
    let plain = !endpoint.name.is_empty() && endpoint.name.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'_');
    plain.then(|| format!("Kestrel__Endpoints__{}__Url", endpoint.name))
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
    fn endpoints_are_read_with_their_ports() {
        let text = r#"{"Kestrel": {"Endpoints": {
            "Http": {"Url": "http://*:5000/"}, "Own": {"Url": "http://localhost:5001"},
            "Tls": {"Url": "https://localhost:5002"}, "a b": {"Url": "http://[::1]:5003"}, "Bare": {"Url": "http://x"}}}}"#;
        let repo = MemorySource::new([("src/appsettings.json", text)]).into_repo();
        let all = configured(&repo, "src");
        let shown: Vec<_> = all.iter().map(|e| (e.port.as_str(), e.loopback, variable(e).is_some())).collect();
        assert_eq!(shown, [("5000", false, true), ("5001", true, true), ("5002", false, true), ("5003", true, false)]);
        assert_eq!(variable(&all[1]).unwrap(), "Kestrel__Endpoints__Own__Url");
        assert!(configured(&repo, "").is_empty());
    }
}
