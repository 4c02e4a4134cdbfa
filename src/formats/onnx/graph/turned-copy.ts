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
  const [copies, originals] = [matrices.filter(isMadeUp), matrices.filter((matrix) => !isMadeUp(matrix))];
  const sizes = new Set(copies.map((copy) => sizeKey(copy, false)));
  const samples = new Map<string, string>();
  for (const original of originals) {
    if (!sizes.has(sizeKey(original, true))) continue;
    const sample = sampleOf(original, true, wire);
    if (sample !== undefined && !samples.has(sample)) samples.set(sample, original.name);
  }
  const result = new Map<string, string>();
  if (samples.size === 0) return result;
  for (const copy of copies) {
    const sample = sampleOf(copy, false, wire);
    const original = sample === undefined ? undefined : samples.get(sample);
    if (original !== undefined) result.set(copy.name, original);
  }
  return result;
}

function isMadeUp({ name }: TensorProto): boolean {
  return isMadeUpName(name);
}

function sizeKey({ dataType, dims: [rows = 0, columns = 0] }: TensorProto, turned: boolean): string {
  return [dataType, ...(turned ? [columns, rows] : [rows, columns])].join(" ");
}

/** Type, size and some elements of a matrix, or of what it is when turned; undefined where these prove nothing. */
function sampleOf(matrix: TensorProto, turned: boolean, wire: Wire): string | undefined {
  const [height = 0, width = 0] = matrix.dims;
  const columns = turned ? height : width;
  const last = height * width - 1;
  const elements: string[] = [];
  for (let index = 0; index < COMPARED; index++) {
    const place = Math.floor((index * last) / (COMPARED - 1));
    const column = place % columns;
    const element = elementAt(matrix, turned ? column * width + (place - column) / columns : place, wire);
    if (element === undefined) return undefined;
    elements.push(element);
  }
  const proves = new Set(elements).size >= LEAST_DIFFERENT;
  return proves ? `${sizeKey(matrix, turned)}: ${elements.join(";")}` : undefined;
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
