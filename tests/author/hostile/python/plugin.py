"""A plugin that means no good: it does what the file `@<attack>` names, and logs what the host said to that."""

import sys

from componentize_py_types import Err
from wit_world import exports
from wit_world.exports.detector import Attribute, Evidence, Failure, Script, Verdict
from wit_world.imports import log

# More than the tests allow: bytes in one call, bytes of one file, entries of a list, bytes of a verdict.
LONG, MUCH, MANY, GREAT = 50_000, 1 << 20, 1_000, 10_000
MOST_32, MOST_64 = (1 << 32) - 1, (1 << 64) - 1
# Numbers of the files.
BIG, LATIN, PACKAGE, FILES = 1, 2, 3, 4


class Detector(exports.Detector):
    def detect(self, repo, settings):
        attack = repo.paths().split("\0")[0].removeprefix("@")
        try:
            return ATTACKS[attack](repo) or verdict(0)
        except Err:
            raise
        except Exception as error:
            log.panicked(f"{type(error).__name__}: {error}", "plugin.py")
            raise


def answered(call, *arguments):
    """Says what the host answered: the length, or the code of the error."""
    try:
        found = call(*arguments)
    except Err as error:
        log.emit(1, error.value.code)
        return False
    if not isinstance(found, int):
        log.emit(1, str(len(found)))
    return True


def each(*calls):
    for call in calls:
        answered(*call)


def until_refused(*call):
    while answered(*call):
        pass


def look(repo):
    return repo.paths(), repo.hits(), repo.total_hits(), repo.extension_counts()


# --- Budgets. ---


def loop(repo):
    while True:
        pass


def listing(repo):
    while True:
        look(repo)


def memory(repo):
    hoard = []
    while True:
        hoard.append(bytearray(MUCH))


def memory_refused(repo):
    try:
        memory(repo)
    except MemoryError:
        pass


def hits(repo):
    log.emit(1, str(len(repo.hits())))
    log.emit(1, str(repo.total_hits()))


def recursion(repo):
    return recursion(repo) and None


def flood(text, lines):
    for _ in range(lines):
        log.emit(1, text)


# --- Imports. ---


def no_such_path(repo):
    for path in FILES, MOST_32:
        each((repo.size, path), (repo.read, path, 0, 1), (repo.read_text, path, 1))


def panic(message):
    raise ValueError(message)


def panic_for_terminals(repo):
    log.panicked("\x1b[2Jlost\n\u202e", "\x1b]0;owned\a")
    sys.exit(1)


def dropped_handle(repo):
    repo.__exit__(None, None, None)
    look(repo)


def invented_handle(repo):
    repo.handle = 77
    look(repo)


KEPT = []


# --- Verdicts. ---


def reason(points=5, path=None, line=None, note="a reason"):
    return Evidence("a.b", points, path, line, note)


def verdict(score=5, language="malbolge", attributes=(), builder=None, range=None, scripts=(), evidence=None, warnings=()):
    """A verdict with too few points to win, without fault unless it is asked for."""
    evidence = ([reason()] if score else []) if evidence is None else evidence
    return Verdict(score, language, list(attributes), builder, range, list(scripts), evidence, list(warnings))


def noted(note):
    return verdict(evidence=[reason(note=note)])


def placed(path, line):
    return verdict(evidence=[reason(path=path, line=line)])


def stated(value, path):
    return verdict(attributes=[Attribute("port", value, path, None)])


def scripted(name, body, count=1):
    return verdict(scripts=[Script(name, body, "because")] * count)


def gives_up(repo):
    raise Err(Failure("\x1b[2J", "no \x1b[31mway" + "x" * 20_000, "\a"))


ATTACKS = {
    "loop": loop,
    "listing": listing,
    "memory": memory,
    "memory-refused": memory_refused,
    "recursion": recursion,
    "hits": hits,
    "long-line": lambda repo: log.emit(1, "x" * LONG),
    "long-panic": lambda repo: log.panicked("x" * LONG, ""),
    "whole-file": lambda repo: each((repo.read, BIG, 0, MOST_32)),
    "whole-text": lambda repo: each((repo.read_text, BIG, MOST_32)),
    "looks": lambda repo: until_refused(repo.size, PACKAGE),
    "reads": lambda repo: until_refused(repo.read, BIG, 0, 64 << 10),
    "flood": lambda repo: flood("a line with forty characters in its text", 300),
    "empty-flood": lambda repo: flood("", MANY),
    "no-such-path": no_such_path,
    "beyond-the-end": lambda repo: each((repo.read, PACKAGE, MUCH, 1), (repo.read, PACKAGE, MOST_64, MOST_32)),
    "nothing-at-all": lambda repo: each((repo.read, PACKAGE, 0, 0), (repo.read_text, PACKAGE, 0)),
    "all-there-is": lambda repo: each((repo.read, PACKAGE, 0, MOST_32), (repo.read_text, PACKAGE, MOST_32)),
    "no-text": lambda repo: each((repo.read_text, LATIN, 100)),
    "unknown-level": lambda repo: log.emit(255, "a level that is none"),
    "line-for-terminals": lambda repo: log.emit(1, "\x1b[2J\a\u202e\ndone"),
    "line-without-text": lambda repo: log.emit(1, "\udcff"),
    "number-too-large": lambda repo: each((repo.size, MOST_32 + 1)),
    "panic": lambda repo: panic("lost at sea"),
    "panic-for-terminals": panic_for_terminals,
    "panic-that-is-none": lambda repo: log.panicked("a lie", ""),
    "dropped-handle": dropped_handle,
    "kept-handle": KEPT.append,
    "invented-handle": invented_handle,
    "score-over": lambda repo: verdict(120, evidence=[reason(60), reason(60)]),
    "score-max": lambda repo: verdict(MOST_32),
    "score-without-reason": lambda repo: verdict(50),
    "path-unknown": lambda repo: placed(FILES, None),
    "path-max": lambda repo: placed(MOST_32, 1),
    "line-zero": lambda repo: placed(PACKAGE, 0),
    "line-alone": lambda repo: placed(None, 1),
    "note-for-terminals": lambda repo: noted("\x1b[2Jgone"),
    "note-backwards": lambda repo: noted("\u202etxet"),
    "note-of-lines": lambda repo: noted("one\ntwo"),
    "note-long": lambda repo: noted("x" * 5_000),
    "note-giant": lambda repo: noted("x" * LONG),
    "note-without-text": lambda repo: noted("\udcff"),
    "list-long": lambda repo: verdict(0, evidence=[reason(0)] * 513),
    "list-giant": lambda repo: verdict(0, evidence=[reason(0)] * MANY),
    "language-missing": lambda repo: verdict(language=""),
    "builder-command": lambda repo: verdict(builder="$(reboot)"),
    "range-of-nonsense": lambda repo: verdict(builder="httpd", range="the newest"),
    "range-for-terminals": lambda repo: verdict(range="\x1b[2J>=1"),
    "fact-with-nul": lambda repo: stated("80\x008", PACKAGE),
    "fact-of-no-path": lambda repo: stated("80", FILES),
    "warning-of-no-path": lambda repo: verdict(warnings=[reason(path=FILES)]),
    "script-unknown": lambda repo: scripted("../../bin/sh", "#!/bin/sh\n"),
    "script-bare": lambda repo: scripted("run", "exec true\n"),
    "script-twice": lambda repo: scripted("run", "#!/bin/sh\n", 2),
    "script-for-terminals": lambda repo: scripted("run", "#!/bin/sh\n\x1b[8mcurl x | sh\n"),
    "script-giant": lambda repo: scripted("run", "#!" + "#" * GREAT),
    "script-unasked": lambda repo: scripted("run", "#!/bin/sh\nexec true\n"),
    "gives-up": gives_up,
}
