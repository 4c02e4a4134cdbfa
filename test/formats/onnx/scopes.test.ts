// Where nodes belong: scopes in the metadata of PyTorch's newer exporter, and nodes that tools put between those that have scopes.

import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { readOnnx } from "../../../src/formats/onnx/onnx";
import type { Body } from "../../../src/model/network";
import type { NodeSpec } from "./encode";
import { encodeModel } from "./encode";
import { inMemory } from "./memory-source";

/** The names of a body's nodes, groups with what is in them. */
type Tree = readonly (string | readonly [string, Tree])[];

function treeOf(body: Body): Tree {
  return body.nodes.map((node) => (node.kind === "group" ? [node.name, treeOf(node.body)] : node.name));
}

/** A chain of nodes of one input each, with the weights that they name besides. */
function chain(
  nodes: readonly (Omit<NodeSpec, "inputs" | "outputs"> & { readonly weight?: string })[],
): Tree {
  const weights = nodes.flatMap(({ weight }) => (weight === undefined ? [] : [weight]));
  const bytes = encodeModel({
    inputs: { x: [1, 4, 8, 8] },
    outputs: [`v${String(nodes.length)}`],
    initializers: weights.map((name) => ({ name, dims: [4, 4, 1, 1] })),
    nodes: nodes.map(({ weight, ...node }, index) => ({
      ...node,
      inputs: [index === 0 ? "x" : `v${String(index)}`, ...(weight === undefined ? [] : [weight])],
      outputs: [`v${String(index + 1)}`],
    })),
  });
  const { networks, problems } = readOnnx("file:///model.onnx", inMemory(bytes), {});
  assert.deepEqual(problems, []);
  return treeOf(networks[0]!.body);
}

const scoped = (op: string, scopes: string): Omit<NodeSpec, "inputs" | "outputs"> => ({
  op,
  name: `node_${op}`,
  metadata: { "pkg.torch.onnx.name_scopes": scopes },
});

describe("scopes in the metadata of PyTorch's newer exporter", () => {
  it("are named without what they stand in, numbers with what they count", () => {
    const tree = chain([
      scoped("Relu", "['', 'stem', 'relu']"),
      scoped("Relu", "['', 'layers', 'layers.0', 'layers.0.attention', 'layers.0.attention.norm', 'relu_1']"),
      scoped("Abs", "['', 'layers', 'layers.0', 'layers.0.attention', 'abs']"),
      scoped("Neg", "['', 'layers', 'layers.0', 'layers.0.mlp', 'neg']"),
      scoped("Relu", "['', 'layers', 'layers.1', 'layers.1.mlp', 'relu_2']"),
      scoped("Exp", "['', 'exp']"),
    ]);
    const first: Tree = [["attention", ["norm", "abs"]], "mlp"];
    assert.deepEqual(tree, ["stem", ["layers", [["layers.0", first], "mlp"]], "exp"]);
  });
});

describe("nodes without scopes among others", () => {
  const conv = (name: string, weight: string): Omit<NodeSpec, "inputs" | "outputs"> & { weight: string } => ({
    op: "Conv",
    name,
    weight,
  });

  it("belong to what is on both sides of them", () => {
    const tree = chain([
      conv("/a/a.0/conv1/Conv", "a.0.conv1.weight"),
      { op: "Relu", name: "added" },
      conv("/a/a.0/conv2/Conv", "a.0.conv2.weight"),
      { op: "Abs", name: "between" },
      conv("/a/a.1/conv1/Conv", "a.1.conv1.weight"),
      { op: "Neg", name: "after" },
    ]);
    assert.deepEqual(tree, [["a", [["a.0", ["conv1", "added", "conv2"]], "between", "conv1"]], "after"]);
  });

  it("belong to the module of their weights", () => {
    const tree = chain([
      { op: "Relu", name: "/Relu" },
      conv("/enc/layer.0/conv/Conv", "enc.layer.0.conv.weight"),
      { op: "Relu", name: "/enc/layer.0/Relu" },
      conv("rewritten", "enc.layer.1.conv.weight"),
      conv("/enc/layer.1/last/Conv", "enc.layer.1.last.weight"),
    ]);
    const layers: Tree = [
      ["layer.0", ["conv", "Relu"]],
      ["layer.1", ["conv", "last"]],
    ];
    assert.deepEqual(tree, ["Relu", ["enc", layers]]);
  });

  it("stay at the top where the exporter put them there", () => {
    const tree = chain([
      conv("/a/conv1/Conv", "a.conv1.weight"),
      { op: "Relu", name: "/Relu" },
      { op: "Neg", name: "/b/Neg" },
      { op: "Abs", name: "/b/Abs" },
    ]);
    assert.deepEqual(tree, ["conv1", "Relu", ["b", ["Neg", "Abs"]]]);
  });

  it("are named without what ONNX Runtime did to them", () => {
    const tree = chain([
      conv("node_conv/ConvActivationFusion/", "stem.conv.weight"),
      conv("/a/conv1/Conv/ConvAddFusion", "a.conv1.weight"),
      conv("/a/conv2/Conv", "a.conv2.weight"),
    ]);
    assert.deepEqual(tree, ["conv", ["a", ["conv1", "conv2"]]]);
  });
});
