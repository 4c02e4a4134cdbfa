// Losses and measures: each gives a single number for the whole batch.

import * as l10n from "@vscode/l10n";
import type { Shape } from "../../../model/shape";
import { mayBeEqual } from "../../../model/shape";
import { numberIn } from "../text/access";
import { axisOf, countOf, learned } from "./blob";
import type { Arity, LayerCall, LayerIssue, LayerResult, LayerType } from "./layer-type";
import { missingField } from "./layer-type";

type Row = readonly [
  name: string,
  aliases: readonly string[],
  parameter: string | undefined,
  bottoms: Arity,
  documentation: string,
  operator: string,
];

const TWO: Arity = [2, 2];
const LABELLED: Arity = [2, 3];

const ROWS: readonly Row[] = [
  [
    "ContrastiveLoss",
    ["CONTRASTIVE_LOSS"],
    "contrastive_loss_param",
    [3, 3],
    "Pulls similar pairs together and pushes others apart.",
    "ContrastiveLoss",
  ],
  [
    "EuclideanLoss",
    ["EUCLIDEAN_LOSS", "euclidean_loss"],
    "loss_param",
    TWO,
    "Half the mean squared difference.",
    "MSELoss",
  ],
  ["HingeLoss", ["HINGE_LOSS"], "hinge_loss_param", TWO, "The loss of support vector machines.", "HingeLoss"],
  [
    "InfogainLoss",
    ["INFOGAIN_LOSS"],
    "infogain_loss_param",
    LABELLED,
    "A logistic loss weighted by a matrix.",
    "Loss",
  ],
  [
    "MultinomialLogisticLoss",
    ["MULTINOMIAL_LOGISTIC_LOSS", "multinomial_logistic_loss"],
    "loss_param",
    TWO,
    "The negative logarithm of the label's probability.",
    "NLLLoss",
  ],
  [
    "SigmoidCrossEntropyLoss",
    ["SIGMOID_CROSS_ENTROPY_LOSS"],
    "loss_param",
    LABELLED,
    "Cross entropy of independent probabilities, with the sigmoid built in.",
    "BCELoss",
  ],
  [
    "SmoothL1Loss",
    [],
    "smooth_l1_loss_param",
    [2, 4],
    "Squared near zero, absolute beyond (Fast R-CNN).",
    "L1Loss",
  ],
  [
    "SoftmaxWithLoss",
    ["SOFTMAX_LOSS", "SoftmaxLoss", "softmax_loss"],
    "softmax_param",
    LABELLED,
    "Cross entropy, with the softmax built in.",
    "CrossEntropyLoss",
  ],
  ["CTCLoss", [], "ctc_loss_param", [2, 4], "The loss of unaligned sequences.", "CTCLoss"],
  ["L1Loss", [], "l1_loss_param", [1, 3], "The mean absolute difference (DetectNet, FlowNet).", "L1Loss"],
  [
    "LabelsequenceAccuracy",
    [],
    undefined,
    TWO,
    "The share of sequences that are read without a mistake.",
    "Accuracy",
  ],
  ["RegionLoss", [], "region_loss_param", [2, 3], "The loss of YOLOv2.", "Loss"],
  [
    "SegAccuracy",
    ["SEG_ACCURACY"],
    "seg_accuracy_param",
    TWO,
    "Accuracy and overlap of a segmentation (DeepLab).",
    "Accuracy",
  ],
  [
    "SmoothL1LossOHEM",
    [],
    "smooth_l1_loss_param",
    [2, 4],
    "SmoothL1Loss that also gives each region's loss (R-FCN).",
    "L1Loss",
  ],
  [
    "SoftmaxWithLossOHEM",
    [],
    "softmax_param",
    LABELLED,
    "SoftmaxWithLoss that also gives each region's loss (R-FCN).",
    "CrossEntropyLoss",
  ],
  ["TripletLoss", [], "triplet_loss_param", [2, 4], "Nears pairs, and parts others.", "TripletLoss"],
  ["WarpCTCLoss", ["WarpCTC"], "ctc_param", TWO, "The loss of unaligned sequences.", "CTCLoss"],
  ["Yolov3", [], "yolov3_param", [2, 3], "The loss of YOLOv3.", "Loss"],
  [
    "MultiBoxLoss",
    [],
    "multibox_loss_param",
    [4, 6],
    "The loss of SSD: of the boxes and of their classes.",
    "Loss",
  ],
];

export const LOSS_LAYERS: readonly LayerType[] = [
  ...ROWS.map(([name, aliases, parameter, bottoms, documentation, operator]): LayerType => ({
    name,
    aliases,
    ...(parameter === undefined ? {} : { parameter }),
    bottoms,
    tops: name.endsWith("OHEM") ? [0, 3] : [0, 2],
    measures: true,
    documentation,
    infer: (call) => lossOf(name, operator, call),
  })),
  {
    name: "CenterLoss",
    parameter: "center_loss_param",
    bottoms: [2, 2],
    tops: [1, 1],
    measures: true,
    documentation: "Draws each feature to its class's learned centre (face recognition).",
    infer: centerLoss,
  },
  {
    name: "Accuracy",
    aliases: ["ACCURACY", "accuracy"],
    parameter: "accuracy_param",
    bottoms: [2, 2],
    tops: [0, 2],
    measures: true,
    documentation: "The share of samples whose label has the best score, or is among the best.",
    infer: accuracy,
  },
];

/** The second top of a softmax loss has the probabilities; that of others is unknown. */
function lossOf(name: string, operator: string, { inputs }: LayerCall): LayerResult {
  const second = operator === "CrossEntropyLoss" ? inputs[0] : undefined;
  return { outputs: [[], second], operator, issues: pairIssues(name, inputs) };
}

/** These compare their bottoms element by element. */
const ELEMENTWISE: ReadonlySet<string> = new Set([
  "EuclideanLoss",
  "SigmoidCrossEntropyLoss",
  "SmoothL1Loss",
]);

function pairIssues(name: string, [first, second]: LayerCall["inputs"]): readonly LayerIssue[] {
  if (!ELEMENTWISE.has(name) || first === undefined || second === undefined) return [];
  const counts = [countOf(first, 1), countOf(second, 1)];
  if (mayBeEqual(counts[0], counts[1])) return [];
  const message = l10n.t(
    "{0}: its bottoms have {1} and {2}, which must have as many elements.",
    name,
    text(first),
    text(second),
  );
  return [{ code: "shape-mismatch", input: 1, message }];
}

function text(shape: Shape): string {
  return shape.slice(1).join("×") || "1";
}

/** center_loss_layer.cpp: a centre for each class. */
function centerLoss({ inputs: [feature], parameter }: LayerCall): LayerResult {
  const operator = "CenterLoss";
  const classes = numberIn(parameter, "num_output");
  if (classes === undefined) {
    return { outputs: [], operator, issues: [missingField("CenterLoss", "num_output")] };
  }
  const axis = feature && axisOf(numberIn(parameter, "axis") ?? 1, feature.length);
  const length = feature === undefined || axis === undefined ? undefined : countOf(feature, axis);
  return { outputs: [[]], operator, weights: [learned("centers", [classes, length])] };
}

function accuracy({ inputs: [scores], parameter }: LayerCall): LayerResult {
  const axis = scores && axisOf(numberIn(parameter, "axis") ?? 1, scores.length);
  const classes = axis === undefined ? undefined : [scores?.[axis]];
  return { outputs: [[], classes], operator: "Accuracy" };
}
