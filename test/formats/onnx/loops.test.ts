// Loops that stop by a condition on a counter, as TensorFlow's while loops are exported: how often they run.

import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { analyseNetwork } from "../../../src/analysis/network-analysis";
import { readOnnx } from "../../../src/formats/onnx/onnx";
import type { Network } from "../../../src/model/network";
import type { GraphSpec, NodeSpec } from "./encode";
import { encodeModel } from "./encode";
import { inMemory } from "./memory-source";

const scalar = (
  name: string,
  value: number,
): { name: string; dims: readonly number[]; ints: readonly number[] } => ({
  name,
  dims: [],
  ints: [value],
});

interface Counting {
  /** What the counter is compared with. */
  readonly end: string;
  readonly step?: number;
  readonly condition?: string;
}

/** A loop that multiplies its state by a matrix, adds to its counter, and collects the states. */
function whileLoop({ end, step = 1, condition = "" }: Counting): Network {
  const nodes: readonly NodeSpec[] = [
    { op: "MatMul", inputs: ["state", "w"], outputs: ["next"] },
    { op: "Add", inputs: ["counter", "step"], outputs: ["counted"] },
    { op: "Less", inputs: ["counted", end], outputs: ["goes_on"] },
  ];
  const body: GraphSpec = {
    inputs: { pass: [], holds: [], counter: [], state: [1, 8] },
    outputs: ["goes_on", "counted", "next", "next"],
    nodes,
  };
  const bytes = encodeModel({
    inputs: { x: [1, 8], data: [1] },
    outputs: ["collected"],
    initializers: [{ name: "w", dims: [8, 8] }, scalar("zero", 0), scalar("step", step), scalar("end", 12)],
    nodes: [
      {
        op: "Loop",
        name: "while",
        inputs: ["", condition, "zero", "x"],
        outputs: ["count", "last", "collected"],
        attributes: { body: { graph: body } },
      },
    ],
  });
  const { networks, problems } = readOnnx("file:///loop.onnx", inMemory(bytes), {});
  assert.deepEqual(problems, []);
  return networks[0]!;
}

function collected(network: Network): readonly unknown[] | undefined {
  const [node] = network.body.nodes;
  assert.ok(node?.kind === "layer");
  return node.outputs.at(-1)?.shape;
}

describe("loops with a counter", () => {
  it("run until their condition fails: 12 passes of 64 multiply-adds", () => {
    const network = whileLoop({ end: "end" });
    assert.deepEqual(collected(network), [12, 1, 8]);
    assert.deepEqual(analyseNetwork(network).totals.macs, { value: 12 * 64, uncounted: 0 });
  });

  it("run as often as their step makes them", () => {
    assert.deepEqual(collected(whileLoop({ end: "end", step: 5 })), [3, 1, 8]);
  });

  it("are open where the data decides, or where they do not end", () => {
    for (const counting of [{ end: "data" }, { end: "end", step: 0 }, { end: "end", condition: "data" }]) {
      const network = whileLoop(counting);
      assert.deepEqual(collected(network), [undefined, 1, 8]);
      assert.equal(analyseNetwork(network).totals.macs.uncounted, 1);
    }
  });
});
