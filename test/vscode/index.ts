/** The suite that runs inside VS Code: loads every `*.test.js` beside it and runs them with mocha. */
import { readdirSync } from "node:fs";
import path from "node:path";
import { format } from "node:util";
import Mocha from "mocha";

/** Called by VS Code's extension host; rejects when a test failed. */
export async function run(): Promise<void> {
  // VS Code's log holds more than the tests' output: each line of theirs says so.
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => {
    for (const line of format(...args).split("\n")) console.log(`[test] ${line}`);
  };
  const mocha = new Mocha({ ui: "bdd", reporter: "spec", color: false, timeout: 30_000, slow: 5000 });
  for (const file of readdirSync(__dirname)
    .filter((name) => name.endsWith(".test.js"))
    .sort())
    mocha.addFile(path.join(__dirname, file));
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} failing`);
}
