//! The port of a server.
//!
//! Precedence: `application.conf`, what the sources bind, the framework's own default.

mod code;

use crate::framework::Framework;
use fieldmark_sdk::{Place, Repo, Verdict, hocon};

/// Keys of a port in `application.conf`, the most telling first.
const KEYS: [&str; 16] = [
    "play.server.http.port",
    "akka.http.server.port",
    "akka.http.server.default-http-port",
    "pekko.http.server.port",
    "pekko.http.server.default-http-port",
    "http.port",
    "http.server.port",
    "server.port",
    "server.http.port",
    "app.port",
    "app.http.port",
    "app.server.port",
    "service.port",
    "web.port",
    "http-port",
    "port",
];

/// States the port.
pub fn state(repo: &Repo, verdict: &mut Verdict, framework: &Framework) {
    if framework.port.is_empty() {
        return;
    }
    let file = repo.first(&["conf/application.conf", "src/main/resources/application.conf"]);
    let file = file.or_else(|| repo.named(&["application.conf"]).find(|file| !file.path().contains("test/")));
    let number = |(text, at): (&str, Place)| text.parse::<u16>().ok().filter(|port| *port > 0).map(|port| (port, at));
    let of_key = |key: &str| hocon::values(file?, key).into_iter().filter_map(number).next_back();
    let configured = KEYS.iter().find_map(|key| of_key(key));
    let bound = code::bound(repo);
    if let Some(at) = bound.as_ref().and_then(|bound| bound.loopback) {
        let note = "it listens on the loopback address, where nobody outside of the container reaches it";
        verdict.warn("scala.listens-on-loopback", at, note);
    }
    match configured.or(bound.map(|bound| bound.port)) {
        Some((port, at)) => verdict.attribute("port", port.to_string(), at),
        None => verdict.attribute("port", framework.port, Place::NONE),
    }
}
