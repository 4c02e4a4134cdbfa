// Files that are no models, cut off, or wrong in themselves: a problem where it is, and the rest is shown.

import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { readOnnx } from "../../../src/formats/onnx/onnx";
import type { Problem } from "../../../src/model/problem";
import type { GraphSpec } from "./encode";
import { encodeModel } from "./encode";
import { inMemory } from "./memory-source";
import { CONV, codes, layersOf, read, readBytes, relu } from "./read-model";

describe("damaged and odd ONNX files", () => {
  const only = (bytes: Uint8Array): readonly Problem[] => readOnnx("x.onnx", inMemory(bytes), {}).problems;

  it("empty files, text and noise are no models", () => {
    const noise = Uint8Array.from({ length: 5000 }, (_, index) => (index * 7919 + (index >> 3)) & 255);
    for (const bytes of [new Uint8Array(0), Buffer.from('{"model": 1}\n'.repeat(50)), noise]) {
      assert.ok(codes(only(bytes)).includes("not-onnx"));
    }
  });

  it("a truncated file shows what is there", () => {
    const bytes = encodeModel(CONV);
    const { network, problems } = readBytes(bytes.subarray(0, Math.floor(bytes.length * 0.6)));
    assert.deepEqual(codes(problems), ["truncated"]);
    assert.ok(layersOf(network.body).length >= 1);
  });

  it("cycles, missing producers and duplicate names are problems, and the rest is shown", () => {
    const { network, problems } = read({
      inputs: { x: [1, 4] },
      nodes: [
        { op: "Add", name: "one", inputs: ["x", "b"], outputs: ["a"] },
        relu("two", "a", "b"),
        relu("three", "nowhere", "c"),
        relu("four", "x", "a"),
        relu("five", "x", "d"),
      ],
      outputs: ["d", "e"],
    });
    assert.deepEqual([...codes(problems)].sort(), [
      "cycle",
      "duplicate-name",
      "missing-producer",
      "missing-producer",
    ]);
    const five = layersOf(network.body).find((layer) => layer.name === "five");
    assert.deepEqual(five?.outputs[0]?.shape, [4]);
  });

  it("shapes that do not fit, negative and absurd sizes are problems at their node", () => {
    const { problems } = read({
      inputs: { x: [1, 4, 8, 8] },
      nodes: [
        { op: "Conv", name: "wrong", inputs: ["x", "w"], outputs: ["a"] },
        { op: "Conv", name: "large", inputs: ["x", "k"], outputs: ["b"] },
        { op: "Reshape", name: "re", inputs: ["x", "s"], outputs: ["c"] },
        { op: "Expand", name: "huge", inputs: ["x", "h"], outputs: ["d"] },
        { op: "Add", name: "sum", inputs: ["x", "w"], outputs: ["e"] },
      ],
      initializers: [
        { name: "w", dims: [2, 3, 3, 3] },
        { name: "k", dims: [2, 4, 9, 9] },
        { name: "s", dims: [2], ints: [3, -1] },
        { name: "h", dims: [4], ints: [2 ** 50, 4, 8, 8] },
        { name: "n", dims: [-3, 2] },
      ],
      outputs: ["a", "b", "c", "d", "e"],
    });
    assert.deepEqual([...codes(problems)].sort(), [
      "kernel-too-large",
      "negative-size",
      "shape-mismatch",
      "shape-mismatch",
      "shape-mismatch",
      "too-large",
    ]);
    assert.ok(problems.some((problem) => problem.message.includes('"wrong"')));
    assert.ok(problems.every((problem) => problem.range.start.line === 0));
  });

  it("graphs nested beyond reason are cut off", () => {
    let graph: GraphSpec = { nodes: [relu("r", "x", "y")], outputs: ["y"] };
    for (let depth = 0; depth < 200; depth++) {
      const inner = graph;
      graph = {
        nodes: [
          {
            op: "If",
            name: "if",
            inputs: ["x"],
            outputs: ["y"],
            attributes: { then_branch: { graph: inner } },
          },
        ],
        outputs: ["y"],
      };
    }
    const { network } = read({ ...graph, inputs: { x: [1, 1] } });
    assert.equal(layersOf(network.body).length, 1);
  });
});
