import assert from "node:assert/strict";
import * as fc from "fast-check";
import { elkInProcess } from "../../src/layout/elk-in-process";
import { createLayouter } from "../../src/layout/layout";
import { measureInter } from "../../src/layout/measure";
import { CLOSED, openToLevel } from "../../src/view/open-state";
import type {
  ViewBody,
  ViewEdge,
  ViewGraph,
  ViewGroup,
  ViewLayer,
  ViewNode,
} from "../../src/view/view-graph";
import { faultsOf } from "./geometry";

/** Any graph whatsoever: each node takes some of the earlier ones, of which some are used by nothing. */
const graphs = fc
  .array(fc.record({ takes: fc.array(fc.nat(), { maxLength: 3 }), kind: fc.nat(4) }), {
    minLength: 1,
    maxLength: 18,
  })
  .map(graphOf);

describe("the layout of any graph", () => {
  it("has no overlaps, and no edge runs through a node", async () => {
    const layouter = createLayouter(elkInProcess, measureInter);
    await fc.assert(
      fc.asyncProperty(
        graphs,
        fc.constantFrom("down" as const, "right" as const),
        async (graph, direction) => {
          for (const open of [CLOSED, openToLevel(1)]) {
            const { scene, fallback } = await layouter.layout(graph, open, direction);
            assert.equal(fallback, undefined);
            assert.deepEqual(faultsOf(scene), []);
          }
        },
      ),
      { numRuns: 60, seed: 1 },
    );
  });
});

function graphOf(specs: readonly { readonly takes: readonly number[]; readonly kind: number }[]): ViewGraph {
  const nodes: ViewNode[] = [layer("input", "input")];
  const edges: ViewEdge[] = [];
  for (const [index, { takes, kind }] of specs.entries()) {
    const own = nodes.length;
    nodes.push(kind === 0 ? group(`g${index}`) : layer(`n${index}`, kind === 1 ? "Add" : "Conv"));
    const sources = new Set(takes.map((take) => take % own));
    for (const source of sources) edges.push(edge(source, own, kind));
  }
  nodes.push(layer("out", "output"));
  edges.push(edge(nodes.length - 2, nodes.length - 1, 2));
  const root: ViewBody = { nodes, edges, inputs: 0, outputs: 0, height: 1, size: nodes.length };
  return {
    network: "N",
    totals: {
      ...{ params: "", flops: "", weightMemory: "", peakMemory: "" },
      ...{ depth: "0", layers: nodes.length, complete: true },
    },
    convention: "multiply-add",
    root: "root",
    bodies: { root, inner: INNER },
  };
}

function edge(from: number, to: number, kind: number): ViewEdge {
  return { from: { node: from, port: 0 }, to: { node: to, port: 0 }, shape: "4×8×8", changed: kind === 2 };
}

const FIGURES = { params: {}, flops: {}, activationBytes: {} };

function layer(name: string, operator: string): ViewLayer {
  const role = operator === "input" || operator === "output" ? operator : "layer";
  return {
    ...{ kind: "layer", role: operator === "Add" ? "merge" : role, name, title: name, detail: "", operator },
    ...{ family: "other", small: false, shape: "4×8×8", words: "", figures: FIGURES },
  };
}

function group(name: string): ViewGroup {
  return {
    ...{ kind: "group", groupKind: "block", name, title: name, detail: "", shape: "4×8×8" },
    ...{ body: "inner", count: 1, layers: 4, words: "", figures: FIGURES },
  };
}

/** Two ways in, a shortcut and a branch that leads nowhere. */
const INNER: ViewBody = {
  nodes: [layer("a", "Conv"), layer("b", "Conv"), layer("c", "Add"), layer("d", "Conv")],
  edges: [
    { ...edge(0, 1, 0), from: { body: 0 }, to: { node: 0, port: 0 } },
    edge(0, 1, 2),
    edge(1, 2, 0),
    { ...edge(0, 2, 0), from: { body: 0 }, to: { node: 2, port: 0 } },
    edge(1, 3, 0),
    { ...edge(2, 0, 0), to: { body: 0 } },
  ],
  ...{ inputs: 1, outputs: 1, height: 0, size: 4 },
};
