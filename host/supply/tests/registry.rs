//! Plugins from a real registry: Debian's `docker-registry` on loopback, with and without TLS and passwords.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by panicking")]
#![allow(clippy::print_stderr, reason = "a test that is left out says so")]

mod server;
mod workshop;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fieldmark_supply::{Digest, Form, Lock, Policy, State, load, save};
use server::{Doors, LOGIN, Registry, is_here};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use workshop::{ManifestsOnly, Workshop, plain, plugin, secure};

const TLS: Doors = Doors { tls: true, password: false };
const LOCKED: Doors = Doors { tls: true, password: true };

/// A registry with two versions of a plugin, and its storage.
fn registry() -> Option<(Registry, tempfile::TempDir)> {
    if !is_here() {
        return None;
    }
    let storage = tempfile::tempdir().unwrap();
    let registry = Registry::start(storage.path(), Doors::default());
    registry.push("acme/pony", "1.0.0", &plugin("pony", "1.0.0"));
    registry.push("acme/pony", "1.1.0", &plugin("pony", "1.1.0"));
    registry.push("acme/pony", "latest", &plugin("pony", "1.1.0"));
    Some((registry, storage))
}

/// Where the content of a blob lies in the storage of a registry.
fn blob(storage: &Path, digest: &Digest) -> PathBuf {
    let digits = digest.digits();
    storage.join(format!("docker/registry/v2/blobs/sha256/{}/{digits}/data", &digits[..2]))
}

fn credentials(folder: &Path, host: &str, login: (&str, &str)) -> PathBuf {
    let path = folder.join("auth.json");
    let auth = STANDARD.encode(format!("{}:{}", login.0, login.1));
    fs::write(&path, format!("{{\"auths\": {{\"{host}\": {{\"auth\": \"{auth}\"}}}}}}")).unwrap();
    path
}

#[test]
fn plugin_of_a_registry_is_installed_with_its_digests() {
    let Some((registry, _storage)) = registry() else { return };
    let workshop = Workshop::new();
    let reference = format!("{}/acme/pony:1.0.0", registry.host);
    let changes = workshop.install(plain(), &[&reference]).unwrap();
    let now = &changes[0].now;
    assert_eq!((now.name().as_str(), now.source.to_string()), ("pony 1.0.0", format!("oci://{reference}")));
    assert_eq!(now.digest, Digest::of(&plugin("pony", "1.0.0")));
    assert!(now.manifest.is_some());
    assert_eq!(workshop.installed(), ["pony 1.0.0"]);
    assert!(workshop.install(plain(), &[&reference]).unwrap()[0].is_none());
}

#[test]
fn detector_of_a_registry_is_installed_as_one() {
    let Some((registry, _storage)) = registry() else { return };
    registry.push_detector("acme/quux", "1.0.0", &plugin("quux", "1.0.0"));
    let workshop = Workshop::new();
    let changes = workshop.install(plain(), &[&format!("{}/acme/quux:1.0.0", registry.host)]).unwrap();
    assert_eq!(changes[0].now.form, Form::Detector);
    assert_eq!(workshop.installed(), ["quux 1.0.0"]);
}

#[test]
fn update_follows_what_was_asked_for() {
    let Some((registry, _storage)) = registry() else { return };
    let workshop = Workshop::new();
    let policy = Policy::default();
    let supply = workshop.supply(&policy, plain());
    workshop.install(plain(), &[&format!("{}/acme/pony:1.0.0", registry.host)]).unwrap();
    assert_eq!(supply.outdated(&[]).unwrap()[0].state, State::NewerTag("1.1.0".into()));
    assert!(supply.update(&[], false).unwrap()[0].is_none());
    assert_eq!(supply.update(&[], true).unwrap()[0].now.version, "1.1.0");
    assert_eq!(supply.outdated(&[]).unwrap()[0].state, State::Current);
    assert_eq!(workshop.files().len(), 3, "nothing is left of the old version: {:?}", workshop.files());

    registry.push("acme/pony", "1.1.0", &plugin("pony", "1.1.1"));
    let moved = Digest::of(&plugin("pony", "1.1.1"));
    assert_eq!(supply.outdated(&["pony".into()]).unwrap()[0].state, State::Moved(moved));
    assert_eq!(supply.update(&["pony".into()], false).unwrap()[0].now.version, "1.1.1");
}

#[test]
fn lock_file_installs_what_it_names_whatever_the_tag_is_now() {
    let Some((registry, _storage)) = registry() else { return };
    let (one, other) = (Workshop::new(), Workshop::new());
    one.install(plain(), &[&format!("{}/acme/pony", registry.host)]).unwrap();
    let path = one.folder.path().join("fieldmark.lock");
    one.store.installed().unwrap().write(&path).unwrap();
    registry.push("acme/pony", "latest", &plugin("pony", "2.0.0"));
    let lock = Lock::read(&path).unwrap();
    other.supply(&Policy::default(), plain()).restore(&lock, false).unwrap();
    assert_eq!(other.installed(), ["pony 1.1.0"]);
    assert_eq!(other.store.installed().unwrap(), lock);
    // What is there already needs no network.
    let offline = fieldmark_supply::Access { offline: true, ..plain() };
    assert!(other.supply(&Policy::default(), offline.clone()).restore(&lock, false).unwrap()[0].is_none());
    let third = Workshop::new();
    let error = third.supply(&Policy::default(), offline).restore(&lock, false).unwrap_err();
    assert_eq!(error.code(), "supply.offline");
}

#[test]
fn certificate_must_be_one_to_trust() {
    let Some((_registry, storage)) = registry() else { return };
    let registry = Registry::start(storage.path(), TLS);
    let reference = format!("{}/acme/pony:1.0.0", registry.host);
    let workshop = Workshop::new();
    workshop.install(secure(&registry.authority(), None), &[&reference]).unwrap();
    let other = Registry::start(storage.path(), TLS);
    let stranger = Workshop::new();
    let error = stranger.install(secure(&other.authority(), None), &[&reference]).unwrap_err();
    assert_eq!(error.code(), "supply.certificate", "{error}");
    assert!(stranger.files().is_empty());
}

#[test]
fn registry_without_tls_is_told_when_tls_is_spoken() {
    let Some((registry, _storage)) = registry() else { return };
    let access = fieldmark_supply::Access { plain_http: false, ..plain() };
    let error = Workshop::new().install(access, &[&format!("{}/acme/pony:1.0.0", registry.host)]).unwrap_err();
    assert_eq!(error.code(), "supply.unreachable", "{error}");
}

#[test]
fn password_opens_and_is_never_told() {
    let Some((_registry, storage)) = registry() else { return };
    let registry = Registry::start(storage.path(), LOCKED);
    let reference = format!("{}/acme/pony:1.0.0", registry.host);
    let workshop = Workshop::new();
    let folder = workshop.folder.path();
    let error = workshop.install(secure(&registry.authority(), None), &[&reference]).unwrap_err();
    assert_eq!(error.code(), "supply.unauthorised");
    assert!(error.to_string().contains("no credentials are known"), "{error}");
    let wrong = credentials(folder, &registry.host, (LOGIN.0, "open-sesame"));
    let error = workshop.install(secure(&registry.authority(), Some(&wrong)), &[&reference]).unwrap_err();
    assert_eq!(error.code(), "supply.unauthorised");
    assert!(!error.to_string().contains("open-sesame") && !format!("{error:?}").contains("open-sesame"), "{error:?}");
    let right = credentials(folder, &registry.host, LOGIN);
    workshop.install(secure(&registry.authority(), Some(&right)), &[&reference]).unwrap();
    assert_eq!(workshop.installed(), ["pony 1.0.0"]);
}

#[test]
fn program_for_credentials_opens() {
    let Some((_registry, storage)) = registry() else { return };
    let registry = Registry::start(storage.path(), LOCKED);
    let workshop = Workshop::new();
    let folder = workshop.folder.path();
    // The program is found by PATH, which belongs to the whole test program: its name is this test's alone.
    let name = format!("fieldmark-test-{}", std::process::id());
    let directory = std::env::split_paths(&std::env::var_os("PATH").unwrap())
        .find(|directory| tempfile::tempfile_in(directory).is_ok());
    let Some(directory) = directory else {
        eprintln!("skipped: no directory of PATH can be written to");
        return;
    };
    let program = directory.join(format!("docker-credential-{name}"));
    let text = format!(
        "#!/bin/sh\nread -r server\n[ \"$1 $server\" = 'get {}' ] || {{ echo credentials not found in native keychain; exit 1; }}\necho '{{\"ServerURL\": \"\", \"Username\": \"{}\", \"Secret\": \"{}\"}}'\n",
        registry.host, LOGIN.0, LOGIN.1
    );
    fs::write(&program, text).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let config = folder.join("config.json");
    fs::write(&config, format!("{{\"credHelpers\": {{\"{}\": \"{name}\"}}}}", registry.host)).unwrap();
    let installed = workshop
        .install(secure(&registry.authority(), Some(&config)), &[&format!("{}/acme/pony:1.0.0", registry.host)]);
    fs::remove_file(&program).unwrap();
    installed.unwrap();
}

#[test]
fn missing_names_are_told() {
    let Some((registry, _storage)) = registry() else { return };
    let workshop = Workshop::new();
    for name in ["acme/pony:9.9.9", "acme/nothing:1.0.0"] {
        let error = workshop.install(plain(), &[&format!("{}/{name}", registry.host)]).unwrap_err();
        assert_eq!(error.code(), "supply.not-found", "{error}");
        assert!(error.to_string().contains(&registry.host), "{error}");
    }
}

#[test]
fn damaged_blobs_install_nothing_and_keep_what_was_there() {
    let Some((registry, storage)) = registry() else { return };
    let workshop = Workshop::new();
    workshop.install(plain(), &[&format!("{}/acme/pony:1.0.0", registry.host)]).unwrap();
    let before = workshop.files();
    let next = plugin("pony", "1.1.0");
    let path = blob(storage.path(), &Digest::of(&next));
    for damaged in [&next[..10], &[&next[..], b"#"].concat(), &next.to_ascii_uppercase()] {
        fs::write(&path, damaged).unwrap();
        let error = workshop.install(plain(), &[&format!("{}/acme/pony:1.1.0", registry.host)]).unwrap_err();
        assert!(matches!(error.code(), "supply.digest" | "supply.too-large"), "{error}");
        assert_eq!((workshop.installed(), workshop.files()), (vec!["pony 1.0.0".to_owned()], before.clone()));
    }
}

#[test]
fn manifest_that_was_named_by_digest_must_have_it() {
    let Some((registry, storage)) = registry() else { return };
    let manifest = registry.push("acme/pony", "2.0.0", &plugin("pony", "2.0.0"));
    let reference = format!("{}/acme/pony:1.0.0@{manifest}", registry.host);
    let workshop = Workshop::new();
    workshop.install(plain(), &[&reference]).unwrap();
    assert_eq!(workshop.installed(), ["pony 2.0.0"], "the digest goes before the tag");
    let policy = Policy::default();
    assert_eq!(workshop.supply(&policy, plain()).outdated(&[]).unwrap()[0].state, State::Pinned);
    let path = blob(storage.path(), &manifest.parse().unwrap());
    let text = fs::read_to_string(&path).unwrap().replace(":2", ": 2");
    fs::write(&path, text).unwrap();
    let error = Workshop::new().install(plain(), &[&reference]).unwrap_err();
    assert!(matches!(error.code(), "supply.digest" | "supply.refused" | "supply.not-found"), "{error}");
}

#[test]
fn two_installs_at_once_both_count() {
    let Some((registry, _storage)) = registry() else { return };
    for id in ["a", "b", "c", "d"] {
        registry.push(&format!("acme/{id}"), "1.0.0", &plugin(id, "1.0.0"));
    }
    let workshop = Workshop::new();
    std::thread::scope(|scope| {
        for id in ["a", "b", "c", "d"] {
            let (workshop, host) = (&workshop, &registry.host);
            scope.spawn(move || workshop.install(plain(), &[&format!("{host}/acme/{id}:1.0.0")]).unwrap());
        }
    });
    assert_eq!(workshop.installed(), ["a 1.0.0", "b 1.0.0", "c 1.0.0", "d 1.0.0"]);
    assert_eq!(workshop.files().len(), 9, "two files each and the lock file: {:?}", workshop.files());
}

#[test]
fn one_that_fails_keeps_all_of_them_out() {
    let Some((registry, _storage)) = registry() else { return };
    registry.push("acme/broken", "1.0.0", b"no plugin at all");
    let workshop = Workshop::new();
    let (good, bad) = (format!("{}/acme/pony:1.0.0", registry.host), format!("{}/acme/broken:1.0.0", registry.host));
    assert_eq!(workshop.install(plain(), &[&good, &bad]).unwrap_err().code(), "supply.unusable");
    assert!(workshop.files().is_empty());
}

#[test]
fn archive_carries_plugins_into_a_closed_network() {
    let Some((registry, _storage)) = registry() else { return };
    let (open, closed) = (Workshop::new(), Workshop::new());
    open.install(plain(), &[&format!("{}/acme/pony:1.0.0", registry.host)]).unwrap();
    drop(registry);
    let path = open.folder.path().join("plugins.tar");
    save(&open.store, &[], &path).unwrap();
    load(&closed.store, &path, &ManifestsOnly, &Policy::default(), false).unwrap();
    assert_eq!(closed.installed(), ["pony 1.0.0"]);
    assert_eq!(closed.store.installed().unwrap(), open.store.installed().unwrap());
    let again = open.folder.path().join("again.tar");
    save(&closed.store, &[], &again).unwrap();
    assert!(fs::read(&path).unwrap() == fs::read(&again).unwrap(), "the same plugins make the same archive");
}
