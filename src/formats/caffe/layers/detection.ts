// Layers of detectors: SSD's prior boxes and detections, Faster R-CNN's proposals, YOLO's reorganization.

import * as l10n from "@vscode/l10n";
import { product } from "../../../model/exact";
import { flagIn, numberIn, numbersIn } from "../text/access";
import { imageSize } from "./blob";
import type { LayerCall, LayerResult, LayerType } from "./layer-type";
import { fieldIssue, missingField } from "./layer-type";
import { wrongRank } from "./pooling";

export const DETECTION_LAYERS: readonly LayerType[] = [
  {
    name: "PriorBox",
    parameter: "prior_box_param",
    bottoms: [2, 2],
    tops: [1, 1],
    documentation: "The boxes that SSD starts from at each position of its first bottom.",
    infer: priorBox,
  },
  {
    name: "DetectionOutput",
    parameter: "detection_output_param",
    bottoms: [3, 5],
    tops: [1, 1],
    documentation: "Decodes boxes and drops those that overlap; a row of 7 for each that is left.",
    infer: ({ parameter }) => ({
      outputs: [[1, 1, undefined, 7]],
      operator: "DetectionOutput",
      issues:
        numberIn(parameter, "num_classes") === undefined
          ? [missingField("DetectionOutput", "num_classes")]
          : [],
    }),
  },
  ...["YoloDetectionOutput", "Yolov3DetectionOutput"].map((name): LayerType => ({
    name,
    parameter:
      name === "YoloDetectionOutput" ? "yolo_detection_output_param" : "yolov3_detection_output_param",
    bottoms: [1, Infinity],
    tops: [1, 1],
    documentation: "Decodes YOLO's boxes and drops those that overlap; a row of 7 for each that is left.",
    infer: () => ({ outputs: [[1, 1, undefined, 7]], operator: "DetectionOutput" }),
  })),
  {
    name: "DetectionEvaluate",
    parameter: "detection_evaluate_param",
    bottoms: [2, 2],
    tops: [1, 1],
    documentation: "Compares detections with the truth; a row of 5 for each.",
    infer: () => ({ outputs: [[1, 1, undefined, 5]], operator: "DetectionEvaluate" }),
  },
  {
    name: "Proposal",
    parameter: "proposal_param",
    bottoms: [3, 3],
    tops: [1, 2],
    documentation: "Regions of interest from a region proposal network; a row of 5 for each.",
    infer: ({ inputs: [scores], parameter }) => {
      const regions = product([scores?.[0], numberIn(parameter, "post_nms_topn") ?? 300]);
      return { outputs: [[regions, 5], [regions]], operator: "Proposal" };
    },
  },
  {
    name: "Reorg",
    parameter: "reorg_param",
    bottoms: [1, 1],
    tops: [1, 1],
    documentation: "Moves each block of positions into the channels (YOLOv2).",
    infer: reorganize,
  },
];

/** prior_box_layer.cpp: two rows (boxes, variances) of height · width · priors · 4. */
function priorBox({ inputs: [input], parameter }: LayerCall): LayerResult {
  const operator = "PriorBox";
  const sizes = numbersIn(parameter, "min_size").length;
  if (sizes === 0) return { outputs: [], operator, issues: [missingField("PriorBox", "min_size")] };
  const largest = numbersIn(parameter, "max_size").length;
  if (largest > 0 && largest !== sizes) {
    const message = l10n.t("PriorBox: {0} max_size for {1} min_size.", largest, sizes);
    return { outputs: [], operator, issues: [fieldIssue("wrong-count", "max_size", message)] };
  }
  if (input === undefined) return { outputs: [], operator };
  const size = imageSize(input);
  if (size === undefined) return { outputs: [], operator, issues: [wrongRank("PriorBox", input)] };
  const priors = ratiosOf(parameter) * sizes + largest;
  return { outputs: [[1, 2, product([...size, priors, 4])]], operator, attributes: { boxes: priors } };
}

/** Distinct aspect ratios, 1 among them, each counted twice when flipped. */
function ratiosOf(parameter: LayerCall["parameter"]): number {
  const flip = flagIn(parameter, "flip") ?? true;
  const ratios = [1];
  for (const ratio of numbersIn(parameter, "aspect_ratio")) {
    if (ratios.some((known) => Math.abs(known - ratio) < 1e-6)) continue;
    ratios.push(ratio);
    if (flip) ratios.push(1 / ratio);
  }
  return ratios.length;
}

function reorganize({ inputs: [input], parameter }: LayerCall): LayerResult {
  const reverse = flagIn(parameter, "reverse") === true;
  const operator = reverse ? "PixelShuffle" : "SpaceToDepth";
  const stride = numberIn(parameter, "stride") ?? 0;
  if (stride < 1) return { outputs: [], operator, issues: [missingField("Reorg", "stride")] };
  if (input === undefined) return { outputs: [], operator };
  if (input.length !== 4) return { outputs: [], operator, issues: [wrongRank("Reorg", input)] };
  const [batch, channels, height, width] = input.map((dim) => (typeof dim === "number" ? dim : NaN));
  const factor = reverse ? 1 / stride : stride;
  const output = [batch, (channels ?? NaN) * factor ** 2, (height ?? NaN) / factor, (width ?? NaN) / factor];
  if (output.some((dim) => dim !== undefined && !Number.isNaN(dim) && !Number.isInteger(dim))) {
    const message = l10n.t("Reorg: a stride of {0} does not divide {1}.", stride, input.slice(1).join("×"));
    return { outputs: [], operator, issues: [fieldIssue("invalid-value", "stride", message)] };
  }
  return {
    outputs: [output.map((dim) => (Number.isNaN(dim) ? undefined : dim))],
    operator,
    attributes: { factor: stride },
  };
}
