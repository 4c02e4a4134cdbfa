// The figures that nodes can be coloured by.

import { formatBytes, formatCount } from "../analysis/format-number";
import type { ViewGraph, ViewNode } from "./view-graph";

export type HeatBy = "params" | "flops" | "activationBytes" | "receptiveField";

/** Receptive fields by path; null where a layer sees everything. */
export type FieldsByPath = ReadonlyMap<string, number | null>;

/** Fields of layers by path, and for each group the greatest in it. */
export function fieldsByPath(
  fields: readonly (readonly [path: string, size: number | null])[],
): FieldsByPath {
  const byPath = new Map<string, number | null>(fields);
  const widen = (path: string, size: number | null): void => {
    const known = byPath.get(path);
    const isWider = known === undefined || (known !== null && (size === null || size > known));
    if (isWider) byPath.set(path, size);
  };
  for (const [path, size] of fields) {
    for (let slash = path.indexOf("/"); slash !== -1; slash = path.indexOf("/", slash + 1)) {
      const group = path.slice(0, slash);
      widen(group, size);
      // `Block[3]` is in the chain `Block`.
      const chain = group.replace(/\[\d+\]$/u, "");
      if (chain !== group) widen(chain, size);
    }
  }
  return byPath;
}

/** A node's figure: Infinity for a receptive field that is everything, undefined when it is not known. */
export function heatValue(
  by: HeatBy,
  path: string,
  node: ViewNode,
  fields: FieldsByPath | undefined,
): number | undefined {
  if (by !== "receptiveField") return node.figures[by].value;
  const field = fields?.get(path);
  return field === null ? Infinity : field;
}

/** The greatest figure of a single layer, which the scale ends with; 0 when nothing is known. */
export function heatMaximum(by: HeatBy, graph: ViewGraph, fields: FieldsByPath | undefined): number {
  let most = 0;
  if (by === "receptiveField") {
    for (const field of fields?.values() ?? []) most = Math.max(most, field ?? 0);
    return most;
  }
  for (const body of Object.values(graph.bodies)) {
    for (const node of body.nodes) {
      if (node.kind === "layer") most = Math.max(most, node.figures[by].value ?? 0);
    }
  }
  return most;
}

/** The share of the scale that a figure takes, 0 to 1; the square root tells small figures apart. */
export function heatShare(value: number, maximum: number): number {
  if (value === Infinity) return 1;
  return maximum <= 0 ? 0 : Math.min(1, Math.sqrt(value / maximum));
}

/** The figure for people. */
export function formatHeat(by: HeatBy, value: number): string {
  if (by === "activationBytes") return formatBytes(value);
  return by === "receptiveField" ? `${String(value)} px` : formatCount(value);
}
