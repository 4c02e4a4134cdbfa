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
});
