// The table behind a bias of relative positions, which PyTorch's exporter folds into one number for each pair of positions.

import { product } from "../../../model/exact";
import { isKnown } from "../../../model/shape";
import type { Step } from "../graph/step";
import type { Stored } from "../graph/value";
import { isMadeUp } from "../graph/value";

/**
 * Window attention (Swin, MaxViT) adds to the scores of each head a bias that depends on the relative position alone. What is
 * trained is a table with a row for each of the (2·w − 1)² relative positions in a window of w × w and a column for each head;
 * the exporter looks all pairs up in advance and stores [1, heads, w², w²], or [w⁴, heads], which nodes rearrange. Returns the
 * table's shape, or undefined for anything else.
 */
export function relativeTable(step: Step, stored: Stored): readonly [number, number] | undefined {
  if (step.node.op !== "Add" || stored.inline || !isMadeUp(stored) || isConstant(stored)) return undefined;
  const dims = shapeInUse(step, stored).filter((dim, axis) => dim !== 1 || axis > 0);
  const [heads, positions, others] = dims;
  const rows = rowsFor(positions ?? 0);
  if (dims.length !== 3 || heads === undefined || positions !== others || rows === undefined)
    return undefined;
  const scores = step.inputs.find((input) => input?.kind === "data")?.tensor.shape;
  const fits = scores !== undefined && scores.length > 3 && scores.slice(-3).join() === dims.join();
  return fits ? [rows, heads] : undefined;
}

/** The exporter says that it computed it from nothing in a module's state. */
function isConstant({ declared }: Stored): boolean {
  return declared?.role === "computed" && !declared.isFolded;
}

/** The relative positions in a square window; BEiT has a class token besides, and rows from it, to it, and to itself. */
function rowsFor(positions: number): number | undefined {
  for (const [tokens, more] of [
    [0, 0],
    [1, 3],
  ] as const) {
    const side = Math.sqrt(positions - tokens);
    if (Number.isInteger(side) && side > 1) return (2 * side - 1) ** 2 + more;
  }
  return undefined;
}

/** The shape that the stored tensor has where the step takes it, if it has as many elements there. */
function shapeInUse(step: Step, stored: Stored): readonly number[] {
  const { dims } = stored.tensor;
  const shape = step.inputs.find((input) => input?.stored.includes(stored))?.tensor.shape;
  return isKnown(shape) && product(shape) === product(dims) ? shape : dims;
}
