// Makes a component of `plugin.mjs`. Arguments: folder with the npm packages, folder of the contract, output.
import { writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [packages, witPath, output] = process.argv.slice(2);
// By its path: the package tells its entry to importers beside its own folder only.
const entry = `${packages}/node_modules/@bytecodealliance/componentize-js/src/componentize.js`;
const { componentize } = await import(pathToFileURL(entry));

const { component } = await componentize({
  sourcePath: new URL("plugin.mjs", import.meta.url).pathname,
  witPath,
  worldName: "language-plugin",
  // Each of these would import a part of the system interface, which plugins cannot have.
  disableFeatures: ["stdio", "random", "clocks", "http", "fetch-event"],
});
await writeFile(output, component);
