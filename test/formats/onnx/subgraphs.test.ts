// Functions, the branches of If, the bodies of Loop and Scan, and operators of unknown domains.

import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { analyseNetwork } from "../../../src/analysis/network-analysis";
import type { GraphSpec, NodeSpec } from "./encode";
import { codes, layersOf, read, relu, treeOf } from "./read-model";

describe("ONNX functions and subgraphs", () => {
  it("functions are expanded, with the call's attributes", () => {
    const { network, problems } = read({
      inputs: { x: [1, 3, 8, 8] },
      nodes: [
        {
          op: "Twice",
          domain: "local",
          name: "/twice",
          inputs: ["x"],
          outputs: ["y"],
          attributes: { by: [2, 2] },
        },
      ],
      functions: [
        {
          name: "Twice",
          domain: "local",
          inputs: ["in"],
          outputs: ["out"],
          nodes: [
            {
              op: "MaxPool",
              name: "one",
              inputs: ["in"],
              outputs: ["mid"],
              references: { kernel_shape: "by", strides: "by" },
            },
            {
              op: "MaxPool",
              name: "two",
              inputs: ["mid"],
              outputs: ["out"],
              references: { kernel_shape: "by", strides: "by" },
            },
          ],
        },
      ],
      outputs: ["y"],
    });
    assert.deepEqual(problems, []);
    assert.deepEqual(
      layersOf(network.body).map((layer) => layer.outputs[0]?.shape),
      [
        [3, 4, 4],
        [3, 2, 2],
      ],
    );
  });

  it("a function that calls itself is a problem, and an opaque box", () => {
    const call: NodeSpec = { op: "Loop1", domain: "local", name: "again", inputs: ["a"], outputs: ["b"] };
    const { problems, network } = read({
      inputs: { a: [1, 3] },
      nodes: [call],
      functions: [{ name: "Loop1", domain: "local", inputs: ["a"], outputs: ["b"], nodes: [call] }],
      outputs: ["b"],
    });
    assert.deepEqual(codes(problems), ["recursion"]);
    assert.equal(layersOf(network.body)[0]?.outputs[0]?.shape, undefined);
  });

  it("an If has the shape that both branches have, and is a layer with their captured inputs", () => {
    const branch = (name: string): GraphSpec => ({
      nodes: [relu(name, "x", `${name}_out`)],
      outputs: [`${name}_out`],
    });
    const { network, problems } = read({
      inputs: { x: [1, 7], c: [1, 1] },
      nodes: [
        {
          op: "If",
          name: "choose",
          inputs: ["c"],
          outputs: ["y"],
          attributes: { then_branch: { graph: branch("yes") }, else_branch: { graph: branch("no") } },
        },
      ],
      outputs: ["y"],
    });
    assert.deepEqual(problems, []);
    const [choose] = layersOf(network.body);
    assert.deepEqual(choose?.outputs[0]?.shape, [7]);
    assert.equal(choose.inputs.length, 2);
    assert.equal(choose.known?.macs, 0);
  });

  it("an If whose condition is known is replaced by the branch that is taken", () => {
    const branch = (op: string): GraphSpec => ({
      nodes: [{ op, name: op, inputs: ["x"], outputs: [`${op}_out`] }],
      outputs: [`${op}_out`],
    });
    const { network, problems } = read({
      inputs: { x: [1, 7] },
      nodes: [
        {
          op: "If",
          name: "choose",
          inputs: ["never"],
          outputs: ["y"],
          attributes: { then_branch: { graph: branch("Exp") }, else_branch: { graph: branch("Sigmoid") } },
        },
        relu("after", "y", "z"),
      ],
      initializers: [{ name: "never", dims: [], type: 9, raw: Uint8Array.of(0) }],
      outputs: ["z"],
    });
    assert.deepEqual(problems, []);
    assert.equal(treeOf(network.body), "Sigmoid after");
  });

  it("a Loop of a known number of passes costs as often", () => {
    const body: GraphSpec = {
      inputs: { i: [], go: [], state: [undefined, undefined] },
      nodes: [
        { op: "Identity", inputs: ["go"], outputs: ["go_on"] },
        { op: "MatMul", inputs: ["state", "w"], outputs: ["next"] },
        relu("each", "next", "seen"),
      ],
      outputs: ["go_on", "next", "seen"],
    };
    const { network, problems } = read({
      inputs: { x: [3, 6] },
      nodes: [
        {
          op: "Loop",
          name: "loop",
          inputs: ["trips", "", "x"],
          outputs: ["last", "all"],
          attributes: { body: { graph: body } },
        },
      ],
      initializers: [
        { name: "trips", dims: [], ints: [5] },
        { name: "w", dims: [6, 6] },
      ],
      outputs: ["last", "all"],
    });
    assert.deepEqual(problems, []);
    const [loop] = layersOf(network.body);
    assert.deepEqual(
      loop?.outputs.map(({ shape }) => shape),
      [
        [3, 6],
        [5, 3, 6],
      ],
    );
    assert.equal(loop.known?.macs, 5 * 3 * 6 * 6);
    assert.equal(analyseNetwork(network).totals.params.value, 36);
  });

  it("a short Loop that only hands values on is unrolled, and sequences are wired through", () => {
    const body: GraphSpec = {
      inputs: { i: [], go: [], list: [] },
      nodes: [
        { op: "Identity", inputs: ["go"], outputs: ["go_on"] },
        { op: "Exp", name: "exp", inputs: ["x"], outputs: ["e"] },
        { op: "SequenceInsert", inputs: ["list", "e"], outputs: ["longer"] },
      ],
      outputs: ["go_on", "longer"],
    };
    const { network, problems } = read({
      inputs: { x: [1, 6] },
      nodes: [
        { op: "SequenceEmpty", name: "empty", inputs: [], outputs: ["none"] },
        {
          op: "Loop",
          name: "loop",
          inputs: ["trips", "", "none"],
          outputs: ["list"],
          attributes: { body: { graph: body } },
        },
        { op: "SequenceAt", name: "first", inputs: ["list", "zero"], outputs: ["a"] },
        {
          op: "ConcatFromSequence",
          name: "join",
          inputs: ["list"],
          outputs: ["b"],
          attributes: { axis: 1 },
        },
        { op: "MatMul", name: "product", inputs: ["a", "w"], outputs: ["c"] },
      ],
      initializers: [
        { name: "trips", dims: [], ints: [3] },
        { name: "zero", dims: [], ints: [0] },
        { name: "w", dims: [6, 2] },
      ],
      outputs: ["b", "c"],
    });
    assert.deepEqual(problems, []);
    assert.deepEqual(
      layersOf(network.body).map((layer) => [layer.name, layer.outputs[0]?.shape]),
      [
        ["exp", [6]],
        ["exp_1", [6]],
        ["exp_2", [6]],
        ["join", [18]],
        ["product", [2]],
      ],
    );
  });

  it("a Scan gives its body one element of each sequence at a time", () => {
    const body: GraphSpec = {
      inputs: { state: [4], element: [4] },
      nodes: [
        { op: "Add", inputs: ["state", "element"], outputs: ["sum"] },
        { op: "Exp", inputs: ["sum"], outputs: ["each"] },
      ],
      outputs: ["sum", "each"],
    };
    const { network, problems } = read({
      inputs: { start: [4], sequence: [9, 4] },
      nodes: [
        {
          op: "Scan",
          name: "scan",
          inputs: ["start", "sequence"],
          outputs: ["end", "all"],
          attributes: { body: { graph: body }, num_scan_inputs: 1 },
        },
      ],
      outputs: ["end", "all"],
    });
    assert.deepEqual(problems, []);
    assert.deepEqual(
      layersOf(network.body)[0]?.outputs.map(({ shape }) => shape),
      [[4], [9, 4]],
    );
  });

  it("operators of unknown domains are boxes with unknown figures and the shape that the file states", () => {
    const { network, problems } = read({
      inputs: { x: [1, 7] },
      nodes: [{ op: "Magic", domain: "acme", name: "m", inputs: ["x"], outputs: ["y"] }, relu("r", "y", "z")],
      values: { y: ["batch", 9] },
      outputs: ["z"],
    });
    assert.deepEqual(problems, []);
    const [magic, after] = layersOf(network.body);
    assert.deepEqual([magic?.operator, magic?.known?.macs], ["Magic", undefined]);
    assert.deepEqual(after?.outputs[0]?.shape, ["batch", 9]);
    assert.ok(analyseNetwork(network).totals.macs.uncounted > 0);
  });
});
