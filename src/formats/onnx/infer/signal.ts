// Shape rules of operators on signals, text and losses that seldom carry weight but stand in graphs.

import type { Dim } from "../../../model/shape";
import { addDims, floorDivide, multiplyDims, subtractDims } from "../dims";
import { BOOL } from "../proto/element-types";
import type { Rule } from "./contract";
import { axisIn, dataOf, one, shapeOf, unknown } from "./contract";

/**
 * The transformed axis keeps its length (or gets dft_length); one-sided, it is half of it plus 1, and the inverse of that is real.
 * The last axis holds real and imaginary parts.
 */
const dft: Rule = (call) => {
  const shape = shapeOf(call, 0);
  if (shape === undefined) return one(call, undefined);
  const given = dataOf(call, 2)?.[0];
  const fallback = call.attributes.int("axis", call.opset >= 20 ? -2 : 1);
  const axis = axisIn(typeof given === "number" ? given : fallback, shape.length);
  const half = call.attributes.int("onesided", 0) !== 0;
  const inverse = half && call.attributes.int("inverse", 0) !== 0;
  const own = shape[axis ?? 0];
  const whole = inverse ? multiplyDims(addDims(own, -1), 2) : own;
  const length: Dim = call.inputs[1] === undefined ? whole : dataOf(call, 1)?.[0];
  const size = half && !inverse ? addDims(floorDivide(length, 2), 1) : length;
  const parts = inverse ? 1 : 2;
  return one(
    call,
    shape.map((dim, at) => (at === axis ? size : at === shape.length - 1 ? parts : dim)),
  );
};

/** [batch, frames, bins, 2]. */
const stft: Rule = (call) => {
  const signal = shapeOf(call, 0);
  const step = dataOf(call, 1)?.[0];
  const length = call.inputs[3] === undefined ? shapeOf(call, 2)?.[0] : dataOf(call, 3)?.[0];
  if (signal === undefined || typeof step !== "number")
    return one(call, [signal?.[0], undefined, undefined, 2]);
  const frames = addDims(floorDivide(subtractDims(signal[1], length), step), 1);
  const bins = call.attributes.int("onesided", 1) !== 0 ? addDims(floorDivide(length, 2), 1) : length;
  return one(call, [signal[0], frames, bins, 2]);
};

/** Losses reduce to a scalar unless told not to. */
const loss: Rule = (call) => {
  const shape = call.attributes.text("reduction", "mean") === "none" ? shapeOf(call, 1) : [];
  return [
    { shape, type: call.inputs[0]?.type ?? 0 },
    { shape: shapeOf(call, 0), type: call.inputs[0]?.type ?? 0 },
  ].slice(0, Math.max(1, call.wanted));
};

/** Optionals, texts and what depends on subgraphs: nothing is known of their elements. */
const opaque: Rule = (call) => Array.from({ length: Math.max(1, call.wanted) }, () => unknown());

export const SIGNAL_RULES: Readonly<Record<string, Rule>> = {
  DFT: dft,
  If: opaque,
  ImageDecoder: opaque,
  Loop: opaque,
  NegativeLogLikelihoodLoss: loss,
  Optional: opaque,
  OptionalGetElement: opaque,
  OptionalHasElement: (call) => one(call, [], BOOL),
  RegexFullMatch: (call) => one(call, shapeOf(call, 0), BOOL),
  STFT: stft,
  Scan: opaque,
  SequenceMap: opaque,
  SoftmaxCrossEntropyLoss: loss,
  StringConcat: (call) => one(call, shapeOf(call, 0)),
  StringNormalizer: opaque,
  StringSplit: opaque,
  TfIdfVectorizer: opaque,
};
