// Graphs that are large in one way: their time grows with them, not with their square, and their figures stay what they are.

import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { layerInstances } from "../../../src/analysis/instances";
import { analyseNetwork } from "../../../src/analysis/network-analysis";
import type { NetworkAnalysis } from "../../../src/analysis/network-analysis";
import { readOnnx } from "../../../src/formats/onnx/onnx";
import type { GraphSpec, ModelSpec, NodeSpec } from "./encode";
import { encodeModel } from "./encode";
import { inMemory } from "./memory-source";

/** Seconds of computing time that none of these takes a third of; the square of their sizes takes minutes. */
const SLOWEST = 10;

interface Opened {
  readonly totals: NetworkAnalysis["totals"];
  readonly layers: number;
}

function open(spec: ModelSpec): Opened {
  const bytes = encodeModel(spec);
  const before = process.cpuUsage();
  const { networks, problems } = readOnnx("file:///model.onnx", inMemory(bytes), {});
  const analysis = analyseNetwork(networks[0]!);
  const layers = [...layerInstances(analysis)].length;
  const seconds = process.cpuUsage(before).user / 1e6;
  assert.deepEqual(problems, []);
  assert.ok(seconds < SLOWEST, `it took ${seconds.toFixed(1)} s`);
  return { totals: analysis.totals, layers };
}

const each = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index));

describe("large ONNX graphs", function () {
  this.timeout(120_000);

  it("a Concat of 200,000 inputs", () => {
    const { totals, layers } = open({
      inputs: { x: [1, 4] },
      outputs: ["y"],
      nodes: [{ op: "Concat", inputs: each(200_000, () => "x"), outputs: ["y"], attributes: { axis: 1 } }],
    });
    assert.equal(layers, 1);
    assert.equal(totals.activationBytes.value, 200_000 * 4 * 4);
  });

  it("a Split into 20,000 parts that go ways of their own", () => {
    const parts = 20_000;
    const { layers } = open({
      inputs: { x: [1, parts] },
      outputs: ["y"],
      nodes: [
        {
          op: "Split",
          inputs: ["x"],
          outputs: each(parts, (index) => `s${index}`),
          attributes: { axis: 1 },
        },
        ...each(parts, (index) => ({ op: "Relu", inputs: [`s${index}`], outputs: [`r${index}`] })),
        {
          op: "Concat",
          inputs: each(parts, (index) => `r${index}`),
          outputs: ["y"],
          attributes: { axis: 1 },
        },
      ],
    });
    assert.equal(layers, parts + 2);
  });

  for (const scope of ["", "/block/"]) {
    it(`20,000 inputs that are added up${scope === "" ? "" : " within a scope"}`, () => {
      const count = 20_000;
      const added = each(count - 1, (index) => ({
        op: "Add",
        name: `${scope}Add_${index}`,
        inputs: [index === 0 ? "i0" : `a${index}`, `i${index + 1}`],
        outputs: [`a${index + 1}`],
      }));
      const head: NodeSpec = {
        op: "Gemm",
        inputs: [`a${count - 1}`, "w"],
        outputs: ["y"],
      };
      const { totals } = open({
        inputs: Object.fromEntries(each(count, (index) => [`i${index}`, [1, 4]])),
        outputs: ["y"],
        initializers: [{ name: "w", dims: [4, 5] }],
        nodes: [...added, head],
      });
      assert.equal(totals.depth, 1);
      assert.equal(totals.params.value, 20);
      // All inputs are there from the start.
      assert.equal(totals.peakActivationBytes, (count + 1) * 16);
    });
  }

  it("6,000 scopes whose results are all kept for as many others", () => {
    const count = 6000;
    const names = each(count, (index) => index);
    const down = names.flatMap((at): NodeSpec[] => [
      { op: "Relu", name: `/down${at}/Relu`, inputs: [at === 0 ? "x" : `f${at - 1}`], outputs: [`e${at}`] },
      { op: "Sigmoid", name: `/down${at}/Sigmoid`, inputs: [`e${at}`], outputs: [`f${at}`] },
    ]);
    const up = names.toReversed().flatMap((at): NodeSpec[] => {
      const before = at === count - 1 ? `f${at}` : `h${at + 1}`;
      return [
        { op: "Add", name: `/up${at}/Add`, inputs: [before, `f${at}`], outputs: [`g${at}`] },
        { op: "Sigmoid", name: `/up${at}/Sigmoid`, inputs: [`g${at}`], outputs: [`h${at}`] },
      ];
    });
    const { totals } = open({ inputs: { x: [1, 4] }, outputs: ["h0"], nodes: [...down, ...up] });
    // At the way up's first Add: what all scopes left, and its result.
    assert.equal(totals.peakActivationBytes, (count + 1) * 16);
  });

  it("20,000 weights of one size, and as many that the exporter named", () => {
    const count = 20_000;
    const { totals } = open({
      inputs: { x: [1, 4] },
      outputs: [`v${2 * count - 1}`],
      initializers: each(2 * count, (index) => ({
        name: index % 2 === 0 ? `onnx::MatMul_${index}` : `layers.${index}.weight`,
        dims: [4, 4],
        raw: new Uint8Array(64).fill(index % 5),
      })),
      nodes: each(2 * count, (index) => ({
        op: "MatMul",
        inputs: [
          index === 0 ? "x" : `v${index - 1}`,
          index % 2 === 0 ? `onnx::MatMul_${index}` : `layers.${index}.weight`,
        ],
        outputs: [`v${index}`],
      })),
    });
    assert.equal(totals.params.value, 2 * count * 16);
    assert.equal(totals.depth, 2 * count);
  });

  it("an If whose branch, which is known, has 130,000 nodes", () => {
    const count = 130_000;
    const name = (index: number): string => (index < 0 ? "x" : `v${index}`);
    const graph: GraphSpec = {
      outputs: [name(count - 1)],
      nodes: each(count, (index) => ({ op: "Relu", inputs: [name(index - 1)], outputs: [name(index)] })),
    };
    const { layers } = open({
      inputs: { x: [1, 3] },
      initializers: [{ name: "yes", dims: [], ints: [1] }],
      outputs: ["y"],
      nodes: [
        {
          op: "If",
          inputs: ["yes"],
          outputs: ["y"],
          attributes: { then_branch: { graph }, else_branch: { graph } },
        },
      ],
    });
    assert.equal(layers, count);
  });

  for (const trips of [4, undefined]) {
    it(`Loops within Loops, ${trips === undefined ? "running as often as data say" : "of known passes, too many to follow"}`, () => {
      const { layers } = open({
        inputs: { x: [1, 3], ...(trips === undefined ? { trips: [] } : {}) },
        initializers: trips === undefined ? [] : [{ name: "trips", dims: [], ints: [trips] }],
        outputs: ["y"],
        nodes: [loop(loopBody(23), "x", "y")],
      });
      assert.equal(layers, 1);
    });
  }
});

function loop(graph: GraphSpec, input: string, output: string): NodeSpec {
  return { op: "Loop", inputs: ["trips", "", input], outputs: [output], attributes: { body: { graph } } };
}

/** 1,500 nodes and a loop within, that many times; some nodes use what is outside of all of them. */
function loopBody(depth: number): GraphSpec {
  const name = (what: string): string => `${what}${depth}`;
  const nodes: NodeSpec[] = [
    ...each(1200, (index) => ({
      op: "Relu",
      inputs: [index === 0 ? name("state") : name(`v${index - 1}_`)],
      outputs: [name(`v${index}_`)],
    })),
    ...each(300, (index) => ({ op: "Add", inputs: ["x", "x"], outputs: [name(`w${index}_`)] })),
    ...(depth === 0 ? [] : [loop(loopBody(depth - 1), name("v1199_"), name("inner"))]),
    { op: "Identity", inputs: [name("goes")], outputs: [name("on")] },
  ];
  return {
    inputs: { [name("pass")]: [], [name("goes")]: [], [name("state")]: [1, 3] },
    outputs: [name("on"), depth === 0 ? name("v1199_") : name("inner")],
    nodes,
  };
}
