#!/usr/bin/env python3
"""How often a score is right: the reliability table of tests/README.md.

    reliability.py LABELS.jsonl ROOT --bin fieldmark

LABELS.jsonl has one case a line: `path` below ROOT and `expected_language`, a list of names that are right. Every answer
about the root of a case counts with its score: the first one, and those that are listed beside it.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

BANDS = [(100, 100), (90, 99), (80, 89), (70, 79), (60, 69), (50, 59), (40, 49), (30, 39), (20, 29), (10, 19), (1, 9)]
# Names of the labels for what the decision calls more precisely.
SAME = {
    "csharp": "dotnet", "fsharp": "dotnet", "vbnet": "dotnet", "javascript": "node", "typescript": "node", "bun": "node",
    "html": "static", "nginx": "static", "httpd": "static", "c": "cpp", "dockerfile": "docker",
}


def canonical(name):
    name = name.lower()
    return SAME.get(name, name)


def answers(decision):
    """Language and score of the first answer, and of the others about the same root."""
    component = decision["components"][0]
    others = [(other["language"], other["score"]) for other in component["alternatives"] if other["strategy"] == "source"]
    return [(component["language"], component["score"]), *others]


def decide(program, path):
    run = subprocess.run([program, "--format", "json", str(path)], capture_output=True, timeout=60, check=False)
    if run.returncode not in (0, 1):
        sys.exit(f"{path}: {run.stderr.decode(errors='replace').strip()}")
    return json.loads(run.stdout)


def row(first, last, counted):
    def share(of):
        return f"{100 * sum(of) / len(of):.1f} % of {len(of)}" if of else "–"

    band = f"{first}" if first == last else f"{first} to {last}"
    inside = [(is_first, is_right) for is_first, score, is_right in counted if first <= score <= last]
    return f"| {band} | {share([right for is_first, right in inside if is_first])} | {share([right for _, right in inside])} |"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("labels", type=Path)
    parser.add_argument("root", type=Path)
    parser.add_argument("--bin", default="fieldmark")
    arguments = parser.parse_args()
    counted = []
    for line in arguments.labels.read_text().splitlines():
        case = json.loads(line)
        expected = {canonical(name) for name in case["expected_language"]}
        if expected & {"*", "none"}:
            continue
        decision = decide(arguments.bin, arguments.root / case["path"])
        if not decision["components"]:
            continue
        # Whoever says "docker" of a repository with a container file is right as well.
        by_file = decision["components"][0]["strategy"] == "docker" and ("docker" in expected or case.get("container_file"))
        for number, (language, score) in enumerate(answers(decision)):
            is_right = canonical(language) in expected or (number == 0 and bool(by_file))
            counted.append((number == 0, score, is_right))
    print("| score | first answers that are right | all answers that are right |\n|---|---:|---:|")
    for first, last in BANDS:
        print(row(first, last, counted))


if __name__ == "__main__":
    main()
