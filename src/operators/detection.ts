// Operators of detection networks. Where the number of results depends on the data, it is unknown.

import { product } from "../model/exact";
import type { Shape } from "../model/shape";
import { fails, gives, numberOf, outputElements, times, UNKNOWN, wrongRank } from "./call";
import type { Call, Inference, Operator } from "./operator";
import { perAxis, wrongAxisCount } from "./window";

export const DETECTIONS: readonly Operator[] = [
  regionPool("ROIPool", ["RoIPool", "ROIPooling"], "The greatest element of each part of a region.", 4),
  regionPool("ROIAlign", ["RoIAlign"], "Bilinear samples of each part of a region.", 32),
  {
    name: "PriorBox",
    aliases: ["AnchorBox"],
    family: "detection",
    documentation:
      "Boxes around each position of `[C, H, W]`: `[2, H·W·boxes·4]`, coordinates and variances (SSD).",
    parameters: [
      { name: "boxes", type: "integer", default: 1, min: 1, documentation: "Boxes for each position." },
    ],
    arity: { min: 1, max: 2 },
    infer: inferPriorBox,
  },
  {
    name: "NonMaxSuppression",
    aliases: ["NMS"],
    family: "detection",
    documentation: "Drops boxes that overlap better ones: `[N, …]` gives at most N rows.",
    parameters: [
      { name: "threshold", type: "number", default: 0.5, documentation: "Greatest overlap allowed." },
      {
        name: "keep",
        type: "integer",
        optional: true,
        min: 1,
        documentation: "Rows kept, where that is fixed.",
      },
    ],
    arity: { min: 1, max: Infinity },
    infer: (call) => rows(call, call.inputs[0]?.slice(1)),
  },
  {
    name: "DetectionOutput",
    family: "detection",
    documentation: "Decodes and filters detections to rows of 7 numbers: image, class, score and box (SSD).",
    parameters: [
      {
        name: "keep",
        type: "integer",
        optional: true,
        min: 1,
        documentation: "Rows kept, where that is fixed.",
      },
    ],
    arity: { min: 1, max: Infinity },
    infer: (call) => rows(call, [7]),
  },
  {
    name: "Proposal",
    family: "detection",
    documentation: "Regions that may hold objects, as rows of 5 numbers: image and box (Faster R-CNN).",
    parameters: [
      {
        name: "keep",
        type: "integer",
        optional: true,
        min: 1,
        documentation: "Regions kept, where that is fixed.",
      },
    ],
    arity: { min: 1, max: Infinity },
    infer: (call) => rows(call, [5]),
  },
];

function regionPool(name: string, aliases: readonly string[], what: string, perElement: number): Operator {
  return {
    name,
    aliases,
    family: "detection",
    documentation: `${what} \`[C, H, W]\` with regions \`[N, 4]\` gives \`[N, C, h, w]\`. Counted as ${String(perElement)} operations for each output element.`,
    parameters: [
      {
        name: "size",
        type: "axes",
        min: 1,
        aliases: ["output_size"],
        documentation: "Height and width of a region's output.",
      },
      {
        name: "scale",
        type: "number",
        default: 1,
        aliases: ["spatial_scale"],
        documentation: "From the regions' coordinates to the input's.",
      },
    ],
    arity: { min: 2, max: 2 },
    infer: (call) => inferRegionPool(name, call),
    operations: (call) => times(outputElements(call), perElement),
    window: () => "global",
  };
}

function inferRegionPool(name: string, call: Call): Inference {
  const [input, regions] = call.inputs;
  if (input !== undefined && input.length !== 3) return fails(wrongRank(name, "[C, H, W]", input));
  const sizes = perAxis(call.attributes["size"], 2);
  if (sizes === undefined) return fails(wrongAxisCount("size", 2));
  return gives([regions?.[0], input?.[0], ...sizes]);
}

function inferPriorBox(call: Call): Inference {
  const [input] = call.inputs;
  if (input === undefined) return UNKNOWN;
  if (input.length !== 3) return fails(wrongRank("PriorBox", "[C, H, W]", input));
  return gives([2, product([input[1], input[2], numberOf(call, "boxes"), 4])]);
}

function rows(call: Call, columns: Shape | undefined): Inference {
  return gives(columns && [numberOf(call, "keep"), ...columns]);
}
