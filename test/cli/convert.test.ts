// `netlens convert`: what it writes, and how it says that it cannot.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { run } from "./command-line";
import type { Folder } from "./files";
import { temporaryFolder } from "./files";

const CFG =
  "[net]\nwidth=8\nheight=8\nchannels=3\n[convolutional]\nfilters=4\nsize=3\npad=1\nbatch_normalize=1\nactivation=leaky\n";

describe("netlens convert", () => {
  let folder: Folder;
  before(() => (folder = temporaryFolder()));
  after(() => folder.remove());

  it("writes a .net file", async () => {
    const file = folder.write("tiny.cfg", CFG);
    const output = path.join(path.dirname(file), "tiny.net");
    assert.deepEqual(await run(["convert", file, "-o", output]), { status: 0, out: "", errors: [] });
    assert.equal(
      readFileSync(output, "utf8"),
      "/** Converted from tiny.cfg. */\nnetwork tiny {\n  input image [3, 8, 8]\n\n  Conv(4, 3, pad=1, bias=false) -> BatchNorm -> LeakyReLU(slope=0.1)\n}\n",
    );
  });

  it("writes to standard output, for another input shape", async () => {
    const { status, out } = await run([
      "convert",
      folder.write("tiny.cfg", CFG),
      "-o",
      "-",
      "--input",
      "input=3x16x16",
    ]);
    assert.equal(status, 0);
    assert.match(out, /input image \[3, 16, 16\]/);
  });

  it("states what the catalogue does not have, and refuses to make Python of it", async () => {
    const crnn = folder.write("crnn.cfg", `${CFG}[crnn]\nhidden_filters=2\n`);
    const stated = await run(["convert", crnn, "-o", "-"]);
    assert.deepEqual([stated.status, stated.errors], [0, []]);
    assert.match(stated.out, /Custom\("crnn", shape=\[1, 8, 8\], params=\d+, .*macs=\d+/);
    const { status, errors } = await run(["convert", crnn, "-o", path.join(path.dirname(crnn), "crnn.py")]);
    assert.equal(status, 1);
    assert.match(errors.join(), /"crnn1".*no counterpart.*\[cannot-convert\]/);
  });

  it("wants an output whose ending it knows", async () => {
    const file = folder.write("tiny.cfg", CFG);
    assert.equal((await run(["convert", file])).status, 2);
    assert.equal((await run(["convert", file, "-o", "tiny.doc"])).status, 2);
  });
});
