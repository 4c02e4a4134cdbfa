// Module scopes become groups: those in the names of nodes, or of their weights.

import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { analyseNetwork } from "../../../src/analysis/network-analysis";
import type { ModelSpec, NodeSpec } from "./encode";
import { read, relu, treeOf } from "./read-model";

describe("module scopes in ONNX names", () => {
  const chain = (...names: readonly string[]): ModelSpec => ({
    inputs: { v0: [1, 4] },
    nodes: names.map((name, index) => relu(name, `v${String(index)}`, `v${String(index + 1)}`)),
    outputs: [`v${String(names.length)}`],
  });

  it("become nested groups, and a module of one node is a layer", () => {
    const { network } = read(chain("/a/a.0/x/Relu", "/a/a.0/y/Relu", "/a/a.1/Relu", "/Relu"));
    assert.equal(treeOf(network.body), "a[a.0[x y] a.1] Relu");
  });

  it("that hold everything are left out", () => {
    const { network } = read(chain("model/block/conv/Conv2D", "model/block/relu/Relu", "model/top/Relu"));
    assert.equal(treeOf(network.body), "block[conv relu] top");
  });

  it("that interleave are split where they would form a cycle", () => {
    const { network } = read(chain("/a/x/Relu", "/a/y/Relu", "/b/x/Relu", "/b/y/Relu", "/a/z/Relu"));
    assert.equal(treeOf(network.body), "a[x y] b[x y] z");
    assert.equal(analyseNetwork(network).body.nodes.length, 3);
  });

  it("that only interleave in the file's order stay whole", () => {
    const { network } = read({
      inputs: { v: [1, 4] },
      nodes: [
        relu("/a/x/Relu", "v", "a1"),
        relu("/b/x/Relu", "v", "b1"),
        relu("/a/y/Relu", "a1", "a2"),
        relu("/b/y/Relu", "b1", "b2"),
        { op: "Add", name: "/Add", inputs: ["a2", "b2"], outputs: ["out"] },
      ],
      outputs: ["out"],
    });
    assert.equal(treeOf(network.body), "a[x y] b[x y] Add");
  });
});

describe("module scopes that only weights have in their names", () => {
  const linear = (index: number, weight: string): NodeSpec => ({
    op: "MatMul",
    name: `MatMul_${String(index)}`,
    inputs: [`v${String(index)}`, weight],
    outputs: [`v${String(index + 1)}`],
  });

  it("are taken from there, with what stands between", () => {
    const weights = ["stem.fc.weight", "layer1.0.fc1.weight", "layer1.0.fc2.weight", "layer1.1.fc1.weight"];
    const { network } = read({
      inputs: { v0: [1, 4] },
      nodes: [
        linear(0, "stem.fc.weight"),
        linear(1, "layer1.0.fc1.weight"),
        relu("Relu_2", "v2", "v3"),
        linear(3, "layer1.0.fc2.weight"),
        linear(4, "layer1.1.fc1.weight"),
      ],
      initializers: weights.map((name) => ({ name, dims: [4, 4] })),
      outputs: ["v5"],
    });
    assert.equal(treeOf(network.body), "fc layer1[layer1.0[fc1 Relu_2 fc2] fc1]");
  });
});
