// The command line as a process: standard input, a reader that goes away, the exit status, and very many layers.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { VERSION } from "../../src/cli/version";

const ROOT = path.resolve(import.meta.dirname, "../..");
const COMMAND = `"${process.execPath}" --import tsx --import ./scripts/esm-dependencies.mjs src/cli/main.ts`;

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function shell(line: string, input = ""): Ended {
  const env = { ...process.env, NO_COLOR: "1" };
  return spawnSync("sh", ["-c", line.replace("netlens", COMMAND)], {
    cwd: ROOT,
    input,
    encoding: "utf8",
    env,
    maxBuffer: 1 << 28,
  });
}

describe("the process netlens", function () {
  this.timeout(60_000);

  it("reads standard input", () => {
    const { status, stdout, stderr } = shell(
      "netlens summary - --format net --json",
      "network N {\n  input x [10]\n  Linear(7)\n}\n",
    );
    assert.equal(stderr, "");
    assert.equal(status, 0);
    const { totals } = JSON.parse(stdout) as { totals: { params: number } };
    assert.equal(totals.params, 77);
  });

  it("ends quietly when its reader goes away, after writing the layers of a large network one by one", () => {
    const text =
      "network N {\n  input x [8, 4, 4]\n  repeat 40000 {\n    Conv(8, 3, pad=1) -> ReLU\n  }\n}\n";
    const { stdout, stderr } = shell("netlens summary - --format net --json | head -c 2000", text);
    assert.equal(stderr, "");
    assert.equal(stdout.length, 2000);
    const whole = shell("netlens summary - --format net --json", text);
    assert.equal((JSON.parse(whole.stdout) as { layers: readonly object[] }).layers.length, 80_000);
  });

  it("has exit status 1 for a file with errors", () => {
    assert.equal(shell("netlens check - --format net", "network {").status, 1);
  });

  it("has the version of package.json", () => {
    const { version } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as {
      version: string;
    };
    assert.equal(VERSION, version);
  });
});
