// Whole networks that PyTorch exported: shapes as ONNX Runtime had them, params and MACs as PyTorch counted them.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { analyseNetwork } from "../../../src/analysis/network-analysis";
import type { ReadOptions } from "../../../src/formats/format";
import { readOnnx, traceFile } from "../../../src/formats/onnx/onnx";
import { Report } from "../../../src/formats/onnx/report";
import { inMemory } from "./memory-source";

interface Facts {
  readonly params: number;
  readonly macs: number;
  readonly input_shapes: Readonly<Record<string, readonly number[]>>;
  readonly shapes: Readonly<Record<string, readonly number[]>>;
}

const folder = path.join("test", "formats", "onnx", "fixtures", "networks");

function load(name: string): { bytes: Uint8Array; facts: Facts; options: ReadOptions } {
  const facts = JSON.parse(readFileSync(path.join(folder, `${name}.json`), "utf8")) as Facts;
  const shapes = Object.entries(facts.input_shapes).map(([input, shape]) => [
    input,
    shape[0] === 1 ? shape.slice(1) : shape,
  ]);
  const options: ReadOptions = { inputShapes: Object.fromEntries(shapes) as Record<string, number[]> };
  return { bytes: readFileSync(path.join(folder, `${name}.onnx`)), facts, options };
}

const NAMES = [
  "encoder",
  "encoder_dynamic",
  "mixed",
  "mixed_dynamic",
  "modern",
  "recurrent_dynamic",
  "sequence_first",
  "tied",
  "unet",
  "unet_dynamic",
];

describe("networks exported by PyTorch", () => {
  for (const name of NAMES) {
    it(`${name}: every tensor's shape is as it was when the model ran`, () => {
      const { bytes, facts, options } = load(name);
      const trace = traceFile(inMemory(bytes), new Report(name), options)?.trace;
      const outputs = trace?.steps.flatMap((step) => step.outputs) ?? [];
      const shapes = new Map(outputs.map((output) => [output.name, output.tensor.shape]));
      for (const [value, shape] of Object.entries(facts.shapes))
        assert.deepEqual(shapes.get(value), shape, value);
    });

    it(`${name}: params and MACs are PyTorch's`, () => {
      const { bytes, facts, options } = load(name);
      const { networks, problems } = readOnnx(`${name}.onnx`, inMemory(bytes), options);
      assert.deepEqual(problems, []);
      const { totals } = analyseNetwork(networks[0]!);
      assert.deepEqual(totals.params, { value: facts.params, uncounted: 0 });
      assert.deepEqual(totals.macs, { value: facts.macs, uncounted: 0 });
    });
  }

  it("takes what the newer exporter says of stored tensors: copies are their parameters, tables of sines are none", () => {
    const { bytes } = load("tied");
    const [network] = readOnnx("tied.onnx", inMemory(bytes), {}).networks;
    assert.ok(network);
    const [words, block] = network.body.nodes;
    const head = network.body.nodes.at(-1);
    assert.ok(words?.kind === "layer" && block?.kind === "group" && head?.kind === "layer");
    assert.equal(block.name, "blocks.0");
    assert.equal(head.sharedWith, "words");
    const weights = block.body.nodes.flatMap((node) =>
      node.kind === "layer" ? (node.known?.weights ?? []) : [],
    );
    const names = (kind: string): readonly string[] =>
      weights.filter((weight) => weight.kind === kind).map((weight) => weight.name);
    assert.ok(names("parameter").includes("blocks.0.scale"));
    // The rotary factors that the exporter computed from a buffer, and the mask.
    assert.deepEqual(names("buffer"), ["cat", "blocks.0.mask"]);
  });

  it("keeps open dimensions symbolic, and what depends on them unknown", () => {
    const { bytes } = load("encoder_dynamic");
    const [network] = readOnnx("encoder.onnx", inMemory(bytes), {}).networks;
    assert.ok(network);
    assert.deepEqual(network.inputs[0]?.shape, ["seq"]);
    const words = network.body.nodes[0];
    assert.ok(words?.kind === "layer");
    assert.deepEqual(words.outputs[0]?.shape, ["seq", 64]);
    assert.ok(analyseNetwork(network).totals.macs.uncounted > 0);
  });
});
