// Tests of what a .cfg offers an editor; `|` marks the cursor.

import assert from "node:assert/strict";
import { DARKNET } from "../../../src/formats/darknet/darknet";
import { Editor } from "../text-format";

const editor = new Editor(DARKNET);
const { language } = editor;
const NET = "[net]\nheight=16\nwidth=16\nchannels=4\n";

describe("a .cfg in the editor", () => {
  it("completes sections", () => {
    assert.ok(editor.labels(`${NET}[conv|`).includes("convolutional"));
    const [first] = language.complete("[", 1);
    assert.deepEqual([first!.label, first!.insertText], ["net", "net]"]);
  });

  it("completes options that are not given yet", () => {
    const found = editor.labels(`${NET}[maxpool]\nstride=2\n|`);
    assert.ok(found.includes("size"));
    assert.ok(!found.includes("stride"));
    assert.ok(!found.includes("filters"));
    assert.ok(found.includes("route"));
  });

  it("completes values and layers by their numbers", () => {
    assert.ok(editor.labels(`${NET}[conv]\nactivation=|`).includes("leaky"));
    assert.deepEqual(editor.labels(`${NET}[conv]\nbatch_normalize=|`), ["0", "1"]);
    const text = `${NET}[conv]\n[maxpool]\n[route]\nlayers=`;
    assert.deepEqual(
      language.complete(text, text.length).map(({ label, detail }) => [label, detail]),
      [
        ["-1", "maxpool1"],
        ["-2", "conv0"],
      ],
    );
    assert.deepEqual(editor.labels("# [|"), []);
  });

  it("finds layers and the numbers that point at them", () => {
    const text = `${NET}[conv]\n[conv]\n[shortcut]\nfrom=-2\n[route]\nlayers = -1, 0, 77\n`;
    const lines = text.split("\n");
    assert.deepEqual(
      language.occurrences(text).map(({ name, role, renamable, range: { start, end } }) => {
        assert.equal(renamable, false);
        return `${name} ${role} ${lines[start.line]!.slice(start.character, end.character)}`;
      }),
      [
        "0 definition [conv]",
        "1 definition [conv]",
        "2 definition [shortcut]",
        "0 reference -2",
        "3 definition [route]",
        "2 reference -1",
        "0 reference 0",
      ],
    );
  });

  it("folds sections", () => {
    assert.deepEqual(
      language.folding(`${NET}\n[conv]\nfilters=2\n\n`).map(({ start, end }) => [start.line, end.line]),
      [
        [0, 3],
        [5, 6],
      ],
    );
  });

  it("describes sections, options and references", () => {
    assert.match(editor.description(`${NET}[ma|x]\n`)!, /\*\*\[maxpool\]\*\*/);
    assert.match(editor.description(`${NET}[conv]\nfil|ters=2`)!, /output channels.*Default: `1`/);
    assert.equal(editor.description(`${NET}[conv]\n[route]\nlayers=-|1`), "**conv0**");
    assert.equal(editor.description(`${NET}[conv]\nwhat|ever=2`), undefined);
  });

  it("mends what is missing or does not match", () => {
    assert.equal(
      editor.fixed("[net]\nwidth=32\n[conv]\n", "unknown-input-size"),
      "[net]\nheight=416\nchannels=3\nwidth=32\n[conv]\n",
    );
    assert.equal(
      editor.fixed(`${NET}[conv]\nfilters=10\n[yolo]\nclasses=80\nmask=0,1,2\nnum=9\n`, "filters-mismatch"),
      `${NET}[conv]\nfilters=255\n[yolo]\nclasses=80\nmask=0,1,2\nnum=9\n`,
    );
    assert.equal(
      editor.fixed(
        `${NET}[connected]\noutput=10\n[detection]\nside=7\nnum=2\ncoords=4\nclasses=20\n`,
        "filters-mismatch",
      ),
      `${NET}[connected]\noutput=1470\n[detection]\nside=7\nnum=2\ncoords=4\nclasses=20\n`,
    );
  });
});
