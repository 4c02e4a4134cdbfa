// Whether a network that was written and read again is still the same: totals, every operation with its figures, and what
// takes what.

import { analyseNetwork } from "../analysis/network-analysis";
import type { Totals } from "../analysis/network-analysis";
import type { Network } from "../model/network";
import { formatShape, isKnown } from "../model/shape";
import { costOf } from "../operators/cost";
import { operatorNamed } from "../operators/index";
import { checkAttributes } from "../operators/parameters";
import { expandLayer } from "./expand";
import type { Graph, Operation } from "./graph";
import { graphOf, Refusal } from "./graph";

/** What differs, in a sentence; undefined when nothing does. FLOPs that `source` leaves unknown may be known in `again`. */
export function differenceBetween(source: Network, again: Network): string | undefined {
  const [a, b] = [analyseNetwork(source).totals, analyseNetwork(again).totals];
  const deeper = differentDepth(source, a, b);
  return differentTotal(a, b) ?? deeper ?? differentOperations(source, again);
}

function differentTotal(source: Totals, again: Totals): string | undefined {
  for (const figure of ["params", "frozenParams", "buffers", "macs", "operations"] as const) {
    for (const [was, is, where] of [
      [source[figure], again[figure], ""],
      [source.auxiliary[figure], again.auxiliary[figure], "auxiliary "],
    ] as const) {
      if ((figure === "operations" || figure === "frozenParams") && was.uncounted > 0) continue;
      if (was.value === is.value && was.uncounted === 0 && is.uncounted === 0) continue;
      if (was.uncounted > 0 && is.uncounted > 0) continue;
      return `It would have ${String(is.value ?? "unknown")} ${where}${WORDS[figure]} instead of ${String(was.value ?? "unknown")}.`;
    }
  }
  return undefined;
}

/** A network without an output has no depth; a `.net` file always has one. */
function differentDepth({ outputs }: Network, source: Totals, again: Totals): string | undefined {
  if (outputs.length === 0 || source.depth === again.depth) return undefined;
  return `It would be ${String(again.depth)} layers deep instead of ${String(source.depth)}.`;
}

const WORDS = {
  params: "params",
  frozenParams: "frozen params",
  buffers: "buffers",
  macs: "multiply-accumulates",
  operations: "operations",
} as const;

/** The operations of both, each known by its operator and by what it takes, and that again so. */
function differentOperations(source: Network, again: Network): string | undefined {
  const kinds = new Kinds();
  try {
    const before = kinds.of(graphOf(source, expandLayer));
    const after = kinds.of(graphOf(again, expandLayer));
    for (const [kind, { name, operator, figures }] of before) {
      const others = after.get(kind)?.figures ?? [];
      if (others.length !== figures.length) return `Its ${operator} "${name}" would stand elsewhere.`;
      if (figures.includes(undefined) || others.includes(undefined)) continue;
      const [were, are] = [[...figures].sort(), [...others].sort()];
      const changed = were.findIndex((figure, index) => figure !== are[index]);
      if (changed >= 0)
        return `Its ${operator} "${name}" would have ${String(are[changed])} instead of ${String(were[changed])}.`;
    }
    const extra = [...after].find(([kind]) => !before.has(kind));
    return extra && `It would have a ${extra[1].operator} more.`;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

interface Kind {
  readonly name: string;
  readonly operator: string;
  /** Of each operation of the kind; undefined where a shape is not known. */
  readonly figures: (string | undefined)[];
}

/** Operators whose inputs may come in any order. */
const COMMUTATIVE: ReadonlySet<string> = new Set(["Add", "Mul", "Max", "Min", "Average"]);

/** Numbers operations so that equal ones of two graphs have one number. */
class Kinds {
  private readonly numbers = new Map<string, number>();

  of(graph: Graph): ReadonlyMap<number, Kind> {
    const kinds = new Map<number, Kind>();
    const tensors: string[] = [];
    for (const [index, { tensor }] of graph.inputs.entries()) tensors[tensor] = `input ${String(index)}`;
    for (const operation of graph.operations) {
      const inputs = operation.inputs.map((tensor) => tensors[tensor] ?? "");
      if (COMMUTATIVE.has(operation.operator)) inputs.sort();
      const number = this.numberOf(`${operation.operator}(${inputs.join(", ")})`);
      for (const [output, tensor] of operation.outputs.entries())
        tensors[tensor] = `${String(number)}.${String(output)}`;
      const figures = figuresOf(graph, operation);
      const kind = kinds.get(number);
      if (kind !== undefined) kind.figures.push(figures);
      else kinds.set(number, { name: operation.name, operator: operation.operator, figures: [figures] });
    }
    return kinds;
  }

  private numberOf(key: string): number {
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.numbers.size);
    return this.numbers.size - 1;
  }
}

/** The output shapes, params, buffers and multiply-accumulates; undefined where a shape is not known. */
function figuresOf(graph: Graph, { operator, attributes, inputs, outputs }: Operation): string | undefined {
  const shapes = outputs.map((tensor) => graph.tensors[tensor]?.shape);
  const taken = inputs.map((tensor) => graph.tensors[tensor]?.shape);
  if (![...shapes, ...taken].every((shape) => isKnown(shape))) return undefined;
  const declared = operatorNamed(operator);
  const all = declared === undefined ? attributes : checkAttributes(declared, attributes).attributes;
  const call = { attributes: all, inputs: taken, outputs: shapes, wanted: outputs.length };
  const { params, buffers, macs } = costOf(declared, call);
  return `${shapes.map(formatShape).join(" and ")}, ${String(params)} params, ${String(buffers)} buffers, ${String(macs)} multiply-accumulates`;
}
