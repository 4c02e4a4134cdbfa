// Darknet's shortcut between layers of different shapes, as pools, slices and pads.

import type { Shape } from "../model/shape";
import { isKnown, sameShape } from "../model/shape";
import { Inexpressible } from "./custom-layer";
import type { Piece } from "./expansion";

/** Darknet adds layers of different shapes where they overlap: every n-th position, and the channels that both have. */
export function fitted(shape: Shape | undefined, wanted: Shape | undefined): readonly Piece[] {
  if (!isKnown(shape) || !isKnown(wanted) || sameShape(shape, wanted)) return [];
  if (shape.length !== 3 || wanted.length !== 3) return [];
  return [...subsampled(shape, wanted), ...withChannels(shape[0] ?? 0, wanted)];
}

function subsampled(shape: readonly number[], wanted: readonly number[]): readonly Piece[] {
  const [channels = 0, ...sizes] = shape;
  const [, ...fewer] = wanted;
  if (sizes.join() === fewer.join()) return [];
  const stride = Math.floor((sizes[1] ?? 0) / (fewer[1] ?? 1));
  if (stride < 1 || sizes.some((size, axis) => Math.ceil(size / stride) !== fewer[axis])) {
    throw new Inexpressible();
  }
  const [height = 0, width = 0] = fewer;
  const rows = [channels, height, sizes[1] ?? 0];
  return [
    { operator: "Slice", attributes: { axis: 2, step: stride }, outputs: [rows] },
    { operator: "Slice", attributes: { axis: 3, step: stride }, outputs: [[channels, height, width]] },
  ];
}

function withChannels(channels: number, wanted: readonly number[]): readonly Piece[] {
  const [more = 0] = wanted;
  if (channels > more) return [{ operator: "Slice", attributes: { end: more }, outputs: [wanted] }];
  if (channels === more) return [];
  const pad = [
    [0, more - channels],
    [0, 0],
    [0, 0],
  ];
  return [{ operator: "Pad", attributes: { pad }, outputs: [wanted] }];
}
