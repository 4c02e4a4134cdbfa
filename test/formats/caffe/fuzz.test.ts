// Seeded fuzzing of the reader and of everything the text offers an editor: no crash, no hang, whatever the text is.

import assert from "node:assert/strict";
import fc from "fast-check";
import { CAFFE } from "../../../src/formats/caffe/caffe";
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

const texts = damagedTexts(SEEDS, PIECES);

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
          for (const { range } of problems)
            assert.ok(range.start.line >= 0 && range.end.line >= range.start.line);
          for (const { nodes } of networks.flatMap(({ body }) => distinctBodies(body)))
            assert.equal(new Set(nodes.map(({ name }) => name)).size, nodes.length);
        }
        if (position % 4 === 0) edit(text, position % (text.length + 1));
        assert.ok(process.cpuUsage(started).user < 1_000_000, "took more than a second");
      }),
      { numRuns: RUNS, seed: 20140620 },
    );
  }).timeout(120_000);
});
