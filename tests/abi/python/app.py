"""A detector of Robot Framework test suites, written without any part of fieldmark's own SDK."""

import re

from componentize_py_types import Err
from wit_world import exports
from wit_world.exports import detector
from wit_world.imports import log

FIRST_LINES = 64 * 1024


def line_of(text, wanted):
    for number, line in enumerate(re.split(r"\r?\n", text), start=1):
        if re.match(wanted, line):
            return number
    return None


def judge(repo):
    evidence, attributes, warnings = [], [], []
    packed = repo.paths()
    paths = packed.split("\0") if packed else []
    suites = [index for index, path in enumerate(paths) if path.endswith(".robot")]
    log.emit(1, f"{len(suites)} suites in {len(paths)} files")

    if suites:
        note = "1 test suite" if len(suites) == 1 else f"{len(suites)} test suites"
        evidence.append(detector.Evidence("robot.suites", 40, suites[0], None, note))
    for path in suites:
        try:
            text = repo.read_text(path, FIRST_LINES)
        except Err as error:
            note = f"cannot be read: {error.value.code}"
            warnings.append(detector.Evidence("robot.unreadable", 0, path, None, note))
            continue
        line = line_of(text, r"\*\*\* Test Cases \*\*\*")
        if line is not None:
            evidence.append(detector.Evidence("robot.cases", 30, path, line, "a section of test cases"))
            break
    if "requirements.txt" in paths:
        wishes = paths.index("requirements.txt")
        line = line_of(repo.read_text(wishes, FIRST_LINES), r"robotframework\b")
        if line is not None:
            evidence.append(detector.Evidence("robot.wish", 20, wishes, line, "robotframework is required"))
            attributes.append(detector.Attribute("framework", "robotframework", wishes, line))
    score = sum(reason.points for reason in evidence)
    if score > 0:
        attributes.append(detector.Attribute("role", "tooling", None, None))
    return detector.Verdict(
        score=score,
        language="robot" if score > 0 else "",
        attributes=attributes,
        builder="python" if score > 0 else None,
        builder_version=">=3.8" if score > 0 else None,
        scripts=[],
        evidence=evidence,
        warnings=warnings,
    )


class Detector(exports.Detector):
    def detect(self, repo, settings):
        # The setting `fail` lets the tests see a failure, too.
        if "fail=yes" in settings.split("\n"):
            raise Err(detector.Failure("robot.asked", "a failure was asked for", "leave the setting `fail` out"))
        return judge(repo)
