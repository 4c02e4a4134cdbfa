// Custom operators, frozen params, and a network's layout: what a file states because nothing else could tell.

import assert from "node:assert/strict";
import { analyseNetwork } from "../../../src/analysis/network-analysis";
import { layerInstances } from "../../../src/analysis/instances";
import type { NetworkAnalysis } from "../../../src/analysis/network-analysis";
import { NET } from "../../../src/net/format";
import { operatorTitle } from "../../../src/operators/custom";

function analysed(text: string): {
  readonly analysis: NetworkAnalysis;
  readonly problems: readonly string[];
} {
  const { networks, problems } = NET.read("file:///x.net", text, {});
  return { analysis: analyseNetwork(networks[0]!), problems: problems.map(({ message }) => message) };
}

function outputsOf(text: string): unknown {
  const { analysis, problems } = analysed(text);
  assert.deepEqual(problems, [], text);
  return [...layerInstances(analysis)].map(({ layer }) => layer.outputs.map(({ shape }) => shape));
}

const inside = (body: string, before = ""): string => `${before}network A {\n  input x [8, 6, 6]\n${body}\n}`;

describe("a custom operator", () => {
  it("has the shapes that it states, symbols and unknown sizes among them", () => {
    const text = inside(
      'a, b = Custom("TopK", shape=[[100], ["seq", "?"]], params=0)\nAdd(a, value=1)\noutput a, b',
    );
    assert.deepEqual(outputsOf(text), [[[100], ["seq", undefined]], [[100]]]);
    assert.deepEqual(outputsOf(inside('Custom("Sum", shape=[])')), [[[]]]);
    assert.deepEqual(outputsOf(inside('Custom("Loop")')), [[undefined]]);
    assert.deepEqual(outputsOf(inside('a, b = Custom("If", shape=["?", [3]])\noutput a, b')), [
      [undefined, [3]],
    ]);
  });

  it("has the figures that it states, and others are unknown", () => {
    const stated = inside(
      'Custom("Mixer", shape=[8, 6, 6], params=120, buffers=3, macs=5000, operations=10, depth=2)',
    );
    const { totals } = analysed(stated).analysis;
    assert.deepEqual(
      [totals.params.value, totals.buffers.value, totals.macs.value, totals.operations.value, totals.depth],
      [120, 3, 5000, 10_010, 2],
    );
    assert.equal(totals.complete, true);
    const open = analysed(inside('Custom("Mixer", shape=[8, 6, 6])')).analysis.totals;
    assert.equal(open.complete, false);
    assert.deepEqual(
      [open.params.uncounted, open.buffers.uncounted, open.macs.uncounted, open.operations.uncounted],
      [1, 1, 1, 1],
    );
  });

  it("is called by its own name, and leaves the receptive field open", () => {
    const [instance] = [...layerInstances(analysed(inside('Custom("TopK", shape=[5])')).analysis)];
    assert.equal(instance!.layer.nativeOperator, "TopK");
    assert.equal(operatorTitle(instance!.layer), "TopK");
    assert.equal(instance!.receptiveField, undefined);
  });

  it("takes tensors by name, the current one, or none", () => {
    const text = inside(
      'a = Conv(4, 1)\nb = Custom("Random", shape=[4, 6, 6], inputs=0)\nCustom("Mix", a, b, shape=[4])\nCustom("Next", shape=[4])',
    );
    const inputs = [...layerInstances(analysed(text).analysis)].map((instance) => instance.inputs);
    assert.deepEqual(inputs, [["x"], [], ["a", "b"], ["Custom"]]);
  });

  it("says when it states fewer outputs than are named, or what is no size", () => {
    const fewer = analysed(inside('a, b = Custom("TopK", shape=[[100]])\noutput a, b')).problems;
    assert.deepEqual(fewer, ["shape states 1 of the 2 outputs."]);
    assert.match(
      analysed(inside('Custom("TopK", shape=[true])')).problems[0]!,
      /shape takes a list of sizes/,
    );
    assert.match(
      analysed(inside('Custom("TopK", shape=[[1], 2])')).problems[0]!,
      /shape takes a list of sizes/,
    );
    assert.match(analysed(inside("Custom(shape=[1])")).problems[0]!, /needs type/);
  });
});

describe("frozen params", () => {
  it("are those of the layer, or of the weights that are named", () => {
    const frozenIn = (body: string): unknown => {
      const { analysis, problems } = analysed(inside(body));
      assert.deepEqual(problems, []);
      const { params, frozenParams } = analysis.totals;
      return [params.value, frozenParams.value];
    };
    assert.deepEqual(frozenIn("Conv(4, 3, frozen=true)"), [8 * 4 * 9 + 4, 8 * 4 * 9 + 4]);
    assert.deepEqual(frozenIn('Conv(4, 3, frozen=["bias"])'), [8 * 4 * 9 + 4, 4]);
    assert.deepEqual(frozenIn("Conv(4, 3, frozen=false)"), [8 * 4 * 9 + 4, 0]);
    assert.deepEqual(frozenIn("BatchNorm(frozen=true)"), [16, 16]);
  });

  it("must be the layer's", () => {
    assert.deepEqual(analysed(inside('Conv(4, 3, bias=false, frozen=["bias"])')).problems, [
      "Conv has the weights weight, not bias.",
    ]);
    assert.deepEqual(analysed(inside("ReLU(frozen=3)")).problems, [
      "frozen takes true, or a list of weights' names, not a number.",
    ]);
  });
});

describe("a network's layout", () => {
  const last = '@layout("channels-last")\n';
  const body = (rest: string): string => `network A {\n  input x [32, 24, 3]\n${rest}\n}\n`;

  it("is that of every operator that has one, in blocks too, unless a call says otherwise", () => {
    const block = "block B { Conv(5, 3, pad=1) -> BatchNorm }\n";
    const text = `${last}${body('B\nMaxPool(2)\nConv(7, 1, layout="channels-first")')}${block}`;
    assert.deepEqual(outputsOf(text), [[[32, 24, 5]], [[32, 24, 5]], [[16, 12, 5]], [[7, 12, 5]]]);
    const said = body('Conv(5, 3, pad=1, layout="channels-last")');
    assert.deepEqual(outputsOf(said), [[[32, 24, 5]]]);
  });

  it("tells which sizes are channels, height and width", () => {
    const text = `${last}${body("Reshape([in.height * in.width, in.channels])\nLinear(in.channels)")}`;
    assert.deepEqual(
      outputsOf(`${last}${body("B")}block B {\n  Reshape([in.height * in.width, in.channels])\n}\n`),
      [[[768, 3]]],
      text,
    );
    assert.deepEqual(
      outputsOf(`${body("B")}block B {\n  Reshape([in.height * in.width, in.channels])\n}\n`),
      [[[72, 32]]],
    );
  });

  it("is kept apart where a block is used in both", () => {
    const block = "block B { Conv(5, 1) }\n";
    const { networks } = NET.read(
      "file:///x.net",
      `${last}${body("B")}network C {\n  input x [32, 24, 3]\n  B\n}\n${block}`,
      {},
    );
    const totals = networks.map((network) => analyseNetwork(network).totals.params.value);
    assert.deepEqual(totals, [3 * 5 + 5, 32 * 5 + 5]);
  });

  it("must be one of the two", () => {
    assert.deepEqual(analysed(`@layout("nhwc")\n${body("ReLU")}`).problems, [
      '@layout takes "channels-first" or "channels-last".',
    ]);
  });
});
