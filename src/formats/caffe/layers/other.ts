// Layers that end a blob, own a bare weight, or run code of their own.

import * as l10n from "@vscode/l10n";
import { messageIn, numbersIn, textIn } from "../text/access";
import { learned } from "./blob";
import type { LayerCall, LayerResult, LayerType } from "./layer-type";

const ANY: LayerType["bottoms"] = [0, Infinity];

export const OTHER_LAYERS: readonly LayerType[] = [
  {
    name: "Silence",
    aliases: ["SILENCE"],
    bottoms: [1, Infinity],
    tops: [0, 0],
    documentation: "Takes blobs that nothing else takes, so that they are no outputs.",
    infer: () => ({ outputs: [], operator: "Silence" }),
  },
  {
    name: "HDF5Output",
    aliases: ["HDF5_OUTPUT"],
    parameter: "hdf5_output_param",
    bottoms: [2, 2],
    tops: [0, 0],
    writes: true,
    documentation: "Writes blobs to a file.",
    infer: () => ({ outputs: [], operator: "HDF5Output" }),
  },
  {
    name: "Parameter",
    parameter: "parameter_param",
    bottoms: [0, 0],
    tops: [1, 1],
    documentation: "A learned blob that takes no bottom.",
    infer: ({ parameter }) => {
      const dims = numbersIn(messageIn(parameter, "shape"), "dim");
      return { outputs: [dims], operator: "Parameter", weights: [learned("weight", dims)] };
    },
  },
  {
    name: "Python",
    parameter: "python_param",
    bottoms: ANY,
    tops: ANY,
    opaque: true,
    documentation: "Computed by a Python class.",
    infer: python,
  },
  crf(
    "MultiStageMeanfield",
    [],
    "multi_stage_meanfield_param",
    "A conditional random field as recurrent network.",
  ),
  crf("DenseCRF", ["DENSE_CRF"], "dense_crf_param", "A fully connected conditional random field."),
  {
    name: "MatWrite",
    aliases: ["MAT_WRITE"],
    parameter: "mat_write_param",
    bottoms: [1, Infinity],
    tops: [0, 0],
    writes: true,
    documentation: "Writes blobs to MATLAB files (DeepLab).",
    infer: () => ({ outputs: [], operator: "MatWrite" }),
  },
  opaque(
    "DetectNetTransformation",
    "detectnet_groundtruth_param",
    "Augments images, and lays their boxes on a grid.",
  ),
  opaque("ImResize", "imresize_param", "Resizes maps to the image's size (OpenPose)."),
  opaque("Nms", "nms_param", "Finds the peaks of maps (OpenPose)."),
  opaque("Lstm", "lstm_param", "A fork's long short-term memory, over samples that follow each other."),
  opaque("BoxAnnotatorOHEM", "box_annotator_ohem_param", "Picks the hardest examples (R-FCN)."),
];

/** Gives scores for what its first bottom has scores for; what it learns differs between forks. */
function crf(name: string, aliases: readonly string[], parameter: string, documentation: string): LayerType {
  return {
    name,
    aliases,
    parameter,
    bottoms: [2, 4],
    tops: [1, 2],
    opaque: true,
    documentation,
    infer: ({ inputs: [scores] }) => ({ outputs: [scores], operator: name }),
  };
}

function opaque(name: string, parameter: string | undefined, documentation: string): LayerType {
  return {
    name,
    ...(parameter === undefined ? {} : { parameter }),
    bottoms: ANY,
    tops: ANY,
    opaque: true,
    documentation,
    infer: () => ({ outputs: [], operator: name }),
  };
}

/** What the class makes is unknown, except for Faster R-CNN's proposals: a row of 5 for each region. */
function python({ parameter, inputs }: LayerCall): LayerResult {
  if (inputs.length === 0) {
    const message = l10n.t("The shape of the data that this Python layer makes is not in the file.");
    const issue = { code: "unknown-data-shape", severity: "information", message } as const;
    return { outputs: [], operator: "Identity", issues: [issue] };
  }
  const operator = "Python";
  const name = textIn(parameter, "layer");
  const attributes = name === undefined ? {} : { layer: name };
  const isProposal = name === "ProposalLayer";
  return {
    outputs: isProposal
      ? [
          [undefined, 5],
          [undefined, 1],
        ]
      : [],
    operator,
    attributes,
  };
}
