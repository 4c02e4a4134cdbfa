// What PyTorch's newer exporter says about the tensors that it stores: parameter, buffer, or computed from others.

import type { GraphProto, ValueInfoProto } from "../proto/schema";

export interface Declared {
  /** What it is to training. `computed` is a constant, unless an operator is nothing without it as its weights. */
  readonly role: "parameter" | "buffer" | "computed";
  /** The exporter computed it from a module's state, and named it. */
  readonly isFolded: boolean;
  /** The parameter that it is a rearranged copy of. */
  readonly source?: string;
  /** The parameter is in the file as well, as a tensor of as many elements. */
  readonly isCopy?: boolean;
}

/** The last part of names in a module's state that training sets; of those that hold indices, tables of sines; of statistics. */
const LEARNT = /weight|bias|gamma|beta|kernel|table|tokens?$|embed(ding)?$/i;
const STATE =
  /(index|indices|ids|mask|positions?|freqs?|cos|sin|cached?|window|grid|anchors?|coords(_table)?|mean|std|(lifted_tensor|tensor_constant)_?\d+)$/i;
const STATISTICS = /running_(mean|var)$/;
/** Values on the way that only rearrange, or change each element by itself. */
const REARRANGED =
  /^(val|t|transpose|permute|unsqueeze|squeeze|view|reshape|flatten|slice|chunk|split|getitem|unbind|clone|detach|alias|expand|_to_copy|exp|neg)(_\d+)?$/;

/** What the graph says about the stored tensor of that name; undefined in files of exporters that say nothing. */
export function declarations(graph: GraphProto): (name: string) => Declared | undefined {
  const infos = new Map(graph.valueInfo.filter(isDescribed).map((info) => [info.name, info] as const));
  if (infos.size === 0) return () => undefined;
  const sizes = new Map(graph.initializers.map(({ name, dims }) => [name, elements(dims)] as const));
  return (name) => {
    const info = infos.get(name);
    if (info?.kind !== undefined)
      return { role: info.kind === "PARAMETER" ? "parameter" : "buffer", isFolded: false };
    const folded = fromOrigins(info?.foldedFrom ?? []);
    const { source } = folded;
    const isCopy = source !== undefined && sizes.get(source) === sizes.get(name);
    return isCopy ? { ...folded, isCopy } : folded;
  };
}

function isDescribed({ kind, foldedFrom }: ValueInfoProto): boolean {
  return kind !== undefined || foldedFrom !== undefined;
}

function elements(dims: readonly number[]): number {
  return dims.reduce((total, dim) => total * dim, 1);
}

/** The names of what it was computed from are those of a module's state, mostly with dots, and of values on the way. */
function fromOrigins(names: readonly string[]): Declared {
  const state = names.filter((name) => name.includes(".") || LEARNT.test(name));
  const isFolded = state.length > 0;
  const [only, ...others] = state;
  if (only === undefined) return { role: "computed", isFolded };
  if (state.some((name) => STATISTICS.test(name)) || !state.every(isLearnt))
    return { role: "buffer", isFolded };
  if (!names.every((name) => state.includes(name) || REARRANGED.test(name)))
    return { role: "computed", isFolded };
  return { role: "parameter", isFolded, ...(others.length === 0 && { source: only }) };
}

function isLearnt(name: string): boolean {
  return !STATE.test(name.slice(name.lastIndexOf(".") + 1));
}
