//! The store: whole or not there, whatever happens.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by panicking")]

mod server;
mod workshop;

use fieldmark_supply::{Access, Limits, Lock, Policy, Reference, State, Store, Supply, load, save};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use workshop::{ManifestsOnly, Workshop, limits, plain, plugin};

fn offline() -> Access {
    Access { offline: true, ..plain() }
}

/// A plugin in a file.
fn file(workshop: &Workshop, id: &str, version: &str) -> String {
    let path = workshop.folder.path().join(format!("{id}.wasm"));
    fs::write(&path, plugin(id, version)).unwrap();
    path.display().to_string()
}

#[test]
fn file_is_installed_followed_and_removed() {
    let workshop = Workshop::new();
    let path = file(&workshop, "pony", "1.0.0");
    workshop.install(offline(), &[&path]).unwrap();
    fs::remove_file(&path).unwrap();
    assert_eq!(workshop.installed(), ["pony 1.0.0"], "a copy is installed");
    file(&workshop, "pony", "1.1.0");
    let policy = Policy::default();
    let supply = workshop.supply(&policy, offline());
    assert!(matches!(supply.outdated(&[]).unwrap()[0].state, State::Moved(_)));
    assert_eq!(supply.update(&[], false).unwrap()[0].now.version, "1.1.0");
    let error = workshop.store.remove(&["pony".into(), "poni".into()]).unwrap_err();
    assert_eq!(error.code(), "supply.not-installed");
    assert_eq!(workshop.installed(), ["pony 1.1.0"]);
    workshop.store.remove(&["pony".into()]).unwrap();
    assert_eq!(workshop.files(), ["fieldmark.lock"]);
}

#[test]
fn nothing_is_made_where_nothing_is_done() {
    let workshop = Workshop::new();
    assert!(workshop.store.installed().unwrap().plugins().is_empty());
    assert_eq!(workshop.store.remove(&["pony".into()]).unwrap_err().code(), "supply.not-installed");
    assert_eq!(workshop.install(offline(), &["/nowhere/pony.wasm"]).unwrap_err().code(), "supply.unreadable");
    assert!(!workshop.store.root().exists());
}

#[test]
fn id_belongs_to_who_has_it() {
    let workshop = Workshop::new();
    let path = file(&workshop, "pony", "1.0.0");
    workshop.install(offline(), &[&path]).unwrap();
    let other = workshop.folder.path().join("other.wasm");
    fs::write(&other, plugin("pony", "6.6.6")).unwrap();
    let other = other.display().to_string();
    let error = workshop.install(offline(), &[&other]).unwrap_err();
    assert_eq!(error.code(), "supply.id-taken");
    assert!(error.to_string().contains(&path), "{error}");
    assert_eq!(workshop.installed(), ["pony 1.0.0"]);
    let references: Vec<Reference> = vec![other.parse().unwrap()];
    let policy = Policy::default();
    workshop.supply(&policy, offline()).install(&references, true).unwrap();
    assert_eq!(workshop.installed(), ["pony 6.6.6"]);
    let bundled = file(&workshop, "bundled", "1.0.0");
    assert_eq!(workshop.install(offline(), &[&bundled]).unwrap_err().code(), "supply.id-taken");
    let twin = Workshop::new();
    assert_eq!(twin.install(offline(), &[&path, &other]).unwrap_err().code(), "supply.id-taken");
}

#[test]
fn plugin_that_becomes_another_is_not_an_update() {
    let workshop = Workshop::new();
    let path = file(&workshop, "pony", "1.0.0");
    workshop.install(offline(), &[&path]).unwrap();
    fs::write(&path, plugin("horse", "1.0.0")).unwrap();
    let policy = Policy::default();
    let error = workshop.supply(&policy, offline()).update(&[], false).unwrap_err();
    assert_eq!(error.code(), "supply.other-plugin", "{error}");
    assert_eq!(workshop.installed(), ["pony 1.0.0"]);
}

#[test]
fn change_waits_for_another_and_says_when_it_takes_too_long() {
    let workshop = Workshop::new();
    let path = file(&workshop, "pony", "1.0.0");
    fs::create_dir_all(workshop.store.root()).unwrap();
    let held = File::create(workshop.store.root().join("guard")).unwrap();
    held.lock().unwrap();
    let store = Store::new(workshop.store.root().to_owned(), Limits { busy: Duration::from_millis(100), ..limits() });
    let policy = Policy::default();
    let supply = Supply::new(&store, &ManifestsOnly, &policy, offline()).unwrap();
    let references: Vec<Reference> = vec![path.parse().unwrap()];
    assert_eq!(supply.install(&references, false).unwrap_err().code(), "supply.busy");
    assert!(workshop.store.installed().unwrap().plugins().is_empty(), "readers do not wait");
    drop(held);
    supply.install(&references, false).unwrap();
}

#[test]
fn readers_see_the_plugin_before_or_after_a_change() {
    let workshop = Workshop::new();
    let path = file(&workshop, "pony", "1.0.0");
    workshop.install(offline(), &[&path]).unwrap();
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for version in (0..100).map(|number| format!("1.0.{}", number % 3)) {
                file(&workshop, "pony", &version);
                workshop.install(offline(), &[&path]).unwrap();
            }
        });
        let mut read = 0;
        while !writer.is_finished() || read == 0 {
            assert_eq!(workshop.installed().len(), 1);
            read += 1;
        }
    });
}

#[test]
fn what_a_killed_change_left_is_swept_away() {
    let workshop = Workshop::new();
    let path = file(&workshop, "pony", "1.0.0");
    let root = workshop.store.root();
    fs::create_dir_all(root.join("sha256")).unwrap();
    for name in [".partial-abc", "sha256/.partial-def", "sha256/0123"] {
        fs::write(root.join(name), "half").unwrap();
    }
    workshop.install(offline(), &[&path]).unwrap();
    assert_eq!(workshop.files().len(), 2, "{:?}", workshop.files());
}

#[test]
fn damage_is_told_and_mended_by_installing_again() {
    let workshop = Workshop::new();
    let path = file(&workshop, "pony", "1.0.0");
    let digest = workshop.install(offline(), &[&path]).unwrap()[0].now.digest.clone();
    let content = workshop.store.root().join("sha256").join(digest.digits());
    for damage in [&b"other"[..], &[]] {
        fs::write(&content, damage).unwrap();
        let error = workshop.store.read_all().unwrap().remove(0).parcel.unwrap_err();
        assert_eq!(error.code(), "supply.damaged", "{error}");
        workshop.install(offline(), &[&path]).unwrap();
        assert_eq!(workshop.installed(), ["pony 1.0.0"]);
    }
    fs::remove_file(&content).unwrap();
    assert_eq!(workshop.store.read_all().unwrap().remove(0).parcel.unwrap_err().code(), "supply.damaged");
    fs::write(workshop.store.root().join("fieldmark.lock"), "version = 1\nplugin = 7\n").unwrap();
    assert_eq!(workshop.store.installed().unwrap_err().code(), "supply.lock-file");
    assert_eq!(workshop.install(offline(), &[&path]).unwrap_err().code(), "supply.lock-file");
}

#[test]
fn store_that_cannot_be_is_told() {
    let workshop = Workshop::new();
    let path = file(&workshop, "pony", "1.0.0");
    let references: Vec<Reference> = vec![path.parse().unwrap()];
    // A file, and a directory of the system in which nobody makes files.
    for root in [PathBuf::from(&path), Path::new("/proc/fieldmark").to_owned()] {
        let store = Store::new(root, limits());
        let policy = Policy::default();
        let supply = Supply::new(&store, &ManifestsOnly, &policy, offline()).unwrap();
        assert_eq!(supply.install(&references, false).unwrap_err().code(), "supply.unwritable");
    }
    assert_eq!(fs::read(&path).unwrap(), plugin("pony", "1.0.0"));
}

/// Names the plugin that is too large, in the program that is not allowed to write it.
const TOO_LARGE: &str = "FIELDMARK_TEST_TOO_LARGE";

#[test]
fn full_disk_leaves_what_was_there() {
    let workshop = Workshop::new();
    let Some(large) = std::env::var_os(TOO_LARGE) else {
        let large = workshop.folder.path().join("large.wasm");
        fs::write(&large, [plugin("pony", "2.0.0"), b"#".repeat(32 << 10)].concat()).unwrap();
        return without_space("full_disk_leaves_what_was_there", &large);
    };
    let path = file(&workshop, "pony", "1.0.0");
    workshop.install(offline(), &[&path]).unwrap();
    let before = workshop.files();
    let references = [Reference::File(large.into())];
    let policy = Policy::default();
    let error = workshop.supply(&policy, offline()).install(&references, true).unwrap_err();
    assert_eq!(error.code(), "supply.unwritable", "{error}");
    assert_eq!((workshop.installed(), workshop.files()), (vec!["pony 1.0.0".to_owned()], before));
}

/// Runs one test of this program again where a file may have a few KiB: writing more fails in its middle, as it does on a
/// full disk.
fn without_space(test: &str, large: &Path) {
    let output = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 16; exec \"$0\" --exact \"$1\""])
        .arg(std::env::current_exe().unwrap())
        .arg(test)
        .env(TOO_LARGE, large)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && told.contains("1 passed"), "{told}");
}

#[test]
fn lock_file_with_other_content_installs_nothing() {
    let workshop = Workshop::new();
    let path = file(&workshop, "pony", "1.0.0");
    workshop.install(offline(), &[&path]).unwrap();
    let lock_path = workshop.folder.path().join("fieldmark.lock");
    workshop.store.installed().unwrap().write(&lock_path).unwrap();
    let text = fs::read_to_string(&lock_path).unwrap();
    assert!(text.contains("source = \"file:pony.wasm\""), "{text}");
    file(&workshop, "pony", "1.0.1");
    let policy = Policy::default();
    let other = Workshop::new();
    let lock = Lock::read(&lock_path).unwrap();
    let error = other.supply(&policy, offline()).restore(&lock, false).unwrap_err();
    assert_eq!(error.code(), "supply.digest", "{error}");
    assert!(other.files().is_empty());
}

#[test]
fn archive_that_is_not_whole_installs_nothing() {
    let workshop = Workshop::new();
    workshop.install(offline(), &[&file(&workshop, "pony", "1.0.0")]).unwrap();
    let path = workshop.folder.path().join("plugins.tar");
    save(&workshop.store, &["pony".into()], &path).unwrap();
    assert_eq!(save(&workshop.store, &["horse".into()], &path).unwrap_err().code(), "supply.not-installed");
    let whole = fs::read(&path).unwrap();
    let other = Workshop::new();
    let mut damaged = whole.clone();
    let at = whole.windows(5).rposition(|window| window == b"1.0.0").unwrap();
    damaged[at] = b'2';
    let bad = workshop.folder.path().join("bad.tar");
    let lines = b"duck: quack\n".repeat(100);
    for (bytes, code) in [
        (&whole[..whole.len() / 2], "supply.archive"),
        (&whole[..700], "supply.archive"),
        (&whole[..0], "supply.archive"),
        (&b"nonsense"[..], "supply.archive"),
        (&lines, "supply.archive"),
        (&damaged, "supply.digest"),
    ] {
        fs::write(&bad, bytes).unwrap();
        let error = load(&other.store, &bad, &ManifestsOnly, &Policy::default(), false).unwrap_err();
        assert_eq!(error.code(), code, "{error}");
        assert!(!error.to_string().contains("quack"), "what is in some other file is not told: {error}");
        assert!(other.files().is_empty());
    }
    load(&other.store, &path, &ManifestsOnly, &Policy::default(), false).unwrap();
    assert_eq!(other.installed(), ["pony 1.0.0"]);
}
