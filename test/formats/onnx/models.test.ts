// What models become: layers of the catalogue, with inputs of the shape that is asked for and without the batch.

import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { analyseNetwork } from "../../../src/analysis/network-analysis";
import type { ModelSpec } from "./encode";
import { CONV, layersOf, read, relu } from "./read-model";

describe("ONNX models", () => {
  it("become layers of the catalogue without the batch axis", () => {
    const { network, problems } = read(CONV);
    assert.deepEqual(problems, []);
    assert.equal(network.name, "tiny");
    assert.deepEqual(
      network.inputs.map(({ name, shape, dtype }) => [name, shape, dtype]),
      [["image", [3, 8, 8], "float32"]],
    );
    const [conv, activation] = layersOf(network.body);
    assert.equal(conv?.operator, "Conv");
    assert.equal(conv.name, "conv1");
    assert.deepEqual(conv.outputs[0]?.shape, [4, 4, 4]);
    assert.deepEqual(
      [conv.attributes["channels"], conv.attributes["stride"], conv.attributes["pad"]],
      [4, 2, 1],
    );
    assert.deepEqual([activation?.operator, activation?.nativeOperator], ["ReLU", "Relu"]);
    const { totals } = analyseNetwork(network);
    assert.equal(totals.params.value, 4 * 3 * 9 + 4);
    assert.equal(totals.macs.value, 4 * 4 * 4 * 3 * 9);
  });

  it("take the shape that is asked for", () => {
    const { network } = read(CONV, { inputShapes: { image: [3, 32, 16] } });
    assert.deepEqual(layersOf(network.body)[1]?.outputs[0]?.shape, [4, 16, 8]);
  });

  it("of several samples are read for one, unless their number is written into the graph", () => {
    const reshape = (shape: readonly number[]): ModelSpec => ({
      inputs: { images: [8, 2, 3, 3] },
      nodes: [
        { op: "Reshape", name: "r", inputs: ["images", "shape"], outputs: ["flat"] },
        { op: "MatMul", name: "fc", inputs: ["flat", "w"], outputs: ["y"] },
      ],
      initializers: [
        { name: "shape", dims: [2], ints: shape },
        { name: "w", dims: [18, 5] },
      ],
      outputs: ["y"],
    });
    const one = read(reshape([-1, 18]));
    assert.deepEqual([one.problems.length, one.network.inputs[0]?.shape], [0, [2, 3, 3]]);
    assert.equal(analyseNetwork(one.network).totals.macs.value, 18 * 5);
    const all = read(reshape([8, -1]));
    assert.deepEqual([all.problems.length, all.network.inputs[0]?.shape], [0, [8, 2, 3, 3]]);
    assert.equal(analyseNetwork(all.network).totals.macs.value, 8 * 18 * 5);
  });

  it("keep a first axis that is no batch", () => {
    const spec: ModelSpec = { inputs: { x: [5, 3] }, nodes: [relu("r", "x", "y")], outputs: ["y"] };
    assert.deepEqual(read(spec).network.inputs[0]?.shape, [5, 3]);
  });

  it("keep symbols, and compute with them", () => {
    const { network } = read({ ...CONV, inputs: { image: [1, 3, "height", 8] } });
    assert.deepEqual(layersOf(network.body)[0]?.outputs[0]?.shape, [4, "floor((height + 1)/2)", 4]);
  });
});
