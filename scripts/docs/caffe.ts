// Writes docs/caffe.md from the layer types of the Caffe reader: `npx tsx scripts/docs/caffe.ts`.

import { writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { format, resolveConfig } from "prettier";
import { LAYER_TYPES } from "../../src/formats/caffe/layers/index";
import type { LayerType } from "../../src/formats/caffe/layers/layer-type";
import { EMPTY_MESSAGE } from "../../src/formats/caffe/text/tree";
import { operatorNamed } from "../../src/operators/index";

const FILE = path.resolve(__dirname, "../../docs/caffe.md");

const INTRODUCTION = `# Caffe

<!-- Written by scripts/docs/caffe.ts from the layer types in src/formats/caffe/layers: change those. -->

Netlens reads \`.prototxt\` nets in protobuf's text format, by its full syntax and in any state of being typed: the current \`layer\`, the
V1 generation's \`layers\` and the first generation's; \`input\` with \`input_shape\` or \`input_dim\`; phases, levels and stages. Solver
files and label maps are left alone.

- Shapes, weights and multiply-adds follow Caffe's own sources: pools round up and clip, \`BatchNorm\` has no scale and shift but three
  blobs of state, and time is axis 0 of recurrent layers. Axis 0 of every blob is left out as the batch; figures are for one sample.
- The phase is \`TEST\` unless the setting \`netlens.caffe.phase\` or \`--phase\` says \`TRAIN\`. Stages, which a solver chooses, are those of
  \`state\` or, where blobs are missing without, the first ones with which the fewest are; a problem at the stage says so.
- The shape of data is taken from \`input_param\`, \`crop_size\`, \`resize_param\`, \`memory_data_param\` and the like; where the file does not
  tell, it is unknown, and so is everything after it, until an input shape is given: with \`--input\`, or in the setting \`netlens.inputShapes\`.
- Weights of the same \`param\` name count once. \`lr_mult: 0\` freezes a weight.
- Layers of the same name in one phase are told apart by a number.
- Layers that stand together under one scope in their names (\`inception_3a/1x1\`) are a group of the graph; their paths stay their names.
- A type that is not in the table is shown with unknown outputs and figures. Fields that Caffe does not have are a fork's own, unless they
  look misspelt.

| Caffe's type | V1's, forks' and other spellings | operator | |
| --- | --- | --- | --- |
`;

/** The page as Markdown, formatted as everything else. */
export async function caffePage(): Promise<string> {
  const options = (await resolveConfig(FILE)) ?? {};
  const rows = [...LAYER_TYPES].sort((a, b) => a.name.localeCompare(b.name, "en")).map(row);
  return format(INTRODUCTION + rows.join(""), { ...options, parser: "markdown" });
}

function row(type: LayerType): string {
  const { name, aliases = [], forkNames = [], documentation } = type;
  const spellings = [...aliases, ...forkNames]
    .filter((spelling) => spelling !== name)
    .map((spelling) => `\`${spelling}\``);
  return `| \`${name}\` | ${spellings.join(", ")} | ${operatorOf(type)} | ${documentation} |\n`;
}

function operatorOf(type: LayerType): string {
  const { source, opaque, bottoms } = type;
  if (source === true) return "an input";
  if (opaque === true) return "unknown";
  const image = [1, 8, 8, 8];
  const { operator } = type.infer({
    layer: EMPTY_MESSAGE,
    parameter: EMPTY_MESSAGE,
    inputs: Array.from({ length: bottoms[0] }, () => image),
    tops: 1,
  });
  if (operator === "Identity") return "passes its input on";
  return operatorNamed(operator) === undefined ? "figures of its own" : `\`${operator}\``;
}

if (process.argv[1] === __filename) {
  void caffePage().then((page) => writeFileSync(FILE, page));
}
