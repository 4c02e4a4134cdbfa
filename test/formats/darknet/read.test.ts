// Tests of reading Darknet networks: sizes as Darknet prints them, weights, references, names and mistakes.

import assert from "node:assert/strict";
import { DARKNET } from "../../../src/formats/darknet/darknet";
import { CONFIGS } from "./configs";
import type { Printed } from "./configs";
import { askDarknet } from "./darknet-tool";
import { countWeights, shapeOf } from "../text-format";
import { readCfg } from "./read-cfg";

const NET = "[net]\nheight=16\nwidth=16\nchannels=4\n";

/** Compares with what Darknet printed; it prints some outputs as vectors that keep the shape of an image. */
function assertPrinted(text: string, printed: Printed): void {
  const { layers } = readCfg(text);
  for (const [index, wanted] of printed.outputs.entries()) {
    const shape = shapeOf(layers[index]);
    if (wanted === null) continue;
    if (wanted.length === 3) assert.deepEqual(shape, wanted, layers[index]!.name);
    else assert.equal(countOf(shape), wanted[0], layers[index]!.name);
  }
  const counted = layers.filter(({ name }) => !/^(?:crnn|local|deconv)/.test(name));
  const macs = counted.reduce((sum, { known }) => sum + known!.macs!, 0);
  assert.equal(2 * macs, printed.operations);
}

function countOf(shape: readonly unknown[] | undefined): number {
  return shape!.reduce((product: number, dim) => product * (dim as number), 1);
}

describe("reading Darknet networks", () => {
  for (const { title, text, printed } of CONFIGS) {
    it(`sizes and operations of ${title} are Darknet's`, () => {
      assert.deepEqual(readCfg(text).problems, []);
      assertPrinted(text, printed);
    });
  }

  it("the recorded output is still what Darknet prints, where it is installed", function () {
    for (const { title, text, printed } of CONFIGS) {
      const now = askDarknet(text, printed.outputs.length);
      if (now === undefined) return this.skip();
      assert.deepEqual(now, printed, title);
    }
  });

  it("weights are those that Darknet's layers own", () => {
    const { layers } = readCfg(`${NET}
[convolutional]
filters=8
size=3
pad=1
batch_normalize=1
[convolutional]
filters=6
size=1
groups=2
[local]
filters=2
size=3
pad=1
[batchnorm]
[connected]
output=10
batch_normalize=1
[gru]
output=5
[lstm]
output=3
`);
    const counts = layers.map((layer) => [countWeights(layer, "parameter"), countWeights(layer, "buffer")]);
    assert.deepEqual(counts, [
      [8 * 4 * 9 + 16, 16],
      [6 * 4 + 6, 0],
      [16 * 16 * 2 * 6 * 9 + 16 * 16 * 2, 0],
      [4, 4],
      [512 * 10 + 20, 20],
      [3 * (10 * 5 + 5 * 5) + 6 * 5, 0],
      [4 * (5 * 3 + 3 * 3) + 8 * 3, 0],
    ]);
  });

  it("reads AlexeyAB's layers", () => {
    const { layers, problems } = readCfg(`${NET}
[convolutional]
filters=32
size=3
stride_x=2
stride_y=1
pad=1
activation=mish
[route]
layers=-1
groups=2
group_id=1
[avgpool]
[scale_channels]
from=-2
[sam]
from=-1
[maxpool]
size=5
stride=1
[local_avgpool]
size=2
stride=2
[conv_lstm]
output=6
size=3
pad=1
peephole=1
[crnn]
output=5
hidden=7
size=3
pad=1
[convolutional]
filters=5
size=3
stride=2
pad=1
antialiasing=1
[implicit]
filters=5
[shortcut]
from=-2
weights_type=per_channel
activation=swish
[empty]
[history]
history_size=3
`);
    assert.deepEqual(problems, ["shape-mismatch: -2"]);
    assert.deepEqual(layers.map(shapeOf), [
      [32, 16, 8],
      [16, 16, 8],
      [16],
      [16, 16, 8],
      [16, 16, 8],
      [16, 16, 8],
      // (16 + 1 − 2) / 2 + 1
      [16, 8, 4],
      [6, 8, 4],
      [5, 8, 4],
      [5, 4, 2],
      [5, 1, 1],
      [5, 1, 1],
      [5, 1, 1],
      [15, 1, 1],
    ]);
    assert.equal(countWeights(layers[7], "parameter"), 4 * 6 * 16 * 9 + 7 * 6 * 6 * 9 + 11 * 6);
    assert.equal(countWeights(layers[10], "parameter"), 5);
    assert.equal(countWeights(layers[11], "parameter"), 10);
  });

  it("counts a convolution with antialiasing before the blur that strides in its place", () => {
    const { layers } = readCfg(`${NET}[conv]\nfilters=12\nsize=3\nstride=2\npad=1\nantialiasing=1\n`);
    assert.deepEqual(shapeOf(layers[0]), [12, 8, 8]);
    // AlexeyAB's bflops: 2 · weights · the 16 × 16 positions of stride 1
    assert.equal(layers[0]!.known?.macs, 12 * 4 * 9 * 16 * 16);
  });

  it("takes what l2norm and logistic pass on as an image, as the original Darknet does", () => {
    for (const type of ["l2norm", "logistic"]) {
      const { layers, problems } = readCfg(`${NET}[${type}]\n[conv]\nfilters=2\n[upsample]\n`);
      assert.deepEqual(problems, []);
      assert.deepEqual(layers.map(shapeOf), [
        [4, 16, 16],
        [2, 16, 16],
        [2, 32, 32],
      ]);
    }
  });

  it("shares weights by share_index", () => {
    const { layers } = readCfg(
      `${NET}[conv]\nfilters=4\nsize=3\npad=1\n[conv]\nfilters=4\nsize=3\npad=1\nshare_index=-1\n`,
    );
    assert.equal(countWeights(layers[1], "parameter"), 0);
    assert.equal(layers[1]!.sharedWith, "conv0");
  });

  it("names layers by type and number, wires them, and gives the outputs of all heads", () => {
    const { network, layers } = readCfg(
      `${NET}[conv]\nfilters=18\n[yolo]\nclasses=1\nmask=0,1,2\nnum=3\n[route]\nlayers=-2\n[conv]\nfilters=18\n[yolo]\nclasses=1\nmask=0,1,2\nnum=3\n`,
    );
    assert.equal(network.name, "net");
    assert.deepEqual(
      layers.map(({ name }) => name),
      ["conv0", "yolo1", "route2", "conv3", "yolo4"],
    );
    assert.deepEqual(
      layers.map(({ inputs }) => inputs),
      [
        [{ input: 0 }],
        [{ node: 0, output: 0 }],
        [{ node: 0, output: 0 }],
        [{ node: 2, output: 0 }],
        [{ node: 3, output: 0 }],
      ],
    );
    assert.deepEqual(network.outputs, ["yolo1", "yolo4"]);
  });

  it("replaces the input's shape where asked", () => {
    const { network, layers } = readCfg(`${NET}[conv]\nfilters=2\n`, { inputShapes: { input: [1, 10, 20] } });
    assert.deepEqual(network.inputs[0]!.shape, [1, 10, 20]);
    assert.deepEqual(shapeOf(layers[0]), [2, 10, 20]);
  });

  it("puts the annotation at the section's header", () => {
    const { layers } = readCfg(`${NET}\n  [conv]   \nfilters=2\n# end\n`);
    assert.deepEqual(layers[0]!.origin.selection, {
      start: { line: 5, character: 2 },
      end: { line: 5, character: 8 },
    });
    assert.equal(layers[0]!.origin.anchor!.line, 5);
    assert.equal(layers[0]!.origin.range.end.line, 6);
  });

  it("leaves other .cfg files alone", () => {
    assert.equal(DARKNET.matches("# Testing\n\n; more\n [net]\n"), true);
    assert.equal(DARKNET.matches("[network]\r\nbatch=1"), true);
    assert.equal(DARKNET.matches("[metadata]\nname = x\n[net]\n"), false);
    assert.equal(DARKNET.matches("a=1\n[net]\n"), false);
    assert.equal(DARKNET.matches("[nets]\n"), false);
    assert.equal(DARKNET.matches(""), false);
  });

  describe("mistakes", () => {
    const cases: readonly (readonly [title: string, text: string, ...problems: string[]])[] = [
      ["an unknown section", `${NET}[convolutoinal]\nfilters=2\n`, "unknown-section: [convolutoinal]"],
      ["an unknown option", `${NET}[conv]\nfiltres=2\n`, "unknown-option: filtres"],
      ["an option given twice", `${NET}[conv]\nfilters=2\nfilters=3\n`, "repeated-option: filters"],
      ["a line that is nothing", `${NET}[conv]\nfilters 2\n`, "unexpected-line: filters 2"],
      ["a line before [net]", `width=1\n${NET}`, "unexpected-line: width=1"],
      ["no [net]", "[conv]\nfilters=2\n", "missing-net: [conv]"],
      ["a second [net]", `${NET}[net]\n`, "repeated-net: [net]"],
      ["no input size", "[net]\nwidth=3\n[conv]\n", "unknown-input-size: [net]"],
      ["a size that is negative", "[net]\nwidth=-3\nheight=2\nchannels=3\n", "invalid-value: -3"],
      ["a number that is none", `${NET}[conv]\nfilters=many\n`, "wrong-type: many"],
      ["a value that is missing", `${NET}[conv]\nfilters=\n`, "wrong-type: filters"],
      ["no filters", `${NET}[conv]\nfilters=0\n`, "invalid-value: 0"],
      ["a window that does not fit", `${NET}[conv]\nfilters=2\nsize=20\n`, "kernel-too-large: 20"],
      ["groups that do not divide", `${NET}[conv]\nfilters=6\ngroups=3\n`, "groups-do-not-divide: 3"],
      ["an unknown activation", `${NET}[conv]\nactivation=leeky\n`, "unknown-value: leeky"],
      ["a route to a later layer", `${NET}[conv]\n[route]\nlayers = -1, 5\n`, "invalid-reference: 5"],
      ["a route before the start", `${NET}[conv]\n[route]\nlayers=-7\n`, "invalid-reference: -7"],
      ["a route to itself", `${NET}[conv]\n[route]\nlayers=1\n`, "invalid-reference: 1"],
      ["a route without layers", `${NET}[conv]\n[route]\n`, "missing-option: [route]"],
      [
        "a route over different sizes",
        `${NET}[conv]\n[maxpool]\nstride=2\n[route]\nlayers=0,1\n`,
        "shape-mismatch: 0,1",
      ],
      [
        "filters that do not match the detections",
        `${NET}[conv]\nfilters=10\n[yolo]\nclasses=80\nmask=0,1,2\nnum=9\n`,
        "filters-mismatch: [yolo]",
      ],
      ["a vector where an image must be", `${NET}[softmax]\n[conv]\n`, "needs-image: [conv]"],
      [
        "sizes beyond counting",
        "[net]\nwidth=9007199254740991\nheight=3\nchannels=3\n[conv]\nfilters=1\n",
        "too-large: [net]",
      ],
      [
        "an output beyond counting",
        "[net]\nwidth=1000000\nheight=1000000\nchannels=3\n[conv]\nfilters=9999999999\n",
        "too-large: [conv]",
      ],
    ];
    for (const [title, text, ...problems] of cases) {
      it(title, () => assert.deepEqual(readCfg(text).problems, problems));
    }

    it("leave what can still be known", () => {
      const { layers } = readCfg(
        `${NET}[conv]\nfilters=many\n[dropout]\n[route]\nlayers=9\n[implicit]\nfilters=3\n[conv]\nfilters=2\n`,
      );
      assert.deepEqual(layers.map(shapeOf), [undefined, undefined, undefined, [3, 1, 1], [2, 1, 1]]);
      assert.equal(layers[0]!.known?.macs, undefined);
    });
  });
});
