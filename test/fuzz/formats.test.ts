// Seeded fuzzing of editor features over the other text formats; their readers are fuzzed by themselves.

import fc from "fast-check";
import type { TextFormat } from "../../src/formats/format";
import { CAFFE } from "../../src/formats/caffe/caffe";
import { DARKNET } from "../../src/formats/darknet/darknet";
import { KERAS_JSON } from "../../src/formats/keras/keras";
import { documentOf } from "../features/net-document";
import { mutatedTexts } from "../fixtures/mutations";
import { useEverything } from "./use-everything";

interface Case {
  readonly format: TextFormat;
  readonly uri: string;
  readonly text: string;
  readonly words: string;
}

const CASES: readonly Case[] = [
  {
    format: CAFFE,
    uri: "file:///fuzz/model.prototxt",
    text: `name: "Small"
layer { name: "data" type: "Input" top: "data" input_param { shape: { dim: 1 dim: 3 dim: 16 dim: 16 } } }
layer { # a comment
  name: "conv" type: "Convolution" bottom: "data" top: "conv"
  param { name: "w" lr_mult: 1 }
  convolution_param { num_output: 8 kernel_size: 3 pad: 1 stride: 2 weight_filler { type: "xavier" } }
}
layer { name: "relu" type: "ReLU" bottom: "conv" top: "conv" }
layer { name: "pool" type: "Pooling" bottom: "conv" top: "pool" pooling_param { pool: MAX kernel_size: 2 stride: 2 } }
layer { name: "join" type: "Concat" bottom: "pool" bottom: "pool" top: "join" }
layer { name: "fc" type: "InnerProduct" bottom: "join" top: "fc" inner_product_param { num_output: 10 } }
layer { name: "loss" type: "SoftmaxWithLoss" bottom: "fc" top: "loss" include { phase: TRAIN } }
`,
    words: `layer { } : " name type bottom top dim: -1 1e9 convolution_param num_output: "Convolution" "Eltwise" shape < > [ ] , ;`,
  },
  {
    format: DARKNET,
    uri: "file:///fuzz/model.cfg",
    text: `[net]
height=32
width=32
channels=3
# a comment
[convolutional]
batch_normalize=1
filters=16
size=3
stride=1
pad=1
activation=leaky

[maxpool]
size=2
stride=2

[convolutional]
filters=16
size=1
activation=linear

[shortcut]
from=-2
activation=linear

[route]
layers=-1,-3

[connected]
output=10
activation=softmax
`,
    words: `[convolutional] [route] [yolo] [ ] = , layers=-1 from=-99 size=0 filters=-1 stride= 1e9 #`,
  },
  {
    format: KERAS_JSON,
    uri: "file:///fuzz/model.json",
    text: JSON.stringify(
      {
        class_name: "Sequential",
        config: {
          name: "small",
          layers: [
            { class_name: "InputLayer", config: { batch_shape: [null, 16, 16, 3], name: "image" } },
            {
              class_name: "Conv2D",
              config: { name: "conv", filters: 8, kernel_size: [3, 3], padding: "same" },
            },
            { class_name: "Flatten", config: { name: "flatten" } },
            { class_name: "Dense", config: { name: "fc", units: 10, use_bias: true } },
          ],
        },
        keras_version: "3.0.0",
        backend: "jax",
      },
      undefined,
      1,
    ),
    words: `{ } [ ] , : "class_name" null -1 1e99 "Functional" "LSTM" true "config" []`,
  },
];

const RUNS = 1000;

describe("texts of other formats", function () {
  this.timeout(1_800_000);

  for (const { format, uri, text, words } of CASES) {
    it(`${format.title}: features answer ${String(RUNS)} mutations without an exception`, () => {
      fc.assert(
        fc.property(mutatedTexts([text], words.split(" ")), (mutated) => {
          useEverything(documentOf(mutated, { format, uri }));
        }),
        { seed: 11, numRuns: RUNS },
      );
    });
  }
});
