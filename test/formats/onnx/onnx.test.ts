// What the reader makes of models: layers, scopes, weights, batch, functions, subgraphs, and problems with bad files.

import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { analyseNetwork } from "../../../src/analysis/network-analysis";
import type { ReadOptions } from "../../../src/formats/format";
import { readOnnx } from "../../../src/formats/onnx/onnx";
import type { Body, Layer, Network } from "../../../src/model/network";
import type { Problem } from "../../../src/model/problem";
import type { GraphSpec, ModelSpec, NodeSpec } from "./encode";
import { encodeModel } from "./encode";
import { inMemory } from "./memory-source";

function read(
  spec: ModelSpec,
  options: ReadOptions = {},
): { network: Network; problems: readonly Problem[] } {
  return readBytes(encodeModel(spec), options);
}

function readBytes(
  bytes: Uint8Array,
  options: ReadOptions = {},
): { network: Network; problems: readonly Problem[] } {
  const { networks, problems } = readOnnx("file:///models/tiny.onnx", inMemory(bytes), options);
  assert.equal(networks.length, 1);
  return { network: networks[0]!, problems };
}

function layersOf(body: Body): readonly Layer[] {
  return body.nodes.flatMap((node) => (node.kind === "layer" ? [node] : layersOf(node.body)));
}

/** The tree of groups and layers: `[layer1 conv relu]`. */
function treeOf(body: Body): string {
  return body.nodes
    .map((node) => (node.kind === "layer" ? node.name : `${node.name}[${treeOf(node.body)}]`))
    .join(" ");
}

const codes = (problems: readonly Problem[]): readonly string[] => problems.map((problem) => problem.code);

function relu(name: string, input: string, output: string): NodeSpec {
  return { op: "Relu", name, inputs: [input], outputs: [output] };
}

const CONV: ModelSpec = {
  inputs: { image: ["batch", 3, 8, 8] },
  nodes: [
    {
      op: "Conv",
      name: "/stem/conv1/Conv",
      inputs: ["image", "stem.conv1.weight", "stem.conv1.bias"],
      outputs: ["a"],
      attributes: { kernel_shape: [3, 3], pads: [1, 1, 1, 1], strides: [2, 2] },
    },
    relu("/stem/relu/Relu", "a", "b"),
  ],
  initializers: [
    { name: "stem.conv1.weight", dims: [4, 3, 3, 3] },
    { name: "stem.conv1.bias", dims: [4] },
  ],
  outputs: ["b"],
};

describe("ONNX models", () => {
  it("become layers of the catalogue without the batch axis", () => {
    const { network, problems } = read(CONV);
    assert.deepEqual(problems, []);
    assert.equal(network.name, "tiny");
    assert.deepEqual(
      network.inputs.map(({ name, shape, dtype }) => [name, shape, dtype]),
      [["image", [3, 8, 8], "float32"]],
    );
    const [conv, activation] = layersOf(network.body);
    assert.equal(conv?.operator, "Conv");
    assert.equal(conv.name, "conv1");
    assert.deepEqual(conv.outputs[0]?.shape, [4, 4, 4]);
    assert.deepEqual(
      [conv.attributes["channels"], conv.attributes["stride"], conv.attributes["pad"]],
      [4, 2, 1],
    );
    assert.deepEqual([activation?.operator, activation?.nativeOperator], ["ReLU", "Relu"]);
    const { totals } = analyseNetwork(network);
    assert.equal(totals.params.value, 4 * 3 * 9 + 4);
    assert.equal(totals.macs.value, 4 * 4 * 4 * 3 * 9);
  });

  it("take the shape that is asked for", () => {
    const { network } = read(CONV, { inputShapes: { image: [3, 32, 16] } });
    assert.deepEqual(layersOf(network.body)[1]?.outputs[0]?.shape, [4, 16, 8]);
  });

  it("of several samples are read for one, unless their number is written into the graph", () => {
    const reshape = (shape: readonly number[]): ModelSpec => ({
      inputs: { images: [8, 2, 3, 3] },
      nodes: [
        { op: "Reshape", name: "r", inputs: ["images", "shape"], outputs: ["flat"] },
        { op: "MatMul", name: "fc", inputs: ["flat", "w"], outputs: ["y"] },
      ],
      initializers: [
        { name: "shape", dims: [2], ints: shape },
        { name: "w", dims: [18, 5] },
      ],
      outputs: ["y"],
    });
    const one = read(reshape([-1, 18]));
    assert.deepEqual([one.problems.length, one.network.inputs[0]?.shape], [0, [2, 3, 3]]);
    assert.equal(analyseNetwork(one.network).totals.macs.value, 18 * 5);
    const all = read(reshape([8, -1]));
    assert.deepEqual([all.problems.length, all.network.inputs[0]?.shape], [0, [8, 2, 3, 3]]);
    assert.equal(analyseNetwork(all.network).totals.macs.value, 8 * 18 * 5);
  });

  it("keep a first axis that is no batch", () => {
    const spec: ModelSpec = { inputs: { x: [5, 3] }, nodes: [relu("r", "x", "y")], outputs: ["y"] };
    assert.deepEqual(read(spec).network.inputs[0]?.shape, [5, 3]);
  });

  it("keep symbols, and compute with them", () => {
    const { network } = read({ ...CONV, inputs: { image: [1, 3, "height", 8] } });
    assert.deepEqual(layersOf(network.body)[0]?.outputs[0]?.shape, [4, "floor((height + 1)/2)", 4]);
  });
});

describe("module scopes in ONNX names", () => {
  const chain = (...names: readonly string[]): ModelSpec => ({
    inputs: { v0: [1, 4] },
    nodes: names.map((name, index) => relu(name, `v${String(index)}`, `v${String(index + 1)}`)),
    outputs: [`v${String(names.length)}`],
  });

  it("become nested groups, and a module of one node is a layer", () => {
    const { network } = read(chain("/a/a.0/x/Relu", "/a/a.0/y/Relu", "/a/a.1/Relu", "/Relu"));
    assert.equal(treeOf(network.body), "a[a.0[x y] a.1] Relu");
  });

  it("that hold everything are left out", () => {
    const { network } = read(chain("model/block/conv/Conv2D", "model/block/relu/Relu", "model/top/Relu"));
    assert.equal(treeOf(network.body), "block[conv relu] top");
  });

  it("that interleave are split where they would form a cycle", () => {
    const { network } = read(chain("/a/x/Relu", "/a/y/Relu", "/b/x/Relu", "/b/y/Relu", "/a/z/Relu"));
    assert.equal(treeOf(network.body), "a[x y] b[x y] z");
    assert.equal(analyseNetwork(network).body.nodes.length, 3);
  });

  it("that only interleave in the file's order stay whole", () => {
    const { network } = read({
      inputs: { v: [1, 4] },
      nodes: [
        relu("/a/x/Relu", "v", "a1"),
        relu("/b/x/Relu", "v", "b1"),
        relu("/a/y/Relu", "a1", "a2"),
        relu("/b/y/Relu", "b1", "b2"),
        { op: "Add", name: "/Add", inputs: ["a2", "b2"], outputs: ["out"] },
      ],
      outputs: ["out"],
    });
    assert.equal(treeOf(network.body), "a[x y] b[x y] Add");
  });
});

describe("module scopes that only weights have in their names", () => {
  const linear = (index: number, weight: string): NodeSpec => ({
    op: "MatMul",
    name: `MatMul_${String(index)}`,
    inputs: [`v${String(index)}`, weight],
    outputs: [`v${String(index + 1)}`],
  });

  it("are taken from there, with what stands between", () => {
    const weights = ["stem.fc.weight", "layer1.0.fc1.weight", "layer1.0.fc2.weight", "layer1.1.fc1.weight"];
    const { network } = read({
      inputs: { v0: [1, 4] },
      nodes: [
        linear(0, "stem.fc.weight"),
        linear(1, "layer1.0.fc1.weight"),
        relu("Relu_2", "v2", "v3"),
        linear(3, "layer1.0.fc2.weight"),
        linear(4, "layer1.1.fc1.weight"),
      ],
      initializers: weights.map((name) => ({ name, dims: [4, 4] })),
      outputs: ["v5"],
    });
    assert.equal(treeOf(network.body), "fc layer1[layer1.0[fc1 Relu_2 fc2] fc1]");
  });
});

describe("weights in ONNX files", () => {
  const matmul = (name: string, input: string, weight: string, output: string): NodeSpec => ({
    op: "MatMul",
    name,
    inputs: [input, weight],
    outputs: [output],
  });

  it("that several nodes use are counted once", () => {
    const { network } = read({
      inputs: { x: [1, 6] },
      nodes: [matmul("first", "x", "w", "a"), matmul("second", "a", "w", "b")],
      initializers: [{ name: "w", dims: [6, 6] }],
      outputs: ["b"],
    });
    const [first, second] = layersOf(network.body);
    assert.deepEqual(first?.known?.weights, [{ name: "w", shape: [6, 6], kind: "parameter" }]);
    assert.deepEqual(second?.known?.weights, [{ name: "w", shape: [6, 6], kind: "parameter", shared: true }]);
    assert.equal(second.sharedWith, "first");
    assert.equal(analyseNetwork(network).totals.params.value, 36);
    assert.equal(analyseNetwork(network).totals.macs.value, 72);
  });

  it("a product and its bias are one Linear", () => {
    const { network } = read({
      inputs: { x: [1, 6] },
      nodes: [
        matmul("/fc/MatMul", "x", "w", "a"),
        { op: "Add", name: "/fc/Add", inputs: ["fc.bias", "a"], outputs: ["b"] },
      ],
      initializers: [
        { name: "w", dims: [6, 4] },
        { name: "fc.bias", dims: [4] },
      ],
      outputs: ["b"],
    });
    const [layer, ...others] = layersOf(network.body);
    assert.deepEqual([layer?.operator, layer?.name, others.length], ["Linear", "fc", 0]);
    assert.deepEqual(layer?.attributes, { features: 4, bias: true });
    assert.equal(analyseNetwork(network).totals.params.value, 28);
  });

  it("that the graph generates, as files made small do, count where an operator is nothing without them", () => {
    const { network } = read({
      inputs: { x: [1, 2, 4, 4] },
      nodes: [
        { op: "ConstantOfShape", name: "w", inputs: ["sizes"], outputs: ["conv1_w"] },
        { op: "Conv", name: "conv1", inputs: ["x", "conv1_w"], outputs: ["y"] },
        { op: "Expand", name: "zeros", inputs: ["conv1_w", "sizes"], outputs: ["z"] },
      ],
      initializers: [{ name: "sizes", dims: [4], ints: [3, 2, 1, 1] }],
      outputs: ["y"],
    });
    assert.deepEqual(
      layersOf(network.body).map((layer) => layer.name),
      ["conv1"],
    );
    assert.equal(analyseNetwork(network).totals.params.value, 6);
  });

  it("what is left of a frozen batch normalization is a buffer", () => {
    const { network } = read({
      inputs: { x: [1, 2, 4, 4] },
      nodes: [
        { op: "Conv", name: "/conv/Conv", inputs: ["x", "conv.weight"], outputs: ["a"] },
        { op: "Mul", name: "/bn/Mul", inputs: ["a", "onnx::Mul_7"], outputs: ["b"] },
        { op: "Add", name: "/bn/Add", inputs: ["b", "onnx::Add_8"], outputs: ["c"] },
      ],
      initializers: [
        { name: "conv.weight", dims: [3, 2, 1, 1] },
        { name: "onnx::Mul_7", dims: [1, 3, 1, 1] },
        { name: "onnx::Add_8", dims: [1, 3, 1, 1] },
      ],
      outputs: ["c"],
    });
    assert.deepEqual(
      layersOf(network.body).map((layer) => [layer.name, layer.operator]),
      [
        ["conv", "Conv"],
        ["bn", "BatchNorm"],
      ],
    );
    const { totals } = analyseNetwork(network);
    assert.deepEqual([totals.params.value, totals.buffers.value], [6, 6]);
  });

  it("running statistics and scales of quantization are buffers", () => {
    const { network } = read({
      inputs: { x: [1, 2, 4, 4] },
      nodes: [
        { op: "BatchNormalization", name: "bn", inputs: ["x", "g", "b", "m", "v"], outputs: ["y"] },
        { op: "DequantizeLinear", name: "dq", inputs: ["w8", "scale", "zero"], outputs: ["w"] },
        { op: "Conv", name: "conv", inputs: ["y", "w"], outputs: ["z"] },
      ],
      initializers: [
        ...["g", "b", "m", "v"].map((name) => ({ name, dims: [2] })),
        { name: "w8", dims: [3, 2, 1, 1], type: 3 },
        { name: "scale", dims: [3] },
        { name: "zero", dims: [3], type: 3 },
      ],
      outputs: ["z"],
    });
    const { totals } = analyseNetwork(network);
    assert.equal(totals.params.value, 4 + 6);
    assert.equal(totals.macs.value, 16 * 3 * 2);
  });

  it("are never read, whether they are large or in other files", () => {
    const raw = new Uint8Array(4_000_000);
    const bytes = encodeModel({
      inputs: { x: [1, 1000] },
      nodes: [matmul("fc", "x", "w", "y"), matmul("fc2", "y", "outside", "z")],
      initializers: [
        { name: "w", dims: [1000, 1000], raw },
        { name: "outside", dims: [1000, 5], external: true },
      ],
      outputs: ["z"],
    });
    const source = inMemory(bytes);
    const { networks, problems } = readOnnx("big.onnx", source, {});
    assert.deepEqual(problems, []);
    assert.equal(analyseNetwork(networks[0]!).totals.params.value, 1_005_000);
    assert.ok(source.bytesRead() < 400_000, `${String(source.bytesRead())} bytes were read`);
  });
});

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
