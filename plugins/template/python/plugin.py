"""{{id}} projects."""

import fieldmark
from fieldmark import Verdict


class Detector(fieldmark.Detector):
    def judge(self, repo, settings):
        verdict = Verdict("{{id}}")
        manifest = repo.file("{{id}}.json")
        if manifest:
            verdict.point(40, "{{id}}.manifest", manifest.whole(), "{{id}}.json describes a project")
        source = next(repo.with_extension("{{id}}"), None)
        if source:
            verdict.point(10, "{{id}}.sources", source.whole(), "there are {{id}} sources")
        line = manifest and manifest.line_with('"lighthouse"')
        if line:
            verdict.point(15, "{{id}}.lighthouse", line, "lighthouse is a dependency")
            verdict.attribute("framework", "lighthouse", line)
            verdict.attribute("role", "server", line)
        return verdict
