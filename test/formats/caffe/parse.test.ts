// Tests of the reader of protobuf's text format: its full syntax, and what it makes of half-typed text.

import assert from "node:assert/strict";
import { parse } from "../../../src/formats/caffe/text/parse";
import type { Message, Value } from "../../../src/formats/caffe/text/tree";

/** The tree as nested pairs, without offsets. */
function plain(message: Message): unknown[] {
  return message.fields.map(({ name, values }) => [name, ...values.map(plainValue)]);
}

function plainValue(value: Value): unknown {
  if (value.kind === "message") return plain(value);
  return value.number ?? value.text;
}

function tree(text: string): unknown[] {
  const { root, problems } = parse(text);
  assert.deepEqual(problems, []);
  return plain(root);
}

function codes(text: string): string[] {
  return parse(text).problems.map(({ code, start, end }) => `${code}: ${text.slice(start, end)}`);
}

describe("protobuf text format", () => {
  it("reads scalars, enum values and messages with and without colon", () => {
    assert.deepEqual(tree('name: "net" layer { type: RELU } state: { level: 3 }'), [
      ["name", "net"],
      ["layer", [["type", "RELU"]]],
      ["state", [["level", 3]]],
    ]);
  });

  it("skips comments to the end of the line, but not within strings", () => {
    assert.deepEqual(tree('# one\nname: "a#b" # two\r\n# three\rlevel: 1'), [
      ["name", "a#b"],
      ["level", 1],
    ]);
  });

  it("reads angle brackets, separators and nested messages", () => {
    assert.deepEqual(tree("a < b: 1; c: 2, > d { e <> };"), [
      [
        "a",
        [
          ["b", 1],
          ["c", 2],
        ],
      ],
      ["d", [["e", []]]],
    ]);
  });

  it("reads lists of scalars and of messages", () => {
    assert.deepEqual(tree('dim: [1, 3, 224] s: ["a", "b"] empty: [] m [{ x: 1 }, < y: 2 >]'), [
      ["dim", 1, 3, 224],
      ["s", "a", "b"],
      ["empty"],
      ["m", [["x", 1]], [["y", 2]]],
    ]);
  });

  it("joins adjacent strings and resolves escapes", () => {
    assert.deepEqual(tree(String.raw`s: "a" 'b' "\n\t\"\\" t: '\101\x42é\'' u: "\U0001F600"`), [
      ["s", 'ab\n\t"\\'],
      ["t", "ABé'"],
      ["u", "\u{1F600}"],
    ]);
  });

  it("reads decimal, octal, hexadecimal and floating point numbers", () => {
    assert.deepEqual(tree("a: 12 b: -7 c: 017 d: 0x1F e: 1.5e-3 f: .5 g: 2. h: 1f i: - 3"), [
      ["a", 12],
      ["b", -7],
      ["c", 15],
      ["d", 31],
      ["e", 0.0015],
      ["f", 0.5],
      ["g", 2],
      ["h", 1],
      ["i", -3],
    ]);
  });

  it("reads infinities and not-a-number", () => {
    assert.deepEqual(tree("a: inf b: -infinity c: nan d: -inff"), [
      ["a", Infinity],
      ["b", -Infinity],
      ["c", NaN],
      ["d", -Infinity],
    ]);
  });

  it("reads extension names and the type of an Any", () => {
    assert.deepEqual(tree("[caffe.extra]: 5 [type.googleapis.com/x.Y] { z: 1 }"), [
      ["caffe.extra", 5],
      ["type.googleapis.com/x.Y", [["z", 1]]],
    ]);
  });

  it("knows where everything is", () => {
    const text = 'layer {\n  name: "conv1"\n}\n';
    const [field] = parse(text).root.fields;
    assert.equal(text.slice(field!.start, field!.end), text.trim());
    const [value] = field!.values;
    const [name] = value!.kind === "message" ? value!.fields : [];
    assert.equal(text.slice(name!.start, name!.end), 'name: "conv1"');
    const [scalar] = name!.values;
    assert.ok(scalar?.kind === "scalar");
    assert.equal(text.slice(scalar.inner.start, scalar.inner.end), "conv1");
  });

  describe("with mistakes", () => {
    const cases: readonly (readonly [
      title: string,
      text: string,
      problems: readonly string[],
      tree: unknown,
    ])[] = [
      [
        "a value that is missing before the next field",
        "p { kernel_size: \n stride: 2 }",
        ["missing-value: kernel_size:"],
        [["p", [["kernel_size"], ["stride", 2]]]],
      ],
      [
        "a value that is missing at the end of a message",
        "p { kernel_size: } q: 1",
        ["missing-value: kernel_size:"],
        [
          ["p", [["kernel_size"]]],
          ["q", 1],
        ],
      ],
      [
        "a value that is missing at the end of the text",
        "p { kernel_size",
        ["unclosed-message: p", "missing-value: kernel_size"],
        [["p", [["kernel_size"]]]],
      ],
      ["a missing colon", "stride 2", ["missing-colon: stride"], [["stride", 2]]],
      [
        "an unfinished string",
        'name: "abc\nlevel: 1',
        ['unterminated-string: "abc'],
        [
          ["name", "abc"],
          ["level", 1],
        ],
      ],
      [
        "a number that is none",
        "a: 12ab b: 1",
        ["malformed-value: 12ab"],
        [
          ["a", "12ab"],
          ["b", 1],
        ],
      ],
      [
        "a stray brace",
        "a: 1 } b: 2",
        ["unexpected-token: }"],
        [
          ["a", 1],
          ["b", 2],
        ],
      ],
      [
        "a line of garbage",
        "a: 1\n= = @@ 3\nb: 2",
        ["unexpected-token: ="],
        [
          ["a", 1],
          ["b", 2],
        ],
      ],
      [
        "a list that is not closed",
        "a: [1, 2\nb: 3",
        ["unclosed-list: a"],
        [
          ["a", 1, 2],
          ["b", 3],
        ],
      ],
      ["a bracket at the end", "a: 1 [", ["unexpected-token: ["], [["a", 1]]],
    ];
    for (const [title, text, problems, expected] of cases) {
      it(title, () => {
        assert.deepEqual(codes(text).sort(), [...problems].sort());
        assert.deepEqual(plain(parse(text).root), expected);
      });
    }

    it("finds the layers after a missing brace by their indentation", () => {
      const text = ["layer {", "  p {", "    a: 1", "}", "layer {", "  b: 2", "}", "layer {", "  c: 3"].join(
        "\n",
      );
      assert.deepEqual(plain(parse(text).root), [
        ["layer", [["p", [["a", 1]]]]],
        ["layer", [["b", 2]]],
        ["layer", [["c", 3]]],
      ]);
      assert.deepEqual(
        parse(text).problems.map(({ code, start }) => [code, text.slice(0, start).split("\n").length]),
        [
          ["unclosed-message", 1],
          ["unclosed-message", 8],
        ],
      );
    });
  });

  it("reads messages nested 100,000 deep, and says that they are too deep", () => {
    const text = `${"a { ".repeat(100_000)}${"} ".repeat(100_000)} b: 1`;
    const { root, problems } = parse(text);
    assert.deepEqual(
      problems.map(({ code }) => code),
      ["too-deep"],
    );
    assert.deepEqual(
      root.fields.map(({ name }) => name),
      ["a", "b"],
    );
  });
});
