// Caffe writes one batch normalization as two layers, BatchNorm and Scale: they are compared as the one that they are.

import type { Body, Layer, Node } from "../../model/network";
import type { BodyAnalysis, LayerAnalysis } from "../body-analysis";
import { addFigures } from "../figures";

/** A normalization with the layer that scales and shifts what it leaves. */
export interface ScaledNormalization {
  /** The index of the layer that scales. */
  readonly scale: number;
  /** What the two come to: BatchNorm as other formats write it. */
  readonly layer: Layer;
  /** With the figures of both. */
  readonly analysis: LayerAnalysis;
}

/** By the index in the body of the normalization, of which nothing else takes what it leaves. */
export function scaledNormalizations(
  body: Body,
  analysis: BodyAnalysis,
): ReadonlyMap<number, ScaledNormalization> {
  const found = new Map<number, ScaledNormalization>();
  if (!body.nodes.some(isScale)) return found;
  const uses = usesOf(body);
  for (const [index, scale] of body.nodes.entries()) {
    const [source] = scale.inputs;
    if (!isScale(scale) || source === undefined || "input" in source || uses[source.node] !== 1) continue;
    const norm = body.nodes[source.node];
    const [own, other] = [analysis.nodes[source.node], analysis.nodes[index]];
    if (!isBareNorm(norm) || own?.kind !== "layer" || other?.kind !== "layer") continue;
    const { factor: _, ...attributes } = norm.attributes;
    found.set(source.node, {
      scale: index,
      layer: { ...norm, attributes: { ...attributes, affine: true }, outputs: scale.outputs },
      analysis: { ...own, figures: addFigures(own.figures, other.figures) },
    });
  }
  return found;
}

/** How often each node's outputs are taken, by nodes and as outputs of the body. */
function usesOf(body: Body): readonly number[] {
  const uses = new Array<number>(body.nodes.length).fill(0);
  for (const source of [...body.nodes.flatMap(({ inputs }) => inputs), ...body.outputs]) {
    if ("node" in source) uses[source.node] = (uses[source.node] ?? 0) + 1;
  }
  return uses;
}

function isBareNorm(node: Node | undefined): node is Layer {
  if (node?.kind !== "layer" || node.operator !== "BatchNorm") return false;
  return node.attributes["affine"] === false && node.sharedWith === undefined;
}

/** True for a factor and a term for each channel: what an affine normalization has. */
function isScale(node: Node): node is Layer {
  if (node.kind !== "layer" || node.operator !== "Scale") return false;
  const { axis = 1, axes = 1, bias } = node.attributes;
  return (
    bias === true && axis === 1 && axes === 1 && node.inputs.length === 1 && node.sharedWith === undefined
  );
}
