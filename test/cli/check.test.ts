// `netlens check`: problems and budgets for continuous integration.

import assert from "node:assert/strict";
import { run } from "./command-line";
import { temporaryFolder } from "./files";
import type { Folder } from "./files";

describe("netlens check", () => {
  let folder: Folder;
  let good: string;
  before(() => {
    folder = temporaryFolder();
    // 10·7 + 7 params, 70 multiply-adds.
    good = folder.write("good.net", "network N {\n  input x [10]\n  Linear(7)\n}\n");
  });
  after(() => folder.remove());

  it("is fine with a file without errors", async () => {
    const { status, out, errors } = await run(["check", good]);
    assert.deepEqual([status, errors], [0, []]);
    assert.match(out, /good\.net: ok; N 77 params, 70 multiply-adds/u);
  });

  it("is fine with a file of blocks that others import, but not with one of nothing", async () => {
    const library = await run(["check", folder.write("library.net", "block B(c) {\n  Conv(c, 3)\n}\n")]);
    assert.deepEqual([library.status, library.errors], [0, []]);
    assert.match(library.out, /library\.net: ok$/mu);
    assert.equal((await run(["check", folder.write("nothing.net", "// Later.\n")])).status, 1);
  });

  it("fails over a budget of the command line, and not at it", async () => {
    assert.equal((await run(["check", good, "--max-params", "77", "--max-macs", "70"])).status, 0);
    const params = await run(["check", good, "--max-params", "76"]);
    assert.equal(params.status, 1);
    assert.match(
      params.errors[0] ?? "",
      /good\.net:1:9: error: N has 77 params, over the budget of 76\. \[over-budget\]$/u,
    );
    assert.equal((await run(["check", good, "--max-macs", "69"])).status, 1);
    assert.equal((await run(["check", good, "--max-params", "1K", "--max-macs", "1.5M"])).status, 0);
  });

  it("warns of a file's own budget, and fails with --strict", async () => {
    const file = folder.write(
      "budget.net",
      "@budget(params=50)\nnetwork N {\n  input x [10]\n  Linear(7)\n}\n",
    );
    const { status, errors } = await run(["check", file]);
    assert.equal(status, 0);
    assert.match(errors[0] ?? "", /budget\.net:1:\d+: warning: .* \[over-budget\]$/u);
    assert.equal((await run(["check", file, "--strict"])).status, 1);
  });

  it("checks every file, and fails when one fails", async () => {
    const bad = folder.write("bad.net", "network N {\n  input x [3, 8, 8]\n  Conv(4, 11)\n}\n");
    const { status, out, errors } = await run(["check", bad, good]);
    assert.equal(status, 1);
    assert.match(errors[0] ?? "", /bad\.net:3:\d+: error: .* \[kernel-too-large\]$/u);
    assert.match(out, /bad\.net: 1 failure/u);
    assert.match(out, /good\.net: ok/u);
  });

  it("goes on after a file that is not there", async () => {
    const { status, out, errors } = await run(["check", "/no/such/file.net", good]);
    assert.equal(status, 2);
    assert.deepEqual(errors, ["netlens: /no/such/file.net: no such file"]);
    assert.match(out, /good\.net: ok/u);
  });

  it("names the file of a problem within an import", async () => {
    folder.write("lib/parts.net", "block Bad {\n  Conv(4, 11)\n}\n");
    const main = folder.write(
      "main.net",
      'import { Bad } from "./lib/parts.net"\nnetwork N {\n  input x [3, 8, 8]\n  Bad\n}\n',
    );
    const { status, errors } = await run(["check", main]);
    assert.equal(status, 1);
    assert.ok(
      errors.some((line) => /parts\.net:2:\d+: error: /u.test(line)),
      errors.join("\n"),
    );
  });

  const junk: Readonly<Record<string, string | Uint8Array>> = {
    empty: "",
    "binary junk": new Uint8Array([0, 1, 2, 255, 254, 0, 0, 7]),
    "ten million characters": "x".repeat(10_000_001),
    "control characters": "\u0007\u001b[31m\u0000",
    recursion: "network N {\n  input x [3]\n  A\n}\nblock A {\n  A\n}\n",
    "an import of itself": 'import { A } from "./junk.net"\nnetwork N {\n  input x [3]\n  A\n}\n',
    "a billion repeats": "network N {\n  input x [3, 8, 8]\n  repeat 1e9 {\n    Conv(3, 1)\n  }\n}\n",
    "shapes beyond 2^53":
      "network N {\n  input x [9007199254740991, 9007199254740991]\n  Conv(9007199254740991, 1)\n}\n",
  };
  for (const [name, content] of Object.entries(junk)) {
    it(`has a message with a place for ${name}, and no stack trace`, async () => {
      const file = folder.write("junk.net", content);
      const { status, errors } = await run(["check", file]);
      assert.equal(status, 1);
      assert.match(errors[0] ?? "", /junk\.net:\d+:\d+: error: .+ \[[a-z-]+\]$/u);
      // eslint's control-character rule is off: escape sequences must not reach a terminal.
      assert.ok(!/[\u0000-\u0008\u000b-\u001f]|\n {4}at /u.test(errors.join("\n")), errors.join("\n"));
    });
  }
});
