// `npm run package`: builds for production and writes netlens.vsix, what is shipped.
import process from "node:process";
import path from "node:path";
import { node, root, run, setUp } from "./setup.mjs";

setUp();
run(node, [path.join("scripts", "build.mjs"), "--production"]);
const vsce = path.join(root, "node_modules", "@vscode", "vsce", "vsce");
run(node, [
  vsce,
  "package",
  "--no-dependencies",
  "--allow-missing-repository",
  "--out",
  "netlens.vsix",
  ...process.argv.slice(2),
]);
