//! All attacks. Budgets are those of `tests/hostile.rs`, which are small so that the attacks are.

use crate::End::{Cannot, Dropped, Error, Lives, Warned};
use crate::{Attack, End};

const fn attack(name: &'static str, on: &'static [&'static str], ends: End) -> Attack {
    Attack { name, on, ends, except: &[] }
}

impl Attack {
    const fn but(mut self, except: &'static [(&'static str, End)]) -> Self {
        self.except = except;
        self
    }
}

const INVALID: &str = "plugin.verdict-invalid";
const EVIDENCE: End = Error(INVALID, "`evidence`: ");
const SCRIPTS: End = Error(INVALID, "`scripts`: ");
const OUT_OF_FUEL: End = Error("plugin.out-of-fuel", "(budget `fuel`)");
const TOO_MUCH_FOR_A_CALL: End = Error("plugin.resource", "(budget `host-call-bytes`)");
const TEXT_THAT_IS_NONE: End = Error("plugin.trap", "invalid utf-8");
const GIVES_HANDLES_BACK: &str = "the bindings give the handle back by themselves";

/// What Python's and JavaScript's bindings do on their own side of the boundary: they end the guest.
const BINDINGS_TRAP: End = Error("plugin.trap", "unreachable");

/// Every attack, in the order of what it is aimed at: budgets, imports, verdicts.
pub const ATTACKS: &[Attack] = &[
    attack("loop", &["fuel"], OUT_OF_FUEL),
    attack("listing", &["fuel", "paths", "hits", "total-hits", "extension-counts"], OUT_OF_FUEL),
    attack("memory", &["memory-bytes"], Error("plugin.memory", "(budget `memory-bytes`)")),
    attack("memory-refused", &["memory-bytes"], Lives(&[]))
        .but(&[("go", Cannot("its runtime ends the program when it gets no memory"))]),
    attack("table", &["table-elements"], Error("plugin.resource", "(budget `table-elements`)")).but(&[
        ("rust", Cannot("the stable language has no word for tables, nor an assembler for this target")),
        ("go", Cannot("the language has no word for tables")),
        ("python", Cannot("the tables are those of the interpreter")),
        ("javascript", Cannot("the tables are those of the interpreter")),
    ]),
    attack("recursion", &[], Error("plugin.trap", "call stack exhausted")).but(&[
        ("python", Error("plugin.panic", "RecursionError")),
        ("javascript", Error("plugin.panic", "too much recursion")),
    ]),
    attack("long-line", &["host-call-bytes", "emit"], TOO_MUCH_FOR_A_CALL),
    attack("long-panic", &["host-call-bytes", "panicked"], TOO_MUCH_FOR_A_CALL),
    attack("whole-file", &["file-bytes", "read"], Lives(&["too-large"])),
    attack("whole-text", &["file-bytes", "read-text"], Lives(&["too-large"])),
    attack("looks", &["reads", "size"], Lives(&["budget"])),
    attack("reads", &["read-bytes", "read"], Lives(&["65536", "65536", "65536", "65536", "budget"])),
    attack("hits", &["hits", "total-hits"], Lives(&["4", "4"])),
    attack("flood", &["log-bytes", "emit"], Dropped),
    attack("empty-flood", &["log-bytes", "emit"], Dropped),
    attack(
        "no-such-path",
        &["size", "read", "read-text"],
        Lives(&["no-such-path", "no-such-path", "no-such-path", "no-such-path", "no-such-path", "no-such-path"]),
    ),
    attack("beyond-the-end", &["read"], Lives(&["0", "0"])),
    attack("nothing-at-all", &["read", "read-text"], Lives(&["0", "too-large"])),
    attack("all-there-is", &["read", "read-text"], Lives(&["97", "97"])),
    attack("no-text", &["read-text"], Lives(&["not-utf8"])),
    attack("number-too-large", &["size"], BINDINGS_TRAP).but(&[
        ("rust", Cannot("the compiler refuses it")),
        ("c", Cannot("the compiler cuts it off")),
        ("go", Cannot("the compiler refuses it")),
        // It becomes 0.
        ("javascript", Lives(&[])),
    ]),
    attack("unknown-level", &["emit"], Lives(&["a level that is none"])),
    attack("line-for-terminals", &["emit"], Lives(&["\u{1b}[2J\u{7}\u{202e}\ndone"])),
    attack("line-without-text", &["emit"], TEXT_THAT_IS_NONE).but(&[
        ("python", BINDINGS_TRAP),
        // Half of a pair becomes the character that stands for none.
        ("javascript", Lives(&["\u{fffd}"])),
    ]),
    attack("panic", &["panicked"], Error("plugin.panic", "lost at sea")),
    attack("panic-for-terminals", &["panicked"], Error("plugin.panic", "it panicked:  [2Jlost")),
    attack("panic-that-is-none", &["panicked"], Lives(&[])),
    attack("trap", &[], Error("plugin.trap", "unreachable")).but(&[
        ("go", Error("plugin.trap", "out of bounds memory access")),
        ("python", Cannot("what goes wrong is an exception")),
        ("javascript", Cannot("what goes wrong is an exception")),
    ]),
    attack("dropped-handle", &["paths"], Error("plugin.trap", "unknown handle index"))
        .but(&[("python", BINDINGS_TRAP)]),
    attack("kept-handle", &["paths"], Error("plugin.trap", "borrow handles still remain"))
        .but(&[("python", Cannot(GIVES_HANDLES_BACK)), ("javascript", Cannot(GIVES_HANDLES_BACK))]),
    attack("invented-handle", &["paths"], Error("plugin.trap", "unknown handle index")),
    attack("score-over", &["verdict.score"], Error(INVALID, "`score`: 120")),
    attack("score-max", &["verdict.score"], Error(INVALID, "`score`: 4294967295")),
    attack("score-without-reason", &["verdict.score"], Error(INVALID, "`score`: 50")),
    attack("path-unknown", &["verdict.evidence"], EVIDENCE),
    attack("path-max", &["verdict.evidence"], EVIDENCE),
    attack("line-zero", &["verdict.evidence"], EVIDENCE),
    attack("line-alone", &["verdict.evidence"], EVIDENCE),
    attack("note-for-terminals", &["verdict.evidence"], EVIDENCE),
    attack("note-backwards", &["verdict.evidence"], EVIDENCE),
    attack("note-of-lines", &["verdict.evidence"], EVIDENCE),
    attack("note-long", &["verdict.evidence"], EVIDENCE),
    attack("note-giant", &["verdict.evidence", "host-call-bytes"], TOO_MUCH_FOR_A_CALL),
    attack("note-without-text", &["verdict.evidence"], TEXT_THAT_IS_NONE)
        .but(&[("python", BINDINGS_TRAP), ("javascript", Lives(&[]))]),
    attack("list-long", &["verdict.evidence"], EVIDENCE),
    attack("list-giant", &["verdict.evidence", "host-call-bytes"], TOO_MUCH_FOR_A_CALL),
    attack("language-missing", &["verdict.language"], Error(INVALID, "`language`: ")),
    attack("builder-command", &["verdict.builder"], Error(INVALID, "`builder`: ")),
    // It is looked at when the plugin wins, which this one does not.
    attack("range-of-nonsense", &["verdict.builder-version"], Lives(&[])),
    attack("range-for-terminals", &["verdict.builder-version"], Error(INVALID, "`builder-version`: ")),
    attack("fact-with-nul", &["verdict.attributes"], Error(INVALID, "`attributes`: ")),
    attack("fact-of-no-path", &["verdict.attributes"], Error(INVALID, "`attributes`: ")),
    attack("warning-of-no-path", &["verdict.warnings"], Error(INVALID, "`warnings`: ")),
    attack("script-unknown", &["verdict.scripts"], SCRIPTS),
    attack("script-bare", &["verdict.scripts"], SCRIPTS),
    attack("script-twice", &["verdict.scripts"], SCRIPTS),
    attack("script-for-terminals", &["verdict.scripts"], SCRIPTS),
    attack("script-giant", &["verdict.scripts", "verdict-bytes"], Error(INVALID, "(budget `verdict-bytes`)")),
    attack("script-unasked", &["verdict.scripts"], Warned("plugin.scripts-withheld")),
    attack(
        "gives-up",
        &["failure.code", "failure.detail", "failure.hint"],
        Error("plugin.failed", "it gave up: no  [31mway"),
    ),
];
