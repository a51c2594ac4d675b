//! One application, in every form that a source may have; repositories are made by the program `git`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by panicking")]

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

fn git(directory: &Path, arguments: &[&str]) {
    let output = Command::new("git")
        .current_dir(directory)
        .args(["-c", "user.name=test", "-c", "user.email=test@host.example"])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A folder with a repository in `shop`: an application at its root on `main`, another one in `api` on `next`.
fn workshop() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let shop = folder.path().join("shop");
    fs::create_dir_all(&shop).unwrap();
    git(&shop, &["init", "-q", "-b", "main"]);
    fs::write(shop.join("go.mod"), "module host.example/shop\n\ngo 1.22\n").unwrap();
    fs::write(shop.join("main.go"), "package main\n\nfunc main() {}\n").unwrap();
    git(&shop, &["add", "-A"]);
    git(&shop, &["commit", "-q", "-m", "first"]);
    git(&shop, &["checkout", "-q", "-b", "next"]);
    fs::create_dir(shop.join("api")).unwrap();
    fs::write(shop.join("api/composer.json"), "{}\n").unwrap();
    fs::write(shop.join("api/index.php"), "<?php\n").unwrap();
    git(&shop, &["add", "-A"]);
    git(&shop, &["commit", "-q", "-m", "second"]);
    git(&shop, &["checkout", "-q", "main"]);
    (folder, shop)
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let temporary = folder.join("temporary");
    fs::create_dir_all(&temporary).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_fieldmark"));
    command
        .current_dir(folder)
        .args(arguments)
        .env("HOME", folder)
        .env("TMPDIR", temporary)
        .env("NO_COLOR", "1")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env_remove("XDG_CONFIG_HOME")
        .stdin(Stdio::null());
    command
}

/// What it prints, after seeing that it ends well and leaves nothing behind.
fn printed(folder: &Path, arguments: &[&str]) -> String {
    let output = command(folder, arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    assert_empty(folder);
    String::from_utf8(output.stdout).unwrap()
}

fn listed(folder: &Path, arguments: &[&str], list: &str) -> Output {
    let mut child =
        command(folder, arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(list.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn assert_empty(folder: &Path) {
    let left: Vec<_> = fs::read_dir(folder.join("temporary")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(left.is_empty(), "left behind: {left:?}");
}

#[test]
fn every_form_of_a_source_has_the_same_decision() {
    let (folder, shop) = workshop();
    let folder = folder.path();
    git(&shop, &["archive", "--format=tar.gz", "--prefix=shop-1/", "-o", "../shop.tar.gz", "HEAD"]);
    git(&shop, &["archive", "--format=zip", "-o", "../shop.zip", "HEAD"]);
    git(folder, &["clone", "-q", "--bare", "shop", "bare.git"]);
    let expected = printed(folder, &["--format", "json", "shop"]);
    assert!(expected.contains("\"go\""), "{expected}");
    let url = format!("file://{}", shop.display());
    let with_ref = format!("{url}#main");
    for source in [&url, &with_ref, "shop#main", "bare.git", "shop.tar.gz", "shop.zip"] {
        assert_eq!(printed(folder, &["--format", "json", source]), expected, "{source}");
    }
    let output = listed(folder, &["--format", "json", "--listing-root", "shop", "-"], "go.mod\n./main.go\n");
    assert_eq!(String::from_utf8(output.stdout).unwrap(), expected, "a listing");
}

#[test]
fn components_of_a_remote_monorepo_are_named_after_their_directories() {
    let folder = tempfile::tempdir().unwrap();
    let estate = folder.path().join("estate");
    for (path, text) in [
        ("api/requirements.txt", "flask\ngunicorn\n"),
        ("api/wsgi.py", "from flask import Flask\n\napplication = Flask(__name__)\n"),
        (
            "web/package.json",
            "{ \"scripts\": { \"start\": \"node server.js\" }, \"dependencies\": { \"express\": \"^4\" } }\n",
        ),
        ("web/server.js", "require(\"express\")().listen(process.env.PORT);\n"),
    ] {
        fs::create_dir_all(estate.join(path).parent().unwrap()).unwrap();
        fs::write(estate.join(path), text).unwrap();
    }
    git(&estate, &["init", "-q", "-b", "main"]);
    git(&estate, &["add", "-A"]);
    git(&estate, &["commit", "-q", "-m", "first"]);
    let url = format!("file://{}", estate.display());
    let text = printed(folder.path(), &["new-app", &url, "--all-components", "-o", "json"]);
    let list: serde_json::Value = serde_json::from_str(&text).unwrap();
    let configs = list["items"].as_array().unwrap().iter().filter(|item| item["kind"] == "BuildConfig");
    let told: Vec<_> = configs
        .map(|config| {
            let source = &config["spec"]["source"];
            // No cluster could fetch what is on this machine: it is handed over.
            assert_eq!(source["type"], "Binary");
            (config["metadata"]["name"].as_str().unwrap(), source["contextDir"].as_str().unwrap())
        })
        .collect();
    assert_eq!(told, [("api", "api"), ("web", "web")]);
}

#[test]
fn ref_and_context_directory_choose_what_is_looked_at() {
    let (folder, shop) = workshop();
    let url = format!("file://{}#next", shop.display());
    let text = printed(folder.path(), &["detect", "--context-dir", "api", &url]);
    assert!(text.starts_with("php"), "{text}");
    let list = "main.go\ngo.mod\nweb/index.php\nweb/composer.json\n";
    let output = listed(folder.path(), &["explain", "--context-dir=web", "-"], list);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("index.php") && !text.contains("main.go"), "{text}");
}

#[test]
fn configuration_of_a_fetched_repository_counts() {
    let (folder, shop) = workshop();
    fs::write(shop.join("fieldmark.toml"), "plugins = ['x']\n").unwrap();
    git(&shop, &["add", "-A"]);
    git(&shop, &["commit", "-q", "-m", "own settings"]);
    let output = command(folder.path(), &[&format!("file://{}", shop.display())]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains("config.not-for-repositories"), "{text}");
    assert_empty(folder.path());
}

#[test]
fn credentials_of_a_url_are_not_printed() {
    let (folder, _) = workshop();
    let output = command(folder.path(), &["http://ann:hush-hush@127.0.0.1:1/shop.git"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains("[source.unreachable]") && text.contains("***@127.0.0.1:1"), "{text}");
    assert!(!text.contains("hush") && text.contains("warning: http://***@"), "{text}");
    assert_empty(folder.path());
}

#[test]
fn missing_git_is_told_with_the_way_out() {
    let (folder, shop) = workshop();
    let url = format!("file://{}#main", shop.display());
    let output = command(folder.path(), &[&url]).env("PATH", folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains("[source.git-missing]\nhint: install git"), "{text}");
    assert_empty(folder.path());
}

#[cfg(unix)]
#[test]
fn interrupt_ends_git_and_leaves_nothing() {
    let (folder, _) = workshop();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/shop.git", listener.local_addr().unwrap());
    let child = command(folder.path(), &[&url]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (mut connection, _) = listener.accept().unwrap();
    connection.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let mut buffer = [0; 4096];
    assert!(connection.read(&mut buffer).unwrap() > 0, "git asks");
    let started = Instant::now();
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(started.elapsed() < Duration::from_secs(10));
    assert_eq!(connection.read(&mut buffer).unwrap(), 0, "git is still connected");
    assert_empty(folder.path());
}
