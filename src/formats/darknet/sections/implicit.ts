// Learned tensors without input, and what YOLOR's cfg files do with them: https://github.com/WongKinYiu/yolor

import * as l10n from "@vscode/l10n";
import { Numbers, areSizes } from "./numbers";
import { otherLayers } from "./routing";
import type { SectionCall, SectionResult, SectionRule } from "./section-type";
import { imageFeature, learned } from "./section-type";

/** implicit_layer.c: a learned tensor; it does not look at the layer before. */
export const implicit: SectionRule = (call) => {
  const numbers = new Numbers(call.section);
  const filters = numbers.read("filters", 128);
  const atoms = numbers.read("atoms", 1);
  const operator = "Parameter";
  if (!areSizes(filters, atoms)) return { output: undefined, operator, sources: [], issues: numbers.issues };
  return {
    output: imageFeature(filters, atoms, 1),
    operator,
    weights: [learned("weights", [filters, atoms])],
    sources: [],
  };
};

/** YOLOR's implicit_add, implicit_mul and implicit_cat: a learned vector, a number for each channel. */
export const implicitVector: SectionRule = (call) => {
  const numbers = new Numbers(call.section);
  const filters = numbers.read("filters", 128);
  const operator = "Parameter";
  if (!areSizes(filters)) return { output: undefined, operator, sources: [], issues: numbers.issues };
  return {
    output: imageFeature(filters, 1, 1),
    operator,
    weights: [learned("weights", [filters])],
    sources: [],
  };
};

export const shiftChannels: SectionRule = (call) => withVector(call, "Add");
export const controlChannels: SectionRule = (call) => withVector(call, "Mul");

/** The layer before, each channel with the vector's number for it. */
function withVector(call: SectionCall, operator: "Add" | "Mul"): SectionResult {
  const { sources, features, issues } = otherLayers(call, "from");
  const { index, input } = call;
  const [vector] = features;
  const own = input?.image?.channels;
  const other = vector?.image?.channels;
  const fits = own === undefined || other === undefined || other === own || other === 1;
  const message = l10n.t("The layer before has {0} channels, the other one {1}.", String(own), String(other));
  return {
    output: fits ? input : undefined,
    operator,
    sources: [...(index > 0 ? [index - 1] : []), ...sources],
    issues: fits ? issues : [...issues, { code: "shape-mismatch", option: "from", message }],
  };
}
