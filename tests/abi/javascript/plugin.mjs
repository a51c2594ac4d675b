// A detector of Robot Framework test suites, written without any part of fieldmark's own SDK.
import { emit } from "fieldmark:detector/log@0.1.0";

const FIRST_LINES = 64 * 1024;

function lineOf(text, wanted) {
  const index = text.split(/\r?\n/).findIndex((line) => wanted.test(line));
  return index < 0 ? undefined : index + 1;
}

function judge(repo) {
  const evidence = [];
  const attributes = [];
  const warnings = [];
  const paths = repo.paths() === "" ? [] : repo.paths().split("\0");
  const suites = paths.flatMap((path, index) => (path.endsWith(".robot") ? [index] : []));
  emit(1, `${suites.length} suites in ${paths.length} files`);

  if (suites.length > 0) {
    const note = suites.length === 1 ? "1 test suite" : `${suites.length} test suites`;
    evidence.push({ code: "robot.suites", points: 40, path: suites[0], line: undefined, note });
  }
  for (const path of suites) {
    let text;
    try {
      text = repo.readText(path, FIRST_LINES);
    } catch (error) {
      const { code } = error.payload;
      warnings.push({ code: "robot.unreadable", points: 0, path, line: undefined, note: `cannot be read: ${code}` });
      continue;
    }
    const line = lineOf(text, /^\*\*\* Test Cases \*\*\*/);
    if (line !== undefined) {
      evidence.push({ code: "robot.cases", points: 30, path, line, note: "a section of test cases" });
      break;
    }
  }
  const wishes = paths.indexOf("requirements.txt");
  if (wishes >= 0) {
    const line = lineOf(repo.readText(wishes, FIRST_LINES), /^robotframework\b/);
    if (line !== undefined) {
      evidence.push({ code: "robot.wish", points: 20, path: wishes, line, note: "robotframework is required" });
      attributes.push({ name: "framework", value: "robotframework", path: wishes, line });
    }
  }
  const score = evidence.reduce((sum, { points }) => sum + points, 0);
  if (score > 0) {
    attributes.push({ name: "role", value: "tooling", path: undefined, line: undefined });
  }
  return {
    score,
    language: score > 0 ? "robot" : "",
    attributes,
    builder: score > 0 ? "python" : undefined,
    builderVersion: score > 0 ? ">=3.8" : undefined,
    scripts: [],
    evidence,
    warnings,
  };
}

export const detector = {
  detect(repo, settings) {
    // The setting `fail` lets the tests see a failure, too.
    if (settings.split("\n").includes("fail=yes")) {
      throw { code: "robot.asked", detail: "a failure was asked for", hint: "leave the setting `fail` out" };
    }
    return judge(repo);
  },
};
