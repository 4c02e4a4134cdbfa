// Each layer type's output shape, weights and multiply-accumulates, worked out by hand from Caffe's own sources.

import assert from "node:assert/strict";
import { countWeights, layerNamed, shapesOf } from "../text-format";
import { readNet } from "./read-net";

interface Case {
  readonly title: string;
  /** The input's shape, the batch first. */
  readonly input: readonly number[];
  /** The layer's fields besides its name, bottom and top. */
  readonly layer: string;
  readonly shape: readonly (number | undefined)[];
  readonly params?: number;
  readonly buffers?: number;
  readonly macs?: number;
}

const IMAGE = [2, 8, 13, 17];

const CASES: readonly Case[] = [
  {
    title: "Convolution",
    input: IMAGE,
    layer: 'type: "Convolution" convolution_param { num_output: 6 kernel_size: 3 stride: 2 pad: 1 }',
    // ⌊(13 + 2 − 3) / 2⌋ + 1 = 7, ⌊(17 + 2 − 3) / 2⌋ + 1 = 9
    shape: [6, 7, 9],
    params: 6 * 8 * 9 + 6,
    macs: 6 * 7 * 9 * 8 * 9,
  },
  {
    title: "Convolution with height and width apart, groups, and no bias",
    input: IMAGE,
    layer:
      'type: "Convolution" convolution_param { num_output: 4 kernel_h: 1 kernel_w: 7 pad_w: 3 stride_h: 2 stride_w: 1 group: 2 bias_term: false }',
    shape: [4, 7, 17],
    params: 4 * 4 * 7,
    macs: 4 * 7 * 17 * 4 * 7,
  },
  {
    title: "Convolution with a list for each field, and dilation",
    input: IMAGE,
    layer:
      'type: "Convolution" convolution_param { num_output: 4 kernel_size: [3, 5] stride: [1, 2] pad: [2, 0] dilation: [2, 1] }',
    // 13 + 4 − 5 + 1 = 13, ⌊(17 − 5) / 2⌋ + 1 = 7
    shape: [4, 13, 7],
    params: 4 * 8 * 15 + 4,
    macs: 4 * 13 * 7 * 8 * 15,
  },
  {
    title: "Convolution in three dimensions",
    input: [1, 3, 16, 112, 112],
    layer: 'type: "Convolution" convolution_param { num_output: 64 kernel_size: 3 pad: 1 }',
    shape: [64, 16, 112, 112],
    params: 64 * 3 * 27 + 64,
    macs: 64 * 16 * 112 * 112 * 3 * 27,
  },
  {
    title: "DepthwiseConvolution",
    input: IMAGE,
    layer:
      'type: "DepthwiseConvolution" convolution_param { num_output: 8 kernel_size: 3 pad: 1 bias_term: false }',
    shape: [8, 13, 17],
    params: 8 * 9,
    macs: 8 * 13 * 17 * 9,
  },
  {
    title: "Deconvolution",
    input: [1, 21, 16, 16],
    layer:
      'type: "Deconvolution" convolution_param { num_output: 21 kernel_size: 4 stride: 2 bias_term: false }',
    // 2 · (16 − 1) + 4 = 34
    shape: [21, 34, 34],
    params: 21 * 21 * 16,
    macs: 21 * 16 * 16 * 21 * 16,
  },
  {
    title: "Deconvolution with groups and padding",
    input: [1, 8, 10, 10],
    layer:
      'type: "Deconvolution" convolution_param { num_output: 8 kernel_size: 4 stride: 2 pad: 1 group: 8 }',
    shape: [8, 20, 20],
    params: 8 * 16 + 8,
    macs: 8 * 100 * 16,
  },
  {
    title: "Im2col",
    input: IMAGE,
    layer: 'type: "Im2col" convolution_param { kernel_size: 3 pad: 1 }',
    shape: [72, 13, 17],
  },
  {
    title: "Pooling rounds up",
    input: [1, 3, 112, 112],
    layer: 'type: "Pooling" pooling_param { pool: MAX kernel_size: 3 stride: 2 }',
    // ⌈(112 − 3) / 2⌉ + 1 = 56
    shape: [3, 56, 56],
  },
  {
    title: "Pooling clips a last window that begins in the padding",
    input: [1, 3, 7, 7],
    layer: 'type: "Pooling" pooling_param { pool: AVE kernel_size: 2 stride: 2 pad: 1 }',
    // ⌈(7 + 2 − 2) / 2⌉ + 1 = 5, but the fifth would begin at 8 ≥ 7 + 1
    shape: [3, 4, 4],
  },
  {
    title: "Pooling that rounds down in forks",
    input: [1, 3, 112, 112],
    layer: 'type: "Pooling" pooling_param { kernel_size: 3 stride: 2 ceil_mode: false }',
    shape: [3, 55, 55],
  },
  {
    title: "global Pooling",
    input: IMAGE,
    layer: 'type: "Pooling" pooling_param { pool: AVE global_pooling: true }',
    shape: [8, 1, 1],
  },
  {
    title: "InnerProduct",
    input: IMAGE,
    layer: 'type: "InnerProduct" inner_product_param { num_output: 10 }',
    shape: [10],
    params: 8 * 13 * 17 * 10 + 10,
    macs: 8 * 13 * 17 * 10,
  },
  {
    title: "InnerProduct from a later axis",
    input: IMAGE,
    layer: 'type: "InnerProduct" inner_product_param { num_output: 10 axis: -1 bias_term: false }',
    shape: [8, 13, 10],
    params: 170,
    macs: 8 * 13 * 170,
  },
  {
    title: "Embed",
    input: [20, 4],
    layer: 'type: "Embed" embed_param { num_output: 16 input_dim: 1000 bias_term: false }',
    shape: [4, 16],
    params: 16_000,
  },
  {
    title: "BatchNorm has no scale or shift",
    input: IMAGE,
    layer: 'type: "BatchNorm"',
    shape: [8, 13, 17],
    params: 0,
    buffers: 17,
  },
  {
    title: "Scale",
    input: IMAGE,
    layer: 'type: "Scale" scale_param { bias_term: true }',
    shape: [8, 13, 17],
    params: 16,
  },
  {
    title: "Scale over several axes",
    input: IMAGE,
    layer: 'type: "Scale" scale_param { axis: 1 num_axes: -1 }',
    shape: [8, 13, 17],
    params: 8 * 13 * 17,
  },
  { title: "Bias", input: IMAGE, layer: 'type: "Bias"', shape: [8, 13, 17], params: 8 },
  { title: "BN", input: IMAGE, layer: 'type: "BN"', shape: [8, 13, 17], params: 16, buffers: 16 },
  {
    title: "LRN",
    input: IMAGE,
    layer: 'type: "LRN" lrn_param { local_size: 5 alpha: 0.0001 }',
    shape: [8, 13, 17],
  },
  { title: "MVN", input: IMAGE, layer: 'type: "MVN"', shape: [8, 13, 17] },
  {
    title: "Normalize",
    input: IMAGE,
    layer: 'type: "Normalize" norm_param { across_spatial: false channel_shared: false }',
    shape: [8, 13, 17],
    params: 8,
  },
  { title: "PReLU", input: IMAGE, layer: 'type: "PReLU"', shape: [8, 13, 17], params: 8 },
  {
    title: "PReLU with one slope",
    input: IMAGE,
    layer: 'type: "PReLU" prelu_param { channel_shared: true }',
    shape: [8, 13, 17],
    params: 1,
  },
  { title: "Power", input: IMAGE, layer: 'type: "Power" power_param { scale: 2 }', shape: [8, 13, 17] },
  { title: "Flatten", input: IMAGE, layer: 'type: "Flatten"', shape: [8 * 13 * 17] },
  {
    title: "Flatten of some axes",
    input: IMAGE,
    layer: 'type: "Flatten" flatten_param { axis: 1 end_axis: 2 }',
    shape: [104, 17],
  },
  {
    title: "Reshape with 0 and -1",
    input: IMAGE,
    layer: 'type: "Reshape" reshape_param { shape { dim: 0 dim: 2 dim: -1 dim: 17 } }',
    shape: [2, 52, 17],
  },
  {
    title: "Reshape that inserts an axis",
    input: [2, 8],
    layer: 'type: "Reshape" reshape_param { shape { dim: 1 } axis: 1 num_axes: 0 }',
    shape: [1, 8],
  },
  {
    title: "Permute fills the order up",
    input: IMAGE,
    layer: 'type: "Permute" permute_param { order: 0 order: 2 order: 3 }',
    shape: [13, 17, 8],
  },
  {
    title: "Tile",
    input: IMAGE,
    layer: 'type: "Tile" tile_param { axis: 2 tiles: 3 }',
    shape: [8, 39, 17],
  },
  {
    title: "Softmax",
    input: [1, 1000],
    layer: 'type: "Softmax"',
    shape: [1000],
  },
  { title: "ArgMax", input: [1, 1000], layer: 'type: "ArgMax" argmax_param { top_k: 5 }', shape: [1, 5] },
  {
    title: "ArgMax along an axis",
    input: IMAGE,
    layer: 'type: "ArgMax" argmax_param { axis: 1 }',
    shape: [1, 13, 17],
  },
  {
    title: "Reduction",
    input: IMAGE,
    layer: 'type: "Reduction" reduction_param { operation: MEAN axis: 2 }',
    shape: [8],
  },
  {
    title: "SPP",
    input: IMAGE,
    layer: 'type: "SPP" spp_param { pyramid_height: 3 }',
    shape: [8 * (1 + 4 + 16)],
  },
  {
    title: "Interp to a size",
    input: IMAGE,
    layer: 'type: "Interp" interp_param { height: 65 width: 80 }',
    shape: [8, 65, 80],
  },
  {
    title: "Interp by a factor",
    input: [1, 8, 9, 9],
    layer: 'type: "Interp" interp_param { zoom_factor: 8 }',
    // 9 + 8 · 7 = 65
    shape: [8, 65, 65],
  },
  {
    title: "Upsample",
    input: IMAGE,
    layer: 'type: "Upsample" upsample_param { scale: 2 }',
    shape: [8, 26, 34],
  },
  {
    title: "Reorg",
    input: [1, 64, 26, 26],
    layer: 'type: "Reorg" reorg_param { stride: 2 }',
    shape: [256, 13, 13],
  },
  {
    title: "PixelShuffle",
    input: [1, 16, 5, 6],
    layer: 'type: "PixelShuffle" pixelshuffle_param { upscale_factor: 2 }',
    shape: [4, 10, 12],
  },
  {
    title: "Pad",
    input: [1, 3, 5, 6],
    layer: 'type: "Pad" pad_param { pad_u: 1 pad_d: 2 pad_l: 3 pad_r: 4 }',
    shape: [3, 8, 13],
  },
  {
    title: "ShuffleChannel",
    input: IMAGE,
    layer: 'type: "ShuffleChannel" shuffle_channel_param { group: 4 }',
    shape: [8, 13, 17],
  },
];

function netWith({ input, layer }: Case): string {
  const dims = input.map((dim) => `dim: ${dim}`).join(" ");
  return `input: "data" input_shape { ${dims} }\nlayer { name: "x" bottom: "data" top: "out" ${layer} }`;
}

describe("Caffe layer types", () => {
  for (const example of CASES) {
    it(example.title, () => {
      const read = readNet(netWith(example));
      assert.deepEqual(read.problems, []);
      const layer = layerNamed(read, "x");
      assert.deepEqual(shapesOf(layer), [example.shape]);
      assert.equal(countWeights(layer, "parameter"), example.params ?? 0);
      assert.equal(countWeights(layer, "buffer"), example.buffers ?? 0);
      assert.equal(layer.known?.macs, example.macs ?? 0);
    });
  }

  it("LSTM: time is axis 0, the batch axis 1", () => {
    const read = readNet(`
      layer { name: "in" type: "Input" top: "x" top: "cont" input_param { shape { dim: 20 dim: 4 dim: 512 } shape { dim: 20 dim: 4 } } }
      layer { name: "lstm" type: "LSTM" bottom: "x" bottom: "cont" top: "h" recurrent_param { num_output: 256 } }`);
    assert.deepEqual(read.problems, []);
    const lstm = layerNamed(read, "lstm");
    assert.deepEqual(shapesOf(lstm), [[4, 256]]);
    assert.equal(countWeights(lstm, "parameter"), 4 * 256 * 512 + 4 * 256 + 4 * 256 * 256);
    assert.equal(lstm.known?.macs, 20 * 4 * 256 * (512 + 256));
  });

  it("RNN with a static input", () => {
    const read = readNet(`
      layer { name: "in" type: "Input" top: "x" top: "cont" top: "image" input_param { shape { dim: 20 dim: 4 dim: 512 } shape { dim: 20 dim: 4 } shape { dim: 4 dim: 1000 } } }
      layer { name: "rnn" type: "RNN" bottom: "x" bottom: "cont" bottom: "image" top: "o" recurrent_param { num_output: 64 } }`);
    const rnn = layerNamed(read, "rnn");
    assert.deepEqual(shapesOf(rnn), [[4, 64]]);
    assert.equal(countWeights(rnn, "parameter"), 64 * 512 + 64 + 64 * 1000 + 64 * 64 + 64 * 64 + 64);
    assert.equal(rnn.known?.macs, 20 * 64 * (512 + 64 + 64) + 64 * 1000);
  });

  it("Slice, Concat, Eltwise and Split", () => {
    const read = readNet(`
      input: "x" input_shape { dim: 1 dim: 10 dim: 4 dim: 4 }
      layer { name: "slice" type: "Slice" bottom: "x" top: "a" top: "b" top: "c" slice_param { axis: 1 slice_point: 2 slice_point: 6 } }
      layer { name: "half" type: "Slice" bottom: "x" top: "d" top: "e" }
      layer { name: "concat" type: "Concat" bottom: "a" bottom: "c" top: "ac" }
      layer { name: "sum" type: "Eltwise" bottom: "b" bottom: "c" top: "bc" eltwise_param { operation: MAX } }
      layer { name: "split" type: "Split" bottom: "d" top: "d1" top: "d2" }`);
    assert.deepEqual(read.problems, []);
    assert.deepEqual(shapesOf(layerNamed(read, "slice")), [
      [2, 4, 4],
      [4, 4, 4],
      [4, 4, 4],
    ]);
    assert.deepEqual(shapesOf(layerNamed(read, "half")), [
      [5, 4, 4],
      [5, 4, 4],
    ]);
    assert.deepEqual(shapesOf(layerNamed(read, "concat")), [[6, 4, 4]]);
    assert.deepEqual(shapesOf(layerNamed(read, "sum")), [[4, 4, 4]]);
    assert.deepEqual(shapesOf(layerNamed(read, "split")), [
      [5, 4, 4],
      [5, 4, 4],
    ]);
    assert.equal(layerNamed(read, "sum").operator, "Max");
  });

  it("Crop and Scale with a second bottom", () => {
    const read = readNet(`
      input: "a" input: "b" input: "s"
      input_shape { dim: 1 dim: 21 dim: 34 dim: 34 } input_shape { dim: 1 dim: 3 dim: 30 dim: 28 } input_shape { dim: 1 dim: 21 }
      layer { name: "crop" type: "Crop" bottom: "a" bottom: "b" top: "c" crop_param { axis: 2 offset: 2 } }
      layer { name: "scale" type: "Scale" bottom: "c" bottom: "s" top: "d" scale_param { axis: 0 } }`);
    assert.deepEqual(read.problems, []);
    assert.deepEqual(shapesOf(layerNamed(read, "crop")), [[21, 30, 28]]);
    assert.deepEqual(shapesOf(layerNamed(read, "scale")), [[21, 30, 28]]);
    assert.equal(countWeights(layerNamed(read, "scale"), "parameter"), 0);
  });

  it("SSD's boxes", () => {
    const read = readNet(`
      input: "conv" input: "data" input_shape { dim: 1 dim: 512 dim: 38 dim: 38 } input_shape { dim: 1 dim: 3 dim: 300 dim: 300 }
      layer { name: "loc" type: "Convolution" bottom: "conv" top: "loc" convolution_param { num_output: 16 kernel_size: 3 pad: 1 } }
      layer { name: "perm" type: "Permute" bottom: "loc" top: "perm" permute_param { order: 0 order: 2 order: 3 order: 1 } }
      layer { name: "flat" type: "Flatten" bottom: "perm" top: "flat" flatten_param { axis: 1 } }
      layer { name: "prior" type: "PriorBox" bottom: "conv" bottom: "data" top: "prior"
        prior_box_param { min_size: 30 max_size: 60 aspect_ratio: 2 flip: true clip: false variance: [0.1, 0.1, 0.2, 0.2] step: 8 offset: 0.5 } }
      layer { name: "out" type: "DetectionOutput" bottom: "flat" bottom: "flat" bottom: "prior" top: "out"
        detection_output_param { num_classes: 21 nms_param { nms_threshold: 0.45 top_k: 400 } code_type: CENTER_SIZE keep_top_k: 200 } }`);
    assert.deepEqual(read.problems, []);
    assert.deepEqual(shapesOf(layerNamed(read, "flat")), [[38 * 38 * 16]]);
    // 1, √, 2 and ½: four boxes at each position
    assert.deepEqual(shapesOf(layerNamed(read, "prior")), [[2, 38 * 38 * 4 * 4]]);
    assert.deepEqual(shapesOf(layerNamed(read, "out")), [[1, undefined, 7]]);
  });

  it("Faster R-CNN's regions, with layers in Python", () => {
    const read = readNet(`
      input: "conv5" input: "score" input: "im_info"
      input_shape { dim: 1 dim: 512 dim: 14 dim: 14 } input_shape { dim: 1 dim: 18 dim: 14 dim: 14 } input_shape { dim: 1 dim: 3 }
      layer { name: "proposal" type: "Python" bottom: "score" bottom: "im_info" top: "rois"
        python_param { module: "rpn.proposal_layer" layer: "ProposalLayer" param_str: "'feat_stride': 16" } }
      layer { name: "roi" type: "ROIPooling" bottom: "conv5" bottom: "rois" top: "pool5"
        roi_pooling_param { pooled_w: 7 pooled_h: 7 spatial_scale: 0.0625 } }
      layer { name: "fc6" type: "InnerProduct" bottom: "pool5" top: "fc6" inner_product_param { num_output: 4096 } }
      layer { name: "other" type: "Python" bottom: "fc6" top: "thing" python_param { module: "m" layer: "L" } }`);
    assert.deepEqual(read.problems, []);
    assert.deepEqual(shapesOf(layerNamed(read, "proposal")), [[5]]);
    assert.deepEqual(shapesOf(layerNamed(read, "roi")), [[512, 7, 7]]);
    assert.equal(layerNamed(read, "fc6").known?.macs, 512 * 49 * 4096);
    assert.deepEqual(shapesOf(layerNamed(read, "other")), [undefined]);
    assert.equal(layerNamed(read, "other").known, undefined);
  });

  it("C3D's layers over time", () => {
    const read = readNet(`
      input: "video" input_shape { dim: 1 dim: 3 dim: 16 dim: 112 dim: 112 }
      layers { name: "conv1a" type: CONVOLUTION3D bottom: "video" top: "conv1a" convolution_param { num_output: 64 kernel_size: 3 kernel_depth: 3 pad: 1 temporal_pad: 1 } }
      layers { name: "pool1" type: POOLING3D bottom: "conv1a" top: "pool1" pooling_param { pool: MAX kernel_size: 2 kernel_depth: 1 stride: 2 temporal_stride: 1 } }`);
    assert.deepEqual(read.problems, []);
    assert.deepEqual(shapesOf(layerNamed(read, "conv1a")), [[64, 16, 112, 112]]);
    assert.equal(countWeights(layerNamed(read, "conv1a"), "parameter"), 64 * 3 * 27 + 64);
    assert.deepEqual(shapesOf(layerNamed(read, "pool1")), [[64, 16, 56, 56]]);
  });

  it("SENet's Axpy", () => {
    const read = readNet(`
      input: "s" input: "x" input: "y" input_shape { dim: 1 dim: 8 dim: 1 dim: 1 }
      input_shape { dim: 1 dim: 8 dim: 7 dim: 7 } input_shape { dim: 1 dim: 8 dim: 7 dim: 7 }
      layer { name: "axpy" type: "Axpy" bottom: "s" bottom: "x" bottom: "y" top: "axpy" }`);
    assert.deepEqual(read.problems, []);
    assert.deepEqual(shapesOf(layerNamed(read, "axpy")), [[8, 7, 7]]);
  });

  it("losses are scalars, and accuracy for each class a vector", () => {
    const read = readNet(`
      layer { name: "data" type: "Data" top: "data" top: "label" transform_param { crop_size: 8 } }
      layer { name: "fc" type: "InnerProduct" bottom: "data" top: "fc" inner_product_param { num_output: 10 } }
      layer { name: "loss" type: "SoftmaxWithLoss" bottom: "fc" bottom: "label" top: "loss" top: "prob" }
      layer { name: "accuracy" type: "Accuracy" bottom: "fc" bottom: "label" top: "accuracy" top: "each" }`);
    assert.deepEqual(read.problems, []);
    assert.deepEqual(shapesOf(layerNamed(read, "loss")), [[], [10]]);
    // A vector of 10 whose only axis stands where the batch would.
    assert.deepEqual(shapesOf(layerNamed(read, "accuracy")), [[], []]);
  });
});
