// Layers of Caffe's forks, by the figures of their papers and worked out by hand from the forks' own sources.

import assert from "node:assert/strict";
import { CAFFE } from "../../../src/formats/caffe/caffe";
import { countWeights, layerNamed, shapesOf } from "../text-format";
import { readNet } from "./read-net";

interface Case {
  readonly title: string;
  /** The shapes of `a`, `b`, …, the batch first. */
  readonly inputs: readonly (readonly number[])[];
  /** The layer's type and parameters. */
  readonly layer: string;
  readonly tops?: number;
  readonly shapes: readonly (readonly (number | undefined)[] | undefined)[];
  readonly params?: number;
  readonly macs?: number;
}

const NAMES = ["a", "b", "c"];

function netOf({ inputs, layer, tops = 1 }: Pick<Case, "inputs" | "layer" | "tops">): string {
  const declared = inputs.map((_, index) => `input: "${NAMES[index]!}"`).join(" ");
  const shapes = inputs.map((shape) => `input_shape { dim: [${shape.join(", ")}] }`).join(" ");
  const bottoms = inputs.map((_, index) => `bottom: "${NAMES[index]!}"`).join(" ");
  const made = Array.from({ length: tops }, (_, index) => `top: "x${index}"`).join(" ");
  return `${declared} ${shapes}\nlayer { name: "x" ${bottoms} ${made} ${layer} }`;
}

const CASES: readonly Case[] = [
  {
    // FlowNetC (Dosovitskiy et al., 2015, section 3): displacements up to 20 in steps of 2 give 441 channels.
    title: "Correlation",
    inputs: [
      [1, 256, 48, 64],
      [1, 256, 48, 64],
    ],
    layer:
      'type: "Correlation" correlation_param { pad: 20 kernel_size: 1 max_displacement: 20 stride_1: 1 stride_2: 2 }',
    shapes: [[441, 48, 64]],
    macs: 441 * 48 * 64 * 256,
  },
  {
    // correlation_layer.cpp: ⌈(20 + 2·3 − 2·(4 + 1)) / 2⌉ = 8 by ⌈(9 + 6 − 10) / 2⌉ = 3; (2·⌊4 / 3⌋ + 1)² = 9
    title: "Correlation of larger patches",
    inputs: [
      [1, 2, 20, 9],
      [1, 2, 20, 9],
    ],
    layer:
      'type: "Correlation" correlation_param { pad: 3 kernel_size: 3 max_displacement: 4 stride_1: 2 stride_2: 3 }',
    shapes: [[9, 8, 3]],
    macs: 9 * 8 * 3 * 2 * 9,
  },
  {
    title: "FlowWarp",
    inputs: [
      [1, 3, 8, 9],
      [1, 2, 8, 9],
    ],
    layer: 'type: "FlowWarp"',
    shapes: [[3, 8, 9]],
  },
  { title: "ChannelNorm", inputs: [[1, 3, 8, 9]], layer: 'type: "ChannelNorm"', shapes: [[1, 8, 9]] },
  {
    title: "Accum to a reference",
    inputs: [
      [1, 2, 12, 14],
      [1, 3, 48, 56],
    ],
    layer: 'type: "Accum" accum_param { have_reference: true }',
    shapes: [[2, 48, 56]],
  },
  {
    title: "Accum to the largest",
    inputs: [
      [1, 2, 12, 14],
      [1, 3, 48, 6],
    ],
    layer: 'type: "Accum"',
    shapes: [[5, 48, 14]],
  },
  {
    title: "Accum to multiples",
    inputs: [[1, 2, 12, 14]],
    layer: 'type: "Accum" accum_param { size_divisible_by: 8 }',
    shapes: [[2, 16, 16]],
  },
  {
    title: "Resample",
    inputs: [[1, 3, 8, 9]],
    layer: 'type: "Resample" resample_param { width: 40 height: 20 type: LINEAR }',
    shapes: [[3, 20, 40]],
  },
  {
    title: "Downsample to the second bottom",
    inputs: [
      [1, 2, 64, 64],
      [1, 3, 16, 8],
    ],
    layer: 'type: "Downsample"',
    shapes: [[2, 16, 8]],
  },
  {
    title: "DataAugmentation",
    inputs: [[1, 3, 64, 64]],
    layer: 'type: "DataAugmentation" augmentation_param { crop_width: 48 crop_height: 32 }',
    shapes: [[3, 32, 48]],
  },
  {
    title: "Eltwise of one bottom, as FlowNet scales it",
    inputs: [[1, 3, 8, 9]],
    layer: 'type: "Eltwise" eltwise_param { operation: SUM coeff: 0.05 }',
    shapes: [[3, 8, 9]],
  },
  {
    // Deformable ConvNets: the last stage of ResNet-101, dilated.
    title: "DeformableConvolution",
    inputs: [
      [1, 512, 14, 14],
      [1, 72, 14, 14],
    ],
    layer:
      'type: "DeformableConvolution" deformable_convolution_param { num_output: 512 kernel_size: 3 pad: 2 dilation: 2 deformable_group: 4 bias_term: false }',
    shapes: [[512, 14, 14]],
    params: 512 * 512 * 9,
    macs: 512 * 512 * 9 * 14 * 14,
  },
  {
    title: "SpatialTransformer",
    inputs: [
      [4, 3, 60, 60],
      [4, 6],
    ],
    layer: 'type: "SpatialTransformer" st_param { output_H: 30 output_W: 20 }',
    shapes: [[3, 30, 20]],
  },
  { title: "CReLU", inputs: [[1, 16, 8, 8]], layer: 'type: "CReLU"', shapes: [[32, 8, 8]] },
  { title: "Reverse", inputs: [[20, 4, 12]], layer: 'type: "Reverse"', shapes: [[4, 12]] },
  {
    title: "Transpose",
    inputs: [[1, 64, 2, 30]],
    layer: 'type: "Transpose" transpose_param { dim: 3 dim: 0 dim: 1 dim: 2 }',
    shapes: [[1, 64, 2]],
  },
  {
    title: "BatchReduction of a whole axis",
    inputs: [[2, 25, 101]],
    layer: 'type: "BatchReduction" batch_reduction_param { reduction_param { operation: MEAN axis: 1 } }',
    shapes: [[101]],
  },
  {
    // Levels of 1² + 3² = 10 entries.
    title: "BatchReduction of a pyramid",
    inputs: [[2, 10, 101]],
    layer: 'type: "BatchReduction" batch_reduction_param { level: [1, 3] reduction_param { axis: 1 } }',
    shapes: [[2, 101]],
  },
  {
    // SphereFace: 10,572 people of CASIA-WebFace, features of 512 values, no bias.
    title: "MarginInnerProduct",
    inputs: [[8, 512], [8]],
    layer: 'type: "MarginInnerProduct" margin_inner_product_param { num_output: 10572 type: QUADRUPLE }',
    tops: 2,
    shapes: [[10572], undefined],
    params: 10572 * 512,
    macs: 10572 * 512,
  },
  {
    title: "CenterLoss",
    inputs: [[8, 512], [8]],
    layer: 'type: "CenterLoss" center_loss_param { num_output: 10572 }',
    shapes: [[]],
    params: 10572 * 512,
  },
  {
    title: "CTCLoss",
    inputs: [
      [20, 4, 37],
      [20, 4],
      [20, 4],
    ],
    layer: 'type: "CTCLoss"',
    shapes: [[]],
  },
  {
    title: "YoloDetectionOutput",
    inputs: [[1, 125, 13, 13]],
    layer: 'type: "YoloDetectionOutput"',
    shapes: [[1, undefined, 7]],
  },
  {
    title: "DenseCRF",
    inputs: [
      [1, 21, 8, 9],
      [1, 1, 1, 2],
      [1, 3, 8, 9],
    ],
    layer: 'type: "DenseCRF"',
    shapes: [[21, 8, 9]],
  },
];

describe("layers of Caffe's forks", () => {
  for (const each of CASES) {
    it(each.title, () => {
      const read = readNet(netOf(each));
      assert.deepEqual(read.problems, []);
      const layer = layerNamed(read, "x");
      assert.deepEqual(shapesOf(layer), each.shapes);
      if (each.params !== undefined) assert.equal(countWeights(layer, "parameter"), each.params);
      if (each.macs !== undefined) assert.equal(layer.known?.macs, each.macs);
    });
  }

  it("reads C3D's clips: 16 frames of 112 × 112, of which the first pool keeps all", () => {
    const read = readNet(`
layers { name: "data" type: VIDEO_DATA top: "data" top: "label" image_data_param { source: "x" use_image: true new_length: 16 crop_size: 112 } }
layers { name: "conv1a" type: CONVOLUTION3D bottom: "data" top: "c" convolution_param { num_output: 64 kernel_size: 3 kernel_depth: 3 pad: 1 temporal_pad: 1 } }
layers { name: "pool1" type: POOLING3D bottom: "c" top: "p" pooling_param { pool: MAX kernel_size: 2 kernel_depth: 1 stride: 2 temporal_stride: 1 } }`);
    assert.deepEqual(read.problems, []);
    assert.deepEqual(shapesOf(layerNamed(read, "data")), [[3, 16, 112, 112], []]);
    assert.deepEqual(shapesOf(layerNamed(read, "conv1a")), [[64, 16, 112, 112]]);
    assert.equal(countWeights(layerNamed(read, "conv1a"), "parameter"), 64 * 3 * 27 + 64);
    assert.deepEqual(shapesOf(layerNamed(read, "pool1")), [[64, 16, 56, 56]]);
  });

  it("reads video-caffe's clips and windows with a size for each axis", () => {
    const pool = (name: string, bottom: string, size: string): string =>
      `layer { name: "${name}" type: "NdPooling" bottom: "${bottom}" top: "${name}" pooling_param { pool: MAX kernel_shape { dim: [${size}] } stride_shape { dim: [${size}] } } }`;
    const read = readNet(`
layer { name: "data" type: "VideoData" top: "data" top: "label" video_data_param { source: "x" batch_size: 16 new_length: 16 } transform_param { crop_size: 112 } }
layer { name: "conv" type: "NdConvolution" bottom: "data" top: "conv" convolution_param { num_output: 64 kernel_shape { dim: 3 dim: 3 dim: 3 } pad_shape { dim: 1 dim: 1 dim: 1 } } }
${pool("pool1", "conv", "1, 2, 2")}
${pool("pool2", "pool1", "2, 2, 2")}
${pool("pool3", "pool2", "2, 2, 2")}
${pool("pool4", "pool3", "2, 2, 2")}
${pool("pool5", "pool4", "2, 2, 2")}`);
    assert.deepEqual(read.problems, []);
    const shapes = read.layers.map((layer) => shapesOf(layer)[0]);
    assert.deepEqual(shapes.slice(0, 3), [
      [3, 16, 112, 112],
      [64, 16, 112, 112],
      [64, 16, 56, 56],
    ]);
    // C3D's fc6 takes 8192 = 512 · 1 · 4 · 4 values: 7 rows are pooled to 4.
    assert.deepEqual(shapes.at(-1), [64, 1, 4, 4]);
  });

  it("reads P3D's parameters of volumes, and Mask R-CNN's of regions", () => {
    const read =
      readNet(`input: "v" input_shape { dim: [1, 3, 16, 160, 160] } input: "r" input_shape { dim: [9, 5] }
layer { name: "conv1" type: "Convolution3D" bottom: "v" top: "c" convolution3d_param { num_output: 64 kernel_size: 7 kernel_depth: 1 stride: 2 temporal_stride: 1 pad: 3 temporal_pad: 0 bias_term: false } }
layer { name: "pool1" type: "Pooling3D" bottom: "c" top: "p" pooling3d_param { pool: MAX kernel_size: 3 kernel_depth: 2 stride: 2 temporal_stride: 2 } }
layer { name: "image" type: "Reshape" bottom: "p" top: "i" reshape_param { shape { dim: 0 dim: -1 dim: 40 dim: 40 } } }
layer { name: "align" type: "ROIAlign" bottom: "i" bottom: "r" top: "a" roi_align_param { pooled_w: 14 pooled_h: 14 spatial_scale: 0.0625 } }`);
    assert.deepEqual(read.problems, []);
    assert.deepEqual(shapesOf(layerNamed(read, "conv1")), [[64, 16, 80, 80]]);
    assert.equal(countWeights(layerNamed(read, "conv1"), "parameter"), 64 * 3 * 49);
    assert.deepEqual(shapesOf(layerNamed(read, "pool1")), [[64, 8, 40, 40]]);
    assert.deepEqual(shapesOf(layerNamed(read, "align")), [[512, 14, 14]]);
  });

  it("reads DeepLab's holes, labels and sizes", () => {
    const read = readNet(`
layers { name: "data" type: IMAGE_SEG_DATA top: "data" top: "label" top: "size" image_data_param { source: "x" label_type: PIXEL batch_size: 4 } transform_param { crop_size: 321 } }
layers { name: "fc6" type: CONVOLUTION bottom: "data" top: "fc6" strict_dim: false convolution_param { num_output: 8 pad: 12 hole: 12 kernel_size: 3 } }
layers { name: "up" type: INTERP bottom: "fc6" top: "up" interp_param { zoom_factor: 8 } }
layers { name: "write" type: MAT_WRITE bottom: "up" mat_write_param { prefix: "x" } }`);
    assert.deepEqual(read.problems, []);
    assert.deepEqual(shapesOf(layerNamed(read, "data")), [
      [3, 321, 321],
      [1, 321, 321],
      [1, 1, 2],
    ]);
    assert.deepEqual(shapesOf(layerNamed(read, "fc6")), [[8, 321, 321]]);
    assert.deepEqual(read.network.outputs, ["up"]);
    // interp_layer.cpp: 321 + (321 − 1) · (8 − 1)
    assert.deepEqual(shapesOf(layerNamed(read, "up")), [[8, 2561, 2561]]);
  });

  it("stacks TSN's frames in the channels: 3 colours of 3 snippets, 2 directions of 5 flows of 3 snippets", () => {
    const shape = (parameters: string): unknown =>
      shapesOf(
        readNet(
          `layer { name: "v" type: "VideoData" top: "v" top: "l" transform_param { crop_size: 224 } video_data_param { ${parameters} } }`,
        ).layers[0]!,
      )[0];
    assert.deepEqual(shape("new_length: 1 num_segments: 3 modality: RGB"), [9, 224, 224]);
    assert.deepEqual(shape("new_length: 5 num_segments: 3 modality: FLOW"), [30, 224, 224]);
    assert.deepEqual(shape(""), [3, 224, 224]);
  });

  it("takes forks' names of layers as they are", () => {
    const layer = 'type: "ConvolutionRistretto" convolution_param { num_output: 6 kernel_size: 3 }';
    const read = readNet(netOf({ inputs: [[1, 4, 8, 8]], layer }));
    assert.deepEqual(read.problems, []);
    assert.deepEqual(shapesOf(layerNamed(read, "x")), [[6, 6, 6]]);
  });

  it("says where figures end without a warning, unless a name looks misspelt", () => {
    const severities = (layer: string): string[] =>
      CAFFE.read("file:///x", netOf({ inputs: [[1, 4, 8, 8]], layer }), {}).problems.map(
        ({ code, severity }) => `${severity} ${code}`,
      );
    assert.deepEqual(severities('type: "EltwiseAffine"'), ["information unknown-layer-type"]);
    assert.deepEqual(severities('type: "Sofmax"'), ["warning unknown-layer-type"]);
    assert.deepEqual(severities('type: "ReLU" my_own_param { x: 1 }'), ["information unknown-field"]);
    assert.deepEqual(severities('type: "ReLU" relo_param { }'), ["warning unknown-field"]);
  });

  it("lets layers without weights share a name, as LRCN's images and sentences do", () => {
    const read = readNet(`
layer { name: "data" type: "ImageData" top: "data" transform_param { crop_size: 227 } }
layer { name: "data" type: "HDF5Data" top: "sentence" input_param { shape { dim: [20, 100] } } }
layer { name: "conv" type: "Sigmoid" bottom: "data" top: "x" }
layer { name: "conv" type: "Sigmoid" bottom: "sentence" top: "y" }
layer { name: "loss" type: "EuclideanLoss" bottom: "x" bottom: "data" top: "l1" }
layer { name: "loss" type: "EuclideanLoss" bottom: "y" bottom: "sentence" top: "l2" }`);
    assert.deepEqual(read.problems, ["duplicate-name: conv"]);
    assert.deepEqual(
      read.layers.map(({ name }) => name),
      ["data", "data_2", "conv", "conv_2", "loss", "loss_2"],
    );
  });
});

describe("what Caffe's own layers refuse", () => {
  const REFUSED: readonly (readonly [
    title: string,
    input: readonly number[],
    layer: string,
    problem: string,
  ])[] = [
    [
      "a kept size where the bottom has no axis",
      [2, 3, 4],
      'type: "Reshape" reshape_param { shape { dim: 0 dim: 0 dim: 0 dim: 0 } }',
      "invalid-value: shape { dim: 0 dim: 0 dim: 0 dim: 0 }",
    ],
    [
      "a pyramid with more bins than positions",
      [1, 2, 5, 3],
      'type: "SPP" spp_param { pyramid_height: 4 }',
      "invalid-value: pyramid_height: 4",
    ],
    [
      "a stochastic pool with padding",
      [1, 2, 8, 8],
      'type: "Pooling" pooling_param { pool: STOCHASTIC kernel_size: 3 pad: 1 }',
      "invalid-value: pad: 1",
    ],
    [
      "coefficients of a product",
      [1, 2, 8, 8],
      'type: "Eltwise" eltwise_param { operation: PROD coeff: 2 }',
      "invalid-value: coeff: 2",
    ],
  ];
  for (const [title, input, layer, problem] of REFUSED) {
    it(title, () => assert.deepEqual(readNet(netOf({ inputs: [input], layer })).problems, [problem]));
  }

  it("but not a window that reaches beyond a small image, whose size C++ rounds towards zero", () => {
    const layer = 'type: "Convolution" convolution_param { num_output: 1 kernel_size: 2 stride: 2 }';
    const read = readNet(netOf({ inputs: [[1, 1, 1, 1]], layer }));
    assert.deepEqual(read.problems, []);
    assert.deepEqual(shapesOf(layerNamed(read, "x")), [[1, 1, 1]]);
  });

  it("and MVN makes four axes of fewer", () => {
    const read = readNet(netOf({ inputs: [[3, 4]], layer: 'type: "MVN"' }));
    assert.deepEqual(shapesOf(layerNamed(read, "x")), [[4, 1, 1]]);
  });
});
