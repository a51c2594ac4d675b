//! Manifests that are not what their names promise. They are read inside the sandbox: a plugin may find nothing in them,
//! but not trap.

use fieldmark::{Decision, Engine, Request};
use fieldmark_test_hostile::{Repository, assert_printable};
use std::sync::OnceLock;

/// Files that plugins read.
const NAMES: [&str; 30] = [
    "package.json",
    "package-lock.json",
    "deno.json",
    "tsconfig.json",
    "composer.json",
    "composer.lock",
    "META.json",
    "Cargo.toml",
    "pyproject.toml",
    "Pipfile",
    "pom.xml",
    "build.gradle",
    "build.sbt",
    "project/build.properties",
    "App.csproj",
    "App.sln",
    "global.json",
    "go.mod",
    "Gemfile",
    "Gemfile.lock",
    "config.ru",
    "cpanfile",
    "requirements.txt",
    "setup.cfg",
    "Procfile",
    "Dockerfile",
    "Jenkinsfile",
    "pnpm-workspace.yaml",
    ".s2i/environment",
    ".tool-versions",
];

fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| Engine::builder().threads(2).build().unwrap())
}

/// What becomes of a repository in which every known manifest has these contents.
fn everywhere(contents: impl AsRef<[u8]>) -> Decision {
    let repository = Repository::empty();
    for name in NAMES {
        repository.write(name, contents.as_ref());
    }
    repository.write("main.py", "print('bird')\n");
    let decision = engine().explain(repository.path(), &Request::default()).unwrap().decision;
    assert_printable(&decision);
    // Running out is a fair end for what no project has; a trap or a verdict out of bounds is the plugin's fault.
    let broken = decision.warnings.iter().filter(|warning| warning.code.starts_with("plugin."));
    let broken: Vec<_> = broken.filter(|warning| warning.code != "plugin.out-of-fuel").collect();
    assert!(broken.is_empty(), "{broken:#?}");
    decision
}

#[test]
fn nesting_beyond_measure_breaks_no_plugin() {
    for depth in [200, 20_000, 200_000] {
        for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("<a>", "</a>"), ("{", "}"), ("(", ")"), ("- ", "")] {
            everywhere(format!("{}{}", open.repeat(depth), close.repeat(depth)));
        }
        everywhere(format!("a = {}{}", "[".repeat(depth), "]".repeat(depth)));
        everywhere(format!("a{} = 1", ".a".repeat(depth)));
        everywhere(format!("[a{}]", ".a".repeat(depth)));
    }
}

#[test]
fn half_of_a_manifest_breaks_no_plugin() {
    for text in [
        "{\"name\": \"x\", \"scripts\": {\"sta",
        "<project><dependencies><dep",
        "[project]\nname = \"x",
        "<!--",
        "\"",
        "FROM ",
    ] {
        everywhere(text);
    }
}

#[test]
fn bytes_that_are_no_text_break_no_plugin() {
    let utf16: Vec<u8> = "\u{feff}{\"name\": \"x\"}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let swapped: Vec<u8> = "\u{feff}<project/>".encode_utf16().flat_map(u16::to_be_bytes).collect();
    let random: Vec<u8> = (0u32..60_000).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    for bytes in [&utf16[..], &swapped, &random, &[0; 60_000], b"\xff\xff{}", b"\xed\xa0\x80", b"\x1f\x8b\x08\0\0"] {
        everywhere(bytes);
    }
}

#[test]
fn empty_and_blank_manifests_break_no_plugin() {
    for text in
        ["", "\n", "\r\n\r\n", " ", "\u{feff}", "\u{feff}\u{feff}", "\0", "null", "0", "\"\"", "[]", "{}", "{}{}"]
    {
        everywhere(text);
    }
}

#[test]
fn long_lines_and_numbers_break_no_plugin() {
    everywhere("x".repeat(900_000));
    everywhere("\n".repeat(300_000));
    everywhere("9".repeat(100_000));
    everywhere(format!("{{\"name\": \"{}\"}}", "\\u0000".repeat(50_000)));
    everywhere(format!("python_requires = {}", ">=1,".repeat(50_000)));
    everywhere("FROM a\n".repeat(50_000));
    everywhere("gem 'a', '~> 1'\n".repeat(30_000));
}

#[test]
fn control_characters_of_a_manifest_do_not_reach_a_line_for_people() {
    for evil in ["\u{1b}[2J\u{7}", "\u{202e}", "\u{9b}31m", "\u{0}", "\u{2028}", "\\u001b[31m"] {
        everywhere(format!(
            "{{\"name\": \"{evil}\", \"main\": \"{evil}.js\", \"scripts\": {{\"start\": \"node {evil}\"}}, \
             \"engines\": {{\"node\": \"{evil}\"}}, \"dependencies\": {{\"express\": \"{evil}\"}}}}"
        ));
        everywhere(format!("[project]\nname = \"{evil}\"\nrequires-python = \"{evil}\"\n[package]\nname = '{evil}'\n"));
        everywhere(format!("FROM {evil}\nEXPOSE {evil}\nCMD {evil}\nweb: {evil}\nmodule {evil}\ngo {evil}\n"));
        everywhere(format!(
            "<project><version>{evil}</version><parent><artifactId>{evil}</artifactId></parent></project>"
        ));
    }
}

/// The verdict on one file, by the form in which it is saved.
fn saved_as(name: &str, bytes: &[u8]) -> Decision {
    let repository = Repository::empty();
    repository.write(name, bytes);
    repository.write("main.py", "print('bird')\n");
    engine().detect(repository.path()).unwrap()
}

#[test]
fn byte_order_mark_and_foreign_line_ends_change_nothing() {
    let samples = [
        (
            "package.json",
            "{\n\"name\": \"x\",\n\"scripts\": {\"start\": \"node x.js\"},\n\"engines\": {\"node\": \"20\"}\n}\n",
        ),
        ("requirements.txt", "# needed\nflask==3.0\ngunicorn==22.0\n"),
        ("Dockerfile", "FROM alpine\nEXPOSE 80\nCMD [\"sh\"]\n"),
        ("go.mod", "module x\n\ngo 1.22\n"),
        ("pom.xml", "<project>\n<modelVersion>4.0.0</modelVersion>\n<artifactId>x</artifactId>\n</project>\n"),
        ("Gemfile", "source 'https://rubygems.org'\nruby '3.3.0'\ngem 'rails'\n"),
        ("Cargo.toml", "[package]\nname = \"x\"\nversion = \"1.0.0\"\n"),
        ("composer.json", "{\n\"require\": {\"php\": \"^8.2\"}\n}\n"),
    ];
    for (name, text) in samples {
        let plain = saved_as(name, text.as_bytes());
        assert!(plain.components.len() <= 1, "{name}");
        assert_eq!(saved_as(name, format!("\u{feff}{text}").as_bytes()).components, plain.components, "mark: {name}");
        assert_eq!(saved_as(name, text.replace('\n', "\r\n").as_bytes()).components, plain.components, "CRLF: {name}");
    }
}
