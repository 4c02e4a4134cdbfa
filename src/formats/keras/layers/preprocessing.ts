// Preprocessing: augmentation that keeps the shape, and encodings whose output depends on a vocabulary.

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

/** Has no parameters; its output is what the file says, if anything. */
function encoding({ className }: KerasCall): KerasResult {
  return { operator: className, ...FREE, outputs: [undefined] };
}
