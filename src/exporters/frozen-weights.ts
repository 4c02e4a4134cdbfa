// Which of the written operations' weights are frozen, by those of the layer.

import { product } from "../model/exact";
import type { Layer, Weight } from "../model/network";
import type { Shape } from "../model/shape";
import { operatorNamed } from "../operators/index";
import { checkAttributes } from "../operators/parameters";
import type { Expansion, Piece } from "./expansion";

/** The expansion with its frozen weights marked: all, or those as large as frozen ones of the layer. */
export function withFrozen(
  layer: Layer,
  expansion: Expansion,
  inputs: readonly (Shape | undefined)[],
): Expansion {
  const parameters = layer.known?.weights?.filter(({ kind }) => kind === "parameter") ?? [];
  const frozen = parameters.filter((weight) => weight.frozen === true);
  if (frozen.length === 0) return expansion;
  if (frozen.length === parameters.length) {
    const mark = (piece: Piece): Piece => (hasWeights(piece) ? { ...piece, frozen: true } : piece);
    return {
      ...expansion,
      pieces: expansion.pieces.map(mark),
      operands: (expansion.operands ?? []).map((each) => each.map(mark)),
    };
  }
  const open = frozen.map(sizeOf);
  let current = inputs;
  const pieces = expansion.pieces.map((piece): Piece => {
    const names = weightsOf(piece, current)
      .filter((weight) => takeFrom(open, sizeOf(weight)))
      .map(({ name }) => name);
    current = piece.outputs;
    return names.length === 0 ? piece : { ...piece, frozen: names };
  });
  return { ...expansion, pieces };
}

function hasWeights({ operator }: Piece): boolean {
  return operatorNamed(operator)?.weights !== undefined;
}

function weightsOf(
  { operator, attributes, outputs }: Piece,
  inputs: readonly (Shape | undefined)[],
): readonly Weight[] {
  const declared = operatorNamed(operator);
  if (declared?.weights === undefined) return [];
  const call = { attributes: checkAttributes(declared, attributes).attributes, inputs, outputs };
  return declared.weights(call).filter(({ kind }) => kind === "parameter");
}

function sizeOf({ shape }: Weight): number | undefined {
  return product(shape);
}

/** Removes one entry that is equal; false where there is none. */
function takeFrom(list: (number | undefined)[], value: number | undefined): boolean {
  const index = value === undefined ? -1 : list.indexOf(value);
  if (index < 0) return false;
  list.splice(index, 1);
  return true;
}
