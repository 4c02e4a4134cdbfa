// Seeded fuzzing of the reader and of everything the text offers an editor: no crash, no hang; and its time grows with the text.

import assert from "node:assert/strict";
import fc from "fast-check";
import { DARKNET } from "../../../src/formats/darknet/darknet";
import { damagedTexts } from "../fuzzing";
import { CONFIGS } from "./configs";

const RUNS = 10_000;

const PIECES = [
  "[",
  "]",
  "=",
  "#",
  ",",
  "\n",
  "\r",
  " ",
  "-1",
  "0",
  "-",
  "1e400",
  "9007199254740993",
  "\0",
  "\ud800",
  "[constructor]",
  "[__proto__]",
  "toString=1\n",
  "[route]\nlayers=",
  "[shortcut]\nfrom=",
  "[yolo]\n",
  "stride=0\n",
  "size=-5\n",
  "filters=4294967296\n",
  "groups=0\n",
  "[reorg]\nreverse=1\nstride=7\n",
  "[net]\n",
];

const texts = damagedTexts(
  CONFIGS.map(({ text }) => text),
  PIECES,
  "[net]\n",
);

function assertSound(text: string): void {
  const { networks, problems } = DARKNET.read("file:///%zz/x.cfg", text, {});
  for (const { range, message } of problems) {
    assert.ok(range.end.line >= range.start.line);
    assert.doesNotMatch(message, /NaN|undefined/);
  }
  const nodes = networks[0]?.body.nodes ?? [];
  assert.equal(new Set(nodes.map(({ name }) => name)).size, nodes.length);
  for (const node of nodes) {
    assert.ok(node.kind === "layer");
    const owned = node.known?.weights?.map(({ shape }) => shape) ?? [];
    for (const shape of [...node.outputs.map((output) => output.shape), ...owned]) {
      for (const dim of shape ?? [])
        assert.ok(dim === undefined || (Number.isSafeInteger(dim) && Number(dim) > 0));
    }
  }
}

describe("the Darknet reader, fuzzed", () => {
  it(`reads ${RUNS} damaged texts without a crash or a hang`, () => {
    fc.assert(
      fc.property(texts, fc.nat(), (text, position) => {
        const started = process.cpuUsage();
        DARKNET.matches(text);
        assertSound(text);
        const offset = position % (text.length + 1);
        DARKNET.language!.complete(text, offset);
        DARKNET.language!.describe!(text, offset);
        DARKNET.language!.occurrences(text);
        DARKNET.language!.folding(text);
        assert.ok(process.cpuUsage(started).user < 1_000_000, "took more than a second");
      }),
      { numRuns: RUNS, seed: 20131018 },
    );
  }).timeout(120_000);

  it("reads 100,000 lines in about a second of computing", () => {
    const text = `[net]\nwidth=64\nheight=64\nchannels=8\n${"[convolutional]\nfilters=8\nsize=3\npad=1\n\n".repeat(18_000)}${"[route]\nlayers=-1,-2\n".repeat(5000)}`;
    const started = process.cpuUsage();
    const { problems } = DARKNET.read("file:///x.cfg", text, {});
    assert.ok(process.cpuUsage(started).user < 3_000_000);
    assert.ok(problems.every(({ code }) => code === "too-large"));
  });
});
