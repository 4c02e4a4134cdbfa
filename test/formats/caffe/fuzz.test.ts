// Seeded fuzzing of the reader and of everything the text offers an editor: no crash, no hang, whatever the text is.

import assert from "node:assert/strict";
import fc from "fast-check";
import { CAFFE } from "../../../src/formats/caffe/caffe";
import type { Body } from "../../../src/model/network";
import type { Problem } from "../../../src/model/problem";
import { distinctBodies } from "../../../src/model/visit";
import { damagedTexts } from "../fuzzing";

const RUNS = 10_000;

const SEEDS: readonly string[] = [
  `name: "a"
input: "data"
input_shape { dim: 1 dim: 3 dim: 8 dim: 8 }
layer { name: "c" type: "Convolution" bottom: "data" top: "c" param { name: "w" lr_mult: 0 } convolution_param { num_output: 4 kernel_size: [3, 3] group: 1 weight_filler { type: "xavier" } } }
layer { name: "s" type: "Slice" bottom: "c" top: "c1" top: "c2" slice_param { axis: 1 slice_point: 2 } }
layer { name: "e" type: "Eltwise" bottom: "c1" bottom: "c2" top: "e" eltwise_param { operation: SUM coeff: 1 coeff: -1 } }
layer { name: "r" type: "Reshape" bottom: "e" top: "r" reshape_param { shape { dim: 0 dim: -1 } axis: 0 } include { phase: TEST } }
`,
  `input: "data" input_dim: [1, 3, 8, 8]
layer { name: "a/b/c" type: "Convolution" bottom: "data" top: "c" convolution_param { num_output: 4 kernel_size: 1 } }
layer { name: "a/b/d" type: "ReLU" bottom: "c" top: "c" }
layer { name: "a/e" type: "Pooling" bottom: "c" top: "e" pooling_param { global_pooling: true } }
layer { name: "f" type: "Softmax" bottom: "e" top: "f" }
`,
  `layer { name: "in" type: "Input" top: "x" top: "cont" input_param { shape { dim: 20 dim: 4 dim: 12 } shape { dim: 20 dim: 4 } } }
layer { name: "lstm" type: "LSTM" bottom: "x" bottom: "cont" top: "h" recurrent_param { num_output: 6 } }
layers { layer { name: "p" type: "pool" kernelsize: 3 stride: 2 } bottom: "h" top: "p" }
layers < name: 'q' type: POOLING bottom: "h" top: "q" pooling_param: < pool: AVE kernel_h: 2 kernel_w: 3 >; >
layer { name: "prior" type: "PriorBox" bottom: "q" bottom: "x" top: "z" prior_box_param { min_size: 30 aspect_ratio: 2 variance: [0.1, 0.2] } }
`,
];

/** Fields of layers by which sizes come about, for the seeds with more than Caffe's own layers. */
const FORKS = `input: "a" input: "b" input_shape { dim: [1, 4, 16, 16] } input_shape { dim: [1, 4, 16, 16] }
layer { name: "corr" type: "Correlation" bottom: "a" bottom: "b" top: "c" correlation_param { pad: 4 kernel_size: 1 max_displacement: 4 stride_1: 1 stride_2: 2 } }
layer { name: "acc" type: "Accum" bottom: "c" bottom: "a" top: "d" accum_param { size_divisible_by: 8 } }
layer { name: "st" type: "SpatialTransformer" bottom: "d" bottom: "b" top: "e" st_param { output_H: 3 output_W: 4 } }
layer { name: "red" type: "BatchReduction" bottom: "a" top: "f" batch_reduction_param { level: [1] reduction_param { axis: 1 } } }
layer { name: "v" type: "VideoData" top: "v" transform_param { crop_size: 24 } video_data_param { new_length: 5 num_segments: 3 modality: FLOW } }
layer { name: "dc" type: "DeformableConvolution" bottom: "a" bottom: "b" top: "g" deformable_convolution_param { num_output: 6 kernel_size: 3 pad: 1 } }
layer { name: "cl" type: "CenterLoss" bottom: "a" bottom: "b" top: "h" center_loss_param { num_output: 10 } }
layer { name: "ci" type: "ContinuationIndicator" top: "i" continuation_indicator_param { time_step: 7 batch_size: 2 } }
`;

const PIECES = [
  "{",
  "}",
  "<",
  ">",
  "[",
  "]",
  ":",
  ",",
  ";",
  '"',
  "'",
  "#",
  "\n",
  " ",
  "layer {",
  "layers {",
  "type: ",
  '"Convolution"',
  '"Reshape"',
  "top: ",
  'bottom: "data"',
  "dim: -1",
  "dim: 0",
  "dim: 1e400",
  "9007199254740993",
  "-0x7fffffffffffffff",
  "nan",
  "-inf",
  '"\\377\\x',
  "\0",
  "\ud800",
  "constructor",
  "__proto__: 1",
  '"toString"',
  "kernel_size: 0",
  "num_output: 4294967296",
  "axis: -9",
  "/",
  'name: "a"',
  'name: "a/b"',
];

const texts = damagedTexts([...SEEDS, FORKS], PIECES);

function assertClear({ range, message }: Problem): void {
  assert.ok(range.start.line >= 0 && range.end.line >= range.start.line);
  assert.doesNotMatch(message, /NaN|undefined/);
}

/** Names are unique, and all sizes are known to be positive or not known. */
function assertSound({ nodes }: Body): void {
  assert.equal(new Set(nodes.map(({ name }) => name)).size, nodes.length);
  for (const node of nodes) {
    if (node.kind === "group") continue;
    const owned = node.known?.weights?.map(({ shape }) => shape) ?? [];
    for (const shape of [...node.outputs.map((output) => output.shape), ...owned]) {
      for (const dim of shape ?? [])
        assert.ok(dim === undefined || (Number.isSafeInteger(dim) && Number(dim) > 0));
    }
  }
}

/** Everything that an editor asks for. */
function edit(text: string, offset: number): void {
  CAFFE.language!.complete(text, offset);
  CAFFE.language!.describe!(text, offset);
  CAFFE.language!.occurrences(text);
  CAFFE.language!.folding(text);
}

describe("the Caffe reader, fuzzed", () => {
  it(`reads ${RUNS} damaged texts without a crash or a hang`, () => {
    fc.assert(
      fc.property(texts, fc.nat(), (text, position) => {
        const started = process.cpuUsage();
        CAFFE.matches(text);
        for (const caffePhase of position % 4 === 0 ? (["TEST", "TRAIN"] as const) : (["TEST"] as const)) {
          const { networks, problems } = CAFFE.read("file:///%zz/x.prototxt", text, {
            caffePhase,
            inputShapes: {},
          });
          problems.forEach(assertClear);
          networks.flatMap(({ body }) => distinctBodies(body)).forEach(assertSound);
        }
        if (position % 4 === 0) edit(text, position % (text.length + 1));
        assert.ok(process.cpuUsage(started).user < 1_000_000, "took more than a second");
      }),
      { numRuns: RUNS, seed: 20140620 },
    );
  }).timeout(120_000);
});
