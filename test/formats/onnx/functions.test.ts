// Functions of the model as PyTorch 2.5 exports them: where their nodes stand, and what a split into single steps gives.

import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { analyseNetwork } from "../../../src/analysis/network-analysis";
import { readOnnx, traceFile } from "../../../src/formats/onnx/onnx";
import { Report } from "../../../src/formats/onnx/report";
import type { FunctionSpec } from "./encode";
import { encodeModel } from "./encode";
import { inMemory } from "./memory-source";

const LIBRARY = "pkg.onnxscript.torch_lib";

const gelu: FunctionSpec = {
  name: "aten_gelu_like",
  domain: LIBRARY,
  inputs: ["self"],
  outputs: ["result"],
  nodes: [
    { op: "Erf", inputs: ["self"], outputs: ["erf"] },
    { op: "Exp", inputs: ["erf"], outputs: ["result"] },
  ],
};

describe("functions of PyTorch's exporter", () => {
  it("stand where they are called", () => {
    const scopes = (text: string): Record<string, string> => ({ "pkg.torch.onnx.name_scopes": text });
    const bytes = encodeModel({
      inputs: { x: [1, 8] },
      outputs: ["d"],
      functions: [gelu],
      nodes: [
        { op: "Relu", name: "n0", inputs: ["x"], outputs: ["a"], metadata: scopes("['', 'mlp', 'relu']") },
        {
          op: gelu.name,
          domain: LIBRARY,
          name: "n1",
          inputs: ["a"],
          outputs: ["b"],
          metadata: scopes("['', 'mlp', 'mlp.act', 'gelu']"),
        },
        { op: "Neg", name: "n2", inputs: ["b"], outputs: ["c"], metadata: scopes("['', 'mlp', 'neg']") },
        { op: "Abs", name: "n3", inputs: ["c"], outputs: ["d"], metadata: scopes("['', 'abs']") },
      ],
    });
    const { networks, problems } = readOnnx("file:///model.onnx", inMemory(bytes), {});
    assert.deepEqual(problems, []);
    const [mlp, last] = networks[0]!.body.nodes;
    assert.ok(mlp?.kind === "group");
    assert.deepEqual([mlp.name, last?.name], ["mlp", "abs"]);
    const [relu, act, neg] = mlp.body.nodes;
    assert.ok(act?.kind === "group");
    assert.deepEqual([relu?.name, neg?.name], ["relu", "neg"]);
    assert.deepEqual(
      act.body.nodes.map(({ name }) => name),
      ["Erf", "Exp"],
    );
  });

  it("a constant that is cast like the data is one still: a bias of zeros is no layer", () => {
    const bytes = encodeModel({
      inputs: { x: [1, 2, 8, 8] },
      outputs: ["y"],
      opset: 18,
      initializers: [
        { name: "conv.weight", dims: [4, 2, 3, 3] },
        { name: "channels", dims: [1], ints: [4] },
      ],
      nodes: [
        {
          op: "Constant",
          outputs: ["zero"],
          attributes: { value: { name: "", dims: [], raw: new Uint8Array(4) } },
        },
        { op: "CastLike", inputs: ["zero", "x"], outputs: ["cast"] },
        { op: "Expand", inputs: ["cast", "channels"], outputs: ["bias"] },
        { op: "Conv", name: "conv", inputs: ["x", "conv.weight", "bias"], outputs: ["y"] },
      ],
    });
    const { networks, problems } = readOnnx("file:///model.onnx", inMemory(bytes), {});
    assert.deepEqual(problems, []);
    assert.deepEqual(
      networks[0]!.body.nodes.map(({ name }) => name),
      ["conv"],
    );
    assert.equal(analyseNetwork(networks[0]!).totals.params.value, 4 * 2 * 3 * 3);
  });

  // As ONNX Runtime 1.32 gives them for a tensor of [2, 3, 4]: the axis goes where there are no sizes or a single one of 1.
  for (const [what, sizes, element] of [
    ["no sizes", undefined, [3, 4]],
    ["a single size of 1", { dims: [], ints: [1] }, [3, 4]],
    ["a list of sizes", { dims: [2], ints: [1, 1] }, [1, 3, 4]],
  ] as const) {
    it(`a split without kept axes and with ${what} gives elements of ${element.join("×")}`, () => {
      const bytes = encodeModel({
        inputs: { x: [2, 3, 4] },
        outputs: ["y"],
        opset: 18,
        initializers: [
          { name: "first", dims: [], ints: [0] },
          ...(sizes === undefined ? [] : [{ name: "sizes", ...sizes }]),
        ],
        nodes: [
          {
            op: "SplitToSequence",
            inputs: ["x", ...(sizes === undefined ? [] : ["sizes"])],
            outputs: ["parts"],
            attributes: { axis: 0, keepdims: 0 },
          },
          { op: "SequenceAt", inputs: ["parts", "first"], outputs: ["y"] },
        ],
      });
      const report = new Report("file:///model.onnx");
      const traced = traceFile(inMemory(bytes), report, {});
      assert.deepEqual(report.problems, []);
      assert.deepEqual(traced?.trace.outputs[0]?.tensor.shape, element);
    });
  }
});
