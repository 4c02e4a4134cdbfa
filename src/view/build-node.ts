// Labels and figures of one node of the picture.

import { operatorTitle } from "../operators/custom";
import type { GroupAnalysis, LayerAnalysis } from "../analysis/body-analysis";
import type { Figures, FlopsConvention } from "../analysis/figures";
import { flopsOf } from "../analysis/figures";
import { formatTally } from "../analysis/format-number";
import type { Tally } from "../analysis/tally";
import type { Group, Layer } from "../model/network";
import type { Shape } from "../model/shape";
import { formatShape, sameShape } from "../model/shape";
import type { Family } from "../operators/operator";
import { layerDetail, layerWords } from "./layer-detail";
import type { ViewCount, ViewFigures, ViewGroup, ViewLayer } from "./view-graph";

/** A layer's node; `inputs` are the shapes that it takes. */
export function viewLayer(
  layer: Layer,
  analysis: LayerAnalysis,
  inputs: readonly (Shape | undefined)[],
  convention: FlopsConvention,
): ViewLayer {
  const { operator } = analysis;
  const family = operator?.family ?? "other";
  const shape = layer.outputs[0]?.shape;
  const merges = operator?.merge === true || (operator?.arity.max ?? 1) > 1;
  const title = operatorTitle(layer);
  const detail = layerDetail(layer.operator, layer.attributes, inputs[0]);
  const unchanged = sameShape(shape, inputs[0]);
  return {
    kind: "layer",
    role: merges && inputs.length > 1 ? "merge" : "layer",
    name: layer.name,
    title: layer.named ? layer.name : title,
    detail: layer.named && layer.name !== title ? `${title} ${detail}`.trimEnd() : detail,
    operator: layer.operator,
    family,
    small: SMALL.has(family) && (unchanged || layer.outputs.length === 0),
    shape: layer.outputs.map((tensor) => formatShape(tensor.shape)).join(", "),
    words: layerWords(layer.operator, layer.nativeOperator, layer.attributes),
    figures: viewFigures(analysis.figures, convention),
  };
}

const SMALL: ReadonlySet<Family> = new Set<Family>(["activation", "regularization", "normalization"]);

/** A group's node; `body` is the key of its body. */
export function viewGroup(
  group: Group,
  analysis: GroupAnalysis,
  body: string,
  shape: string,
  convention: FlopsConvention,
): ViewGroup {
  // Auxiliary heads are counted apart: in their own boxes, and in no other.
  const own = group.groupKind === "auxiliary" ? analysis.auxiliary : analysis.figures;
  const title = group.named ? group.name : (group.definition ?? group.name);
  const each = analysis.body.figures;
  return {
    kind: "group",
    groupKind: group.groupKind,
    name: group.name,
    title,
    detail: subtotal(own, convention),
    shape,
    ...(group.definition === undefined ? {} : { definition: group.definition }),
    body,
    count: group.count,
    ...(group.first === undefined ? {} : { first: group.first }),
    layers: own.layers,
    words: [group.definition ?? "", group.groupKind, layerWords("", undefined, group.arguments ?? {})].join(
      " ",
    ),
    figures: viewFigures(own, convention),
    ...(group.count === 1
      ? {}
      : { each: { detail: subtotal(each, convention), figures: viewFigures(each, convention) } }),
  };
}

/** `164K params · 128M FLOPs` */
function subtotal(figures: Figures, convention: FlopsConvention): string {
  return `${formatTally(figures.params)} params · ${formatTally(flopsOf(figures, convention))} FLOPs`;
}

/** The figures that a picture can be coloured by. */
export function viewFigures(figures: Figures, convention: FlopsConvention): ViewFigures {
  return {
    params: viewCount(figures.params),
    flops: viewCount(flopsOf(figures, convention)),
    activationBytes: viewCount(figures.activationBytes),
  };
}

function viewCount(tally: Tally): ViewCount {
  const partial = tally.uncounted > 0 ? { partial: true } : {};
  // A sum in which nothing was counted is unknown, not 0.
  const unknown = tally.value === undefined || (tally.uncounted > 0 && tally.value === 0);
  return unknown ? partial : { value: tally.value, ...partial };
}
