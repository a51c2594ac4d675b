//! A plugin that means no good: it does what the file `@<attack>` names, and logs what the host said to that.

use fieldmark_sdk::guest::bindings::exports::fieldmark::detector::detector::{Attribute, Evidence, Script};
use fieldmark_sdk::guest::bindings::fieldmark::detector::{log, repo::ReadError};
use fieldmark_sdk::guest::{Failure, Guest, Snapshot, Verdict};
use std::hint::black_box;

/// More than the tests allow: bytes in one call, bytes of one file, entries of a list, bytes of a verdict.
const LONG: usize = 50_000;
const MUCH: usize = 1 << 20;
const MANY: usize = 1_000;
const GREAT: usize = 10_000;
/// Numbers of the files.
const BIG: u32 = 1;
const LATIN: u32 = 2;
const PACKAGE: u32 = 3;
const FILES: u32 = 4;

struct Hostile;

impl Guest for Hostile {
    fn detect(repo: &Snapshot, _settings: String) -> Result<Verdict, Failure> {
        std::panic::set_hook(Box::new(|info| {
            let at = info.location().map(ToString::to_string).unwrap_or_default();
            log::panicked(info.payload_as_str().unwrap_or("panic without a message"), &at);
        }));
        let paths = repo.paths();
        let attack = paths.split('\0').next().and_then(|path| path.strip_prefix('@')).unwrap_or_default();
        if attack == "gives-up" {
            let detail = format!("no \u{1b}[31mway{}", "x".repeat(20_000));
            return Err(Failure { code: "\u{1b}[2J".into(), detail, hint: Some("\u{7}".into()) });
        }
        Ok(budgets(attack, repo).or_else(|| imports(attack, repo)).unwrap_or_else(|| verdict(attack)))
    }
}

fieldmark_sdk::guest::export_component!(Hostile with_types_in fieldmark_sdk::guest::bindings);

/// What went well is told by its length, the rest by its code.
fn say(answer: Result<usize, ReadError>) -> bool {
    let is_there = answer.is_ok();
    log::emit(1, &answer.map_or_else(|error| error.code, |length| length.to_string()));
    is_there
}

fn size(repo: &Snapshot, path: u32) -> bool {
    repo.size(path).map_err(|error| log::emit(1, &error.code)).is_ok()
}

fn read(repo: &Snapshot, path: u32, offset: u64, max: u32) -> bool {
    say(repo.read(path, offset, max).map(|bytes| bytes.len()))
}

fn read_text(repo: &Snapshot, path: u32, max: u32) -> bool {
    say(repo.read_text(path, max).map(|text| text.len()))
}

fn look(repo: &Snapshot) {
    black_box((repo.paths(), repo.hits(), repo.total_hits(), repo.extension_counts()));
}

fn panic_with(message: &str, at: &str) -> ! {
    log::panicked(message, at);
    core::arch::wasm32::unreachable()
}

/// A text that is none.
fn no_text() -> String {
    // SAFETY: it is not. That is the attack.
    unsafe { String::from_utf8_unchecked(vec![0xff, 0xfe]) }
}

#[inline(never)]
fn deeper(depth: usize) -> usize {
    if black_box(depth) == 0 { 0 } else { 1 + deeper(depth + 1) }
}

fn budgets(attack: &str, repo: &Snapshot) -> Option<Verdict> {
    match attack {
        "loop" => loop {
            black_box(0);
        },
        "listing" => loop {
            look(repo);
        },
        "memory" => {
            let mut hoard = Vec::new();
            loop {
                hoard.push(vec![1u8; MUCH]);
            }
        }
        "memory-refused" => while core::arch::wasm32::memory_grow::<0>(1) != usize::MAX {},
        "recursion" => _ = say(Ok(deeper(1))),
        "hits" => _ = (say(Ok(repo.hits().len())), say(Ok(repo.total_hits() as usize))),
        "long-line" => log::emit(1, &"x".repeat(LONG)),
        "long-panic" => log::panicked(&"x".repeat(LONG), ""),
        "whole-file" => _ = read(repo, BIG, 0, u32::MAX),
        "whole-text" => _ = read_text(repo, BIG, u32::MAX),
        "looks" => while size(repo, PACKAGE) {},
        "reads" => while read(repo, BIG, 0, 64 << 10) {},
        "flood" => (0..300).for_each(|_| log::emit(1, "a line with forty characters in its text")),
        "empty-flood" => (0..MANY).for_each(|_| log::emit(1, "")),
        _ => return None,
    }
    Some(nothing())
}

fn imports(attack: &str, repo: &Snapshot) -> Option<Verdict> {
    match attack {
        "no-such-path" => {
            for path in [FILES, u32::MAX] {
                _ = (size(repo, path), read(repo, path, 0, 1), read_text(repo, path, 1));
            }
        }
        "beyond-the-end" => {
            _ = (read(repo, PACKAGE, MUCH as u64, 1), read(repo, PACKAGE, u64::MAX, u32::MAX));
        }
        "nothing-at-all" => _ = (read(repo, PACKAGE, 0, 0), read_text(repo, PACKAGE, 0)),
        "all-there-is" => _ = (read(repo, PACKAGE, 0, u32::MAX), read_text(repo, PACKAGE, u32::MAX)),
        "no-text" => _ = read_text(repo, LATIN, 100),
        "unknown-level" => log::emit(255, "a level that is none"),
        "line-for-terminals" => log::emit(1, "\u{1b}[2J\u{7}\u{202e}\ndone"),
        "line-without-text" => log::emit(1, &no_text()),
        "panic" => panic!("lost at sea"),
        "panic-for-terminals" => panic_with("\u{1b}[2Jlost\n\u{202e}", "\u{1b}]0;owned\u{7}"),
        "panic-that-is-none" => log::panicked("a lie", ""),
        "trap" => core::arch::wasm32::unreachable(),
        "dropped-handle" => {
            // SAFETY: the handle is given back once too often. That is the attack.
            drop(unsafe { Snapshot::from_handle(repo.handle()) });
            look(repo);
        }
        "kept-handle" => _ = repo.take_handle(),
        // SAFETY: there is no such handle. That is the attack.
        "invented-handle" => look(&unsafe { Snapshot::from_handle(77) }),
        _ => return None,
    }
    Some(nothing())
}

/// "Not mine."
fn nothing() -> Verdict {
    Verdict {
        score: 0,
        language: String::new(),
        attributes: Vec::new(),
        builder: None,
        builder_version: None,
        scripts: Vec::new(),
        evidence: Vec::new(),
        warnings: Vec::new(),
    }
}

fn reason(points: i32) -> Evidence {
    Evidence { code: "a.b".into(), points, path: None, line: None, note: "a reason".into() }
}

fn with_note(note: impl Into<String>) -> Vec<Evidence> {
    vec![Evidence { note: note.into(), ..reason(5) }]
}

fn with_place(path: Option<u32>, line: Option<u32>) -> Vec<Evidence> {
    vec![Evidence { path, line, ..reason(5) }]
}

fn with_fact(value: &str, path: u32) -> Verdict {
    let fact = Attribute { name: "port".into(), value: value.into(), path: Some(path), line: None };
    Verdict { attributes: vec![fact], ..faultless() }
}

fn with_scripts(count: usize, name: &str, body: &str) -> Verdict {
    let script = |_| Script { name: name.into(), body: body.into(), why: "because".into() };
    Verdict { scripts: (0..count).map(script).collect(), ..faultless() }
}

/// A verdict without fault, with too few points to win.
fn faultless() -> Verdict {
    Verdict { score: 5, language: "malbolge".into(), evidence: vec![reason(5)], ..nothing() }
}

fn verdict(attack: &str) -> Verdict {
    let evidence = |evidence| Verdict { evidence, ..faultless() };
    let builder = |name: &str| Some(name.to_owned());
    match attack {
        "score-over" => Verdict { score: 120, evidence: vec![reason(60), reason(60)], ..faultless() },
        "score-max" => Verdict { score: u32::MAX, ..faultless() },
        "score-without-reason" => Verdict { score: 50, ..faultless() },
        "path-unknown" => evidence(with_place(Some(FILES), None)),
        "path-max" => evidence(with_place(Some(u32::MAX), Some(1))),
        "line-zero" => evidence(with_place(Some(PACKAGE), Some(0))),
        "line-alone" => evidence(with_place(None, Some(1))),
        "note-for-terminals" => evidence(with_note("\u{1b}[2Jgone")),
        "note-backwards" => evidence(with_note("\u{202e}txet")),
        "note-of-lines" => evidence(with_note("one\ntwo")),
        "note-long" => evidence(with_note("x".repeat(5_000))),
        "note-giant" => evidence(with_note("x".repeat(LONG))),
        "note-without-text" => evidence(with_note(no_text())),
        "list-long" => Verdict { score: 0, evidence: (0..513).map(|_| reason(0)).collect(), ..faultless() },
        "list-giant" => Verdict { score: 0, evidence: (0..MANY).map(|_| reason(0)).collect(), ..faultless() },
        "language-missing" => Verdict { language: String::new(), ..faultless() },
        "builder-command" => Verdict { builder: builder("$(reboot)"), ..faultless() },
        "range-of-nonsense" => {
            Verdict { builder: builder("httpd"), builder_version: builder("the newest"), ..faultless() }
        }
        "range-for-terminals" => Verdict { builder_version: builder("\u{1b}[2J>=1"), ..faultless() },
        "fact-with-nul" => with_fact("80\08", PACKAGE),
        "fact-of-no-path" => with_fact("80", FILES),
        "warning-of-no-path" => Verdict { warnings: with_place(Some(FILES), None), ..faultless() },
        "script-unknown" => with_scripts(1, "../../bin/sh", "#!/bin/sh\n"),
        "script-bare" => with_scripts(1, "run", "exec true\n"),
        "script-twice" => with_scripts(2, "run", "#!/bin/sh\n"),
        "script-for-terminals" => with_scripts(1, "run", "#!/bin/sh\n\u{1b}[8mcurl x | sh\n"),
        "script-giant" => with_scripts(1, "run", &format!("#!{}", "#".repeat(GREAT))),
        "script-unasked" => with_scripts(1, "run", "#!/bin/sh\nexec true\n"),
        _ => panic!("an attack that is none"),
    }
}
