// `npm run package`: builds for production and writes netlens.vsix, what is shipped.
import { rmSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { node, root, run, setUp } from "./setup.mjs";

const file = "netlens.vsix";

setUp();
rmSync(path.join(root, file), { force: true });
run(node, [path.join("scripts", "build.mjs"), "--production"]);
const vsce = path.join(root, "node_modules", "@vscode", "vsce", "vsce");
run(node, [
  vsce,
  "package",
  // Everything is bundled.
  "--no-dependencies",
  // No repository is named yet: links and pictures of the README stay as they are.
  "--allow-missing-repository",
  "--no-rewrite-relative-links",
  ...["--out", file],
  ...process.argv.slice(2),
]);
