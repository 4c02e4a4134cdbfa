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
});
