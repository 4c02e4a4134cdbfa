// `npm test`: sets everything up and runs every check, the suite inside VS Code included. The last line is the result.
import process from "node:process";
import { setUp } from "./setup.mjs";

setUp();
const { check, finish, step } = await import("./gate.mjs");
await check();
await step("build", ["scripts/build.mjs", "--production"]);
await step("build of the suite", ["scripts/build.mjs", "--tests"]);
const suite = ["--import", "tsx", "scripts/vscode/run-suite.ts"];
await step("VS Code with the development folder", suite, { counts: true });
await step("VS Code driven from outside", ["node_modules/mocha/bin/mocha.js", "test/driven/*.driven.ts"], {
  counts: true,
});
await step("package", ["scripts/package.mjs"]);
await step("VS Code with the installed package", [...suite, "netlens.vsix"], { counts: true });
finish();
process.exit();
