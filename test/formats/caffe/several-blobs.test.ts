// Layer types that take or give several blobs, worked out by hand from Caffe's own sources.

import assert from "node:assert/strict";
import { countWeights, layerNamed, shapesOf } from "../text-format";
import { readNet } from "./read-net";

describe("Caffe layer types of several blobs", () => {
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
