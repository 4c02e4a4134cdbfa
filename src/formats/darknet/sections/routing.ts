// Layers that take other layers than the one before: route, shortcut, scale_channels and sam.

import * as l10n from "@vscode/l10n";
import type { Count } from "../../../model/exact";
import { integerIn, textIn } from "../options";
import type { LayerReference } from "../references";
import { referencesIn } from "../references";
import type { Feature, SectionCall, SectionIssue, SectionResult, SectionRule } from "./section-type";
import { flatFeature, imageFeature, learned } from "./section-type";

/** What an option of a layer points at. */
interface OtherLayers {
  /** The numbers of the layers that exist. */
  readonly sources: readonly number[];
  /** One for each reference. */
  readonly features: readonly (Feature | undefined)[];
  readonly references: readonly LayerReference[];
  readonly issues: readonly SectionIssue[];
}

/** The layers that an option points at, with what is wrong about them. */
export function otherLayers(call: SectionCall, key: string): OtherLayers {
  const references = referencesIn(call.text, call.section, key, call.index);
  const issues: SectionIssue[] = [];
  if (references.length === 0) {
    issues.push({ code: "missing-option", message: l10n.t('[{0}] needs "{1}".', call.section.type, key) });
  }
  const sources: number[] = [];
  const features = references.map((reference) => {
    const { target } = reference;
    if (target !== undefined && target >= 0 && target < call.index) {
      sources.push(target);
      return call.layers[target];
    }
    issues.push(wrongReference(call, key, reference));
    return undefined;
  });
  return { sources, features, references, issues };
}

function wrongReference(
  { index }: SectionCall,
  key: string,
  { target, text, ...span }: LayerReference,
): SectionIssue {
  const where = { option: key, span: { start: span.start, end: span.end } };
  if (target === undefined) {
    return { code: "wrong-type", message: l10n.t('"{0}" is not the number of a layer.', text), ...where };
  }
  const message =
    target < 0
      ? l10n.t("Layer {0} is before the first one; this is layer {1}.", target, index)
      : target === index
        ? l10n.t("The layer cannot take itself.")
        : l10n.t("Layer {0} comes later: this is layer {1}.", target, index);
  return { code: "invalid-reference", message, ...where };
}

export const route: SectionRule = (call) => {
  const { sources, features, references, issues } = otherLayers(call, "layers");
  const groups = integerIn(call.section, "groups", 1) ?? NaN;
  const group = integerIn(call.section, "group_id", 0) ?? NaN;
  const operator = references.length > 1 ? "Concat" : groups > 1 ? "Slice" : "Identity";
  const attributes = operator === "Concat" ? { axis: 1 } : {};
  const found = features.filter((feature) => feature !== undefined);
  const [first] = found;
  if (first === undefined || found.length < references.length) {
    return { output: undefined, operator, attributes, sources, issues };
  }
  const joined = join(found);
  const all = [
    ...issues,
    ...groupIssues(groups, group, joined),
    ...(joined.image ? [] : [sizesDiffer(found)]),
  ];
  const output = all.length > issues.length ? undefined : part(joined, groups);
  const slice =
    operator === "Slice" && output?.image !== undefined ? sliceOf(output.image.channels, group) : attributes;
  return { output, operator, attributes: slice, sources, issues: all };
};

function sliceOf(channels: number, group: number): Readonly<Record<string, number>> {
  return { axis: 1, start: channels * group, end: channels * (group + 1) };
}

function join(features: readonly Feature[]): Feature {
  const [first] = features;
  const count = features.reduce((total, feature) => total + feature.count, 0);
  const images = features.flatMap(({ image }) => (image === undefined ? [] : [image]));
  const size = first?.image;
  if (features.length === 1 && first !== undefined) return first;
  const agree =
    size !== undefined &&
    images.length === features.length &&
    images.every(({ height, width }) => height === size.height && width === size.width);
  if (!agree) return flatFeature(count);
  const channels = images.reduce((total, image) => total + image.channels, 0);
  return imageFeature(channels, size.height, size.width);
}

function sizesDiffer(features: readonly Feature[]): SectionIssue {
  const sizes = features.map(({ shape }) => shape.join("×")).join(", ");
  return {
    code: "shape-mismatch",
    option: "layers",
    message: l10n.t("The layers differ in height or width: {0}.", sizes),
  };
}

function part(joined: Feature, groups: number): Feature {
  if (groups <= 1 || joined.image === undefined) return joined;
  const { channels, height, width } = joined.image;
  return imageFeature(Math.trunc(channels / groups), height, width);
}

function groupIssues(groups: number, group: number, { image }: Feature): readonly SectionIssue[] {
  if (groups === 1) return [];
  const problem = (option: string, message: string): readonly SectionIssue[] => [
    { code: "invalid-value", option, message },
  ];
  if (!(groups >= 1)) return problem("groups", l10n.t("{0} must be at least {1}.", "groups", 1));
  if (!(group >= 0 && group < groups)) {
    return problem("group_id", l10n.t("{0} must be from {1} to {2}.", "group_id", 0, groups - 1));
  }
  if (image === undefined || image.channels % groups === 0) return [];
  return problem("groups", l10n.t("{0} groups do not divide {1} channels.", groups, image.channels));
}

export const shortcut: SectionRule = (call) => {
  const { sources, features, issues } = otherLayers(call, "from");
  const { input, index, section } = call;
  const own = index > 0 ? [index - 1] : [];
  const wrong = features.find(
    (feature) => feature !== undefined && input !== undefined && !overlaps(feature, input),
  );
  const all =
    wrong === undefined || input === undefined
      ? issues
      : [
          ...issues,
          {
            code: "shape-mismatch",
            option: "from",
            severity: "information" as const,
            message: l10n.t(
              "The layers differ: {0} and {1}. Darknet adds where they overlap.",
              input.shape.join("×"),
              wrong.shape.join("×"),
            ),
          },
        ];
  return {
    output: features.includes(undefined) || features.length === 0 ? undefined : input,
    operator: "Add",
    attributes: { activation: textIn(section, "activation", "linear") },
    sources: [...own, ...sources],
    ...shortcutWeights(call, features.length),
    issues: all,
  };
};

function overlaps(a: Feature, b: Feature): boolean {
  return a.image === undefined || b.image === undefined
    ? a.count === b.count
    : a.image.channels === b.image.channels &&
        a.image.height === b.image.height &&
        a.image.width === b.image.width;
}

/** AlexeyAB's weighted shortcut: a weight for each layer, or for each channel of each layer. */
function shortcutWeights({ section, input }: SectionCall, others: number): Pick<SectionResult, "weights"> {
  const type = textIn(section, "weights_type", "none");
  if (type === "per_channel") {
    return { weights: [learned("weights", [others + 1, input?.image?.channels])] };
  }
  return type === "per_feature" || type === "per_layer"
    ? { weights: [learned("weights", [others + 1])] }
    : {};
}

export const scaleChannels: SectionRule = (call) => multiply(call);
export const sam: SectionRule = (call) => multiply(call);

/** The output is shaped as the other layer; this one's values are repeated over it. */
function multiply(call: SectionCall): SectionResult {
  const { sources, features, issues } = otherLayers(call, "from");
  const { index, input, section } = call;
  const [other] = features;
  const mismatch: Count =
    input?.image !== undefined && other?.image !== undefined && input.image.channels !== other.image.channels
      ? input.image.channels
      : undefined;
  const issue: SectionIssue = {
    code: "shape-mismatch",
    option: "from",
    message: l10n.t(
      "The layer before has {0} channels, the other one {1}.",
      String(mismatch),
      String(other?.image?.channels),
    ),
  };
  const scalesPositions = (integerIn(section, "scale_wh", 0) ?? 0) !== 0;
  return {
    output: mismatch === undefined || scalesPositions ? other : undefined,
    operator: "Mul",
    attributes: { activation: textIn(section, "activation", "linear") },
    sources: [...(index > 0 ? [index - 1] : []), ...sources],
    issues: mismatch === undefined || scalesPositions ? issues : [...issues, issue],
  };
}
