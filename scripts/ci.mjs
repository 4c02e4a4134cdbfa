// What .ci/run runs: `npm test`, then the corpus where it is, and the sum of both as the last line.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { root } from "./setup.mjs";

const total = { passed: 0, failed: 0 };
await add("test");
if (existsSync(path.join(root, "..", "shared"))) await add("corpus");
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed === 0 ? 0 : 1;

/** Runs an npm script and adds the numbers of its last result line; without one, a failure of the script is one failure. */
async function add(script) {
  const { status, output } = await npm(script);
  const [, passed, failed] = [...output.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1) ?? [];
  total.passed += Number(passed ?? 0);
  total.failed += status === 0 ? Number(failed ?? 0) : Math.max(Number(failed ?? 0), 1);
}

function npm(script) {
  return new Promise((resolve, reject) => {
    const child = spawn("npm", ["run", "--silent", "--if-present", script], {
      cwd: root,
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
      process.stdout.write(chunk);
    });
    child.on("error", reject);
    child.on("close", (status) => resolve({ status: status ?? 1, output }));
  });
}
