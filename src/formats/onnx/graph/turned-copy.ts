// Weights that are in the file twice: where a head shares its weight with an embedding, PyTorch's older exporter stores the turned
// weight again, under a name of its own. A few elements, read where they are, tell such a copy from another matrix of that size.

import { ELEMENT_TYPES, isReal } from "../proto/element-types";
import type { GraphProto, TensorProto } from "../proto/schema";
import type { Wire } from "../proto/wire";
import { isMadeUpName } from "./value";

/** Elements that are compared. Of trained matrices no two agree in one but by chance. */
const COMPARED = 64;
/** Fewer different numbers among them (zeros, an identity matrix) prove nothing. */
const LEAST_DIFFERENT = 16;

/** The stored matrices under made-up names that are another one of the graph, turned → the name of that one. */
export function turnedCopies({ initializers }: GraphProto, wire: Wire): ReadonlyMap<string, string> {
  const matrices = initializers.filter(({ dims, dataType }) => dims.length === 2 && isReal(dataType));
  const originals = new Map<string, TensorProto[]>();
  for (const matrix of matrices) {
    if (isMadeUpName(matrix.name)) continue;
    const [rows = 0, columns = 0] = matrix.dims;
    const key = sizeKey(matrix, columns, rows);
    originals.set(key, [...(originals.get(key) ?? []), matrix]);
  }
  const copies = new Map<string, string>();
  for (const matrix of matrices) {
    if (!isMadeUpName(matrix.name)) continue;
    const [rows = 0, columns = 0] = matrix.dims;
    const original = originals
      .get(sizeKey(matrix, rows, columns))
      ?.find((candidate) => isTurned(matrix, candidate, wire));
    if (original !== undefined) copies.set(matrix.name, original.name);
  }
  return copies;
}

function sizeKey({ dataType }: TensorProto, rows: number, columns: number): string {
  return `${String(dataType)} ${String(rows)} ${String(columns)}`;
}

/** True when the elements of the copy, rows × columns, are those of the original, columns × rows. */
function isTurned(copy: TensorProto, original: TensorProto, wire: Wire): boolean {
  const [rows = 0, columns = 0] = copy.dims;
  const last = rows * columns - 1;
  const different = new Set<string>();
  for (let index = 0; index < COMPARED; index++) {
    const place = Math.floor((index * last) / (COMPARED - 1));
    const column = place % columns;
    const row = (place - column) / columns;
    const element = elementAt(copy, place, wire);
    if (element === undefined || element !== elementAt(original, column * rows + row, wire)) return false;
    different.add(element);
  }
  return different.size >= LEAST_DIFFERENT;
}

/** The bytes of one element; undefined where they are elsewhere, or not stored side by side. */
function elementAt({ dataType, content }: TensorProto, index: number, wire: Wire): string | undefined {
  const width = ELEMENT_TYPES[dataType]?.width;
  if (width === undefined) return undefined;
  const at = index * width;
  switch (content.kind) {
    case "raw":
    case "floats":
    case "doubles": {
      const start = content.region.start + at;
      return start + width > content.region.end
        ? undefined
        : wire.bytes({ start, end: start + width }, width).join();
    }
    case "bytes":
      return content.bytes.subarray(at, at + width).join();
    default:
      return undefined;
  }
}
