// The sections of YOLOR's cfg files: vectors that are learned for themselves, added to channels or multiplied with them.

import assert from "node:assert/strict";
import { countWeights, shapeOf } from "../text-format";
import { readCfg } from "./read-cfg";

const NET = "[net]\nheight=16\nwidth=16\nchannels=4\n[convolutional]\nfilters=8\nsize=1\nactivation=silu\n";

describe("reading YOLOR's cfg files", () => {
  it("has the shapes and weights of YOLOR's modules in PyTorch", () => {
    const { layers, problems } = readCfg(`${NET}
[implicit_add]
filters=8
[implicit_mul]
filters=8
[route]
layers=0
[shift_channels]
from=1
[control_channels]
from=2
[yolo]
classes=3
mask=0
num=1
`);
    assert.deepEqual(problems, []);
    // ImplicitA and ImplicitM hold 1×C×1×1; ShiftChannel and ControlChannel expand them over what comes in.
    assert.deepEqual(layers.slice(0, 6).map(shapeOf), [
      [8, 16, 16],
      [8, 1, 1],
      [8, 1, 1],
      [8, 16, 16],
      [8, 16, 16],
      [8, 16, 16],
    ]);
    assert.deepEqual(
      layers.slice(0, 6).map((layer) => countWeights(layer, "parameter")),
      [4 * 8 + 8, 8, 8, 0, 0, 0],
    );
    assert.deepEqual(
      layers.slice(4, 6).map(({ operator }) => operator),
      ["Add", "Mul"],
    );
  });

  it("tells where a vector does not fit, and what is missing", () => {
    const { problems } = readCfg(
      `${NET}[implicit_add]\nfilters=6\n[route]\nlayers=0\n[shift_channels]\nfrom=1\n`,
    );
    assert.deepEqual(problems, ["shape-mismatch: 1"]);
    assert.deepEqual(readCfg(`${NET}[control_channels]\n`).problems, ["missing-option: [control_channels]"]);
  });
});
