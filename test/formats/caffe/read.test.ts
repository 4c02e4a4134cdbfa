// Tests of reading whole nets: generations of files, phases, inputs, sharing, in-place layers, names and mistakes.

import assert from "node:assert/strict";
import { CAFFE } from "../../../src/formats/caffe/caffe";
import { countWeights, layerNamed, shapesOf } from "../text-format";
import { readNet } from "./read-net";

const SMALL = 'input: "data" input_shape { dim: 1 dim: 3 dim: 8 dim: 8 }\n';

describe("reading Caffe nets", () => {
  it("takes the name of the net, or of the file", () => {
    assert.equal(readNet(`name: "LeNet"\n${SMALL}`).network.name, "LeNet");
    assert.equal(readNet(SMALL).network.name, "net");
  });

  it("reads input fields with input_dim, four numbers each", () => {
    const { network, problems } = readNet(
      'input: "a" input: "b" input_dim: 2 input_dim: 3 input_dim: 4 input_dim: 5 input_dim: [6, 7, 8, 9]',
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(
      network.inputs.map(({ name, shape }) => [name, shape]),
      [
        ["a", [3, 4, 5]],
        ["b", [7, 8, 9]],
      ],
    );
  });

  it("replaces inputs' shapes where asked", () => {
    const text = `${SMALL}layer { name: "p" type: "Pooling" bottom: "data" top: "p" pooling_param { kernel_size: 2 stride: 2 } }`;
    const read = readNet(text, { inputShapes: { data: [3, 20, 30] } });
    assert.deepEqual(shapesOf(layerNamed(read, "p")), [[3, 10, 15]]);
  });

  it("reads V1 layers, their types and their shared weights", () => {
    const read = readNet(`
      input: "a" input: "b" input_dim: 1 input_dim: 1 input_dim: 6 input_dim: 6 input_dim: 1 input_dim: 1 input_dim: 6 input_dim: 6
      layers { name: "c1" type: CONVOLUTION bottom: "a" top: "c1" param: "w" param: "b" blobs_lr: 1 blobs_lr: 2 convolution_param { num_output: 2 kernel_size: 3 } }
      layers { name: "r1" type: RELU bottom: "c1" top: "c1" }
      layers { name: "c2" type: CONVOLUTION bottom: "b" top: "c2" param: "w" param: "b" blobs_lr: 0 blobs_lr: 0 convolution_param { num_output: 2 kernel_size: 3 } }`);
    assert.deepEqual(read.problems, []);
    assert.equal(countWeights(layerNamed(read, "c1"), "parameter"), 20);
    assert.equal(countWeights(layerNamed(read, "c2"), "parameter"), 0);
    assert.equal(layerNamed(read, "c2").sharedWith, "c1");
    assert.equal(layerNamed(read, "r1").inPlace, true);
    assert.equal(layerNamed(read, "c1").nativeOperator, "Convolution");
  });

  it("reads layers of the first generation", () => {
    const read = readNet(`
      input: "data" input_dim: 1 input_dim: 3 input_dim: 20 input_dim: 20
      layers { layer { name: "conv1" type: "conv" num_output: 4 kernelsize: 5 stride: 2 biasterm: false } bottom: "data" top: "conv1" }
      layers { layer { name: "pool1" type: "pool" pool: MAX kernelsize: 3 stride: 2 } bottom: "conv1" top: "pool1" }
      layers { layer { name: "fc" type: "innerproduct" num_output: 10 } bottom: "pool1" top: "fc" }`);
    assert.deepEqual(read.problems, []);
    // ⌊(20 − 5) / 2⌋ + 1 = 8, ⌈(8 − 3) / 2⌉ + 1 = 4
    assert.deepEqual(
      read.layers.map((layer) => [layer.name, shapesOf(layer)[0], countWeights(layer, "parameter")]),
      [
        ["conv1", [4, 8, 8], 4 * 3 * 25],
        ["pool1", [4, 4, 4], 0],
        ["fc", [10], 4 * 16 * 10 + 10],
      ],
    );
  });

  it("includes and excludes layers by phase, level and stage", () => {
    const text = `
      state { level: 2 stage: "deploy" }
      layer { name: "test" type: "Input" top: "a" include { phase: TEST } }
      layer { name: "train" type: "Input" top: "b" include { phase: TRAIN } }
      layer { name: "not-train" type: "Input" top: "c" exclude { phase: TRAIN } }
      layer { name: "high" type: "Input" top: "d" include { min_level: 3 } }
      layer { name: "level" type: "Input" top: "e" include { min_level: 1 max_level: 2 } }
      layer { name: "stage" type: "Input" top: "f" include { stage: "deploy" } }
      layer { name: "not-stage" type: "Input" top: "g" include { not_stage: "deploy" } }
      layer { name: "either" type: "Input" top: "h" include { stage: "other" } include { phase: TRAIN } }`;
    const names = (phase: "TEST" | "TRAIN"): string[] =>
      readNet(text, { caffePhase: phase }).layers.map(({ name }) => name);
    assert.deepEqual(names("TEST"), ["test", "not-train", "level", "stage"]);
    assert.deepEqual(names("TRAIN"), ["train", "level", "stage", "either"]);
  });

  it("takes the shapes of data from wherever they are", () => {
    const shape = (layer: string): unknown =>
      readNet(`layer { name: "d" top: "d" ${layer} }`).network.inputs[0]!.shape;
    assert.deepEqual(
      shape('type: "Input" input_param { shape { dim: 10 dim: 3 dim: 5 dim: 6 } }'),
      [3, 5, 6],
    );
    assert.deepEqual(shape('type: "Data" transform_param { crop_size: 227 }'), [3, 227, 227]);
    assert.deepEqual(shape('type: "Data" data_param { crop_size: 227 }'), [3, 227, 227]);
    assert.deepEqual(shape('type: "Data" transform_param { crop_size: 28 force_gray: true }'), [1, 28, 28]);
    assert.deepEqual(
      shape('type: "Data" input_param { shape { dim: 1 dim: 3 dim: 299 dim: 299 } }'),
      [3, 299, 299],
    );
    assert.deepEqual(
      shape('type: "ImageData" image_data_param { new_height: 40 new_width: 30 is_color: false }'),
      [1, 40, 30],
    );
    assert.deepEqual(
      shape('type: "MemoryData" memory_data_param { batch_size: 4 channels: 3 height: 9 width: 8 }'),
      [3, 9, 8],
    );
    assert.deepEqual(
      shape('type: "DummyData" dummy_data_param { num: 2 channels: 3 height: 4 width: 5 }'),
      [3, 4, 5],
    );
    assert.deepEqual(
      shape('type: "AnnotatedData" transform_param { resize_param { height: 300 width: 300 } }'),
      [3, 300, 300],
    );
    assert.equal(shape('type: "HDF5Data" hdf5_data_param { source: "x" }'), undefined);
  });

  it("knows no shape after data of unknown size, and costs are unknown, too", () => {
    const read = readNet(`
      layer { name: "d" type: "Data" top: "d" top: "l" data_param { source: "x" } }
      layer { name: "c" type: "Convolution" bottom: "d" top: "c" convolution_param { num_output: 2 kernel_size: 3 } }`);
    assert.deepEqual(read.problems, ["unknown-data-shape: Data"]);
    const conv = layerNamed(read, "c");
    assert.deepEqual(shapesOf(conv), [undefined]);
    assert.equal(conv.known?.macs, undefined);
    assert.equal(countWeights(conv, "parameter"), undefined);
  });

  it("takes what a Python layer without bottoms makes as inputs of the net", () => {
    const text = `layer { name: "input-data" type: "Python" top: "data" top: "im_info" python_param { module: "roi_data_layer.layer" layer: "RoIDataLayer" } }
      layer { name: "conv" type: "Convolution" bottom: "data" top: "conv" convolution_param { num_output: 4 kernel_size: 3 pad: 1 } }`;
    const read = readNet(text, { inputShapes: { data: [3, 600, 1000] } });
    assert.deepEqual(readNet(text).problems, ["unknown-data-shape: Python"]);
    assert.deepEqual(read.problems, []);
    assert.deepEqual(
      read.network.inputs.map(({ name }) => name),
      ["data", "im_info"],
    );
    assert.deepEqual(shapesOf(layerNamed(read, "conv")), [[4, 600, 1000]]);
  });

  it("wires in-place layers in order, and gives the blobs that nothing takes", () => {
    const { network } = readNet(`${SMALL}
      layer { name: "r" type: "ReLU" bottom: "data" top: "data" }
      layer { name: "s" type: "Sigmoid" bottom: "data" top: "data" }
      layer { name: "a" type: "TanH" bottom: "data" top: "a" }
      layer { name: "b" type: "TanH" bottom: "data" top: "b" }
      layer { name: "quiet" type: "Silence" bottom: "b" }`);
    assert.deepEqual(
      network.body.nodes.map(({ inputs }) => inputs),
      [
        [{ input: 0 }],
        [{ node: 0, output: 0 }],
        [{ node: 1, output: 0 }],
        [{ node: 1, output: 0 }],
        [{ node: 3, output: 0 }],
      ],
    );
    assert.deepEqual(network.outputs, ["a"]);
    assert.deepEqual(network.body.outputs, [{ node: 2, output: 0 }]);
  });

  it("marks weights that do not learn", () => {
    const read = readNet(`${SMALL}
      layer { name: "c" type: "Convolution" bottom: "data" top: "c" param { lr_mult: 0 } param { lr_mult: 2 } convolution_param { num_output: 2 kernel_size: 1 } }`);
    assert.deepEqual(
      layerNamed(read, "c").known?.weights?.map(({ name, frozen }) => [name, frozen === true]),
      [
        ["weight", true],
        ["bias", false],
      ],
    );
  });

  it("puts the annotation at the line of the name", () => {
    const { layers } = readNet(
      `${SMALL}layer {\n  type: "ReLU"\n  name: "relu1" # first\n  bottom: "data" top: "x"\n}`,
    );
    const [layer] = layers;
    assert.equal(layer!.origin.anchor!.line, 3);
    assert.deepEqual(layer!.origin.selection, {
      start: { line: 3, character: 9 },
      end: { line: 3, character: 14 },
    });
    assert.equal(layer!.origin.range.start.line, 1);
    assert.equal(layer!.origin.range.end.line, 5);
  });

  describe("mistakes", () => {
    const relu = (fields: string): string => `${SMALL}layer { name: "x" ${fields} }`;
    const cases: readonly (readonly [title: string, text: string, ...problems: string[]])[] = [
      [
        "an unknown type",
        relu('type: "Convolutoin" bottom: "data" top: "x"'),
        "unknown-layer-type: Convolutoin",
      ],
      [
        "a misspelt V1 type",
        `${SMALL}layers { type: RELUU bottom: "data" top: "x" }`,
        "unknown-layer-type: RELUU",
      ],
      ["no type", relu('bottom: "data" top: "x"'), "missing-type: layer"],
      [
        "another spelling of a type",
        relu('type: "relu" bottom: "data" top: "x"'),
        "layer-type-spelling: relu",
      ],
      ["an unknown bottom", relu('type: "ReLU" bottom: "dat" top: "x"'), "unknown-bottom: dat"],
      [
        "a bottom that is made further down",
        `${SMALL}layer { name: "a" type: "ReLU" bottom: "b" top: "a" }\nlayer { name: "b" type: "ReLU" bottom: "data" top: "b" }`,
        "used-before-made: b",
      ],
      [
        "a cycle",
        `${SMALL}layer { name: "a" type: "ReLU" bottom: "b" top: "a" }\nlayer { name: "b" type: "ReLU" bottom: "a" top: "b" }`,
        "cycle: b",
      ],
      [
        "a bottom that only another phase has",
        `layer { name: "d" type: "Input" top: "d" include { phase: TRAIN } }\nlayer { name: "x" type: "ReLU" bottom: "d" top: "x" }`,
        "other-phase: d",
      ],
      [
        "a top that is made twice",
        `${SMALL}layer { name: "a" type: "ReLU" bottom: "data" top: "x" }\nlayer { name: "b" type: "ReLU" bottom: "data" top: "x" }`,
        "duplicate-top: x",
      ],
      [
        "a name that is given twice",
        `${SMALL}layer { name: "a" type: "ReLU" bottom: "data" top: "x" }\nlayer { name: "a" type: "ReLU" bottom: "x" top: "y" }`,
        "duplicate-name: a",
      ],
      [
        "an unknown field",
        relu('type: "ReLU" bottom: "data" top: "x" relu_parm { }'),
        "unknown-field: relu_parm",
      ],
      [
        "a field that is missing",
        relu('type: "InnerProduct" bottom: "data" top: "x" inner_product_param { }'),
        "missing-field: inner_product_param",
      ],
      [
        "no kernel",
        relu('type: "Convolution" bottom: "data" top: "x" convolution_param { num_output: 2 }'),
        "missing-field: convolution_param",
      ],
      [
        "a text for a number",
        relu(
          'type: "Convolution" bottom: "data" top: "x" convolution_param { num_output: "2" kernel_size: 1 }',
        ),
        'wrong-type: "2"',
      ],
      [
        "a negative number",
        relu(
          'type: "Convolution" bottom: "data" top: "x" convolution_param { num_output: 2 kernel_size: -3 }',
        ),
        "wrong-type: -3",
      ],
      [
        "a number with a point",
        relu('type: "Pooling" bottom: "data" top: "x" pooling_param { kernel_size: 2.5 }'),
        "wrong-type: 2.5",
      ],
      [
        "an enum value that is none",
        relu('type: "Pooling" bottom: "data" top: "x" pooling_param { pool: MAXX kernel_size: 2 }'),
        "unknown-value: MAXX",
      ],
      [
        "a kernel that does not fit",
        relu(
          'type: "Convolution" bottom: "data" top: "x" convolution_param { num_output: 2 kernel_size: 9 }',
        ),
        "kernel-too-large: kernel_size: 9",
      ],
      [
        "groups that do not divide",
        relu(
          'type: "Convolution" bottom: "data" top: "x" convolution_param { num_output: 4 kernel_size: 1 group: 2 }',
        ),
        "groups-do-not-divide: group: 2",
      ],
      [
        "a stride of 0",
        relu('type: "Pooling" bottom: "data" top: "x" pooling_param { kernel_size: 2 stride: 0 }'),
        "invalid-value: stride: 0",
      ],
      [
        "a field given twice",
        relu('type: "Pooling" bottom: "data" top: "x" pooling_param { kernel_size: 2 kernel_size: 3 }'),
        "repeated-field: kernel_size",
      ],
      [
        "an axis that is not there",
        relu('type: "Concat" bottom: "data" top: "x" concat_param { axis: 7 }'),
        "invalid-axis: axis: 7",
      ],
      [
        "bottoms that do not match",
        `input: "a" input: "b" input_shape { dim: 1 dim: 3 dim: 4 dim: 4 } input_shape { dim: 1 dim: 3 dim: 5 dim: 4 }\nlayer { name: "x" type: "Eltwise" bottom: "a" bottom: "b" top: "x" }`,
        "shape-mismatch: b",
      ],
      [
        "too many bottoms",
        relu('type: "ReLU" bottom: "data" bottom: "data" top: "x"'),
        "wrong-input-count: ReLU",
      ],
      [
        "a reshape that does not fit",
        relu('type: "Reshape" bottom: "data" top: "x" reshape_param { shape { dim: 0 dim: 7 } }'),
        "shape-mismatch: shape { dim: 0 dim: 7 }",
      ],
      [
        "an input of size 0",
        'input: "d" input_shape { dim: 1 dim: 0 dim: 2 dim: 2 }',
        "invalid-dimension: 0",
      ],
      [
        "a negative size",
        'layer { name: "d" type: "Input" top: "d" input_param { shape { dim: 1 dim: -3 } } }',
        "invalid-dimension: shape { dim: 1 dim: -3 }",
      ],
      [
        "sizes beyond counting",
        `input: "d" input_shape { dim: 1 dim: 9007199254740991 dim: 8 dim: 8 }\nlayer { name: "x" type: "ReLU" bottom: "d" top: "x" }`,
        "too-large: ReLU",
      ],
      [
        "a number beyond counting",
        'input: "d" input_shape { dim: 99999999999999999999 }',
        "wrong-type: 99999999999999999999",
      ],
      [
        "weights shared by different shapes",
        `${SMALL}layer { name: "a" type: "Convolution" bottom: "data" top: "a" param { name: "w" } convolution_param { num_output: 2 kernel_size: 1 } }\nlayer { name: "b" type: "Convolution" bottom: "data" top: "b" param { name: "w" } convolution_param { num_output: 3 kernel_size: 1 } }`,
        "shared-shape-mismatch: b",
      ],
    ];
    for (const [title, text, ...problems] of cases) {
      it(title, () => {
        const read = readNet(text);
        assert.deepEqual(read.problems, problems);
      });
    }

    it("understand a V1 layer's type in quotes all the same", () => {
      const read = readNet(`${SMALL}layers { name: "r" type: "ReLU" bottom: "data" top: "r" }`);
      assert.deepEqual(read.problems, ['unknown-value: "ReLU"']);
      assert.deepEqual(shapesOf(layerNamed(read, "r")), [[3, 8, 8]]);
    });

    it("leave what can still be known", () => {
      const read = readNet(`${SMALL}
        layer { name: "bad" type: "Convolution" bottom: "data" top: "bad" convolution_param { num_output: 4 kernel_size: } }
        layer { name: "fixed" type: "Pooling" bottom: "data" top: "fixed" pooling_param { kernel_size: 2 stride: 2 } }
        layer { name: "lost" type: "ReLU" bottom: "bad" top: "lost" }`);
      assert.deepEqual(read.problems, ["missing-value: kernel_size:"]);
      assert.deepEqual(shapesOf(layerNamed(read, "bad")), [undefined]);
      assert.deepEqual(shapesOf(layerNamed(read, "lost")), [undefined]);
      assert.deepEqual(shapesOf(layerNamed(read, "fixed")), [[3, 4, 4]]);
    });

    it("make names unique", () => {
      const text = 'layer { name: "a" type: "Split" bottom: "data" top: "x" }\n';
      const { layers } = readNet(SMALL + text.repeat(3));
      assert.deepEqual(
        layers.map(({ name }) => name),
        ["a", "a_2", "a_3"],
      );
    });
  });

  it("leaves solvers and label maps alone", () => {
    assert.equal(CAFFE.matches('net: "train.prototxt"\nbase_lr: 0.01\n'), false);
    assert.equal(CAFFE.matches('item {\n  name: "background"\n  label: 0\n}\n'), false);
    assert.equal(CAFFE.matches('name: "x"\nlayer {\n}\n'), true);
    assert.equal(CAFFE.matches("layers{ }"), true);
    assert.equal(CAFFE.matches(""), true);
  });
});
