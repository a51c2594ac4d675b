//! Plugins of others from a registry to a decision, with the program as users run it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by panicking")]

#[path = "../../supply/tests/server/mod.rs"]
mod server;

use fieldmark_model::{Evidence, Script, Verdict};
use fieldmark_test_hostile::answering;
use rcgen::{KeyPair, PKCS_ECDSA_P256_SHA256, SigningKey};
use serde_json::Value;
use server::{Doors, LOGIN, Registry, is_here, signed_document};
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A user with a home of their own, and a repository of a language that only the plugin knows.
struct User {
    folder: TempDir,
}

impl User {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("shop")).unwrap();
        fs::write(folder.path().join("shop/corral.json"), "{}\n").unwrap();
        Self { folder }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fieldmark"));
        command
            .args(arguments)
            .current_dir(self.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.path())
            .env("NO_COLOR", "1");
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// What it prints when all is well.
    fn says(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// The error that it ends with.
    fn fails(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(!output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8(output.stderr).unwrap()
    }

    fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.says(&[arguments, &["--format", "json"]].concat())).unwrap()
    }
}

const SCRIPT: &str = "#!/bin/sh\nexec ./shop\n";

/// A component that knows Pony, with this version, and brings a script.
fn pony(version: &str) -> Vec<u8> {
    let verdict = Verdict {
        score: 40,
        language: "pony".into(),
        builder: Some("httpd".into()),
        scripts: vec![Script { name: "run".into(), body: SCRIPT.into(), why: "the builder knows no Pony".into() }],
        evidence: vec![Evidence {
            code: "pony.corral".into(),
            points: 40,
            path: Some(0),
            line: None,
            note: "corral.json describes a Corral project".into(),
        }],
        ..Verdict::default()
    };
    let manifest = format!(
        "[plugin]\nid = \"pony\"\nversion = \"{version}\"\nabi = \"0.1.0\"\nlicense = \"MIT\"\ndescription = \"Pony: Corral projects\"\n[patterns]\nmarkers = [\"corral.json\"]\n"
    );
    answering(&verdict).manifest(manifest).build()
}

fn registry() -> Option<(Registry, TempDir)> {
    if !is_here() {
        return None;
    }
    let storage = tempfile::tempdir().unwrap();
    let registry = Registry::start(storage.path(), Doors::default());
    registry.push("acme/pony", "1.0.0", &pony("1.0.0"));
    Some((registry, storage))
}

fn trust_of(decision: &Value, id: &str) -> String {
    let plugins = decision["plugins"].as_array().unwrap();
    plugins.iter().find(|plugin| plugin["id"] == id).unwrap()["trust"].as_str().unwrap().to_owned()
}

#[test]
fn plugin_of_a_registry_decides_without_a_network() {
    let Some((registry, _storage)) = registry() else { return };
    let user = User::new();
    let reference = format!("{}/acme/pony:1.0.0", registry.host);
    let shown = user.says(&["plugin", "inspect", "--plain-http", &reference]);
    assert!(shown.contains("Pony: Corral projects") && shown.contains("not in use"), "{shown}");
    assert!(!user.path().join(".local").exists(), "nothing is installed by looking");
    let said = user.says(&["plugin", "install", "--plain-http", &reference, "--lock", "fieldmark.lock"]);
    assert!(said.contains("pony 1.0.0 installed") && said.contains("unverified: it is not signed"), "{said}");
    assert!(fs::read_to_string(user.path().join("fieldmark.lock")).unwrap().contains(&reference));
    drop(registry);

    let decision = user.json(&["shop"]);
    assert_eq!(decision["components"][0]["language"], "pony");
    assert_eq!(trust_of(&decision, "pony"), "unverified");
    assert!(user.says(&["plugin", "list"]).contains("third party, unverified"));
    assert!(user.says(&["plugin", "inspect", "pony"]).contains("third party, unverified"));
    let without = user.run(&["--without", "pony", "shop"]);
    assert_eq!(without.status.code(), Some(1), "nobody else knows it");
    assert!(user.says(&["plugin", "install", "--offline", "--lock", "fieldmark.lock"]).contains("installed already"));
    assert_eq!(user.says(&["plugin", "remove", "pony", "--lock", "fieldmark.lock"]), "pony 1.0.0 removed\n");
    assert!(!fs::read_to_string(user.path().join("fieldmark.lock")).unwrap().contains("pony"));
    assert_eq!(user.run(&["shop"]).status.code(), Some(1));
}

#[test]
fn script_of_an_unverified_plugin_gets_nowhere_unless_it_is_allowed() {
    let user = User::new();
    fs::write(user.path().join("pony.wasm"), pony("1.0.0")).unwrap();
    user.says(&["plugin", "install", "./pony.wasm"]);
    let decision = user.json(&["shop"]);
    let component = &decision["components"][0];
    assert_eq!((&component["start"]["script"], &component["scripts"]), (&Value::Null, &serde_json::json!([])));
    assert_eq!(component["warnings"][0]["code"], "plugin.scripts-withheld");
    for arguments in [
        &["shop"][..],
        &["explain", "shop"],
        &["explain", "shop", "--format", "json"],
        &["s2i", "run-script", "shop"],
        &["new-app", "shop", "-o", "yaml"],
        &["dockerfile", "shop"],
        &["--plugin", "pony.wasm", "shop", "--format", "yaml"],
    ] {
        let said = String::from_utf8(user.run(arguments).stdout).unwrap();
        assert!(!said.contains("exec ./shop"), "{arguments:?}: {said}");
    }
    let installed = user.run(&["s2i", "run-script", "--install", "shop"]);
    assert!(installed.status.success());
    assert!(String::from_utf8_lossy(&installed.stderr).contains("--allow-scripts"), "it is said");
    assert!(!user.path().join("shop/.s2i").exists());

    assert!(user.says(&["s2i", "run-script", "shop", "--allow-scripts"]).contains("exec ./shop"));
    user.says(&["s2i", "run-script", "--install", "shop", "--allow-scripts"]);
    assert_eq!(fs::read_to_string(user.path().join("shop/.s2i/bin/run")).unwrap(), SCRIPT);
}

#[test]
fn repository_cannot_allow_itself_scripts() {
    let user = User::new();
    for key in ["allow-scripts = true", "trust-policy = 'trust.toml'", "store = '.'"] {
        fs::write(user.path().join("shop/fieldmark.toml"), format!("{key}\n")).unwrap();
        assert!(user.fails(&["shop"]).contains("[config.not-for-repositories]"), "{key}");
    }
}

#[test]
fn plugin_that_the_user_trusts_is_verified_until_it_changes() {
    let user = User::new();
    let path = user.path().join("pony.wasm");
    fs::write(&path, pony("1.0.0")).unwrap();
    user.says(&["plugin", "install", "./pony.wasm"]);
    let unverified = user.run(&["plugin", "verify"]);
    assert_eq!(unverified.status.code(), Some(5));
    user.says(&["plugin", "trust", "pony"]);
    let said = user.says(&["plugin", "verify", "pony"]);
    assert!(said.contains("verified: its digest"), "{said}");
    let decision = user.json(&["shop"]);
    assert_eq!(trust_of(&decision, "pony"), "verified");
    assert_eq!(decision["components"][0]["start"]["script"]["body"], SCRIPT);
    assert!(user.says(&["plugin", "list"]).contains("third party, verified"));
    fs::write(&path, pony("1.0.1")).unwrap();
    let said = user.says(&["plugin", "update"]);
    assert!(said.contains("installed in the place of 1.0.0") && said.contains("unverified"), "{said}");
    assert_eq!(trust_of(&user.json(&["shop"]), "pony"), "unverified");
}

#[test]
fn signature_in_the_registry_is_what_a_key_is_trusted_for() {
    let Some((registry, _storage)) = registry() else { return };
    let user = User::new();
    let manifest = registry.push("acme/pony", "1.1.0", &pony("1.1.0"));
    let pair = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
    let document = signed_document(&manifest);
    let signature = base64(&pair.sign(document.as_bytes()).unwrap());
    registry.push_signature("acme/pony", &manifest, &[signature], &document);
    fs::write(user.path().join("acme.pub"), pair.public_key_pem()).unwrap();
    let place = format!("oci://{}/acme/*", registry.host);
    user.says(&["plugin", "trust", "--key", "acme.pub", "--name", "acme", "--from", &place]);
    let policy = user.path().join(".config/fieldmark/trust.toml");
    let text = fs::read_to_string(&policy).unwrap();
    fs::write(&policy, text.replacen("version = 1", "version = 1\nonly-verified = true", 1)).unwrap();

    let said = user.fails(&["plugin", "install", "--plain-http", &format!("{}/acme/pony:1.0.0", registry.host)]);
    assert!(said.contains("[trust.unverified]"), "{said}");
    let said = user.says(&["plugin", "install", "--plain-http", &format!("{}/acme/pony:1.1.0", registry.host)]);
    assert!(said.contains("verified: signed by acme"), "{said}");
    assert_eq!(trust_of(&user.json(&["shop"]), "pony"), "verified");
    // A key that is no longer trusted takes its plugins with it.
    fs::write(&policy, "version = 1\nonly-verified = true\n").unwrap();
    let output = user.run(&["shop"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("plugin.unverified"));
}

/// Base64 without a library: this is its only use here.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let number = chunk.iter().fold(0u32, |number, byte| number << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let letter = LETTERS[(number >> (18 - 6 * place)) as usize & 63];
            out.push(if place <= chunk.len() { letter.into() } else { '=' });
        }
    }
    out
}

#[test]
fn registry_with_tls_and_a_password_opens_to_podmans_credentials() {
    let Some((_registry, storage)) = registry() else { return };
    let registry = Registry::start(storage.path(), Doors { tls: true, password: true });
    let user = User::new();
    let (reference, authority) = (format!("{}/acme/pony:1.0.0", registry.host), registry.authority());
    let arguments = ["plugin", "install", &reference, "--ca-file", authority.to_str().unwrap()];
    assert!(user.fails(&arguments[..3]).contains("[supply.certificate]"));
    let said = user.fails(&arguments);
    assert!(said.contains("[supply.unauthorised]") && said.contains("podman login"), "{said}");
    let folder = user.path().join(".config/containers");
    fs::create_dir_all(&folder).unwrap();
    let auth = base64(format!("{}:{}", LOGIN.0, LOGIN.1).as_bytes());
    fs::write(folder.join("auth.json"), format!("{{\"auths\": {{\"{}\": {{\"auth\": \"{auth}\"}}}}}}", registry.host))
        .unwrap();
    user.says(&arguments);
    assert_eq!(user.json(&["shop"])["components"][0]["language"], "pony");
}

#[test]
fn archive_opens_a_closed_network() {
    let Some((registry, _storage)) = registry() else { return };
    let (open, closed) = (User::new(), User::new());
    open.says(&["plugin", "install", "--plain-http", &format!("{}/acme/pony:1.0.0", registry.host)]);
    drop(registry);
    let archive = closed.path().join("plugins.tar");
    open.says(&["plugin", "save", archive.to_str().unwrap()]);
    assert!(closed.says(&["plugin", "load", "plugins.tar"]).contains("pony 1.0.0 installed"));
    assert_eq!(closed.json(&["shop"])["components"][0]["language"], "pony");
}

#[test]
fn two_programs_at_once_both_install() {
    let Some((registry, _storage)) = registry() else { return };
    let user = User::new();

    let mut children: Vec<_> = (0..4)
        .map(|_| {
            let reference = format!("{}/acme/pony:1.0.0", registry.host);
            user.command(&["plugin", "install", "--plain-http", &reference]).stdout(Stdio::null()).spawn().unwrap()
        })
        .collect();
    assert!(children.iter_mut().all(|child| child.wait().unwrap().success()));
    assert_eq!(user.json(&["shop"])["components"][0]["language"], "pony");
}

#[test]
fn damaged_plugin_is_one_warning() {
    let user = User::new();
    fs::write(user.path().join("pony.wasm"), pony("1.0.0")).unwrap();
    fs::write(user.path().join("shop/Dockerfile"), "FROM scratch\nCMD [\"/shop\"]\n").unwrap();
    user.says(&["--store", "store", "plugin", "install", "./pony.wasm"]);
    for entry in fs::read_dir(user.path().join("store/sha256")).unwrap() {
        fs::write(entry.unwrap().path(), "half").unwrap();
    }
    let decision = user.json(&["--store", "store", "shop"]);
    assert_eq!(decision["warnings"][0]["code"], "plugin.damaged");
    assert_eq!(decision["components"][0]["language"], "docker");
    fs::write(user.path().join("store/fieldmark.lock"), "nonsense").unwrap();
    let decision = user.json(&["--store", "store", "shop"]);
    assert_eq!(decision["warnings"][0]["code"], "plugin.damaged");
}

#[test]
fn component_that_is_no_plugin_is_refused_with_the_reason() {
    let user = User::new();
    fs::write(user.path().join("bad.wasm"), "nonsense").unwrap();
    let said = user.fails(&["plugin", "install", "./bad.wasm"]);
    assert!(said.contains("[supply.unusable]") && said.contains("not a WebAssembly component"), "{said}");
    fs::write(user.path().join("python.toml"), "[detector]\n").unwrap();
    assert!(user.fails(&["plugin", "install", "./python.toml"]).contains("[supply.unusable]"));
    assert!(!user.path().join(".local").exists());
}
