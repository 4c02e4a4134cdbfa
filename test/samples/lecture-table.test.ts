// The layer table of the AlexNet sample, row by row, against the table that the lecture on architectures shows.

import assert from "node:assert/strict";
import type { TableRow } from "../../src/analysis/table/table-rows";
import { tableRows } from "../../src/analysis/table/table-rows";
import { readSource } from "../../src/cli/read-source";

/**
 * Justin Johnson, EECS 498-007 / 598-005, "CNN Architectures": AlexNet layer by layer, in units of 1024 bytes, a thousand
 * params and a million FLOPs (one multiply-add is one). It writes `784 23 73` and so on: whole numbers.
 */
const LECTURE: readonly (readonly [
  layer: string,
  input: readonly [channels: string, size: string],
  filters: string,
  kernel: string,
  stride: string,
  pad: string,
  output: readonly [channels: string, size: string],
  memory: number,
  params: number,
  flops: number,
])[] = [
  ["conv1", ["3", "227×227"], "64", "11", "4", "2", ["64", "56×56"], 784, 23, 73],
  ["pool1", ["64", "56×56"], "", "3", "2", "0", ["64", "27×27"], 182, 0, 0],
  ["conv2", ["64", "27×27"], "192", "5", "1", "2", ["192", "27×27"], 547, 307, 224],
  ["pool2", ["192", "27×27"], "", "3", "2", "0", ["192", "13×13"], 127, 0, 0],
  ["conv3", ["192", "13×13"], "384", "3", "1", "1", ["384", "13×13"], 254, 664, 112],
  ["conv4", ["384", "13×13"], "256", "3", "1", "1", ["256", "13×13"], 169, 885, 145],
  ["conv5", ["256", "13×13"], "256", "3", "1", "1", ["256", "13×13"], 169, 590, 100],
  ["pool5", ["256", "13×13"], "", "3", "2", "0", ["256", "6×6"], 36, 0, 0],
  ["Flatten", ["256", "6×6"], "", "", "", "", ["9216", ""], 36, 0, 0],
  ["fc6", ["9216", ""], "4096", "", "", "", ["4096", ""], 16, 37_749, 38],
  ["fc7", ["4096", ""], "4096", "", "", "", ["4096", ""], 16, 16_777, 17],
  ["fc8", ["4096", ""], "1000", "", "", "", ["1000", ""], 4, 4096, 4],
];

/** The lecture leaves out the biases of the fully connected layers, and only of these: so many params are ours alone. */
const BIASES: Readonly<Record<string, number>> = { fc6: 4096, fc7: 4096, fc8: 1000 };

/** 13·13 positions times 256 filters times 384·3·3 are 149,520,384: the lecture's 145 does not follow from its own row. */
const CONV4_FLOPS = 150;

describe("the layer table of AlexNet, against the lecture's", () => {
  const { rows } = tableRows(readSource("samples/alexnet.net").analyses[0]!, "multiply-add");
  const rowOf = (layer: string): TableRow => {
    const found = rows.find(({ name, kind }) => kind === "layer" && name === layer);
    assert.ok(found, layer);
    return found;
  };

  for (const [layer, input, filters, kernel, stride, pad, output, memory, params, flops] of LECTURE) {
    it(layer, () => {
      const row = rowOf(layer);
      assert.deepEqual([row.inputChannels, row.inputSize], input);
      assert.deepEqual([row.filters, row.kernel, row.stride, row.pad], [filters, kernel, stride, pad]);
      assert.deepEqual([row.outputChannels, row.outputSize], output);
      assert.equal(Math.round(row.activationBytes! / 1024), memory);
      assert.equal(Math.round((row.params! - (BIASES[layer] ?? 0)) / 1000), params);
      assert.equal(Math.round(row.flops! / 1e6), layer === "conv4" ? CONV4_FLOPS : flops);
    });
  }

  it("has every layer that the lecture's has, and besides them only those that are made at run time of what is there", () => {
    const known = new Set(LECTURE.map(([layer]) => layer));
    const others = rows.filter(({ kind, name }) => kind === "layer" && !known.has(name));
    assert.deepEqual([...new Set(others.map(({ operator }) => operator))].sort(), ["Dropout", "ReLU"]);
  });
});
