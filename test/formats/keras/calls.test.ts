// Models and layers that are called several times: which call each tensor comes from. The models are Keras' own files.

import assert from "node:assert/strict";
import { KERAS_ARCHIVE, KERAS_JSON } from "../../../src/formats/keras/keras";
import type { Body, Source } from "../../../src/model/network";
import { archiveOf } from "./fixtures";

function bodyOf(name: string): Body {
  const { networks, problems } = KERAS_ARCHIVE.read(`file:///${name}.keras`, archiveOf(name), {});
  assert.deepEqual(problems, []);
  return networks[0]!.body;
}

function nameOf(body: Body, source: Source | undefined): string {
  if (source === undefined) return "nothing";
  return "input" in source ? `input ${String(source.input)}` : body.nodes[source.node]!.name;
}

const takes = (body: Body, name: string): readonly string[] => {
  const node = body.nodes.find((each) => each.name === name);
  assert.ok(node, name);
  return node.inputs.map((source) => nameOf(body, source));
};

describe("Keras models that are called several times", () => {
  for (const version of ["", "keras2/"]) {
    it(`${version}calls_of_models: each tensor comes from its own call`, () => {
      const body = bodyOf(`${version}calls_of_models`);
      for (const [index, name] of ["inner", "inner_2", "inner_3"].entries())
        assert.deepEqual(takes(body, name), [`input ${String(index)}`]);
      assert.deepEqual(takes(body, "subtract"), ["inner", "inner_2"]);
      assert.deepEqual(takes(body, "add"), ["inner_2", "inner_3"]);
      assert.deepEqual(
        body.outputs.slice(2).map((source) => nameOf(body, source)),
        ["inner_2", "inner_3", "inner", "twice", "twice_2"],
      );
    });

    it(`${version}calls_in_a_row: a model that takes what it gave before is no cycle`, () => {
      const body = bodyOf(`${version}calls_in_a_row`);
      assert.deepEqual(takes(body, "middle_2"), ["middle"]);
      const [middle] = body.nodes;
      assert.ok(middle?.kind === "group");
      assert.deepEqual(takes(middle.body, "inner"), ["input 0"]);
      assert.deepEqual(takes(middle.body, "inner_2"), ["inner"]);
    });
  }
});

describe("classes of someone's own", () => {
  it("that are named like an operator are not taken for it", () => {
    const tensor = {
      class_name: "__keras_tensor__",
      config: { shape: [null, 3], keras_history: ["image", 0, 0] },
    };
    const layers = [
      {
        class_name: "InputLayer",
        module: "keras.layers",
        config: { name: "image", batch_shape: [null, 3] },
        name: "image",
        inbound_nodes: [],
      },
      {
        class_name: "Dense",
        module: null,
        registered_name: "Dense",
        config: { name: "mine", units: 4 },
        name: "mine",
        inbound_nodes: [{ args: [tensor], kwargs: {} }],
      },
      {
        class_name: "Sub",
        module: "my_package.layers",
        config: { name: "other" },
        name: "other",
        inbound_nodes: [{ args: [tensor], kwargs: {} }],
      },
    ];
    const config = {
      name: "model",
      layers,
      input_layers: [["image", 0, 0]],
      output_layers: [
        ["mine", 0, 0],
        ["other", 0, 0],
      ],
    };
    const text = JSON.stringify({ class_name: "Functional", config });
    const { networks, problems } = KERAS_JSON.read("file:///model.json", text, {});
    assert.deepEqual(
      problems.map(({ code }) => code),
      ["unknown-layer", "unknown-layer"],
    );
    const nodes = networks[0]!.body.nodes.map((node) => (node.kind === "layer" ? node.operator : ""));
    assert.deepEqual(nodes, ["Dense", "CustomSub"]);
    for (const node of networks[0]!.body.nodes)
      assert.deepEqual(node.kind === "layer" && node.outputs[0]?.shape, undefined);
  });
});

describe("wrappers in wrappers", () => {
  const nested = (wrapper: string, depth: number): object =>
    Array.from({ length: depth }).reduce<object>(
      (layer, _, index) => ({ class_name: wrapper, config: { name: `l${String(index)}`, layer } }),
      { class_name: "Dense", config: { name: "dense", units: 4 } },
    );

  for (const wrapper of ["Bidirectional", "TimeDistributed", "SpectralNormalization"]) {
    it(`a ${wrapper} of ${wrapper}s, sixty deep, is read within a second`, () => {
      const input = { class_name: "InputLayer", config: { name: "image", batch_shape: [null, 20, 8] } };
      const config = { name: "deep", layers: [input, nested(wrapper, 60)] };
      const start = performance.now();
      const model = KERAS_JSON.read(
        "file:///m.json",
        JSON.stringify({ class_name: "Sequential", config }),
        {},
      );
      assert.equal(model.networks[0]!.body.nodes.length, 1);
      assert.ok(performance.now() - start < 1000);
    });
  }
});
