// What a file means: names, tensors, repeats, choices, blocks and sharing.

import assert from "node:assert/strict";
import { layerInstances } from "../../../src/analysis/instances";
import type { NetworkAnalysis } from "../../../src/analysis/network-analysis";
import { analyseNetwork } from "../../../src/analysis/network-analysis";
import type { Group } from "../../../src/model/network";
import { distinctBodies } from "../../../src/model/visit";
import { readNet } from "../../../src/net/read";
import { inNetwork, MAIN, read, serious } from "./marked";

function analyse(text: string, files?: Readonly<Record<string, string>>): NetworkAnalysis {
  const model = read(text, files);
  assert.deepEqual(serious(model.problems), []);
  const [network] = model.networks;
  assert.ok(network !== undefined);
  return analyseNetwork(network);
}

/** `path shape <- inputs` for each layer. */
function layers(analysis: NetworkAnalysis): readonly string[] {
  return [...layerInstances(analysis)].map(
    ({ path, layer, inputs }) =>
      `${path} ${layer.outputs.map((tensor) => tensor.shape?.join("×") ?? "?").join(" ")} <- ${inputs.join(" ")}`,
  );
}

function assertLayers(statements: string, expected: readonly string[], blocks = ""): void {
  assert.deepEqual(layers(analyse(inNetwork(statements) + blocks)), expected);
}

describe("the meaning of .net", () => {
  it("a flow's name belongs to its weight layer, and names its last tensor", () => {
    assertLayers("conv1 = Conv(8, 3) -> ReLU\n MaxPool(2)\n conv1 -> Conv(4, 1)", [
      "conv1 8×30×30 <- image",
      "ReLU 8×30×30 <- conv1",
      "MaxPool 8×15×15 <- ReLU",
      "Conv 4×30×30 <- ReLU",
    ]);
  });

  it("branches start from the current tensor; an empty one and identity pass it through", () => {
    assertLayers("Conv(3, 3, pad=1)\n add {\n | ReLU\n |\n | identity\n }", [
      "Conv 3×32×32 <- image",
      "ReLU 3×32×32 <- Conv",
      "Add 3×32×32 <- ReLU Conv Conv",
    ]);
  });

  it("int cuts off, as in Python", () => {
    assertLayers("Conv(int(64 * 0.55), 1)\n Conv(8 + int(-2.5), 1)", [
      "Conv 35×32×32 <- image",
      "Conv_2 6×32×32 <- Conv",
    ]);
  });

  it("a merge takes tensors by name, one of them beside the current one", () => {
    assertLayers("a = Conv(4, 1)\n b = Conv(4, 1)\n Add(a, b)\n Add(a)\n Concat(a, b, axis=1)", [
      "a 4×32×32 <- image",
      "b 4×32×32 <- a",
      "Add 4×32×32 <- a b",
      "Add_2 4×32×32 <- Add a",
      "Concat 8×32×32 <- a b",
    ]);
  });

  it("an operator gives several tensors to several names", () => {
    assertLayers("a, b, c = Split(3)\n b -> ReLU\n Concat(c, a)", [
      "Split 1×32×32 1×32×32 1×32×32 <- image",
      "ReLU 1×32×32 <- Split",
      "Concat 2×32×32 <- Split Split",
    ]);
  });

  it("a stage groups layers, and its names stay known after it", () => {
    assertLayers("stage s {\n a = Conv(4, 1)\n MaxPool(2)\n }\n a -> ReLU\n s -> Flatten", [
      "s/a 4×32×32 <- image",
      "s/MaxPool 4×16×16 <- s/a",
      "ReLU 4×32×32 <- s/a",
      "Flatten 1024 <- s/MaxPool",
    ]);
  });

  it("an auxiliary head hangs aside, and its costs are counted apart", () => {
    const analysis = analyse(
      inNetwork("Conv(4, 1)\n auxiliary head {\n Flatten -> Linear(10)\n }\n Conv(2, 1)"),
    );
    assert.deepEqual(layers(analysis), [
      "Conv 4×32×32 <- image",
      "head/Flatten 4096 <- Conv",
      "head/Linear 10 <- head/Flatten",
      "Conv_2 2×32×32 <- Conv",
    ]);
    assert.equal(analysis.totals.params.value, 4 * 3 + 4 + 2 * 4 + 2);
    assert.equal(analysis.totals.auxiliary.params.value, 4096 * 10 + 10);
  });

  it("a repeat counts from 0, and its index is a number", () => {
    assertLayers("repeat 2 as i {\n Conv(4 + i, 1) -> ReLU\n }", [
      "repeat[0]/Conv 4×32×32 <- image",
      "repeat[0]/ReLU 4×32×32 <- repeat[0]/Conv",
      "repeat[1]/Conv 5×32×32 <- repeat[0]/ReLU",
      "repeat[1]/ReLU 5×32×32 <- repeat[1]/Conv",
    ]);
    assertLayers("repeat 0 { Conv(4, 1) }\n ReLU", ["ReLU 3×32×32 <- image"]);
  });

  it("a repeated block needs no box of its own, and its first change of shape stands apart", () => {
    assertLayers(
      "repeat 3 { B }",
      ["B[0]/Conv 4×32×32 <- image", "B[1]/Conv 4×32×32 <- B[0]/Conv", "B[2]/Conv 4×32×32 <- B[1]/Conv"],
      "block B { Conv(4, 1) }",
    );
    const { network } = analyse(`${inNetwork("repeat 3 { B }")}block B { Conv(4, 1) }`);
    assert.deepEqual(
      network.body.nodes.map((node) => [node.name, (node as Group).count]),
      [
        ["B[0]", 1],
        ["B", 2],
      ],
    );
  });

  it("equal instances of a block are one body, however many there are", () => {
    const text = `${inNetwork("Conv(8, 1)\n repeat 1000000 { B(8) }\n B(8) -> B(8) -> B(4) -> B(8)")}block B(c) { Conv(c, 3, pad=1) }`;
    const analysis = analyse(text);
    assert.equal(distinctBodies(analysis.network.body).length, 4);
    assert.equal(analysis.totals.layers, 1_000_005);
    assert.equal(analysis.totals.depth, 1_000_005);
    assert.equal(
      analysis.totals.params.value,
      8 * 3 + 8 + 1_000_002 * (8 * 8 * 9 + 8) + (4 * 8 * 9 + 4) + (8 * 4 * 9 + 8),
    );
  });

  it("a choice is made by what is known", () => {
    const blocks = "block B(c) { if in.channels != c { Conv(c, 1) } else if c > 2 { ReLU } else { Tanh } }";
    assertLayers("B(4) -> B(4)", ["B/Conv 4×32×32 <- image", "B_2/ReLU 4×32×32 <- B/Conv"], blocks);
  });

  it("an undecided choice is unknown until a layer fixes the shape again", () => {
    const text = "network N {\n input a [C, 8, 8]\n if in.channels > 3 { ReLU }\n}";
    const [network] = read(text.replace("in.channels", "a.channels")).networks;
    assert.ok(network !== undefined);
    assert.deepEqual(layers(analyseNetwork(network)), ["if ? <- a"]);
    const fixed = analyse(inNetwork("Flatten -> Linear(10)"));
    assert.deepEqual(layers(fixed).at(-1), "Linear 10 <- Flatten");
  });

  it("blocks take tensors, texts and lists, have defaults, and may declare several outputs", () => {
    assertLayers(
      "a = Conv(4, 3)\n x, y = Up(a, [2, 2])\n y -> ReLU",
      ["a 4×30×30 <- image", "Up/p 4×15×15 <- a", "Up/q 4×15×15 <- a", "ReLU 4×15×15 <- Up/q"],
      'block Up(skip, kernel, mode = "nearest", unused = mode) {\n p = MaxPool(kernel)\n q = skip -> Crop(size=[p.height, p.width])\n output p, q\n}',
    );
  });

  it("a network may be used as a block, its input being what enters", () => {
    const library = {
      "backbone.net": "network Backbone {\n input picture [3, 224, 224]\n picture -> Conv(4, 3)\n}",
    };
    const text = `import { Backbone as Net } from "./backbone.net"\n${inNetwork("Net\n Flatten")}`;
    assert.deepEqual(layers(analyse(text, library)), [
      "Net/Conv 4×30×30 <- image",
      "Flatten 3600 <- Net/Conv",
    ]);
  });

  it("shared weights are counted once", () => {
    const { totals } = analyse(
      inNetwork("a = Conv(3, 3, pad=1)\n Conv(3, 3, pad=1, share=a)\n Conv(3, 3, pad=1, share=a)"),
    );
    assert.equal(totals.params.value, 3 * 3 * 9 + 3);
    assert.equal(totals.macs.value, 3 * (32 * 32 * 3 * 3 * 9));
  });

  it("symbols stay open until a shape is given from outside", () => {
    const text = "network N {\n input tokens [seq, 16]\n Linear(4)\n}";
    assert.deepEqual(layers(analyse(text)), ["Linear seq×4 <- tokens"]);
    const [network] = readNet(MAIN, text, { inputShapes: { tokens: [7, 16] } }).networks;
    assert.ok(network !== undefined);
    assert.deepEqual(layers(analyseNetwork(network)), ["Linear 7×4 <- tokens"]);
  });

  it("annotations are facts, dtype and budget", () => {
    const text =
      '@year(2014) @top1_error(30.5) @top5_error(6.7) @dataset("ImageNet") @paper("arXiv:1") @dtype(float16) @budget(params=7M, macs=1.6G, memory=20MB)\n/** Doc. */\n';
    const { network, totals } = analyse(`${text}${inNetwork("Conv(1, 1, bias=false)")}`);
    assert.deepEqual(network.facts, {
      year: 2014,
      top1Error: 30.5,
      top5Error: 6.7,
      dataset: "ImageNet",
      paper: "arXiv:1",
    });
    assert.deepEqual(
      [network.budget?.params, network.budget?.macs, network.budget?.memory],
      [7e6, 1.6e9, 20 * 1024 * 1024],
    );
    assert.equal(totals.weightBytes, 3 * 2);
    assert.equal(totals.activationBytes.value, 32 * 32 * 2);
  });

  it("outputs are named, or are the last tensor by its name", () => {
    assert.deepEqual(analyse(inNetwork("a = ReLU\n b = Tanh\n output b, a")).network.outputs, ["b", "a"]);
    assert.deepEqual(analyse(inNetwork("stage s { a = ReLU }")).network.outputs, ["a"]);
  });
});
