// Editing the JSON of a Keras model: folding, and layout that keeps every token.

import assert from "node:assert/strict";
import { KERAS_LANGUAGE } from "../../../src/formats/keras/language";

const reformat = (text: string): string | undefined => KERAS_LANGUAGE.reformat?.(text);

describe("the JSON of a Keras model", () => {
  it("is laid out with one field a line and short lists on theirs", () => {
    const text = `{"class_name":"Sequential","config":{"shape":[null,3],"layers":[{"a":{}},{"b":1e-05}]}}`;
    assert.equal(
      reformat(text),
      `{
  "class_name": "Sequential",
  "config": {
    "shape": [null, 3],
    "layers": [
      {
        "a": {}
      },
      {
        "b": 1e-05
      }
    ]
  }
}
`,
    );
  });

  it("keeps its values when it is laid out, brackets and escapes in strings included", () => {
    const value = { class_name: "A[1],{", config: { name: 'b"\\: c', list: [1.5, [2, [3]], {}], on: true } };
    assert.deepEqual(JSON.parse(reformat(JSON.stringify(value)) ?? ""), value);
    assert.match(reformat('{"big": 12345678901234567890}') ?? "", /12345678901234567890/);
  });

  it("is left alone while it has a mistake", () => {
    assert.equal(reformat('{"class_name": '), undefined);
  });

  it("folds its objects and lists", () => {
    const lines = KERAS_LANGUAGE.folding('{\n  "a": [\n    1\n  ]\n}').map(({ start, end }) => [
      start.line,
      end.line,
    ]);
    assert.deepEqual(lines, [
      [1, 3],
      [0, 4],
    ]);
  });

  it("knows a layer's name where it is defined and where its result is taken", () => {
    const names = namesIn(
      model([
        layer("image", []),
        layer("conv", [["image", 0, 0]]),
        layer("both", [
          ["image", 0, 0],
          ["conv", 0, 0],
        ]),
      ]),
    );
    assert.deepEqual(names("image"), ["definition", "reference", "reference", "reference"]);
    assert.deepEqual(names("conv"), ["definition", "reference", "reference"]);
  });

  it("tells the names of a nested model from those around it", () => {
    const inner = { class_name: "Sequential", config: { name: "inner", layers: [layer("conv", [])] } };
    const found = KERAS_LANGUAGE.occurrences(JSON.stringify(model([layer("conv", []), inner])));
    const kinds = new Set(found.filter(({ name }) => name === "conv").map(({ kind }) => kind));
    assert.equal(kinds.size, 2);
  });

  it("answers wherever the text breaks off", () => {
    const text = JSON.stringify(model([layer("conv", [["image", 0, 0]])]));
    for (let length = 0; length < text.length; length++) {
      const part = text.slice(0, length);
      assert.ok(Array.isArray(KERAS_LANGUAGE.occurrences(part)));
      assert.ok(Array.isArray(KERAS_LANGUAGE.folding(part)));
      assert.equal(reformat(part), undefined);
    }
  });

  it("names the text between the quotes", () => {
    const text = JSON.stringify(model([layer("conv", [])]));
    for (const { name, range } of KERAS_LANGUAGE.occurrences(text))
      assert.equal(text.slice(range.start.character, range.end.character), name);
  });
});

function layer(name: string, from: readonly unknown[]): object {
  return { class_name: "Conv2D", config: { name }, name, inbound_nodes: [from] };
}

function model(layers: readonly object[]): object {
  return { class_name: "Functional", config: { name: "model", layers } };
}

/** The roles in which a name occurs, in the order of the text. */
function namesIn(value: object): (name: string) => readonly string[] {
  const found = KERAS_LANGUAGE.occurrences(JSON.stringify(value));
  return (name) => found.filter((each) => each.name === name).map(({ role }) => role);
}
