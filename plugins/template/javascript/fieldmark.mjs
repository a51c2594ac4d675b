// What a plugin is written with: the repository as the host shows it, and a verdict that adds up by itself.
import { emit, panicked } from "fieldmark:detector/log@0.1.0";

// Manifests are small; what is larger is none.
const MOST_TEXT = 1 << 20;

/** A file that one of the plugin's patterns matched. It is read when its text is asked for. */
class File {
  constructor(repo, index, path) {
    this.repo = repo;
    this.index = index;
    this.path = path;
  }

  get name() {
    return this.path.split("/").pop();
  }

  /** This file as a place. */
  whole() {
    return { path: this.index, line: undefined };
  }

  /** A line of this file as a place, counted from 1. */
  line(number) {
    return { path: this.index, line: number };
  }

  /** The whole text, or nothing with a warning that says why it cannot be read. */
  text() {
    return this.repo.text(this.index);
  }

  /** The place of the first line that contains a text. */
  lineWith(text) {
    const index = (this.text() ?? "").split("\n").findIndex((line) => line.includes(text));
    return index < 0 ? undefined : this.line(index + 1);
  }
}

/** The files that the plugin's patterns matched, sorted by path. */
class Repo {
  constructor(snapshot) {
    this.snapshot = snapshot;
    this.texts = new Map();
    this.findings = [];
    const packed = snapshot.paths();
    this.files = packed === "" ? [] : packed.split("\0").map((path, index) => new File(this, index, path));
  }

  /** The file with exactly this path. */
  file(path) {
    return this.files.find((file) => file.path === path);
  }

  /** All files with this extension. */
  withExtension(extension) {
    return this.files.filter((file) => file.name.toLowerCase().endsWith(`.${extension}`));
  }

  /** How many files there are of each extension, matched or not, the most frequent first. */
  extensionCounts() {
    return this.snapshot.extensionCounts();
  }

  text(index) {
    if (!this.texts.has(index)) {
      try {
        this.texts.set(index, this.snapshot.readText(index, MOST_TEXT));
      } catch (error) {
        this.texts.set(index, undefined);
        const note = `cannot be read: ${error.payload.code}`;
        this.findings.push({ code: "file.unreadable", points: 0, path: index, line: undefined, note });
      }
    }
    return this.texts.get(index);
  }
}

const NOWHERE = { path: undefined, line: undefined };

/** A language, the reasons that add up to a score, and facts. A place is what a file's methods return. */
export class Verdict {
  constructor(language) {
    this.language = language;
    this.builder = undefined;
    this.builderVersion = undefined;
    this.attributes = [];
    this.scripts = [];
    this.evidence = [];
    this.warnings = [];
  }

  /** Adds a reason for the score. */
  point(points, code, at, note) {
    this.evidence.push({ code, points, ...(at ?? NOWHERE), note });
  }

  /** Adds a fact; the contract (wit/detector.wit) lists the names that the host understands. */
  attribute(name, value, at) {
    this.attributes.push({ name, value, ...(at ?? NOWHERE) });
  }

  /** Adds a finding that people should see. */
  warn(code, at, note) {
    this.warnings.push({ code, points: 0, ...(at ?? NOWHERE), note });
  }

  /** Adds a script that replaces one of the builder's own. */
  script(name, body, why) {
    this.scripts.push({ name, body, why });
  }

  finish(findings) {
    const sum = this.evidence.reduce((total, { points }) => total + points, 0);
    return { ...this, score: Math.max(0, Math.min(100, sum)), warnings: [...this.warnings, ...findings] };
  }
}

/** The plugin cannot come to a verdict. That a repository is of another kind is a verdict without points. */
export class Failure {
  constructor(code, detail, hint) {
    this.code = code;
    this.detail = detail;
    this.hint = hint;
  }
}

/** Makes a function of repository and settings what the component exports. */
export function plugin(judge) {
  return {
    detect(snapshot, settings) {
      const repo = new Repo(snapshot);
      const lines = settings.split("\n").filter((line) => line.includes("="));
      const values = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2)));
      try {
        return judge(repo, values).finish(repo.findings);
      } catch (error) {
        if (error instanceof Failure) {
          throw { code: error.code, detail: error.detail, hint: error.hint };
        }
        // What follows is a bare trap: the host is told first, the innermost call last.
        const frames = String(error?.stack ?? "").split("\n").filter((line) => line !== "");
        for (const frame of frames.toReversed()) {
          emit(2, frame);
        }
        panicked(String(error), frames[0] ?? "");
        throw error;
      }
    },
  };
}

/** A line for `fieldmark plugin run` and `fieldmark explain`. */
export function debug(message) {
  emit(0, message);
}
