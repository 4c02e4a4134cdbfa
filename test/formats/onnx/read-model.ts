// Reads models that tests spell out, and says in short what became of them.

import assert from "node:assert/strict";
import type { ReadOptions } from "../../../src/formats/format";
import { readOnnx } from "../../../src/formats/onnx/onnx";
import type { Body, Layer, Network } from "../../../src/model/network";
import type { Problem } from "../../../src/model/problem";
import type { ModelSpec, NodeSpec } from "./encode";
import { encodeModel } from "./encode";
import { inMemory } from "./memory-source";

export function read(
  spec: ModelSpec,
  options: ReadOptions = {},
): { network: Network; problems: readonly Problem[] } {
  return readBytes(encodeModel(spec), options);
}

export function readBytes(
  bytes: Uint8Array,
  options: ReadOptions = {},
): { network: Network; problems: readonly Problem[] } {
  const { networks, problems } = readOnnx("file:///models/tiny.onnx", inMemory(bytes), options);
  assert.equal(networks.length, 1);
  return { network: networks[0]!, problems };
}

export function layersOf(body: Body): readonly Layer[] {
  return body.nodes.flatMap((node) => (node.kind === "layer" ? [node] : layersOf(node.body)));
}

/** The tree of groups and layers: `[layer1 conv relu]`. */
export function treeOf(body: Body): string {
  return body.nodes
    .map((node) => (node.kind === "layer" ? node.name : `${node.name}[${treeOf(node.body)}]`))
    .join(" ");
}

export const codes = (problems: readonly Problem[]): readonly string[] =>
  problems.map((problem) => problem.code);

export function relu(name: string, input: string, output: string): NodeSpec {
  return { op: "Relu", name, inputs: [input], outputs: [output] };
}

/** A convolution and its activation, in module scopes. */
export const CONV: ModelSpec = {
  inputs: { image: ["batch", 3, 8, 8] },
  nodes: [
    {
      op: "Conv",
      name: "/stem/conv1/Conv",
      inputs: ["image", "stem.conv1.weight", "stem.conv1.bias"],
      outputs: ["a"],
      attributes: { kernel_shape: [3, 3], pads: [1, 1, 1, 1], strides: [2, 2] },
    },
    relu("/stem/relu/Relu", "a", "b"),
  ],
  initializers: [
    { name: "stem.conv1.weight", dims: [4, 3, 3, 3] },
    { name: "stem.conv1.bias", dims: [4] },
  ],
  outputs: ["b"],
};
