//! Trees that are not made of plain files and directories, or of far too many.
#![cfg(unix)]

use fieldmark::{DetectError, Engine, Explanation};
use fieldmark_test_hostile::{Repository, assert_printable};
use rustix::fs::{CWD, FileType, Mode, mknodat};
use std::ffi::OsStr;
use std::fs::{self, File, Permissions};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;

/// Judges and checks what holds for every tree: no plugin breaks over it, and all can be printed.
fn judged(repository: &Repository) -> Explanation {
    let explanation = repository.explanation();
    assert_printable(&explanation.decision);
    let warnings = &explanation.decision.warnings;
    assert!(!warnings.iter().any(|warning| warning.code.starts_with("plugin.")), "{warnings:#?}");
    explanation
}

#[test]
fn pipe_is_never_opened() {
    let repository = Repository::ordinary();
    let before = repository.decision();
    fs::create_dir(repository.path().join("sub")).unwrap();
    for name in ["sub/package.json", "requirements.txt", ".gitignore", "sub/.gitignore"] {
        mknodat(CWD, repository.path().join(name), FileType::Fifo, Mode::RUSR, 0).unwrap();
    }
    let decision = judged(&repository).decision;
    assert_eq!(decision.components, before.components);
    assert_eq!(decision.skipped.special_files, 4);
}

#[test]
fn socket_is_never_opened() {
    let repository = Repository::ordinary();
    let _listener = UnixListener::bind(repository.path().join("pom.xml")).unwrap();
    assert_eq!(judged(&repository).decision.skipped.special_files, 1);
}

#[test]
fn giant_manifest_is_not_read_whole() {
    let repository = Repository::empty();
    for name in
        ["package.json", "pom.xml", "pyproject.toml", "Cargo.toml", "Dockerfile", "go.mod", "composer.json", "Gemfile"]
    {
        File::create(repository.path().join(name)).unwrap().set_len(500 << 20).unwrap();
    }
    let explanation = judged(&repository);
    for plugin in explanation.roots.iter().flat_map(|root| &root.plugins) {
        assert!(plugin.usage.read_bytes <= 16 << 20, "{}: {:?}", plugin.plugin, plugin.usage);
    }
}

#[test]
fn links_are_counted_and_never_followed() {
    let repository = Repository::ordinary();
    let before = repository.decision();
    let root = repository.path();
    symlink("/etc/passwd", root.join("requirements.txt")).unwrap();
    symlink("requirements.txt", root.join("Pipfile")).unwrap();
    symlink("loop", root.join("loop")).unwrap();
    symlink("..", root.join("parent")).unwrap();
    symlink("/", root.join("everything")).unwrap();
    symlink("nowhere", root.join("pom.xml")).unwrap();
    let explanation = judged(&repository);
    assert_eq!(explanation.decision.components, before.components);
    assert_eq!(explanation.decision.skipped.symbolic_links, 6);
    let read = explanation.roots.iter().flat_map(|root| &root.plugins).flat_map(|plugin| &plugin.read);
    assert!(read.clone().all(|path| path != "requirements.txt" && path != "Pipfile"));
}

#[test]
fn ignore_file_that_is_a_link_is_not_followed() {
    let repository = Repository::ordinary();
    let outside = Repository::empty();
    outside.write("patterns", "package.json\nserver.js\n");
    let before = repository.decision();
    symlink(outside.path().join("patterns"), repository.path().join(".gitignore")).unwrap();
    assert_eq!(judged(&repository).decision.components, before.components);
}

#[test]
fn unreadable_directory_is_counted() {
    let repository = Repository::ordinary();
    let before = repository.decision();
    repository.write("secret/pom.xml", "<project/>");
    let secret = repository.path().join("secret");
    fs::set_permissions(&secret, Permissions::from_mode(0o000)).unwrap();
    // The superuser reads it all the same.
    if fs::read_dir(&secret).is_err() {
        let decision = judged(&repository).decision;
        assert_eq!(decision.components, before.components);
        assert_eq!(decision.skipped.unreadable, 1);
    }
    fs::set_permissions(&secret, Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn thousands_of_empty_directories_are_looked_at_and_forgotten() {
    let repository = Repository::ordinary();
    let before = repository.decision();
    for number in 0..5_000 {
        fs::create_dir_all(repository.path().join(format!("d{}/e{number}", number % 70))).unwrap();
    }
    let explanation = judged(&repository);
    assert_eq!(explanation.decision.components, before.components);
    assert!(explanation.entries >= 5_000);
}

#[test]
fn thousands_of_candidate_roots_are_cut() {
    let repository = Repository::empty();
    for number in 0..2_000 {
        repository.write(&format!("m{number}/package.json"), "{}");
    }
    let decision = judged(&repository).decision;
    assert!(decision.truncated);
    assert_eq!(decision.warnings[0].code, "detect.roots-truncated");
}

#[test]
fn deep_tree_is_walked_to_its_end() {
    let repository = Repository::empty();
    let deep = vec!["d"; 300].join("/");
    repository.write(&format!("{deep}/package.json"), r#"{"scripts": {"start": "node x.js"}}"#);
    let decision = judged(&repository).decision;
    assert_eq!(decision.components[0].path, deep);
}

#[test]
fn names_that_would_act_on_a_terminal_stay_in_the_fields_for_paths() {
    let repository = Repository::empty();
    for directory in ["a\nb", "\u{1b}[2J\u{1b}]0;owned\u{7}", "\u{202e}gnp", "-rf", "a'b\"c`d$(e)"] {
        repository.write(&format!("{directory}/package.json"), r#"{"scripts": {"start": "node x.js"}}"#);
        repository.write(&format!("{directory}/{directory}.js"), "require('http').createServer().listen(1)\n");
    }
    repository.write("\u{1b}[31mred.py", "import flask\n");
    repository.write("manage\n.py", "import flask\n");
    repository.write("requirements\u{1b}.txt", "flask\n");
    let decision = judged(&repository).decision;
    assert!(decision.components.iter().any(|component| component.path == "a\nb"));
}

#[test]
fn entry_points_with_evil_names_break_no_plugin() {
    for evil in ["\u{1b}[2J", "a\nb", "\u{202e}", "\u{7f}"] {
        for (manifest, text, extension) in [
            ("package.json", "{}", "js"),
            ("requirements.txt", "flask\n", "py"),
            ("go.mod", "module x\n", "go"),
            ("cpanfile", "requires 'Dancer2';\n", "psgi"),
            ("pom.xml", "<project/>", "java"),
            ("composer.json", "{}", "php"),
            ("Gemfile", "gem 'sinatra'\n", "rb"),
            ("Cargo.toml", "[package]\nname = 'x'\n", "rs"),
            ("App.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\"/>", "csproj"),
            ("build.sbt", "name := \"x\"\n", "scala"),
        ] {
            let repository = Repository::empty();
            repository.write(manifest, text);
            repository.write(&format!("{evil}.{extension}"), "print 1\n");
            repository.write(&format!("{evil}/main.{extension}"), "package main\nfunc main() {}\n");
            repository.write(&format!("cmd/{evil}/main.{extension}"), "package main\nfunc main() {}\n");
            repository.write(&format!("Dockerfile.{evil}"), "FROM alpine\n");
            judged(&repository);
        }
    }
}

#[test]
fn names_that_are_not_utf8_are_counted() {
    let repository = Repository::ordinary();
    let before = repository.decision();
    fs::write(repository.path().join(OsStr::from_bytes(b"\xff\xfe.py")), "import flask\n").unwrap();
    let directory = repository.path().join(OsStr::from_bytes(b"caf\xe9"));
    fs::create_dir(&directory).unwrap();
    fs::write(directory.join("package.json"), "{}").unwrap();
    let decision = judged(&repository).decision;
    assert_eq!(decision.components, before.components);
    assert_eq!(decision.skipped.non_utf8_names, 2);
}

#[test]
fn giant_ignore_file_of_one_line_does_not_keep_the_walk() {
    let repository = Repository::ordinary();
    let before = repository.decision();
    repository.write(".gitignore", "a*".repeat(5 << 19));
    assert_eq!(judged(&repository).decision.components, before.components);
}

#[test]
fn ignore_file_of_a_hundred_thousand_patterns_does_not_keep_the_walk() {
    let repository = Repository::ordinary();
    let before = repository.decision();
    let patterns: String = (0..200_000).map(|number| format!("dir{number}/**/*.x{number}\n")).collect();
    repository.write(".gitignore", patterns);
    assert_eq!(judged(&repository).decision.components, before.components);
}

#[test]
fn binary_ignore_file_is_no_ignore_file() {
    let repository = Repository::ordinary();
    let before = repository.decision();
    repository.write(".gitignore", b"\xff\xfe\0\x01[[[\n[z-a]\n{{{\n");
    assert_eq!(judged(&repository).decision.components, before.components);
}

#[test]
fn empty_directory_is_a_decision_without_components() {
    let decision = judged(&Repository::empty()).decision;
    assert!(decision.components.is_empty() && decision.warnings.is_empty() && !decision.truncated);
}

#[test]
fn file_and_missing_path_are_errors() {
    let repository = Repository::ordinary();
    let code = |path: &str| {
        let engine = Engine::builder().build().unwrap();
        engine.detect(repository.path().join(path)).map_err(|error: DetectError| error.code())
    };
    assert_eq!(code("package.json").unwrap_err(), "scan.not-a-directory");
    assert_eq!(code("nowhere").unwrap_err(), "scan.not-found");
    assert_eq!(code("a\0b").unwrap_err(), "scan.unreadable");
    assert!(code("").is_ok());
}
