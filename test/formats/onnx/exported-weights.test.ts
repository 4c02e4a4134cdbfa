// Parameters that exporters rewrote: what is trained is counted, not what is stored.

import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { analyseNetwork } from "../../../src/analysis/network-analysis";
import { readOnnx } from "../../../src/formats/onnx/onnx";
import type { Totals } from "../../../src/analysis/network-analysis";
import type { ModelSpec } from "./encode";
import { encodeModel } from "./encode";
import { inMemory } from "./memory-source";

function totalsOf(spec: ModelSpec): Totals {
  const { networks, problems } = readOnnx("file:///model.onnx", inMemory(encodeModel(spec)), {});
  assert.deepEqual(problems, []);
  return analyseNetwork(networks[0]!).totals;
}

const whole = (value: number): { value: number; uncounted: number } => ({ value, uncounted: 0 });

describe("weights that exporters rewrote", () => {
  it("a head that is a turned copy of an embedding counts with it, one that only has its size for itself", () => {
    const table = Float32Array.from({ length: 10 * 6 }, (_, index) => Math.sin(index));
    const turned = Float32Array.from(table, (_, index) => table[(index % 10) * 6 + Math.floor(index / 10)]!);
    const other = Float32Array.from(turned).fill(0.5, 59);
    for (const [head, params] of [
      [turned, 60],
      [other, 120],
      [new Float32Array(60), 120],
    ] as const) {
      const totals = totalsOf({
        inputs: { ids: [1, 4] },
        outputs: ["y"],
        initializers: [
          { name: "words.weight", dims: [10, 6], raw: new Uint8Array(table.buffer) },
          { name: "onnx::MatMul_7", dims: [6, 10], raw: new Uint8Array(head.buffer) },
        ],
        nodes: [
          { op: "Gather", inputs: ["words.weight", "ids"], outputs: ["x"] },
          { op: "MatMul", inputs: ["x", "onnx::MatMul_7"], outputs: ["y"] },
        ],
      });
      assert.deepEqual(totals.params, whole(params));
    }
  });

  it("a bias of relative positions is the table behind it: (2w - 1)² rows, and three more with a class token", () => {
    for (const [positions, rows] of [
      [16, 49],
      [17, 52],
    ] as const) {
      const shape = [1, 2, positions, positions];
      const totals = totalsOf({
        inputs: { scores: shape },
        outputs: ["y"],
        initializers: [{ name: "onnx::Add_9", dims: shape }],
        nodes: [{ op: "Add", inputs: ["scores", "onnx::Add_9"], outputs: ["y"] }],
      });
      assert.deepEqual(totals.params, whole(2 * rows));
    }
  });

  it("standardized filters count once, however often they are stored to compute their statistics", () => {
    const totals = totalsOf({
      inputs: { x: [1, 2, 8, 8] },
      outputs: ["y"],
      opset: 13,
      initializers: [
        { name: "filters", dims: [1, 4, 18] },
        { name: "turned", dims: [1, 18, 4] },
        { name: "gain", dims: [4] },
        { name: "shape", dims: [4], ints: [4, 2, 3, 3] },
      ],
      nodes: [
        {
          op: "ReduceMean",
          inputs: ["turned"],
          outputs: ["mean"],
          attributes: { axes: [0, 1], keepdims: 0 },
        },
        {
          op: "Constant",
          outputs: ["zeros"],
          attributes: { value: { name: "", dims: [4], raw: new Uint8Array(16) } },
        },
        {
          op: "BatchNormalization",
          inputs: ["filters", "gain", "zeros", "mean", "mean"],
          outputs: ["standard"],
        },
        { op: "Reshape", inputs: ["standard", "shape"], outputs: ["w"] },
        { op: "Conv", inputs: ["x", "w"], outputs: ["y"] },
      ],
    });
    assert.deepEqual(totals.params, whole(4 * 18 + 4));
  });

  it("rows that are looked up in a Constant node are weights where it is a table", () => {
    const params = (dims: readonly number[]): unknown => {
      const raw = new Uint8Array(new Float32Array(dims.reduce((a, b) => a * b)).map((_, i) => i).buffer);
      const value = { name: "", dims, raw };
      return totalsOf({
        inputs: { rows: [1, 3] },
        outputs: ["y"],
        nodes: [
          { op: "Constant", outputs: ["table"], attributes: { value } },
          { op: "Cast", inputs: ["rows"], outputs: ["indices"], attributes: { to: 7 } },
          { op: "Gather", inputs: ["table", "indices"], outputs: ["y"] },
        ],
      }).params;
    };
    assert.deepEqual(params([5, 4]), whole(20));
    assert.deepEqual(params([5, 1, 4]), whole(0));
  });

  it("single numbers that TensorFlow's exporter folded are settings, and its constants are no weights", () => {
    const totals = totalsOf({
      inputs: { x: [1, 3, 4, 4] },
      outputs: ["y"],
      initializers: [
        { name: "const_fold_opt__12", dims: [1, 1, 1, 1] },
        { name: "model/norm/ones:0", dims: [1, 3, 1, 1] },
        { name: "model/scale/ReadVariableOp:0", dims: [1, 3, 1, 1] },
      ],
      nodes: [
        { op: "Mul", inputs: ["x", "const_fold_opt__12"], outputs: ["a"] },
        { op: "Mul", inputs: ["a", "model/norm/ones:0"], outputs: ["b"] },
        { op: "Mul", inputs: ["b", "model/scale/ReadVariableOp:0"], outputs: ["y"] },
      ],
    });
    assert.deepEqual(totals.params, whole(3));
  });
});

describe("tensors of which PyTorch's newer exporter says what they are", () => {
  const kind = (value: string): Record<string, string> => ({
    "pkg.torch.export.graph_signature.InputSpec.kind": value,
  });
  const folded = (...names: string[]): Record<string, string> => ({
    "pkg.onnxscript.optimizer.folded_from": `[${names.map((name) => `'${name}'`).join(", ")}]`,
  });
  /** x · scale + bias for each of the tensors, one after the other, in a square of 2 × 16 × 16. */
  const paramsOf = (
    tensors: Readonly<Record<string, readonly [dims: readonly number[], metadata: Record<string, string>]>>,
  ): unknown => {
    const names = Object.keys(tensors);
    return totalsOf({
      inputs: { x: [1, 2, 16, 16] },
      outputs: [`v${String(names.length)}`],
      initializers: names.map((name) => ({ name, dims: tensors[name]![0] })),
      described: Object.fromEntries(names.map((name) => [name, tensors[name]![1]])),
      nodes: names.map((name, index) => ({
        op: "Add",
        inputs: [index === 0 ? "x" : `v${String(index)}`, name],
        outputs: [`v${String(index + 1)}`],
      })),
    }).params;
  };

  it("are counted as it says: parameters, even single numbers, and no buffers", () => {
    const tensors = { "a.scale": [[], kind("PARAMETER")], "a.shift": [[16], kind("BUFFER")] } as const;
    assert.deepEqual(paramsOf(tensors), whole(1));
  });

  it("are the parameter that they are a turned copy of, which counts once", () => {
    const tensors = {
      "a.weight": [[2, 1, 16], kind("PARAMETER")],
      val_3: [[2, 16, 1], folded("a.weight")],
    } as const;
    assert.deepEqual(paramsOf(tensors), whole(32));
  });

  it("are no parameters where they were computed from state, statistics or constants", () => {
    const tensors = {
      unsqueeze_4: [[16, 16], folded("arange", "cos", "m.rotary.inv_freq", "matmul")],
      mul_2: [[2, 1, 1], folded("bn.running_var", "bn.weight", "rsqrt")],
      embedding_1: [[16, 16], folded("expand", "m.types.weight", "m.token_type_ids", "slice_1", "embedding")],
      repeat: [[1, 2, 16, 16], folded("arange", "stack", "val_1")],
      val_9: [[16], {}],
    } as const;
    assert.deepEqual(paramsOf(tensors), whole(0));
  });

  it("are the table of relative positions that was looked up", () => {
    const table = folded("index", "m.relative_position_bias_table", "m.relative_position_index", "permute");
    assert.deepEqual(paramsOf({ unsqueeze: [[1, 2, 16, 16], table] }), whole(49 * 2));
  });
});

describe("multiply-adds of recurrent attention", () => {
  const macsOf = (update_rule: string): unknown =>
    totalsOf({
      opset: 27,
      inputs: { q: [1, 6, 32], k: [1, 6, 16], v: [1, 6, 12] },
      outputs: ["y"],
      nodes: [
        {
          op: "LinearAttention",
          inputs: ["q", "k", "v"],
          outputs: ["y", "state"],
          attributes: { q_num_heads: 4, kv_num_heads: 2, update_rule },
        },
      ],
    }).macs;

  it("are those of keys with values, and of queries with the state; the delta rule multiplies keys with the state, too", () => {
    // Six steps; a state of 8 × 6 for each of two key heads, which four query heads read.
    assert.deepEqual(macsOf("linear"), whole(6 * (2 + 4) * 8 * 6));
    assert.deepEqual(macsOf("gated_delta"), whole(6 * (2 + 2 + 4) * 8 * 6));
  });
});
