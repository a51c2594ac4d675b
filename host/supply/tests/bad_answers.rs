//! Registries and web servers that break off, lie, talk nonsense or never end: a typed error each, and nothing installed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by panicking")]

mod server;
mod workshop;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fieldmark_supply::{Access, Credentials, Limits};
use serde_json::json;
use server::{BadServer, Reply, Request, digest};
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use workshop::{Workshop, limits, plain, plugin};

fn manifest(layer: &str, size: usize) -> Vec<u8> {
    json!({
        "schemaVersion": 2,
        "config": { "mediaType": "application/vnd.wasm.config.v0+json", "digest": digest(b"{}"), "size": 2 },
        "layers": [{ "mediaType": "application/wasm", "digest": layer, "size": size }],
    })
    .to_string()
    .into_bytes()
}

fn whole(body: Vec<u8>) -> Reply {
    Reply::Whole(200, Vec::new(), body)
}

fn is_about_signatures(path: &str) -> bool {
    path.contains("/manifests/sha256-") || path.contains("/referrers/")
}

fn missing() -> Reply {
    Reply::Whole(404, Vec::new(), b"{\"errors\": [{\"code\": \"MANIFEST_UNKNOWN\"}]}".to_vec())
}

/// A registry with one plugin, of which `blob` makes the answer for the layer.
fn registry(content: &[u8], blob: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> BadServer {
    let manifest = manifest(&digest(content), content.len());
    BadServer::start(move |request| match request.path.as_str() {
        path if is_about_signatures(path) => missing(),
        path if path.contains("/manifests/") => whole(manifest.clone()),
        _ => blob(request),
    })
}

/// The code and the text of the error of an install that must leave nothing.
fn refused(server: &BadServer, access: Access) -> (&'static str, String) {
    let workshop = Workshop::new();
    let error = workshop.install(access, &[&format!("{}/acme/pony:1", server.host)]).unwrap_err();
    assert!(workshop.files().is_empty(), "{:?}", workshop.files());
    (error.code(), error.to_string())
}

#[test]
fn interrupted_download_goes_on_where_it_ended() {
    let content = plugin("pony", "1.0.0");
    let sent = content.clone();
    let server = registry(&content, move |request| match request.headers.get("range") {
        None => Reply::Cut(200, Vec::new(), sent[..20].to_vec(), sent.len()),
        Some(range) => {
            let from: usize = range.strip_prefix("bytes=").unwrap().strip_suffix('-').unwrap().parse().unwrap();
            let told = format!("bytes {from}-{}/{}", sent.len() - 1, sent.len());
            Reply::Whole(206, vec![("content-range", told)], sent[from..].to_vec())
        }
    });
    let workshop = Workshop::new();
    workshop.install(plain(), &[&format!("{}/acme/pony:1", server.host)]).unwrap();
    assert_eq!(workshop.installed(), ["pony 1.0.0"]);
    let ranges: Vec<_> = server.requests().iter().filter_map(|request| request.headers.get("range").cloned()).collect();
    assert_eq!(ranges, ["bytes=20-"]);
}

#[test]
fn interrupted_download_begins_anew_where_the_server_cannot_go_on() {
    let content = plugin("pony", "1.0.0");
    let sent = content.clone();
    let asked = AtomicUsize::new(0);
    let server = registry(&content, move |_| match asked.fetch_add(1, Ordering::SeqCst) {
        0 => Reply::Cut(200, Vec::new(), sent[..20].to_vec(), sent.len()),
        _ => whole(sent.clone()),
    });
    let workshop = Workshop::new();
    workshop.install(plain(), &[&format!("{}/acme/pony:1", server.host)]).unwrap();
    assert_eq!(workshop.installed(), ["pony 1.0.0"]);
}

#[test]
fn download_that_always_breaks_off_is_given_up() {
    let content = plugin("pony", "1.0.0");
    let sent = content.clone();
    let server = registry(&content, move |_| Reply::Cut(200, Vec::new(), sent[..20].to_vec(), sent.len()));
    let (code, text) = refused(&server, plain());
    assert_eq!(code, "supply.broken", "{text}");
    let blobs = server.requests().iter().filter(|request| request.path.contains("/blobs/")).count();
    assert_eq!(blobs, Limits::default().attempts as usize);
}

#[test]
fn blob_that_is_another_is_refused() {
    let server = registry(&plugin("pony", "1.0.0"), |_| whole(plugin("pony", "6.6.6")));
    let (code, text) = refused(&server, plain());
    assert_eq!(code, "supply.digest");
    assert!(text.contains(&digest(&plugin("pony", "6.6.6"))), "{text}");
}

#[test]
fn blob_that_never_ends_is_cut_off() {
    let server = registry(&plugin("pony", "1.0.0"), |_| Reply::Endless);
    assert_eq!(refused(&server, plain()).0, "supply.too-large");
}

#[test]
fn manifest_that_never_ends_is_cut_off() {
    let server = BadServer::start(|_| Reply::Endless);
    assert_eq!(refused(&server, plain()).0, "supply.too-large");
}

#[test]
fn plugin_that_says_it_is_huge_is_not_fetched() {
    let server = BadServer::start(|_| whole(manifest(&digest(b""), usize::MAX)));
    assert_eq!(refused(&server, plain()).0, "supply.too-large");
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn nonsense_is_told_for_what_it_is() {
    for (reply, code) in [
        (b"<html>Sign in to the Wi-Fi</html>".to_vec(), "supply.not-a-plugin"),
        (b"{}".to_vec(), "supply.not-a-plugin"),
        (vec![0xff; 100], "supply.not-a-plugin"),
        (manifest("sha256:../../etc/passwd", 1), "supply.not-a-plugin"),
    ] {
        let server = BadServer::start(move |_| whole(reply.clone()));
        let (found, text) = refused(&server, plain());
        assert_eq!(found, code, "{text}");
        assert!(text.contains(&server.host), "{text}");
    }
    let server = BadServer::start(|_| Reply::Raw(b"SSH-2.0-OpenSSH_9.6\r\n".to_vec()));
    let (code, text) = refused(&server, plain());
    assert_eq!(code, "supply.broken", "{text}");
}

#[test]
fn refusals_say_what_the_registry_says() {
    for (status, code) in [(403, "supply.forbidden"), (429, "supply.refused"), (500, "supply.refused")] {
        let server = BadServer::start(move |_| {
            Reply::Whole(status, Vec::new(), b"{\"errors\": [{\"code\": \"X\", \"message\": \"not today\"}]}".to_vec())
        });
        let (found, text) = refused(&server, plain());
        assert_eq!(found, code);
        assert!(text.contains("not today"), "{text}");
    }
}

#[test]
fn silence_ends() {
    let server = BadServer::start(|_| Reply::Late(Duration::from_secs(5)));
    let access = Access { limits: Limits { pause: Duration::from_millis(300), ..limits() }, ..plain() };
    assert_eq!(refused(&server, access).0, "supply.timed-out");
}

#[test]
fn user_can_interrupt() {
    let server = BadServer::start(|_| Reply::Late(Duration::from_secs(5)));
    let cancelled = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&cancelled);
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(200));
        flag.store(true, Ordering::SeqCst);
    });
    let started = Instant::now();
    assert_eq!(refused(&server, Access { cancelled, ..plain() }).0, "supply.cancelled");
    assert!(started.elapsed() < Duration::from_secs(2));
}

#[test]
fn nobody_there_is_told() {
    let workshop = Workshop::new();
    let host = BadServer::start(|_| missing()).host.clone();
    let error = workshop.install(plain(), &[&format!("{host}/acme/pony:1")]).unwrap_err();
    assert_eq!(error.code(), "supply.unreachable", "{error}");
    let error = workshop.install(plain(), &["registry.invalid/acme/pony:1"]).unwrap_err();
    assert_eq!(error.code(), "supply.unreachable", "{error}");
}

#[test]
fn offline_asks_nobody() {
    let server = BadServer::start(|_| missing());
    let (code, text) = refused(&server, Access { offline: true, ..plain() });
    assert_eq!(code, "supply.offline");
    assert!(text.contains("acme/pony:1"), "{text}");
    assert!(server.requests().is_empty());
}

#[test]
fn redirections_end_and_stay_within_bounds() {
    let server = BadServer::start(|request| Reply::Whole(302, vec![("location", request.path.clone())], Vec::new()));
    assert_eq!(refused(&server, plain()).0, "supply.malformed");
    for place in ["ftp://registry.example/", "", "nowhere"] {
        let server = BadServer::start(move |_| Reply::Whole(307, vec![("location", place.into())], Vec::new()));
        assert_eq!(refused(&server, plain()).0, "supply.malformed");
    }
}

fn known(workshop: &Workshop, host: &str) -> Credentials {
    let path = workshop.folder.path().join("auth.json");
    let auth = STANDARD.encode("ann:sesame");
    fs::write(&path, format!("{{\"auths\": {{\"{host}\": {{\"auth\": \"{auth}\"}}}}}}")).unwrap();
    Credentials::new(vec![path])
}

#[test]
fn secret_is_not_taken_to_another_server() {
    let content = plugin("pony", "1.0.0");
    let sent = content.clone();
    let blobs = BadServer::start(move |_| whole(sent.clone()));
    let place = format!("http://{}/storage", blobs.host);
    let inner = manifest(&digest(&content), content.len());
    let server = BadServer::start(move |request| match request.path.as_str() {
        _ if !request.headers.contains_key("authorization") => {
            Reply::Whole(401, vec![("www-authenticate", "Basic realm=\"here\"".into())], Vec::new())
        }
        path if is_about_signatures(path) => missing(),
        path if path.contains("/manifests/") => whole(inner.clone()),
        _ => Reply::Whole(307, vec![("location", place.clone())], Vec::new()),
    });
    let workshop = Workshop::new();
    let access = Access { credentials: known(&workshop, &server.host), ..plain() };
    workshop.install(access, &[&format!("{}/acme/pony:1", server.host)]).unwrap();
    assert_eq!(workshop.installed(), ["pony 1.0.0"]);
    assert!(blobs.requests().iter().all(|request| !request.headers.contains_key("authorization")));
}

#[test]
fn token_of_another_server_opens() {
    let content = plugin("pony", "1.0.0");
    let sent = content.clone();
    let tokens = BadServer::start(|request| {
        let is_ann =
            request.headers.get("authorization").is_some_and(|value| value.ends_with(&STANDARD.encode("ann:sesame")));
        assert!(request.path.contains("scope=repository:acme/pony:pull"), "{}", request.path);
        if is_ann { whole(b"{\"token\": \"open\"}".to_vec()) } else { Reply::Whole(401, Vec::new(), Vec::new()) }
    });
    let challenge = format!("Bearer realm=\"http://{}/token\",service=\"here\"", tokens.host);
    let inner = manifest(&digest(&content), content.len());
    let server = BadServer::start(move |request| match request.path.as_str() {
        _ if request.headers.get("authorization").is_none_or(|value| value != "Bearer open") => {
            Reply::Whole(401, vec![("www-authenticate", challenge.clone())], Vec::new())
        }
        path if is_about_signatures(path) => missing(),
        path if path.contains("/manifests/") => whole(inner.clone()),
        _ => whole(sent.clone()),
    });
    let workshop = Workshop::new();
    let reference = format!("{}/acme/pony:1", server.host);
    let access = Access { credentials: known(&workshop, &server.host), ..plain() };
    workshop.install(access, &[&reference]).unwrap();
    assert_eq!(tokens.requests().len(), 1, "one token serves for all that is asked");
    let error = Workshop::new().install(plain(), &[&reference]).unwrap_err();
    assert_eq!(error.code(), "supply.unauthorised", "{error}");
}

#[test]
fn credentials_are_not_sent_in_the_clear() {
    let tokens = BadServer::start(|_| whole(b"{\"token\": \"open\"}".to_vec()));
    let realm = format!("Bearer realm=\"http://{}/token\"", tokens.host.replace("127.0.0.1", "0.0.0.0"));
    let server = BadServer::start(move |_| Reply::Whole(401, vec![("www-authenticate", realm.clone())], Vec::new()));
    let workshop = Workshop::new();
    let access = Access { credentials: known(&workshop, &server.host), ..plain() };
    let error = workshop.install(access, &[&format!("{}/acme/pony:1", server.host)]).unwrap_err();
    assert!(error.to_string().contains("plain http"), "{error}");
    assert!(tokens.requests().is_empty());

    let server =
        BadServer::start(|_| Reply::Whole(401, vec![("www-authenticate", "Basic realm=\"here\"".into())], Vec::new()));
    // On Linux this address leads to this machine, too, and is none of loopback.
    let host = server.host.replace("127.0.0.1", "0.0.0.0");
    let workshop = Workshop::new();
    let access = Access { credentials: known(&workshop, &host), ..plain() };
    let error = workshop.install(access, &[&format!("{host}/acme/pony:1")]).unwrap_err();
    assert!(error.to_string().contains("plain http"), "{error}");
    assert!(server.requests().iter().all(|request| !request.headers.contains_key("authorization")));
}

#[test]
fn signature_that_is_nonsense_is_an_error_and_not_a_missing_one() {
    for at_tag in [true, false] {
        let content = plugin("pony", "1.0.0");
        let inner = manifest(&digest(&content), content.len());
        let server = BadServer::start(move |request| match request.path.as_str() {
            path if path.ends_with(".sig") == at_tag && is_about_signatures(path) => whole(b"<html>".to_vec()),
            path if is_about_signatures(path) => missing(),
            path if path.contains("/manifests/") => whole(inner.clone()),
            _ => whole(content.clone()),
        });
        assert_eq!(refused(&server, plain()).0, "supply.malformed");
    }
}
