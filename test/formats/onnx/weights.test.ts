// Which tensors of a file are weights: each counted once, and none read.

import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { analyseNetwork } from "../../../src/analysis/network-analysis";
import { readOnnx } from "../../../src/formats/onnx/onnx";
import type { NodeSpec } from "./encode";
import { encodeModel } from "./encode";
import { inMemory } from "./memory-source";
import { layersOf, read } from "./read-model";

describe("weights in ONNX files", () => {
  const matmul = (name: string, input: string, weight: string, output: string): NodeSpec => ({
    op: "MatMul",
    name,
    inputs: [input, weight],
    outputs: [output],
  });

  it("that several nodes use are counted once", () => {
    const { network } = read({
      inputs: { x: [1, 6] },
      nodes: [matmul("first", "x", "w", "a"), matmul("second", "a", "w", "b")],
      initializers: [{ name: "w", dims: [6, 6] }],
      outputs: ["b"],
    });
    const [first, second] = layersOf(network.body);
    assert.deepEqual(first?.known?.weights, [{ name: "w", shape: [6, 6], kind: "parameter" }]);
    assert.deepEqual(second?.known?.weights, [{ name: "w", shape: [6, 6], kind: "parameter", shared: true }]);
    assert.equal(second.sharedWith, "first");
    assert.equal(analyseNetwork(network).totals.params.value, 36);
    assert.equal(analyseNetwork(network).totals.macs.value, 72);
  });

  it("a product and its bias are one Linear", () => {
    const { network } = read({
      inputs: { x: [1, 6] },
      nodes: [
        matmul("/fc/MatMul", "x", "w", "a"),
        { op: "Add", name: "/fc/Add", inputs: ["fc.bias", "a"], outputs: ["b"] },
      ],
      initializers: [
        { name: "w", dims: [6, 4] },
        { name: "fc.bias", dims: [4] },
      ],
      outputs: ["b"],
    });
    const [layer, ...others] = layersOf(network.body);
    assert.deepEqual([layer?.operator, layer?.name, others.length], ["Linear", "fc", 0]);
    assert.deepEqual(layer?.attributes, { features: 4, bias: true });
    assert.equal(analyseNetwork(network).totals.params.value, 28);
  });

  it("that the graph generates, as files made small do, count where an operator is nothing without them", () => {
    const { network } = read({
      inputs: { x: [1, 2, 4, 4] },
      nodes: [
        { op: "ConstantOfShape", name: "w", inputs: ["sizes"], outputs: ["conv1_w"] },
        { op: "Conv", name: "conv1", inputs: ["x", "conv1_w"], outputs: ["y"] },
        { op: "Expand", name: "zeros", inputs: ["conv1_w", "sizes"], outputs: ["z"] },
      ],
      initializers: [{ name: "sizes", dims: [4], ints: [3, 2, 1, 1] }],
      outputs: ["y"],
    });
    assert.deepEqual(
      layersOf(network.body).map((layer) => layer.name),
      ["conv1"],
    );
    assert.equal(analyseNetwork(network).totals.params.value, 6);
  });

  it("what is left of a frozen batch normalization is a buffer", () => {
    const { network } = read({
      inputs: { x: [1, 2, 4, 4] },
      nodes: [
        { op: "Conv", name: "/conv/Conv", inputs: ["x", "conv.weight"], outputs: ["a"] },
        { op: "Mul", name: "/bn/Mul", inputs: ["a", "onnx::Mul_7"], outputs: ["b"] },
        { op: "Add", name: "/bn/Add", inputs: ["b", "onnx::Add_8"], outputs: ["c"] },
      ],
      initializers: [
        { name: "conv.weight", dims: [3, 2, 1, 1] },
        { name: "onnx::Mul_7", dims: [1, 3, 1, 1] },
        { name: "onnx::Add_8", dims: [1, 3, 1, 1] },
      ],
      outputs: ["c"],
    });
    assert.deepEqual(
      layersOf(network.body).map((layer) => [layer.name, layer.operator]),
      [
        ["conv", "Conv"],
        ["bn", "BatchNorm"],
      ],
    );
    const { totals } = analyseNetwork(network);
    assert.deepEqual([totals.params.value, totals.buffers.value], [6, 6]);
  });

  it("running statistics and scales of quantization are buffers", () => {
    const { network } = read({
      inputs: { x: [1, 2, 4, 4] },
      nodes: [
        { op: "BatchNormalization", name: "bn", inputs: ["x", "g", "b", "m", "v"], outputs: ["y"] },
        { op: "DequantizeLinear", name: "dq", inputs: ["w8", "scale", "zero"], outputs: ["w"] },
        { op: "Conv", name: "conv", inputs: ["y", "w"], outputs: ["z"] },
      ],
      initializers: [
        ...["g", "b", "m", "v"].map((name) => ({ name, dims: [2] })),
        { name: "w8", dims: [3, 2, 1, 1], type: 3 },
        { name: "scale", dims: [3] },
        { name: "zero", dims: [3], type: 3 },
      ],
      outputs: ["z"],
    });
    const { totals } = analyseNetwork(network);
    assert.equal(totals.params.value, 4 + 6);
    assert.equal(totals.macs.value, 16 * 3 * 2);
  });

  it("are never read, whether they are large or in other files", () => {
    const raw = new Uint8Array(4_000_000);
    const bytes = encodeModel({
      inputs: { x: [1, 1000] },
      nodes: [matmul("fc", "x", "w", "y"), matmul("fc2", "y", "outside", "z")],
      initializers: [
        { name: "w", dims: [1000, 1000], raw },
        { name: "outside", dims: [1000, 5], external: true },
      ],
      outputs: ["z"],
    });
    const source = inMemory(bytes);
    const { networks, problems } = readOnnx("big.onnx", source, {});
    assert.deepEqual(problems, []);
    assert.equal(analyseNetwork(networks[0]!).totals.params.value, 1_005_000);
    assert.ok(source.bytesRead() < 400_000, `${String(source.bytesRead())} bytes were read`);
  });
});
