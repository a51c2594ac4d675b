//! The ports that the site is served on, and whether the server can listen there.

use crate::directive::{self, Directive};
use crate::server::Server;
use fieldmark_sdk::{File, Place, Repo, Verdict};

/// What both builders listen on unless they are set up otherwise, without and with TLS.
const DEFAULTS: [u16; 2] = [8080, 8443];

/// Where nginx listens in a server that does not say: it does not run as root.
const UNSTATED: u16 = 8000;

/// Most ports that are stated.
const MAX_PORTS: usize = 16;

/// An address to listen on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Address {
    port: u16,
    loopback: bool,
    at: Place,
}

/// States the ports: the builder's default where its own configuration stays in force, and what the repository's adds.
pub fn state(repo: &Repo, server: Server, verdict: &mut Verdict) {
    let mut addresses = match server {
        Server::Nginx => of_nginx(repo),
        Server::Httpd => of_httpd(repo),
    };
    // Only nginx.conf takes the place of the builder's configuration; everything else adds to it (builders.md 6, 7).
    let replaced = server == Server::Nginx && repo.file("nginx.conf").is_some();
    if !replaced && addresses.iter().all(|address| address.port != DEFAULTS[0]) {
        addresses.insert(0, Address { port: DEFAULTS[0], loopback: false, at: Place::NONE });
    }
    let mut known = Vec::new();
    for address in addresses.into_iter().take(MAX_PORTS) {
        if !known.contains(&address.port) {
            known.push(address.port);
            verdict.attribute("port", address.port.to_string(), address.at);
            remark(address, verdict);
        }
    }
}

fn remark(address: Address, verdict: &mut Verdict) {
    let Address { port, loopback, at } = address;
    if loopback {
        let note =
            format!("port {port} is only open on the loopback address: nobody outside of the container reaches it");
        verdict.warn("static.listens-on-loopback", at, note);
    } else if port < 1024 {
        let note = format!("the server does not run as root and may not be allowed to listen on port {port}: use 8080");
        verdict.warn("static.privileged-port", at, note);
    } else if !DEFAULTS.contains(&port) {
        let note = format!("the builder image exposes 8080 and 8443: a service has to be told of port {port}");
        verdict.warn("static.port-not-exposed", at, note);
    }
}

fn of_nginx(repo: &Repo) -> Vec<Address> {
    let files = repo.files().filter(|file| file.path() == "nginx.conf" || file.directory() == "nginx-cfg");
    let all: Vec<Directive<'_>> = files.flat_map(|file| directive::of_nginx(&file)).collect();
    let mut addresses = Vec::new();
    for (at, server) in all.iter().enumerate().filter(|(_, directive)| directive.is("server") && directive.opens) {
        // A server goes on to the next one: its own blocks hold no `listen`.
        let own = all[at + 1..].iter().take_while(|directive| !(directive.is("server") && directive.opens));
        let listens: Vec<_> = own.filter(|directive| directive.is("listen") && directive.inside == "server").collect();
        if listens.is_empty() {
            addresses.push(Address { port: UNSTATED, loopback: false, at: server.at });
        }
        addresses.extend(listens.iter().filter_map(|listen| address(listen.argument()?, 80, listen.at)));
    }
    addresses
}

fn of_httpd(repo: &Repo) -> Vec<Address> {
    let is_settings =
        |file: &File<'_>| ["httpd-cfg", "cfg"].contains(&file.directory()) && file.name().ends_with(".conf");
    let files = repo.files().filter(is_settings);
    let all = files.flat_map(|file| directive::of_httpd(&file));
    let listens = all.filter(|directive| directive.is("Listen"));
    listens.filter_map(|listen| address(listen.argument()?, 80, listen.at)).collect()
}

/// `8080`, `*:8080`, `[::]:8443`, `127.0.0.1:8081`, `localhost`; none for a socket and for what is filled in later.
fn address(text: &str, default: u16, at: Place) -> Option<Address> {
    if text.starts_with("unix:") || text.contains(['$', '{', '%']) {
        return None;
    }
    let (host, port) = match text.rsplit_once(':').filter(|_| !text.ends_with(']')) {
        Some((host, port)) => (host, port.parse().ok()?),
        None => text.parse().map_or((text, default), |port| ("", port)),
    };
    let loopback = host == "localhost" || host.starts_with("127.") || host == "[::1]";
    (port > 0).then_some(Address { port, loopback, at })
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn stated(server: Server, path: &str, text: &str) -> String {
        let repo = MemorySource::new([(path, text)]).into_repo();
        let mut verdict = Verdict::new("static");
        state(&repo, server, &mut verdict);
        let ports = verdict.attributes.iter().map(|port| port.value.clone());
        let remarks = verdict.warnings.iter().map(|warning| warning.code.replace("static.", "!"));
        ports.chain(remarks).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn nginx_conf_replaces_the_default_and_its_directories_add_to_it() {
        let conf = |listen: &str| stated(Server::Nginx, "nginx.conf", &format!("http {{ server {{ {listen} }} }}"));
        for (listen, expected) in [
            ("listen 8080;", "8080"),
            ("listen [::]:8443 ssl; listen 8080 default_server;", "8443 8080"),
            ("listen 80;", "80 !privileged-port"),
            ("listen *;", "80 !privileged-port"),
            ("listen 3000;", "3000 !port-not-exposed"),
            ("listen 127.0.0.1:8080;", "8080 !listens-on-loopback"),
            ("listen unix:/run/x.sock; listen 8080;", "8080"),
            ("listen ${PORT};", ""),
            ("root /x;", "8000 !port-not-exposed"),
            ("location / { root /x; } listen 8080;", "8080"),
            ("# listen 9;\n listen\n8080;", "8080"),
        ] {
            assert_eq!(conf(listen), expected, "{listen}");
        }
        assert_eq!(stated(Server::Nginx, "nginx.conf", "events {}"), "");
        assert_eq!(stated(Server::Nginx, "nginx-cfg/a.conf", "server { listen 8081; }"), "8080 8081 !port-not-exposed");
        assert_eq!(stated(Server::Nginx, "nginx-cfg/a.conf", "server { listen 8080; }"), "8080");
        assert_eq!(stated(Server::Nginx, "nginx-default-cfg/a.conf", "location / { }"), "8080");
    }

    #[test]
    fn httpd_listens_where_it_is_told_beside_the_default() {
        assert_eq!(stated(Server::Httpd, "httpd-cfg/a.conf", "Listen 0.0.0.0:8081"), "8080 8081 !port-not-exposed");
        assert_eq!(stated(Server::Httpd, "cfg/a.conf", "listen 80\n#Listen 81\n"), "8080 80 !privileged-port");
        assert_eq!(stated(Server::Httpd, "httpd-cfg/a.conf", "<VirtualHost *:9>"), "8080");
        assert_eq!(stated(Server::Httpd, "nginx.conf", "http { server { listen 1; } }"), "8080");
    }
}
