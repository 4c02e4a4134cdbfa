// Tests of what a .cfg offers an editor; `|` marks the cursor.

import assert from "node:assert/strict";
import { DARKNET } from "../../../src/formats/darknet/darknet";
import type { TextLanguage } from "../../../src/formats/format";
import { lineMapOf, offsetAt } from "../../../src/formats/line-map";

const language: TextLanguage = DARKNET.language!;
const NET = "[net]\nheight=16\nwidth=16\nchannels=4\n";

function labels(marked: string): string[] {
  const offset = marked.indexOf("|");
  return language.complete(marked.replace("|", ""), offset).map(({ label }) => label);
}

function description(marked: string): string | undefined {
  const offset = marked.indexOf("|");
  return language.describe?.(marked.replace("|", ""), offset)?.markdown;
}

function fixed(text: string, code: string): string {
  const problem = DARKNET.read("file:///x.cfg", text, {}).problems.find((each) => each.code === code)!;
  const [fix] = language.fixes!(text, code, problem.range);
  const lines = lineMapOf(text);
  return (
    text.slice(0, offsetAt(lines, fix!.range.start)) +
    fix!.newText +
    text.slice(offsetAt(lines, fix!.range.end))
  );
}

describe("a .cfg in the editor", () => {
  it("completes sections", () => {
    assert.ok(labels(`${NET}[conv|`).includes("convolutional"));
    const [first] = language.complete("[", 1);
    assert.deepEqual([first!.label, first!.insertText], ["net", "net]"]);
  });

  it("completes options that are not given yet", () => {
    const found = labels(`${NET}[maxpool]\nstride=2\n|`);
    assert.ok(found.includes("size"));
    assert.ok(!found.includes("stride"));
    assert.ok(!found.includes("filters"));
    assert.ok(found.includes("route"));
  });

  it("completes values and layers by their numbers", () => {
    assert.ok(labels(`${NET}[conv]\nactivation=|`).includes("leaky"));
    assert.deepEqual(labels(`${NET}[conv]\nbatch_normalize=|`), ["0", "1"]);
    const text = `${NET}[conv]\n[maxpool]\n[route]\nlayers=`;
    assert.deepEqual(
      language.complete(text, text.length).map(({ label, detail }) => [label, detail]),
      [
        ["-1", "maxpool1"],
        ["-2", "conv0"],
      ],
    );
    assert.deepEqual(labels("# [|"), []);
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
    assert.match(description(`${NET}[ma|x]\n`)!, /\*\*\[maxpool\]\*\*/);
    assert.match(description(`${NET}[conv]\nfil|ters=2`)!, /output channels.*Default: `1`/);
    assert.equal(description(`${NET}[conv]\n[route]\nlayers=-|1`), "**conv0**");
    assert.equal(description(`${NET}[conv]\nwhat|ever=2`), undefined);
  });

  it("mends what is missing or does not match", () => {
    assert.equal(
      fixed("[net]\nwidth=32\n[conv]\n", "unknown-input-size"),
      "[net]\nheight=416\nchannels=3\nwidth=32\n[conv]\n",
    );
    assert.equal(
      fixed(`${NET}[conv]\nfilters=10\n[yolo]\nclasses=80\nmask=0,1,2\nnum=9\n`, "filters-mismatch"),
      `${NET}[conv]\nfilters=255\n[yolo]\nclasses=80\nmask=0,1,2\nnum=9\n`,
    );
    assert.equal(
      fixed(
        `${NET}[connected]\noutput=10\n[detection]\nside=7\nnum=2\ncoords=4\nclasses=20\n`,
        "filters-mismatch",
      ),
      `${NET}[connected]\noutput=1470\n[detection]\nside=7\nnum=2\ncoords=4\nclasses=20\n`,
    );
  });
});
