import assert from "node:assert/strict";
import { analyseNetwork } from "../../src/analysis/network-analysis";
import { layerInstances } from "../../src/analysis/instances";
import type { Body, Layer, Network, Source } from "../../src/model/network";
import type { Shape } from "../../src/model/shape";
import { buildView } from "../../src/view/build-view";
import { nodesOf } from "../../src/view/paths";
import { searchGraph } from "../../src/view/search";
import type { ViewEdge, ViewGraph, ViewLayer } from "../../src/view/view-graph";
import { analysisOf, analysisOfSample, SAMPLE_NAMES, viewOf, viewOfSample } from "./sample";

describe("the view of a network", () => {
  for (const name of SAMPLE_NAMES) {
    it(`has every layer of ${name} once, under the path that the analysis gives it`, () => {
      const analysis = analysisOfSample(name);
      const expected = [...layerInstances(analysis)].map(({ path }) => path);
      assert.deepEqual(layerPaths(buildView(analysis, "multiply-add")), expected);
    });
  }

  it("says a depth that may be more where an operator is not known", () => {
    const network = (last: string): string =>
      `network N { input x [3, 8, 8] Conv(4, 3) -> ReLU -> Conv(4, 3) -> ${last} }`;
    assert.equal(viewOf(network("Flatten")).totals.depth, "2");
    assert.equal(viewOf(network("Strange")).totals.depth, "≥2");
  });

  it("writes the attributes that matter as papers do", () => {
    const view = viewOf(`network N {
      input image [3, 224, 224]
      conv1 = Conv(64, 7, stride=2, pad=3) -> ReLU
      Conv(64, kernel=[1, 7], pad=[0, 3])
      Conv(64, 3, groups=64, pad=1) -> Conv(64, 3, dilation=2, pad=2)
      MaxPool(3, stride=2)
      Dropout(0.4)
    }`);
    assert.deepEqual(labels(view), [
      "conv1 | Conv 7×7 / 2 | 64×112×112",
      "ReLU |  | 64×112×112",
      "Conv | 1×7 | 64×112×112",
      "Conv | 3×3, depthwise | 64×112×112",
      "Conv | 3×3, dilation 2 | 64×112×112",
      "MaxPool | 3×3 / 2 | 64×55×55",
      "Dropout | 0.4 | 64×55×55",
    ]);
  });

  it("draws unknown shapes as ?", () => {
    const view = viewOf("network N {\n  input image [3, 32, 32]\n  Mystery(3) -> ReLU\n}");
    const relu = layersOf(view).find(({ operator }) => operator === "ReLU");
    assert.equal(relu?.shape, "?");
  });

  it("has nodes for inputs and outputs, and edges between them and the layers", () => {
    const view = viewOf("network N {\n  input image [3, 8, 8]\n  last = Conv(4, 3)\n}");
    assert.deepEqual(edgeNames(view), ["image->last", "last->output:last"]);
  });

  it("counts auxiliary heads in their own boxes only", () => {
    const view = viewOfSample("googlenet");
    // Szegedy et al. count 6.8M to 7M params; BVLC's net has 6,998,552 without its two heads.
    assert.equal(view.totals.params, "7.00M");
    const groups = [...nodesOf(view)];
    const params = (path: string): number =>
      groups.find((one) => one.path === path)?.node.figures.params.value ?? NaN;
    const inceptions = ["a", "b", "c", "d", "e"].map((letter) => params(`inception4/inception4${letter}`));
    const sum = inceptions.reduce((total, value) => total + value, 0);
    assert.equal(params("inception4"), sum);
    assert.ok(params("inception4/aux1") > 3_000_000);
  });

  it("keeps what instances share shared: ten thousand layers are a few bodies", () => {
    const view = viewOf(`network Deep {
      input image [16, 8, 8]
      repeat 100 { stage s { repeat 25 { Block() } } }
    }
    block Block() { add { | Conv(16, 3, pad=1) -> BatchNorm -> ReLU | } }`);
    assert.equal(view.totals.layers, 10_000);
    assert.ok(Object.keys(view.bodies).length <= 5);
    assert.ok(JSON.stringify(view).length < 10_000);
  });

  it("leaves plumbing out, and edges lead through what only renames", () => {
    const shape = [4, 8, 8];
    const view = buildView(
      analyseNetwork(
        network([
          layer("a", "Conv", [{ input: 0 }], shape),
          { ...layer("same", "Identity", [{ node: 0, output: 0 }], shape), plumbing: true },
          { ...layer("size", "Shape", [{ node: 0, output: 0 }], [3]), plumbing: true },
          layer("b", "ReLU", [{ node: 1, output: 0 }], shape),
          layer(
            "c",
            "Reshape",
            [
              { node: 3, output: 0 },
              { node: 2, output: 0 },
            ],
            [256],
          ),
        ]),
      ),
      "multiply-add",
    );
    assert.deepEqual(edgeNames(view), ["x->a", "a->b", "b->c", "c->output:y"]);
  });

  it("leads each tensor on its own way through plumbing that passes several", () => {
    const [image, label] = [
      { shape: [3, 8, 8], dtype: "float32" as const },
      { shape: [], dtype: "float32" as const },
    ];
    const data: Layer = {
      ...layer("data", "Identity", [{ input: 0 }, { input: 1 }], image.shape),
      ...{ outputs: [image, label], plumbing: true },
    };
    const nodes = [
      data,
      layer("fc", "Linear", [{ node: 0, output: 0 }], [10]),
      layer(
        "loss",
        "CrossEntropyLoss",
        [
          { node: 1, output: 0 },
          { node: 0, output: 1 },
        ],
        [],
      ),
    ];
    const one = network(nodes);
    const inputs = [
      { name: "x", ...image },
      { name: "label", ...label },
    ];
    const view = buildView(
      analyseNetwork({
        ...one,
        inputs: inputs.map((input) => ({ ...input, origin: ORIGIN })),
        body: { ...one.body, inputs },
      }),
      "multiply-add",
    );
    assert.deepEqual(edgeNames(view), ["x->fc", "fc->loss", "label->loss", "loss->output:y"]);
  });

  it("draws dense connectivity as a chain of concatenations", () => {
    const node = (index: number): Source => ({ node: index, output: 0 });
    const view = buildView(
      analyseNetwork(
        network([
          layer("f1", "Conv", [{ input: 0 }], [4, 8, 8]),
          layer("c1", "Concat", [{ input: 0 }, node(0)], [7, 8, 8]),
          layer("f2", "Conv", [node(1)], [4, 8, 8]),
          layer("c2", "Concat", [{ input: 0 }, node(0), node(2)], [11, 8, 8]),
          layer("f3", "Conv", [node(3)], [4, 8, 8]),
          layer("c3", "Concat", [{ input: 0 }, node(0), node(2), node(4)], [15, 8, 8]),
        ]),
      ),
      "multiply-add",
    );
    const into = (name: string): string[] => edgeNames(view).filter((edge) => edge.endsWith(`->${name}`));
    assert.deepEqual(into("c1"), ["x->c1", "f1->c1"]);
    assert.deepEqual(into("c2"), ["c1->c2", "f2->c2"]);
    assert.deepEqual(into("c3"), ["c2->c3", "f3->c3"]);
  });

  it("finds layers by name, operator and attributes, in any case", () => {
    const view = viewOfSample("resnet50");
    assert.equal(searchGraph(view, "fc", 10).includes("fc"), true);
    // 1 in the stem, 3 in each of 16 blocks, 4 projections.
    assert.equal(searchGraph(view, "CONV kernel=", 100).length, 53);
    // A 3×3 convolution in each block, as many as He et al. have.
    assert.equal(searchGraph(view, "conv kernel=3", 100).length, 16);
    assert.deepEqual(searchGraph(view, "  ", 10), []);
    assert.deepEqual(searchGraph(view, "nothing-like-it", 10), []);
  });

  it("says by which convention FLOPs are counted", () => {
    const analysis = analysisOf("network N {\n  input image [3, 8, 8]\n  Conv(4, 3, bias=false)\n}");
    // 4 · 6 · 6 outputs of 27 multiply-adds.
    assert.equal(buildView(analysis, "multiply-add").totals.flops, "3.89K");
    assert.equal(buildView(analysis, "operations").totals.flops, "7.78K");
  });
});

function layersOf(view: ViewGraph): readonly ViewLayer[] {
  const nodes = [...nodesOf(view)].map(({ node }) => node);
  return nodes.filter(
    (node): node is ViewLayer => node.kind === "layer" && node.role !== "input" && node.role !== "output",
  );
}

function layerPaths(view: ViewGraph): readonly string[] {
  return [...nodesOf(view)]
    .filter(({ node }) => node.kind === "layer" && node.role !== "input" && node.role !== "output")
    .map(({ path }) => path);
}

function labels(view: ViewGraph): readonly string[] {
  return layersOf(view).map(({ title, detail, shape }) => `${title} | ${detail} | ${shape}`);
}

function edgeNames(view: ViewGraph): readonly string[] {
  const body = view.bodies[view.root]!;
  const name = (end: ViewEdge["from"]): string => ("node" in end ? body.nodes[end.node]!.name : "?");
  return body.edges.map(({ from, to }) => `${name(from)}->${name(to)}`);
}

const ORIGIN = {
  uri: "file:///test",
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
};

function layer(name: string, operator: string, inputs: readonly Source[], shape: Shape): Layer {
  const attributes = operator === "Concat" ? { axis: 0 } : {};
  return {
    ...{ kind: "layer", name, named: true, operator, attributes, inputs },
    ...{ outputs: [{ shape }], origin: ORIGIN },
  };
}

function network(nodes: readonly Layer[]): Network {
  const input = { name: "x", shape: [3, 8, 8], dtype: "float32" as const };
  const body: Body = { inputs: [input], nodes, outputs: [{ node: nodes.length - 1, output: 0 }] };
  return {
    ...{ name: "N", dtype: "float32", inputs: [{ ...input, origin: ORIGIN }], outputs: ["y"] },
    ...{ body, facts: {}, origin: ORIGIN },
  };
}
