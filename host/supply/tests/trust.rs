//! Signatures and policies: what cosign and openssl sign, any-of and all-of, and what is refused.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by panicking")]
#![allow(clippy::print_stderr, reason = "a test that is left out says so")]

mod server;
mod workshop;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fieldmark_supply::{Access, Digest, Policy, Standing, SupplyError, Trusting, load, save};
use serde_json::json;
use server::{Doors, Registry, is_here, signed_document, signed_statement};
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use workshop::{ManifestsOnly, Signer, Workshop, plain, plugin};

fn offline() -> Access {
    Access { offline: true, ..plain() }
}

/// A policy with these keys and rules.
fn policy(workshop: &Workshop, keys: &[(&str, &Signer)], rules: &str) -> Result<Policy, SupplyError> {
    let mut text = format!("version = 1\n{rules}\n");
    for (name, signer) in keys {
        fs::write(workshop.folder.path().join(format!("{name}.pub")), signer.pem()).unwrap();
        text.push_str(&format!("[key.{name}]\nfile = '{name}.pub'\n"));
    }
    let path = workshop.folder.path().join("trust.toml");
    fs::write(&path, text).unwrap();
    Policy::read(&path)
}

fn standing(workshop: &Workshop, policy: &Policy) -> Standing {
    policy.judge(&workshop.store.read_all().unwrap().remove(0).parcel.unwrap())
}

fn by(workshop: &Workshop, keys: &[(&str, &Signer)], rules: &str) -> Option<String> {
    match standing(workshop, &policy(workshop, keys, rules).unwrap()) {
        Standing::Verified { by } => Some(by),
        Standing::Unverified { .. } => None,
    }
}

/// A plugin in a file, with a signature beside it.
fn signed_file(workshop: &Workshop, signature: &str) -> PathBuf {
    let path = workshop.folder.path().join("pony.wasm");
    fs::write(&path, plugin("pony", "1.0.0")).unwrap();
    fs::write(workshop.folder.path().join("pony.wasm.sig"), signature).unwrap();
    path
}

#[test]
fn signature_of_a_registry_is_verified_without_it() {
    if !is_here() {
        return;
    }
    let storage = tempfile::tempdir().unwrap();
    let registry = Registry::start(storage.path(), Doors::default());
    let (acme, review, stranger) = (Signer::new(), Signer::new(), Signer::new());
    let manifest = registry.push("acme/pony", "1.0.0", &plugin("pony", "1.0.0"));
    let document = signed_document(&manifest);
    let signatures = [acme.sign(document.as_bytes()), review.sign(document.as_bytes())];
    registry.push_signature("acme/pony", &manifest, &signatures, &document);
    let workshop = Workshop::new();
    workshop.install(plain(), &[&format!("{}/acme/pony:1.0.0", registry.host)]).unwrap();
    let place = format!("oci://{}/acme", registry.host);
    drop(registry);

    let keys = [("acme", &acme), ("review", &review), ("stranger", &stranger)];
    let is = |rules: &str| by(&workshop, &keys, rules);
    assert_eq!(is("[[trust]]\nany-of = ['stranger', 'acme']").as_deref(), Some("signed by acme"));
    assert_eq!(is("[[trust]]\nall-of = ['acme', 'review']").as_deref(), Some("signed by acme and review"));
    assert_eq!(is("[[trust]]\nall-of = ['acme', 'stranger']"), None);
    assert_eq!(is("[[trust]]\nany-of = ['stranger']"), None);
    assert_eq!(is("[[trust]]\nany-of = ['acme']\nall-of = ['stranger']"), None);
    assert!(is(&format!("[[trust]]\nfrom = ['{place}/*']\nany-of = ['acme']")).is_some());
    assert!(is(&format!("[[trust]]\nfrom = ['{place}/pony']\nany-of = ['acme']")).is_some());
    assert_eq!(is(&format!("[[trust]]\nfrom = ['{place}/horse', '{place}']\nany-of = ['acme']")), None);
    assert_eq!(is("[[trust]]\nplugins = ['horse']\nany-of = ['acme']"), None);
    assert!(
        is("[[trust]]\nplugins = ['horse']\nany-of = ['acme']\n[[trust]]\nplugins = ['pony']\nall-of = ['acme']")
            .is_some()
    );

    // Signatures travel with the plugin.
    let (archive, closed) = (workshop.folder.path().join("plugins.tar"), Workshop::new());
    save(&workshop.store, &[], &archive).unwrap();
    load(&closed.store, &archive, &ManifestsOnly, &Policy::default(), false).unwrap();
    assert!(by(&closed, &keys, "[[trust]]\nany-of = ['acme']").is_some());
}

#[test]
fn signature_of_another_manifest_proves_nothing() {
    if !is_here() {
        return;
    }
    let storage = tempfile::tempdir().unwrap();
    let registry = Registry::start(storage.path(), Doors::default());
    let acme = Signer::new();
    let good = registry.push("acme/pony", "1.0.0", &plugin("pony", "1.0.0"));
    let bad = registry.push("acme/pony", "1.0.1", &plugin("pony", "6.6.6"));
    // What was signed for one is put beside the other; and a document that was changed after it was signed.
    let document = signed_document(&good);
    let of_others = signed_document(&bad).replace("cosign container image", "atomic container");
    for (document, signature) in [
        (document.clone(), acme.sign(document.as_bytes())),
        (signed_document(&bad), acme.sign(document.as_bytes())),
        ("nonsense".to_owned(), acme.sign(b"nonsense")),
        (of_others.clone(), acme.sign(of_others.as_bytes())),
        (signed_document(&bad), "not base64!".to_owned()),
    ] {
        registry.push_signature("acme/pony", &bad, &[signature], &document);
        let workshop = Workshop::new();
        workshop.install(plain(), &[&format!("{}/acme/pony:1.0.1", registry.host)]).unwrap();
        assert_eq!(by(&workshop, &[("acme", &acme)], "[[trust]]\nany-of = ['acme']"), None, "{document}");
    }
}

/// A bundle around a statement, as cosign makes it with a key.
fn bundle(signer: &Signer, statement: &str) -> String {
    const KIND: &str = "application/vnd.in-toto+json";
    let signed = format!("DSSEv1 {} {KIND} {} {statement}", KIND.len(), statement.len());
    json!({
        "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json",
        "verificationMaterial": { "publicKey": { "hint": "x" }, "tlogEntries": [] },
        "dsseEnvelope": {
            "payload": STANDARD.encode(statement),
            "payloadType": KIND,
            "signatures": [{ "sig": signer.sign(signed.as_bytes()) }],
        },
    })
    .to_string()
}

#[test]
fn bundle_of_a_registry_is_verified_if_it_signs_the_manifest() {
    if !is_here() {
        return;
    }
    const SIGNS: &str = "https://sigstore.dev/cosign/sign/v1";
    let storage = tempfile::tempdir().unwrap();
    let registry = Registry::start(storage.path(), Doors::default());
    let acme = Signer::new();
    let other = registry.push("acme/pony", "0.9.0", &plugin("pony", "0.9.0"));
    for (version, kind, of_other, verified) in [
        ("1.0.0", SIGNS, false, true),
        ("1.0.1", "https://slsa.dev/provenance/v1", false, false),
        ("1.0.2", SIGNS, true, false),
    ] {
        let manifest = registry.push("acme/pony", version, &plugin("pony", version));
        let statement = signed_statement(if of_other { &other } else { &manifest }, kind);
        registry.push_bundle("acme/pony", &manifest, &bundle(&acme, &statement));
        let workshop = Workshop::new();
        workshop.install(plain(), &[&format!("{}/acme/pony:{version}", registry.host)]).unwrap();
        let rule = "[[trust]]\nany-of = ['acme']";
        assert_eq!(by(&workshop, &[("acme", &acme)], rule).is_some(), verified, "{version}");
        assert_eq!(by(&workshop, &[("acme", &Signer::new())], rule), None, "{version}");
    }
}

#[test]
fn bundle_beside_a_file_is_understood() {
    let (workshop, acme) = (Workshop::new(), Signer::new());
    let bundle = json!({
        "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json",
        "verificationMaterial": { "publicKey": { "hint": "x" }, "tlogEntries": [] },
        "messageSignature": {
            "messageDigest": { "algorithm": "SHA2_256", "digest": "" },
            "signature": acme.sign(&plugin("pony", "1.0.0")),
        },
    });
    let path = signed_file(&workshop, &bundle.to_string());
    workshop.install(offline(), &[&path.display().to_string()]).unwrap();
    let rule = "[[trust]]\nany-of = ['acme']";
    assert_eq!(by(&workshop, &[("acme", &acme)], rule).as_deref(), Some("signed by acme"));
    assert_eq!(by(&workshop, &[("acme", &Signer::new())], rule), None);
}

#[test]
fn signature_beside_a_file_is_about_the_file() {
    let workshop = Workshop::new();
    let acme = Signer::new();
    let path = signed_file(&workshop, &format!("{}\n", acme.sign(&plugin("pony", "1.0.0"))));
    workshop.install(offline(), &[&path.display().to_string()]).unwrap();
    let rule = "[[trust]]\nany-of = ['acme']";
    assert_eq!(by(&workshop, &[("acme", &acme)], rule).as_deref(), Some("signed by acme"));
    assert_eq!(by(&workshop, &[("acme", &Signer::new())], rule), None);

    let other = Workshop::new();
    let path = signed_file(&other, &acme.sign(&plugin("pony", "6.6.6")));
    other.install(offline(), &[&path.display().to_string()]).unwrap();
    let policy = policy(&other, &[("acme", &acme)], rule).unwrap();
    let Standing::Unverified { because } = standing(&other, &policy) else { panic!() };
    assert_eq!(because, "no key of the policy signed it");
}

#[test]
fn signature_of_openssl_is_understood() {
    if Command::new("openssl").arg("version").output().is_err() {
        eprintln!("skipped: openssl is not installed");
        return;
    }
    let workshop = Workshop::new();
    let path = signed_file(&workshop, "");
    let folder = workshop.folder.path();
    let openssl = |arguments: &[&str]| {
        let output = Command::new("openssl").args(arguments).current_dir(folder).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    openssl(&["ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "acme.key"]);
    openssl(&["ec", "-in", "acme.key", "-pubout", "-out", "acme.pub"]);
    openssl(&["dgst", "-sha256", "-sign", "acme.key", "-out", "pony.wasm.sig", "pony.wasm"]);
    workshop.install(offline(), &[&path.display().to_string()]).unwrap();
    let file = folder.join("trust.toml");
    fs::write(&file, "version = 1\n[key.acme]\nfile = 'acme.pub'\n[[trust]]\nany-of = ['acme']\n").unwrap();
    assert!(standing(&workshop, &Policy::read(&file).unwrap()).is_verified());
}

#[test]
fn only_verified_plugins_are_taken_where_the_policy_says_so() {
    let workshop = Workshop::new();
    let acme = Signer::new();
    let path = signed_file(&workshop, &acme.sign(&plugin("pony", "1.0.0"))).display().to_string();
    let stranger =
        policy(&workshop, &[("acme", &Signer::new())], "only-verified = true\n[[trust]]\nany-of = ['acme']").unwrap();
    let error = workshop.supply(&stranger, offline()).install(&[path.parse().unwrap()], false).unwrap_err();
    assert_eq!(error.code(), "trust.unverified", "{error}");
    assert!(workshop.files().is_empty());
    let friend = policy(&workshop, &[("acme", &acme)], "only-verified = true\n[[trust]]\nany-of = ['acme']").unwrap();
    workshop.supply(&friend, offline()).install(&[path.parse().unwrap()], false).unwrap();
    let archive = workshop.folder.path().join("plugins.tar");
    save(&workshop.store, &[], &archive).unwrap();
    let other = Workshop::new();
    let error = load(&other.store, &archive, &ManifestsOnly, &stranger, false).unwrap_err();
    assert_eq!(error.code(), "trust.unverified", "{error}");
}

#[test]
fn what_is_trusted_from_now_on_stands_in_the_policy() {
    let workshop = Workshop::new();
    let acme = Signer::new();
    let path = signed_file(&workshop, &acme.sign(&plugin("pony", "1.0.0")));
    let digest = workshop.install(offline(), &[&path.display().to_string()]).unwrap()[0].now.digest.clone();
    let file = workshop.folder.path().join("fieldmark/trust.toml");
    Trusting::Digest { id: "pony", digest: &digest }.write(&file).unwrap();
    let Standing::Verified { by } = standing(&workshop, &Policy::read(&file).unwrap()) else { panic!() };
    assert_eq!(by, "its digest");
    let (key, from) = (acme.public(), ["file:/opt/*".to_owned()]);
    Trusting::Key { name: "acme", key: &key, from: &from }.write(&file).unwrap();
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains(&acme.pem().replace('\r', "")) && text.contains("from = [\"file:/opt/*\"]"), "{text}");
    for (name, from) in [("acme", "oci://registry.example/*"), ("Other", "oci://x/*"), ("other", "registry.example/*")]
    {
        let from = [from.to_owned()];
        assert!(Trusting::Key { name, key: &key, from: &from }.write(&file).is_err(), "{name} {from:?}");
        assert_eq!(fs::read_to_string(&file).unwrap(), text);
    }
}

#[test]
fn wrong_policy_is_told_with_its_place() {
    let workshop = Workshop::new();
    let acme = Signer::new();
    for (rules, told) in [
        ("[[trust]]\nany-of = ['acmee']", "no key `acmee`"),
        ("[[trust]]\nplugins = ['pony']", "trust anything"),
        ("[[trust]]\nany-of = []", "empty list"),
        ("[[trust]]\nany-of = ['acme']\nfrom = ['*']", "not a place"),
        ("[[trust]]\nany-of = ['acme']\nfrom = ['oci://*/pony']", "not a place"),
        ("[[trust]]\nanyof = ['acme']", "`any-of` would be right"),
        ("[key.other]", "either `file` or `pem`"),
        ("[key.other]\nfile = 'missing.pub'", "missing.pub"),
        ("[key.other]\npem = 'x'", "PEM"),
    ] {
        let error = policy(&workshop, &[("acme", &acme)], rules).unwrap_err().to_string();
        assert!(error.contains(told), "{rules}: {error}");
    }
    let path = workshop.folder.path().join("trust.toml");
    fs::write(&path, "version = 2\n").unwrap();
    assert!(Policy::read(&path).unwrap_err().to_string().contains("version 2"));
}

#[test]
fn empty_policy_trusts_nobody() {
    let workshop = Workshop::new();
    let acme = Signer::new();
    let path = signed_file(&workshop, &acme.sign(&plugin("pony", "1.0.0")));
    workshop.install(offline(), &[&path.display().to_string()]).unwrap();
    assert!(!standing(&workshop, &Policy::default()).is_verified());
    assert_eq!(workshop.store.installed().unwrap().plugins()[0].digest, Digest::of(&plugin("pony", "1.0.0")));
}
