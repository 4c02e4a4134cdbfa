// `npm start`: sets everything up, builds, and opens the samples in VS Code with the extension running.
//   npm start -- [--port N] [--no-open]    VS Code in the browser (its server comes from the npm registry)
//   npm start -- --desktop                 an installed VS Code (`code`)
import { spawn } from "node:child_process";
import path from "node:path";
import process from "node:process";
import { node, root, run, setUp } from "./setup.mjs";

setUp();
run(node, [path.join("scripts", "build.mjs")]);

const script = path.join(root, "scripts", "vscode", "start.ts");
const child = spawn(node, ["--import", "tsx", script, ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
// Ctrl-C reaches the child too: it ends the server, and this process ends with it.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("exit", (status) => process.exit(status ?? 0));
