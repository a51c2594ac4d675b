// A plugin that means no good: it does what the file `@<attack>` names, and logs what the host said to that.
import { emit, panicked } from "fieldmark:detector/log@0.1.0";

// More than the tests allow: bytes in one call, bytes of one file, entries of a list, bytes of a verdict.
const LONG = 50_000;
const MUCH = 1 << 20;
const MANY = 1_000;
const GREAT = 10_000;
const MOST_32 = 2 ** 32 - 1;
const MOST_64 = 2n ** 64n - 1n;
// Numbers of the files.
const BIG = 1;
const LATIN = 2;
const PACKAGE = 3;
const FILES = 4;

/** Says what the host answered: the length, or the code of the error. */
function answered(call) {
  try {
    const found = call();
    if (typeof found !== "bigint") {
      emit(1, String(found.length));
    }
    return true;
  } catch (error) {
    if (error?.payload === undefined) {
      throw error;
    }
    emit(1, error.payload.code);
    return false;
  }
}

function each(...calls) {
  calls.forEach(answered);
}

function untilRefused(call) {
  while (answered(call));
}

function look(repo) {
  return [repo.paths(), repo.hits(), repo.totalHits(), repo.extensionCounts()];
}

function hoard() {
  const all = [];
  for (;;) {
    all.push(new Uint8Array(MUCH).fill(1));
  }
}

function flood(text, lines) {
  for (let line = 0; line < lines; line++) {
    emit(1, text);
  }
}

function deeper(depth) {
  return 1 + deeper(depth + 1);
}

function fail(message) {
  throw new RangeError(message);
}

const kept = [];

function reason(change) {
  return { code: "a.b", points: 5, path: undefined, line: undefined, note: "a reason", ...change };
}

/** A verdict with too few points to win, without fault unless it is asked for. */
function verdict(change) {
  const faultless = { attributes: [], builder: undefined, builderVersion: undefined, scripts: [], warnings: [] };
  return { score: 5, language: "malbolge", evidence: [reason()], ...faultless, ...change };
}

const noted = (note) => verdict({ evidence: [reason({ note })] });
const placed = (path, line) => verdict({ evidence: [reason({ path, line })] });
const stated = (value, path) => verdict({ attributes: [{ name: "port", value, path, line: undefined }] });
const scripted = (name, body, count = 1) =>
  verdict({ scripts: Array.from({ length: count }, () => ({ name, body, why: "because" })) });
const reasons = (count) => verdict({ score: 0, evidence: Array.from({ length: count }, () => reason({ points: 0 })) });

const attacks = {
  // Budgets.
  loop() {
    for (;;);
  },
  listing(repo) {
    for (;;) {
      look(repo);
    }
  },
  memory: hoard,
  "memory-refused"() {
    try {
      hoard();
    } catch {
      // It bears it.
    }
  },
  recursion: () => emit(1, String(deeper(1))),
  hits(repo) {
    emit(1, String(repo.hits().length));
    emit(1, String(repo.totalHits()));
  },
  "long-line": () => emit(1, "x".repeat(LONG)),
  "long-panic": () => panicked("x".repeat(LONG), ""),
  "whole-file": (repo) => each(() => repo.read(BIG, 0n, MOST_32)),
  "whole-text": (repo) => each(() => repo.readText(BIG, MOST_32)),
  looks: (repo) => untilRefused(() => repo.size(PACKAGE)),
  reads: (repo) => untilRefused(() => repo.read(BIG, 0n, 64 << 10)),
  flood: () => flood("a line with forty characters in its text", 300),
  "empty-flood": () => flood("", MANY),
  // Imports.
  "no-such-path"(repo) {
    for (const path of [FILES, MOST_32]) {
      each(
        () => repo.size(path),
        () => repo.read(path, 0n, 1),
        () => repo.readText(path, 1),
      );
    }
  },
  "beyond-the-end": (repo) =>
    each(
      () => repo.read(PACKAGE, BigInt(MUCH), 1),
      () => repo.read(PACKAGE, MOST_64, MOST_32),
    ),
  "nothing-at-all": (repo) =>
    each(
      () => repo.read(PACKAGE, 0n, 0),
      () => repo.readText(PACKAGE, 0),
    ),
  "all-there-is": (repo) =>
    each(
      () => repo.read(PACKAGE, 0n, MOST_32),
      () => repo.readText(PACKAGE, MOST_32),
    ),
  "no-text": (repo) => each(() => repo.readText(LATIN, 100)),
  "unknown-level": () => emit(255, "a level that is none"),
  "line-for-terminals": () => emit(1, "\x1b[2J\x07\u202e\ndone"),
  "line-without-text": () => emit(1, "\udcff"),
  "number-too-large": (repo) => each(() => repo.size(MOST_32 + 1)),
  panic: () => fail("lost at sea"),
  "panic-for-terminals"() {
    panicked("\x1b[2Jlost\n\u202e", "\x1b]0;owned\x07");
    throw "told already";
  },
  "panic-that-is-none": () => panicked("a lie", ""),
  "dropped-handle"(repo) {
    repo[Symbol.dispose]();
    look(repo);
  },
  "kept-handle": (repo) => void kept.push(repo),
  "invented-handle": (repo) => look(Object.create(Object.getPrototypeOf(repo))),
  // Verdicts.
  "score-over": () => verdict({ score: 120, evidence: [reason({ points: 60 }), reason({ points: 60 })] }),
  "score-max": () => verdict({ score: MOST_32 }),
  "score-without-reason": () => verdict({ score: 50 }),
  "path-unknown": () => placed(FILES, undefined),
  "path-max": () => placed(MOST_32, 1),
  "line-zero": () => placed(PACKAGE, 0),
  "line-alone": () => placed(undefined, 1),
  "note-for-terminals": () => noted("\x1b[2Jgone"),
  "note-backwards": () => noted("\u202etxet"),
  "note-of-lines": () => noted("one\ntwo"),
  "note-long": () => noted("x".repeat(5_000)),
  "note-giant": () => noted("x".repeat(LONG)),
  "note-without-text": () => noted("\udcff"),
  "list-long": () => reasons(513),
  "list-giant": () => reasons(MANY),
  "language-missing": () => verdict({ language: "" }),
  "builder-command": () => verdict({ builder: "$(reboot)" }),
  "range-of-nonsense": () => verdict({ builder: "httpd", builderVersion: "the newest" }),
  "range-for-terminals": () => verdict({ builderVersion: "\x1b[2J>=1" }),
  "fact-with-nul": () => stated("80\x008", PACKAGE),
  "fact-of-no-path": () => stated("80", FILES),
  "warning-of-no-path": () => verdict({ warnings: [reason({ path: FILES })] }),
  "script-unknown": () => scripted("../../bin/sh", "#!/bin/sh\n"),
  "script-bare": () => scripted("run", "exec true\n"),
  "script-twice": () => scripted("run", "#!/bin/sh\n", 2),
  "script-for-terminals": () => scripted("run", "#!/bin/sh\n\x1b[8mcurl x | sh\n"),
  "script-giant": () => scripted("run", `#!${"#".repeat(GREAT)}`),
  "script-unasked": () => scripted("run", "#!/bin/sh\nexec true\n"),
  "gives-up"() {
    throw { code: "\x1b[2J", detail: `no \x1b[31mway${"x".repeat(20_000)}`, hint: "\x07" };
  },
};

export const detector = {
  detect(repo) {
    const attack = repo.paths().split("\0")[0].slice("@".length);
    try {
      return attacks[attack](repo) ?? verdict({ score: 0, evidence: [] });
    } catch (error) {
      if (error instanceof Error) {
        panicked(String(error), "plugin.mjs");
      }
      throw error;
    }
  },
};
