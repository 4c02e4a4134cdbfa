// Runs the project's checks one after another, and counts what passed and failed.
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { node, root } from "./setup.mjs";

const modules = path.join(root, "node_modules");
const cache = path.join(modules, ".cache");

/** What ran so far: the tests by mocha's own count, every other step as one. */
export const tally = { passed: 0, failed: 0, failures: [] };

/**
 * Runs a script with the project's Node. With `counts`, the numbers of tests are taken from mocha's summary
 * ("12 passing", "1 failing"), and a run that ends badly or without any test counts as one failure.
 */
export async function step(name, args, { counts = false } = {}) {
  process.stdout.write(`\n── ${name}\n`);
  const started = Date.now();
  const { status, output } = await runNode(args);
  const passing = counts ? sum(output, /^\s*(\d+) passing/gm) : 0;
  const failing = counts ? sum(output, /^\s*(\d+) failing/gm) : 0;
  tally.passed += counts ? passing : Number(status === 0);
  const failed = status !== 0 || (counts && passing === 0);
  tally.failed += failed ? Math.max(failing, 1) : failing;
  if (failed) tally.failures.push(name);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  process.stdout.write(`   ${failed ? `FAILED (status ${status})` : "ok"}, ${seconds} s\n`);
}

/** Formatting, lint, types, import rules, dead code and the unit tests. */
export async function check() {
  const has = (folder, ending) =>
    existsSync(path.join(root, folder)) &&
    readdirSync(path.join(root, folder), { recursive: true }).some((file) => file.endsWith(ending));
  const eslintCache = ["--cache", "--cache-location", path.join(cache, "eslint", path.sep)];
  const tsc = path.join(modules, "typescript", "bin", "tsc");
  await step("format", [
    path.join(modules, "prettier", "bin", "prettier.cjs"),
    "--check",
    "--cache",
    "--cache-location",
    path.join(cache, "prettier", ".prettier-cache"),
    "--log-level",
    "warn",
    ".",
  ]);
  await step("lint", [
    path.join(modules, "eslint", "bin", "eslint.js"),
    ...eslintCache,
    "--max-warnings",
    "0",
    ".",
  ]);
  await step("types", [tsc, "-p", "."]);
  if (has("webview", ".ts")) await step("types of the webviews", [tsc, "-p", "webview"]);
  if (has("test/webview", ".ts")) await step("types of the webviews' tests", [tsc, "-p", "test/webview"]);
  await step("imports", [path.join("scripts", "check-imports.mjs")]);
  await step("dead code", [path.join(modules, "knip", "bin", "knip.js"), "--no-progress"]);
  if (has("test", ".test.ts")) {
    const mocha = [path.join(modules, "mocha", "bin", "mocha.js"), "--reporter", "dot", "test/**/*.test.ts"];
    await step("unit tests", mocha, { counts: true });
  }
}

/** Prints the result as the last line and sets the exit status. */
export function finish() {
  for (const name of tally.failures) process.stdout.write(`\nfailed: ${name}`);
  process.stdout.write(`\n${tally.passed} passed, ${tally.failed} failed\n`);
  process.exitCode = tally.failed === 0 ? 0 : 1;
}

function runNode(args) {
  const bin = path.join(modules, ".bin");
  const env = { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}` };
  return new Promise((resolve, reject) => {
    const child = spawn(node, args, { cwd: root, env, stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
      process.stdout.write(chunk);
    });
    child.on("error", reject);
    child.on("close", (status) => resolve({ status: status ?? 1, output }));
  });
}

function sum(text, pattern) {
  return [...text.matchAll(pattern)].reduce((total, [, count]) => total + Number(count), 0);
}
