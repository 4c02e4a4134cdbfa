// Reading Keras JSON: places in the text, Keras 2, nested and shared models, and what is wrong with a file.

import assert from "node:assert/strict";
import { analyseBody } from "../../../src/analysis/body-analysis";
import { offsetAt, lineMapOf } from "../../../src/formats/line-map";
import { KERAS_ARCHIVE, KERAS_JSON } from "../../../src/formats/keras/keras";
import type { Body, Group, Layer } from "../../../src/model/network";
import type { Origin } from "../../../src/model/origin";
import type { Shape } from "../../../src/model/shape";
import type { SourceModel } from "../../../src/model/source-model";
import { archiveOf } from "./fixtures";

const URI = "file:///model.json";

interface LayerText {
  readonly class_name: string;
  readonly name: string;
  readonly config?: object;
  readonly from?: readonly string[];
}

/** A functional model of Keras 2, as `model.to_json()` writes it; every layer takes the one before unless said otherwise. */
function functional(layers: readonly LayerText[], outputs = [layers.at(-1)!.name]): string {
  const written = layers.map(({ class_name, name, config = {}, from }, index) => ({
    class_name,
    config: { name, trainable: true, ...config },
    name,
    inbound_nodes:
      class_name === "InputLayer"
        ? []
        : [(from ?? [layers[index - 1]!.name]).map((source) => [source, 0, 0, {}])],
  }));
  const inputs = layers
    .filter(({ class_name }) => class_name === "InputLayer")
    .map(({ name }) => [name, 0, 0]);
  const config = {
    name: "model",
    layers: written,
    input_layers: inputs,
    output_layers: outputs.map((name) => [name, 0, 0]),
  };
  return JSON.stringify(
    { class_name: "Functional", config, keras_version: "2.15.0", backend: "tensorflow" },
    null,
    2,
  );
}

const INPUT: LayerText = {
  class_name: "InputLayer",
  name: "image",
  config: { batch_input_shape: [null, 8, 8, 3], dtype: "float32" },
};
const CONV: LayerText = {
  class_name: "Conv2D",
  name: "conv",
  config: {
    filters: 4,
    kernel_size: [3, 3],
    strides: [1, 1],
    padding: "valid",
    use_bias: true,
    activation: "relu",
  },
};

function read(text: string, inputShapes: Readonly<Record<string, Shape>> = {}): SourceModel {
  return KERAS_JSON.read(URI, text, { inputShapes });
}

function codes(model: SourceModel): readonly string[] {
  return model.problems.map(({ code }) => code);
}

function layers(body: Body): readonly Layer[] {
  return body.nodes.filter((node): node is Layer => node.kind === "layer");
}

function textAt(text: string, { selection }: Origin): string {
  const lines = lineMapOf(text);
  return text.slice(offsetAt(lines, selection!.start), offsetAt(lines, selection!.end));
}

describe("Keras JSON", () => {
  it("is told from other JSON files", () => {
    assert.equal(KERAS_JSON.matches(functional([INPUT, CONV])), true);
    assert.equal(KERAS_JSON.matches('{ "name": "package", "version": "1.0.0" }'), false);
    assert.equal(KERAS_JSON.matches('[{ "class_name": "x" }]'), false);
    assert.equal(KERAS_JSON.matches(""), false);
  });

  it("says where each layer is: the class name of its object, after which its annotation belongs", () => {
    const text = functional([INPUT, CONV, { class_name: "Flatten", name: "flat" }]);
    const [network] = read(text).networks;
    assert.equal(network!.inputs[0]!.name, "image");
    assert.equal(textAt(text, network!.inputs[0]!.origin), '"InputLayer"');
    const origins = layers(network!.body).map(({ origin }) => origin);
    assert.deepEqual(
      origins.map((origin) => textAt(text, origin)),
      ['"Conv2D"', '"Flatten"'],
    );
    assert.deepEqual(origins[0]!.anchor, origins[0]!.selection!.end);
  });

  it("keeps shapes channels last, and shows the activation within a layer", () => {
    const [network] = read(functional([INPUT, CONV])).networks;
    const [conv] = layers(network!.body);
    assert.deepEqual(conv!.outputs, [{ shape: [6, 6, 4] }]);
    assert.equal(conv!.operator, "Conv");
    assert.equal(conv!.nativeOperator, "Conv2D");
    assert.equal(conv!.attributes["activation"], "relu");
    // 6·6·4 outputs of 3·3·3 multiply-adds; 2 operations for each, a bias and a ReLU.
    const { macs, operations } = analyseBody(network!.body, "float32").figures;
    assert.equal(macs.value, 3888);
    assert.equal(operations.value, 2 * 3888 + 144 + 144);
  });

  it("takes other input shapes for those in the file", () => {
    const [network] = read(functional([INPUT, CONV]), { image: [32, 32, 3] }).networks;
    assert.deepEqual(layers(network!.body)[0]!.outputs[0]!.shape, [30, 30, 4]);
  });

  it("leaves open sizes open", () => {
    const open = { ...INPUT, config: { batch_input_shape: [null, null, null, 3] } };
    const [network] = read(
      functional([open, CONV, { class_name: "GlobalAveragePooling2D", name: "pool" }]),
    ).networks;
    assert.deepEqual(
      layers(network!.body).map(({ outputs }) => outputs[0]!.shape),
      [[undefined, undefined, 4], [4]],
    );
    const { params, macs } = analyseBody(network!.body, "float32").figures;
    assert.equal(params.value, 3 * 3 * 3 * 4 + 4);
    assert.equal(macs.uncounted, 1);
  });

  it("reads a sequential model of Keras 2, whose first layer states the input, with or without a name around it", () => {
    const list = [
      {
        class_name: "Dense",
        config: { name: "dense", batch_input_shape: [null, 10], units: 4, use_bias: true },
      },
      { class_name: "Dense", config: { name: "dense_1", units: 2, use_bias: false } },
    ];
    for (const config of [{ name: "sequential", layers: list }, list]) {
      const model = read(JSON.stringify({ class_name: "Sequential", config }));
      assert.deepEqual(model.problems, []);
      assert.equal(analyseBody(model.networks[0]!.body, "float32").figures.params.value, 44 + 8);
    }
  });

  it("says that a sequential model was saved before its input's shape was known", () => {
    const config = {
      name: "sequential",
      layers: [{ class_name: "Dense", config: { name: "dense", units: 4 } }],
    };
    const text = JSON.stringify({ class_name: "Sequential", config });
    assert.deepEqual(codes(read(text)), ["unknown-input-shape"]);
    const given = read(text, { input: [10] });
    assert.deepEqual(given.problems, []);
    assert.equal(analyseBody(given.networks[0]!.body, "float32").figures.params.value, 44);
  });

  it("counts the weights of a nested model once, however often it is called", () => {
    const model = KERAS_ARCHIVE.read("file:///m.keras", archiveOf("shared_and_nested"), {});
    const { body } = model.networks[0]!;
    const groups = body.nodes.filter((node): node is Group => node.kind === "group");
    assert.deepEqual(
      groups.map(({ name, definition }) => [name, definition]),
      [
        ["inner", "inner"],
        ["inner_2", "inner"],
        ["tail", undefined],
      ],
    );
    assert.equal(layers(groups[0]!.body)[0]!.sharedWith, undefined);
    assert.match(layers(groups[1]!.body)[0]!.sharedWith!, /^inner\//);
  });

  it("freezes what is not trainable, with everything inside it", () => {
    const model = KERAS_ARCHIVE.read("file:///m.keras", archiveOf("frozen"), {});
    const { params, frozenParams, buffers } = analyseBody(model.networks[0]!.body, "float32").figures;
    assert.deepEqual([params.value, frozenParams.value, buffers.value], [176, 150, 20]);
  });

  it("takes TensorFlow's functions in layers of Keras 2", () => {
    const lambda = (name: string, constant: number): object => ({
      class_name: "TFOpLambda",
      config: { name, trainable: true, dtype: "float32", function: name.replace("tf.", "") },
      name,
      inbound_nodes: [["image", 0, 0, { y: constant, name: null }]],
    });
    const text = functional([INPUT, CONV]);
    const object = JSON.parse(text) as { config: { layers: object[]; output_layers: unknown } };
    object.config.layers.push(lambda("tf.math.multiply", 0.5));
    object.config.output_layers = [["tf.math.multiply", 0, 0]];
    const model = read(JSON.stringify(object));
    assert.deepEqual(model.problems, []);
    const product = layers(model.networks[0]!.body)[1]!;
    assert.deepEqual(
      [product.operator, product.attributes["value"], product.outputs[0]!.shape],
      ["Mul", 0.5, [8, 8, 3]],
    );
  });
});

describe("what is wrong with a Keras file", () => {
  function problemsOf(text: string): readonly (readonly [string, string])[] {
    const lines = lineMapOf(text);
    return read(text).problems.map(({ code, range }) => [
      code,
      text.slice(offsetAt(lines, range.start), offsetAt(lines, range.end)),
    ]);
  }

  it("a layer of someone's own: what follows is still read", () => {
    const text = functional([INPUT, { class_name: "MyLayer", name: "mine" }, CONV]);
    assert.deepEqual(problemsOf(text), [["unknown-layer", '"MyLayer"']]);
    const { body } = read(text).networks[0]!;
    assert.deepEqual(
      layers(body).map(({ operator }) => operator),
      ["MyLayer", "Conv"],
    );
    assert.equal(analyseBody(body, "float32").figures.params.uncounted, 2);
  });

  it("a tensor that no layer makes", () => {
    const text = functional([INPUT, CONV, { class_name: "Add", name: "sum", from: ["conv", "gone"] }]);
    assert.deepEqual(problemsOf(text), [["missing-producer", '"Add"']]);
  });

  it("layers that wait for each other", () => {
    const text = functional([
      INPUT,
      { ...CONV, from: ["sum"] },
      { class_name: "Add", name: "sum", from: ["image", "conv"] },
    ]);
    assert.ok(problemsOf(text).some(([code]) => code === "cycle"));
    assert.equal(layers(read(text).networks[0]!.body).length, 2);
  });

  it("two layers of one name", () => {
    const text = functional(
      [INPUT, CONV, { class_name: "Flatten", name: "conv", from: ["image"] }],
      ["conv"],
    );
    assert.deepEqual(problemsOf(text), [["duplicate-name", '"Flatten"']]);
    assert.deepEqual(
      layers(read(text).networks[0]!.body).map(({ name }) => name),
      ["conv", "conv_2"],
    );
  });

  it("shapes that do not meet, a kernel that is too large, groups that do not divide", () => {
    const add = functional([INPUT, CONV, { class_name: "Add", name: "sum", from: ["image", "conv"] }]);
    assert.deepEqual(problemsOf(add), [["shape-mismatch", '"Add"']]);
    const large = functional([INPUT, { ...CONV, config: { ...CONV.config, kernel_size: [9, 9] } }]);
    assert.deepEqual(problemsOf(large), [["kernel-too-large", '"Conv2D"']]);
    const grouped = functional([INPUT, { ...CONV, config: { ...CONV.config, groups: 2 } }]);
    assert.deepEqual(problemsOf(grouped), [["groups-do-not-divide", '"Conv2D"']]);
  });

  it("a wrong rank, and absurd or negative sizes", () => {
    const flat = functional([INPUT, { class_name: "Conv1D", name: "conv", config: CONV.config! }]);
    assert.deepEqual(codes(read(flat)), ["wrong-rank"]);
    for (const filters of [-4, 0, 1.5, 1e300, "many"]) {
      const text = functional([INPUT, { ...CONV, config: { ...CONV.config, filters } }]);
      assert.equal(codes(read(text)).length, 1, String(filters));
    }
    const huge = functional([INPUT, { ...CONV, config: { ...CONV.config, filters: 2 ** 53 - 1 } }]);
    assert.deepEqual(codes(read(huge)), ["too-large"]);
  });

  it("a text that breaks off: the layers before it are there", () => {
    const text = functional([INPUT, CONV, { class_name: "Flatten", name: "flat" }]);
    const cut = text.slice(0, text.indexOf('"Flatten"') + 20);
    const model = read(cut);
    assert.deepEqual(codes(model), ["syntax"]);
    assert.equal(layers(model.networks[0]!.body)[0]!.name, "conv");
  });

  it("a model whose layers are in Python code, or no model at all", () => {
    const subclassed = read('{"module": "mine", "class_name": "MyModel", "config": {}}');
    assert.deepEqual(codes(subclassed), ["no-network"]);
    assert.match(subclassed.problems[0]!.message, /Python code/);
    for (const text of ["{}", "[]", "3", '{"a": 1}'])
      assert.deepEqual(codes(read(text)), ["no-network"], text);
    for (const text of ["", "{", "nonsense"]) assert.deepEqual(codes(read(text)), ["syntax"], text);
  });

  it("nesting without end", () => {
    assert.deepEqual(codes(read("[".repeat(100_000))), ["syntax"]);
    const deep = '{"class_name": "Sequential", "config": {"layers": ['.repeat(20_000);
    assert.ok(codes(read(deep)).includes("syntax"));
  });
});
