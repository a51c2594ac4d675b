//! The port that the site is served on.

use crate::server::Server;
use fieldmark_sdk::{File, Place, Repo, Verdict};

/// What both builders listen on unless they are set up otherwise.
const DEFAULT: &str = "8080";

/// States the ports of `listen` and `Listen` directives, else the builder's default.
pub fn state(repo: &Repo, server: Server, verdict: &mut Verdict) {
    let settings = |file: &File<'_>| match server {
        Server::Nginx => file.path() == "nginx.conf" || file.directory() == "nginx-cfg",
        Server::Httpd => file.directory() == "httpd-cfg",
    };
    let mut ports: Vec<(&str, Place)> = Vec::new();
    for line in repo.files().filter(settings).flat_map(|file| file.lines()) {
        if let Some(port) = listened(line.code())
            && ports.iter().all(|(earlier, _)| *earlier != port)
        {
            ports.push((port, line.at));
        }
    }
    // Files of httpd-cfg/ only add to the main configuration; nginx.conf and nginx-cfg/ stand for themselves.
    if ports.is_empty() || server == Server::Httpd && ports.iter().all(|(port, _)| *port != DEFAULT) {
        ports.insert(0, (DEFAULT, Place::NONE));
    }
    for (port, at) in ports {
        verdict.attribute("port", port, at);
    }
}

/// The port of one directive: `listen 8080;`, `listen [::]:8443 ssl;`, `Listen 0.0.0.0:8081`.
fn listened(line: &str) -> Option<&str> {
    let mut words = line.split([' ', '\t', '{', '}', ';']).filter(|word| !word.is_empty());
    words.find(|word| word.eq_ignore_ascii_case("listen"))?;
    let port = words.next()?.rsplit(':').next()?;
    port.parse::<u16>().ok().filter(|port| *port > 0).map(|_| port)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listened_reads_both_servers_directives() {
        let cases = [
            ("listen 8080;", Some("8080")),
            ("server { listen [::]:8443 ssl; }", Some("8443")),
            ("Listen 0.0.0.0:8081", Some("8081")),
            ("listen       8080 default_server;", Some("8080")),
            ("listen {{port}};", None),
            ("listen unix:/run/x.sock;", None),
            ("isten 1", None),
            ("relisten 1;", None),
            ("listening 1;", None),
            ("é isten", None),
            ("éisten 9;", None),
        ];
        for (line, port) in cases {
            assert_eq!(listened(line), port, "{line}");
        }
    }
}
