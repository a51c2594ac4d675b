//! Ports of an ASP.NET Core application.
//!
//! Precedence, as Kestrel has it: what the program binds (`code.rs`), `Kestrel:Endpoints` and then `Urls` of
//! `appsettings.Production.json` and `appsettings.json`, then `ASPNETCORE_URLS`, which the builder sets to
//! `http://*:8080`. `launchSettings.json` and the settings of other environments are for the developer's machine and
//! count for nothing here.

use fieldmark_sdk::{Entry, File, Node, Place, Repo};

/// Where the builder makes ASP.NET Core listen.
pub const DEFAULT: &str = "8080";

/// Settings that hold where the application runs, the ones in force first.
const SETTINGS: [&str; 2] = ["appsettings.Production.json", "appsettings.json"];

/// An address that the settings make the application listen on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// The variable that goes before the file; none for a name that no variable can have.
    pub variable: Option<String>,
    /// Its port.
    pub port: String,
    /// Whether it is one of the loopback interface, without TLS.
    pub loopback: bool,
    /// Where it stands.
    pub at: Place,
}

/// The addresses in the settings of a directory.
#[must_use]
pub fn configured(repo: &Repo, directory: &str) -> Vec<Endpoint> {
    let path = if directory.is_empty() { String::new() } else { format!("{directory}/") };
    let files = || SETTINGS.iter().filter_map(|name| repo.file(&format!("{path}{name}")));
    let first = |read: fn(&Node) -> Vec<Endpoint>| {
        files().filter_map(|file: File<'_>| Some(read(file.json()?.root()))).find(|found| !found.is_empty())
    };
    first(endpoints).or_else(|| first(urls)).unwrap_or_default()
}

/// `Kestrel:Endpoints:<name>:Url`.
fn endpoints(settings: &Node) -> Vec<Endpoint> {
    let named = get(settings, "Kestrel").and_then(|kestrel| get(kestrel, "Endpoints")).map_or(&[][..], Node::entries);
    let endpoint = |entry: &Entry| {
        let url = get(&entry.node, "Url")?;
        let plain = !entry.key.is_empty() && entry.key.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'_');
        let variable = plain.then(|| format!("Kestrel__Endpoints__{}__Url", entry.key));
        of_url(url.text()?, url.at, variable)
    };
    named.iter().filter_map(endpoint).collect()
}

/// `Urls`, a list with semicolons.
fn urls(settings: &Node) -> Vec<Endpoint> {
    let Some(node) = get(settings, "Urls") else { return Vec::new() };
    let all = node.text().unwrap_or_default().split(';');
    all.filter_map(|url| of_url(url, node.at, Some("URLS".to_owned()))).collect()
}

/// A value of an object; keys of settings are the same in any case.
fn get<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    node.entries().iter().find(|entry| entry.key.eq_ignore_ascii_case(key)).map(|entry| &entry.node)
}

/// The endpoint of an address: `http://*:5000`, `https://localhost:5001/`.
#[must_use]
pub fn of_url(url: &str, at: Place, variable: Option<String>) -> Option<Endpoint> {
    let url = url.trim();
    let host = url.strip_prefix("http://").unwrap_or_default();
    let loopback = ["localhost:", "127.0.0.1:", "[::1]:"].iter().any(|name| host.starts_with(name));
    Some(Endpoint { variable, port: port(url)?.to_owned(), loopback, at })
}

fn port(url: &str) -> Option<&str> {
    let port = url.trim_end_matches('/').rsplit_once(':')?.1;
    (!port.is_empty() && port.len() <= 5 && port.bytes().all(|b| b.is_ascii_digit())).then_some(port)
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn shown(files: &[(&str, &str)]) -> Vec<(String, bool, Option<String>)> {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let all = configured(&repo, "src").into_iter();
        all.map(|endpoint| (endpoint.port, endpoint.loopback, endpoint.variable)).collect()
    }

    #[test]
    fn endpoints_are_read_with_their_ports() {
        let text = r#"{"Urls": "http://*:1", "kestrel": {"EndPoints": {
            "Http": {"Url": "http://*:5000/"}, "Own": {"Url": "http://localhost:5001"},
            "Tls": {"Url": "https://localhost:5002"}, "a b": {"Url": "http://[::1]:5003"}, "Bare": {"Url": "http://x"}}}}"#;
        let variable = |name: &str| Some(format!("Kestrel__Endpoints__{name}__Url"));
        let expected = [
            ("5000".to_owned(), false, variable("Http")),
            ("5001".to_owned(), true, variable("Own")),
            ("5002".to_owned(), false, variable("Tls")),
            ("5003".to_owned(), true, None),
        ];
        assert_eq!(shown(&[("src/appsettings.json", text)]), expected);
        assert!(shown(&[("appsettings.json", text)]).is_empty());
    }

    #[test]
    fn settings_of_production_go_first_and_those_of_development_nowhere() {
        let production = ("src/appsettings.Production.json", r#"{"urls": "http://*:6000;https://*:6001"}"#);
        let general = ("src/appsettings.json", r#"{"Urls": "http://*:5000"}"#);
        let ports = |files: &[(&str, &str)]| shown(files).into_iter().map(|(port, ..)| port).collect::<Vec<_>>();
        assert_eq!(ports(&[general, production]), ["6000", "6001"]);
        assert_eq!(ports(&[general]), ["5000"]);
        assert!(ports(&[("src/appsettings.Development.json", general.1)]).is_empty());
    }
}
