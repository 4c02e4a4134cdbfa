// Tests of what a prototxt offers an editor; `|` marks the cursor.

import assert from "node:assert/strict";
import { CAFFE } from "../../../src/formats/caffe/caffe";
import { Editor } from "../text-format";

const editor = new Editor(CAFFE);
const { language } = editor;

describe("prototxt in the editor", () => {
  describe("completion", () => {
    it("offers a net's fields at the top", () => {
      assert.deepEqual(editor.labels("|").slice(0, 3), ["name", "layer", "input"]);
      assert.equal(editor.labels('name: "x"\n|').includes("name"), false);
      assert.equal(editor.inserted("|", "layer"), "layer {\n  $1\n}");
    });

    it("offers a layer's fields, with the parameters of its own type only", () => {
      const found = editor.labels('layer {\n  type: "Pooling"\n  |\n}');
      assert.ok(found.includes("pooling_param"));
      assert.ok(found.includes("bottom"));
      assert.ok(!found.includes("convolution_param"));
      assert.ok(!found.includes("type"));
    });

    it("offers the fields of the message at hand, in an unfinished text too", () => {
      assert.deepEqual(editor.labels('layer { type: "Dropout" dropout_param { |').slice(0, 2), [
        "dropout_ratio",
        "scale_train",
      ]);
      assert.ok(editor.labels("layer {\n  convolution_param {\n    kern|\n").includes("kernel_size"));
      assert.ok(editor.labels("layer { convolution_param { weight_filler { | } } }").includes("std"));
    });

    it("offers enum values, booleans, layer types and fillers", () => {
      assert.deepEqual(editor.labels("layer { pooling_param { pool: | } }"), ["MAX", "AVE", "STOCHASTIC"]);
      assert.deepEqual(editor.labels("layer { convolution_param { bias_term: | } }"), ["true", "false"]);
      assert.ok(editor.labels('layer { type: "Con|" }').includes("Convolution"));
      assert.equal(editor.inserted('layer { type: "Con|" }', "Convolution"), "Convolution");
      assert.equal(editor.inserted("layer { type: | }", "Convolution"), '"Convolution"');
      assert.ok(editor.labels("layers { type: | }").includes("INNER_PRODUCT"));
      assert.ok(
        editor.labels('layer { convolution_param { weight_filler { type: "|" } } }').includes("xavier"),
      );
    });

    it("offers blobs made above, the nearest first", () => {
      const text =
        'input: "data"\nlayer { top: "a" }\nlayer { top: "b" }\nlayer { bottom: "|" }\nlayer { top: "c" }';
      assert.deepEqual(editor.labels(text), ["b", "a", "data"]);
    });

    it("offers nothing in comments and in what it does not know", () => {
      assert.deepEqual(editor.labels("# lay|"), []);
      assert.deepEqual(editor.labels("layer { mystery { | } }"), []);
    });
  });

  it("finds blobs, layers and shared weights, without their quotes", () => {
    const text = `input: "data"
layer { name: "conv" bottom: "data" top: "x" param { name: "w" } }
layer { name: "relu" bottom: 'x' top: "x" param { name: "w" } }`;
    const lines = text.split("\n");
    assert.deepEqual(
      language.occurrences(text).map(({ name, kind, role, range: { start, end } }) => {
        assert.equal(lines[start.line]!.slice(start.character, end.character), name);
        return `${start.line} ${kind} ${name} ${role}`;
      }),
      [
        "0 blob data definition",
        "1 layer conv definition",
        "1 blob data reference",
        "1 blob x definition",
        "1 weight w definition",
        "2 layer relu definition",
        "2 blob x reference",
        "2 blob x definition",
        "2 weight w reference",
      ],
    );
  });

  it("folds messages that span lines", () => {
    const text = "layer {\n  a {\n    b: 1\n  }\n  c { d: 1 }\n}\n";
    assert.deepEqual(
      language.folding(text).map(({ start, end }) => [start.line, end.line]),
      [
        [0, 5],
        [1, 3],
      ],
    );
  });

  it("describes fields, layer types and enum values", () => {
    assert.match(
      editor.description("layer { convolution_param { str|ide: 2 } }")!,
      /\*\*stride\*\*.*\n\nStep of the window.*Default: `1`/,
    );
    assert.match(editor.description('layer { type: "Pool|ing" }')!, /rounded up.*`pooling_param`/);
    assert.match(editor.description("layers { type: POOL|ING }")!, /\*\*Pooling\*\*/);
    assert.match(editor.description("layer { pooling_param { po|ol: MAX } }")!, /`STOCHASTIC`/);
    assert.equal(editor.description("layer { mys|tery: 1 }"), undefined);
  });

  describe("quick fixes", () => {
    it("add the size of data", () => {
      assert.equal(
        editor.fixed('layer {\n  name: "d"\n  type: "Data"\n  top: "d"\n}', "unknown-data-shape"),
        'layer {\n  name: "d"\n  type: "Data"\n  top: "d"\n  transform_param { crop_size: 224 }\n}',
      );
      assert.equal(
        editor.fixed(
          'layer { type: "Data" top: "d" transform_param { mirror: true } }',
          "unknown-data-shape",
        ),
        'layer { type: "Data" top: "d" transform_param { crop_size: 224 mirror: true } }',
      );
      assert.equal(
        editor.fixed('input: "data"', "unknown-data-shape"),
        'input: "data"\ninput_shape { dim: 1 dim: 3 dim: 224 dim: 224 }',
      );
    });

    it("leave no problem behind", () => {
      for (const type of [
        "Data",
        "ImageData",
        "MemoryData",
        "WindowData",
        "AnnotatedData",
        "DummyData",
        "Input",
        "HDF5Data",
      ]) {
        const text = editor.fixed(`layer {\n  type: "${type}"\n  top: "d"\n}`, "unknown-data-shape");
        assert.deepEqual(CAFFE.read("file:///x", text, {}).problems, [], text);
      }
    });

    it("add what is missing", () => {
      const net = 'input: "d" input_shape { dim: 1 dim: 3 dim: 8 dim: 8 }\n';
      assert.equal(
        editor.fixed(
          `${net}layer { type: "InnerProduct" bottom: "d" top: "x" inner_product_param { } }`,
          "missing-field",
        ),
        `${net}layer { type: "InnerProduct" bottom: "d" top: "x" inner_product_param { num_output: 64 } }`,
      );
      assert.equal(editor.fixed("stride 2", "missing-colon"), "stride: 2");
      assert.equal(editor.fixed('layer {\n  name: "x"\n', "unclosed-message"), 'layer {\n  name: "x"\n}\n');
    });
  });
});
