// {{id}} projects.
import { Verdict, plugin } from "./fieldmark.mjs";

export const detector = plugin((repo, settings) => {
  const verdict = new Verdict("{{id}}");
  const manifest = repo.file("{{id}}.json");
  if (manifest) {
    verdict.point(40, "{{id}}.manifest", manifest.whole(), "{{id}}.json describes a project");
  }
  const source = repo.withExtension("{{id}}")[0];
  if (source) {
    verdict.point(10, "{{id}}.sources", source.whole(), "there are {{id}} sources");
  }
  const line = manifest?.lineWith('"lighthouse"');
  if (line) {
    verdict.point(15, "{{id}}.lighthouse", line, "lighthouse is a dependency");
    verdict.attribute("framework", "lighthouse", line);
    verdict.attribute("role", "server", line);
  }
  return verdict;
});
