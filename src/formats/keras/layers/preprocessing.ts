// Preprocessing: augmentation that keeps the shape, and encodings whose output depends on a vocabulary.

import type { Shape } from "../../../model/shape";
import type { JsonObject } from "../json/access";
import { numbersIn, sizeIn, stringIn } from "../json/access";
import type { KerasCall, KerasLayer, KerasLayers, KerasResult } from "./layer";
import { FREE } from "./layer";

const AUGMENTATIONS = [
  "AugMix",
  "AutoContrast",
  "ContrastLimitedAdaptiveHistogramEqualization",
  "CutMix",
  "Equalization",
  "MixUp",
  "RandAugment",
  "RandomBrightness",
  "RandomColorDegeneration",
  "RandomColorJitter",
  "RandomContrast",
  "RandomElasticTransform",
  "RandomErasing",
  "RandomFlip",
  "RandomGaussianBlur",
  "RandomGrayscale",
  "RandomHue",
  "RandomInvert",
  "RandomPerspective",
  "RandomPosterization",
  "RandomRotation",
  "RandomSaturation",
  "RandomSharpness",
  "RandomShear",
  "RandomTranslation",
  "RandomZoom",
  "Solarization",
];

const ENCODINGS = [
  "CategoryEncoding",
  "Discretization",
  "HashedCrossing",
  "Hashing",
  "IntegerLookup",
  "MelSpectrogram",
  "STFTSpectrogram",
  "StringLookup",
  "TextVectorization",
];

export const PREPROCESSING: KerasLayers = {
  ...Object.fromEntries(AUGMENTATIONS.map((name) => [name, augmentation])),
  ...Object.fromEntries(ENCODINGS.map((name) => [name, encoding satisfies KerasLayer])),
};

/** Acts in training only. */
function augmentation({ inputs }: KerasCall): KerasResult {
  return { operator: "Identity", outputs: [inputs[0]] };
}

/** Has no parameters; its output is what the file says, unless it is one index for each element, or one of so many categories. */
function encoding(call: KerasCall): KerasResult {
  return { operator: call.className, ...FREE, outputs: [encoded(call)] };
}

/** Encodings of each element by itself. */
const INDEXED: ReadonlySet<string> = new Set(["Discretization", "Hashing", "IntegerLookup", "StringLookup"]);

function encoded({ className, config, inputs }: KerasCall): Shape | undefined {
  const [input] = inputs;
  const isCategory = className === "CategoryEncoding";
  if (input === undefined || (!isCategory && !INDEXED.has(className))) return undefined;
  const mode = stringIn(config, "output_mode") ?? (isCategory ? "multi_hot" : "int");
  if (mode === "int") return input;
  const categories = categoriesOf(className, config);
  if (mode === "one_hot")
    return input.at(-1) === 1 ? [...input.slice(0, -1), categories] : [...input, categories];
  return mode === "multi_hot" || mode === "count" ? [...input.slice(0, -1), categories] : undefined;
}

function categoriesOf(className: string, config: JsonObject): number | undefined {
  if (className === "Hashing") return sizeIn(config, "num_bins");
  if (className === "CategoryEncoding") return sizeIn(config, "num_tokens");
  const bounds = numbersIn(config, "bin_boundaries");
  return className === "Discretization" && bounds !== undefined ? bounds.length + 1 : undefined;
}
