// Networks for the comparison with Darknet, with what it printed (Debian's 0.0.0+git20180914, `darknet ops FILE.cfg`).

export interface Printed {
  /** Output sizes as printed, channels first; null where Darknet prints none. */
  readonly outputs: readonly (readonly number[] | null)[];
  /** "Floating Point Operations", twice the multiply-accumulates; Darknet leaves out crnn, local and deconvolutional. */
  readonly operations: number;
}

export interface Config {
  readonly title: string;
  readonly text: string;
  readonly printed: Printed;
}

const section = (type: string, options: Readonly<Record<string, string | number>> = {}): string =>
  [`[${type}]`, ...Object.entries(options).map(([key, value]) => `${key}=${value}`)].join("\n");

const net = (height: number, width: number, channels: number): string =>
  section("net", { batch: 1, height, width, channels });

const conv = (filters: number, size = 1, more: Readonly<Record<string, string | number>> = {}): string =>
  section("convolutional", { filters, size, pad: 1, stride: 1, activation: "leaky", ...more });

export const CONFIGS: readonly Config[] = [
  {
    title: "convolutions and pools of odd sizes",
    text: [
      net(31, 45, 3),
      section("maxpool", { size: 2, stride: 2, padding: 1 }),
      section("maxpool", { size: 5, stride: 3 }),
      section("conv", { filters: 6, size: 4, stride: 3, padding: 2, groups: 3, batch_normalize: 1 }),
      section("max", { size: 3, stride: 1, padding: 0 }),
      conv(10),
      section("avg"),
      section("conn", { output: 7 }),
      section("soft"),
    ].join("\n\n"),
    printed: {
      outputs: [[3, 16, 23], [3, 6, 8], [6, 3, 3], [6, 1, 1], [10, 1, 1], [10], [7], null],
      operations: 1988,
    },
  },
  {
    title: "reorg, deconvolutional and local",
    text: [
      net(32, 32, 4),
      conv(8, 3, { stride: 2 }),
      section("reorg", { stride: 2 }),
      section("deconvolutional", { filters: 4, size: 4, stride: 2, pad: 1 }),
      section("local", { filters: 3, size: 3, stride: 1, pad: 1 }),
      section("local", { filters: 2, size: 3, stride: 2, pad: 0 }),
      section("reorg", { stride: 2, extra: 5 }),
      section("connected", { output: 5, batch_normalize: 1 }),
      section("cost"),
    ].join("\n\n"),
    printed: {
      outputs: [[8, 16, 16], [32, 8, 8], [4, 14, 14], [3, 14, 14], [2, 6, 6], [77], [5], null],
      operations: 148226,
    },
  },
  {
    title: "recurrent layers",
    text: [
      section("net", { inputs: 20, batch: 4, time_steps: 2 }),
      section("rnn", { output: 8, batch_normalize: 1 }),
      section("gru", { output: 7 }),
      section("lstm", { output: 9, batch_normalize: 1 }),
      section("connected", { output: 6, activation: "linear" }),
      section("softmax", { groups: 2 }),
      section("cost", { type: "sse" }),
    ].join("\n\n"),
    printed: { outputs: [null, null, null, [6], null, null], operations: 2466 },
  },
  {
    title: "crnn, crop and layers that keep their shape",
    text: [
      net(32, 30, 3),
      section("crop", { crop_height: 28, crop_width: 24 }),
      section("crnn", { hidden_filters: 6, output_filters: 5 }),
      section("normalization", { size: 3 }),
      section("batchnorm"),
      section("activation", { activation: "relu" }),
      conv(4, 3, { stride: 2 }),
      section("upsample", { stride: 2 }),
      section("upsample", { stride: -2 }),
      section("reorg", { stride: 2, reverse: 1 }),
      section("dropout", { probability: 0.5 }),
      section("avgpool"),
      section("dropout"),
      section("l2norm"),
    ].join("\n\n"),
    printed: {
      outputs: [
        [3, 28, 24],
        null,
        null,
        null,
        null,
        // The original crnn takes its input's width for the height.
        [4, 12, 14],
        [4, 24, 28],
        [4, 12, 14],
        [1, 24, 28],
        [672],
        [1],
        [1],
        null,
      ],
      operations: 60480,
    },
  },
  {
    title: "routes, shortcuts and detections",
    text: [
      net(64, 96, 3),
      conv(16, 3, { batch_normalize: 1 }),
      section("maxpool", { size: 2, stride: 2 }),
      conv(32, 3, { stride: 2 }),
      conv(32, 1),
      section("shortcut", { from: -2 }),
      section("route", { layers: "-1,-2" }),
      conv(30, 1, { activation: "linear" }),
      section("yolo", { mask: "0,1,2", num: 9, classes: 5, anchors: "1,1, 2,2, 3,3" }),
      section("route", { layers: -3 }),
      section("upsample", { stride: 2 }),
      section("route", { layers: "-1, 1" }),
      conv(50, 5, { stride: 2, groups: 10 }),
      section("region", { num: 5, classes: 5, coords: 4 }),
      section("route", { layers: "2, 4, 5" }),
      conv(3, 1),
      section("detection", { side: 8, num: 2, coords: 4, classes: 8 }),
    ].join("\n\n"),
    printed: {
      outputs: [
        [16, 64, 96],
        [16, 32, 48],
        [32, 16, 24],
        [32, 16, 24],
        [32, 16, 24],
        null,
        [30, 16, 24],
        null,
        null,
        [64, 32, 48],
        null,
        [50, 16, 24],
        null,
        null,
        [3, 16, 24],
        null,
      ],
      operations: 19083264,
    },
  },
];
