"""What a plugin is written with: the repository as the host shows it, and a verdict that adds up by itself."""

from componentize_py_types import Err
from wit_world import exports
from wit_world.exports import detector
from wit_world.imports import log

# Manifests are small; what is larger is none.
MOST_TEXT = 1 << 20

# A place that is none.
NOWHERE = (None, None)


class File:
    """A file that one of the plugin's patterns matched. It is read when its text is asked for."""

    def __init__(self, repo, index, path):
        self._repo, self._index, self.path = repo, index, path

    @property
    def name(self):
        return self.path.rsplit("/", 1)[-1]

    def whole(self):
        """This file as a place."""
        return (self._index, None)

    def line(self, number):
        """A line of this file as a place, counted from 1."""
        return (self._index, number)

    def text(self):
        """The whole text, or None with a warning that says why it cannot be read."""
        return self._repo.text(self._index)

    def line_with(self, text):
        """The place of the first line that contains a text, or None."""
        for number, line in enumerate((self.text() or "").split("\n"), start=1):
            if text in line:
                return self.line(number)
        return None


class Repo:
    """The files that the plugin's patterns matched, sorted by path."""

    def __init__(self, snapshot):
        self._snapshot, self._texts, self.findings = snapshot, {}, []
        packed = snapshot.paths()
        paths = packed.split("\0") if packed else []
        self.files = [File(self, index, path) for index, path in enumerate(paths)]

    def file(self, path):
        """The file with exactly this path, or None."""
        return next((file for file in self.files if file.path == path), None)

    def with_extension(self, extension):
        """All files with this extension."""
        return (file for file in self.files if file.name.lower().endswith("." + extension))

    def extension_counts(self):
        """How many files there are of each extension, matched or not, the most frequent first."""
        return self._snapshot.extension_counts()

    def text(self, index):
        if index not in self._texts:
            try:
                self._texts[index] = self._snapshot.read_text(index, MOST_TEXT)
            except Err as error:
                self._texts[index] = None
                note = f"cannot be read: {error.value.code}"
                self.findings.append(detector.Evidence("file.unreadable", 0, index, None, note))
        return self._texts[index]


class Verdict:
    """A language, the reasons that add up to a score, and facts. A place is what a File's methods return."""

    def __init__(self, language):
        self.language, self.builder, self.builder_version = language, None, None
        self._evidence, self._attributes, self._warnings, self._scripts = [], [], [], []

    def point(self, points, code, at, note):
        """Adds a reason for the score."""
        self._evidence.append(detector.Evidence(code, points, *(at or NOWHERE), note))

    def attribute(self, name, value, at=NOWHERE):
        """Adds a fact; the contract (wit/detector.wit) lists the names that the host understands."""
        self._attributes.append(detector.Attribute(name, value, *at))

    def warn(self, code, at, note):
        """Adds a finding that people should see."""
        self._warnings.append(detector.Evidence(code, 0, *(at or NOWHERE), note))

    def script(self, name, body, why):
        """Adds a script that replaces one of the builder's own."""
        self._scripts.append(detector.Script(name, body, why))

    def finish(self, findings):
        score = max(0, min(100, sum(reason.points for reason in self._evidence)))
        return detector.Verdict(
            score=score,
            language=self.language,
            attributes=self._attributes,
            builder=self.builder,
            builder_version=self.builder_version,
            scripts=self._scripts,
            evidence=self._evidence,
            warnings=self._warnings + findings,
        )


class Failure(Exception):
    """The plugin cannot come to a verdict. That a repository is of another kind is a verdict without points."""

    def __init__(self, code, detail, hint=None):
        super().__init__(detail)
        self.code, self.detail, self.hint = code, detail, hint


class Detector(exports.Detector):
    """The plugin's class is called Detector, is derived from this one, and has a method `judge(repo, settings)`."""

    def detect(self, repo, settings):
        seen = Repo(repo)
        values = dict(line.split("=", 1) for line in settings.split("\n") if "=" in line)
        try:
            return self.judge(seen, values).finish(seen.findings)
        except Failure as failure:
            raise Err(detector.Failure(failure.code, failure.detail, failure.hint))
        except Exception as error:
            # What follows is a bare trap: the host is told first, the innermost call last. The module `traceback` would
            # look for the sources, which are not there.
            at, step = "", error.__traceback__
            while step:
                code = step.tb_frame.f_code
                at = f"{code.co_filename}:{step.tb_lineno}"
                log.emit(2, f"{at} in {code.co_name}")
                step = step.tb_next
            log.panicked(f"{type(error).__name__}: {error}", at)
            raise


def debug(message):
    """A line for `fieldmark plugin run` and `fieldmark explain`."""
    log.emit(0, message)
