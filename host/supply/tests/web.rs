//! Plugins from a web server: always over TLS, always with a digest.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by panicking")]

mod server;
mod workshop;

use fieldmark_supply::{Access, Digest, Policy, Proxies, Standing, State, Supply, Trusting};
use server::{BadServer, Proxy, Reply};
use workshop::{ManifestsOnly, Signer, Workshop, limits, plugin, secure};

fn content() -> Vec<u8> {
    plugin("pony", "1.0.0")
}

fn reference(server: &BadServer, path: &str) -> String {
    format!("https://{}{path}#sha256={}", server.host, Digest::of(&content()).digits())
}

fn whole(status: u16, body: Vec<u8>) -> Reply {
    Reply::Whole(status, Vec::new(), body)
}

#[test]
fn file_is_installed_with_the_signature_beside_it() {
    let signer = Signer::new();
    let signature = signer.sign(&content());
    let server = BadServer::start_tls(move |request| match request.path.as_str() {
        "/pony.wasm?v=1" => whole(200, content()),
        "/pony.wasm.sig?v=1" => whole(200, signature.clone().into_bytes()),
        _ => whole(404, Vec::new()),
    });
    let workshop = Workshop::new();
    let access = secure(&server.authority(), None);
    workshop.install(access.clone(), &[&reference(&server, "/pony.wasm?v=1")]).unwrap();
    let policy = workshop.folder.path().join("trust.toml");
    let from = [format!("https://{}/*", server.host)];
    Trusting::Key { name: "acme", key: &signer.public(), from: &from }.write(&policy).unwrap();
    let parcel = workshop.store.read_all().unwrap().remove(0).parcel.unwrap();
    let standing = Policy::read(&policy).unwrap().judge(&parcel);
    assert_eq!(standing, Standing::Verified { by: "signed by acme".into() });
    let asked = server.requests().len();
    let none = Policy::default();
    assert_eq!(workshop.supply(&none, access).outdated(&[]).unwrap()[0].state, State::Pinned);
    assert_eq!(server.requests().len(), asked, "a file with a digest is what it is");
}

#[test]
fn file_without_a_signature_is_unsigned_however_that_is_said() {
    for status in [404, 403, 410] {
        let server = BadServer::start_tls(move |request| match request.path.as_str() {
            "/pony.wasm" => whole(200, content()),
            _ => whole(status, Vec::new()),
        });
        let workshop = Workshop::new();
        workshop.install(secure(&server.authority(), None), &[&reference(&server, "/pony.wasm")]).unwrap();
        assert_eq!(workshop.installed(), ["pony 1.0.0"]);
    }
}

#[test]
fn proxy_is_gone_through_unless_the_host_is_excepted() {
    let server = BadServer::start_tls(|request| match request.path.as_str() {
        "/pony.wasm" => whole(200, content()),
        _ => whole(404, Vec::new()),
    });
    // `ann:sesame` in base64.
    let proxy = Proxy::start("Basic YW5uOnNlc2FtZQ==");
    let through = |proxy: String, except: &str| Access {
        proxies: Proxies { https: Some(proxy), except: Some(except.to_owned()) },
        ..secure(&server.authority(), None)
    };
    let reference = reference(&server, "/pony.wasm");
    let open = format!("http://ann:sesame@{}", proxy.host);
    Workshop::new().install(through(open.clone(), ""), &[&reference]).unwrap();
    assert!(proxy.tunnels().contains(&server.host), "{:?}", proxy.tunnels());
    let opened = proxy.tunnels().len();
    Workshop::new().install(through(open.clone(), "registry.example,127.0.0.1"), &[&reference]).unwrap();
    assert_eq!(proxy.tunnels().len(), opened);

    let error = Workshop::new().install(through(format!("http://{}", proxy.host), ""), &[&reference]).unwrap_err();
    assert_eq!(error.code(), "supply.unreachable", "{error}");
    for wrong in ["socks5://ann:very-secret@proxy.example:1080", "very-secret proxy", "http://"] {
        let workshop = Workshop::new();
        let policy = Policy::default();
        let access = through(wrong.to_owned(), "");
        assert!(!format!("{access:?}").contains("very-secret"));
        let error = Supply::new(&workshop.store, &ManifestsOnly, &policy, access).err().unwrap();
        assert!(error.code() == "supply.no-client" && !error.to_string().contains("very-secret"), "{error}");
    }
}

#[test]
fn bad_answers_install_nothing() {
    let secret = "/pony.wasm?token=very-secret";
    for (status, body, code) in [
        (200, plugin("pony", "6.6.6"), "supply.digest"),
        (404, Vec::new(), "supply.not-found"),
        (500, b"<html>".to_vec(), "supply.refused"),
        (200, vec![b' '; limits().plugin_bytes as usize + 1], "supply.too-large"),
    ] {
        let server = BadServer::start_tls(move |_| whole(status, body.clone()));
        let workshop = Workshop::new();
        let error = workshop.install(secure(&server.authority(), None), &[&reference(&server, secret)]).unwrap_err();
        assert_eq!(error.code(), code, "{error}");
        assert!(!error.to_string().contains("very-secret"), "{error}");
        assert!(workshop.files().is_empty());
    }
}

#[test]
fn redirection_to_plain_http_is_not_followed() {
    let open = BadServer::start(|_| whole(200, content()));
    let place = format!("http://{}/pony.wasm", open.host);
    let server = BadServer::start_tls(move |_| Reply::Whole(302, vec![("location", place.clone())], Vec::new()));
    let error =
        Workshop::new().install(secure(&server.authority(), None), &[&reference(&server, "/pony.wasm")]).unwrap_err();
    assert_eq!(error.code(), "supply.malformed", "{error}");
    assert!(open.requests().is_empty());
}
