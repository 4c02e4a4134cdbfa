// Numbers that differ between the instances of a block as its parameters, as multiples of them, or as sizes of what enters.

import type { Shape } from "../../model/shape";

export type Value = number | boolean | undefined;

/** The numbers of one hole in all units. */
export interface Column {
  readonly role: string;
  readonly values: readonly Value[];
  /** What a parameter for it should be called. */
  readonly wanted: string;
}

/** The text of a number, given the parameters' names. */
export type Expression = (names: readonly string[]) => string;

/** Each column as a number, a parameter, a multiple of one, or a size of what enters the block. */
export function parametrize(
  given: readonly Column[],
  entered: readonly (Shape | undefined)[],
  layout: BlockLayout,
): { readonly expressions: readonly Expression[]; readonly parameters: readonly Column[] } {
  const columns = given.map((column) => withoutGaps(column, given));
  const varying = columns.filter((column) => new Set(known(column)).size > 1);
  const parameters: Column[] = [];
  const sizes = new Map<Column, string>();
  // Columns that all units have come first, and small numbers, so that others can be multiples of them.
  const gaps = (column: Column): number => column.values.length - known(column).length;
  for (const column of [...varying].sort((a, b) => gaps(a) - gaps(b) || total(a) - total(b))) {
    if (parameters.some((parameter) => factorOf(column, parameter) !== undefined)) continue;
    const isFirst = ASKED_FOR.has(column.role) && !parameters.some(({ role }) => ASKED_FOR.has(role));
    const size = isFirst ? undefined : sizeOfEntered(column, entered, layout);
    if (size === undefined) parameters.push(column);
    else sizes.set(column, size);
  }
  parameters.sort((a, b) => columns.indexOf(a) - columns.indexOf(b));
  const expressions = columns.map((column): Expression => {
    const size = sizes.get(column);
    if (size !== undefined) return () => size;
    const index = parameters.findIndex((parameter) => factorOf(column, parameter) !== undefined);
    const parameter = parameters[index];
    if (parameter === undefined || !varying.includes(column)) {
      const value = String(known(column)[0] ?? 1);
      return () => value;
    }
    const factor = factorOf(column, parameter) ?? 1;
    return (names) => (factor === 1 ? (names[index] ?? "") : `${String(factor)} * ${names[index] ?? ""}`);
  });
  return { expressions, parameters };
}

/** A column that some units lack is like one of its role that all have, if it is wherever it is there. */
function withoutGaps(column: Column, columns: readonly Column[]): Column {
  if (!column.values.includes(undefined)) return column;
  const like = columns.find(
    ({ role, values }) =>
      role === column.role &&
      new Set(values).size > 1 &&
      !values.includes(undefined) &&
      column.values.every((value, unit) => value === undefined || value === values[unit]),
  );
  return like === undefined ? column : { ...column, values: like.values };
}

function known({ values }: Column): readonly (number | boolean)[] {
  return values.filter((value) => value !== undefined);
}

function total(column: Column): number {
  return known(column).reduce((sum: number, value) => sum + Number(value), 0);
}

/** The whole number by which the column is a multiple of the parameter; 1 when they are equal. */
function factorOf(column: Column, parameter: Column): number | undefined {
  let factor: number | undefined;
  for (const [unit, value] of column.values.entries()) {
    if (value === undefined) continue;
    const base = parameter.values[unit];
    if (base === undefined) return undefined;
    if (value === base) {
      if (factor !== undefined && factor !== 1) return undefined;
      factor = 1;
      continue;
    }
    // Only sizes of the same kind are multiples of each other by more than chance.
    if (typeof value !== "number" || typeof base !== "number" || base < 8 || value % base !== 0)
      return undefined;
    if (factor !== undefined && factor !== value / base) return undefined;
    factor = value / base;
  }
  return factor;
}

/** Filters are what a block is asked for; where it is asked for some, others may be as many as those that enter. */
const ASKED_FOR: ReadonlySet<string> = new Set(["channels", "features"]);

/** Other roles whose numbers may follow from what enters. */
const SIZES: ReadonlySet<string> = new Set([
  "channels",
  "features",
  "groups",
  "shape",
  "end",
  "operations",
  "heads",
]);

function sizeOfEntered(
  { role, values }: Column,
  entered: readonly (Shape | undefined)[],
  layout: BlockLayout,
): string | undefined {
  if (!SIZES.has(role)) return undefined;
  for (const [name, size] of members(layout, entered[0]?.length ?? 0)) {
    const pairs = values.map((value, unit) => [value, size(entered[unit])] as const);
    const ratio = (of: (a: number, b: number) => number): number | undefined => {
      const ratios = new Set(
        pairs.map(([value, dim]) =>
          typeof value === "number" && typeof dim === "number" && dim > 0 ? of(value, dim) : NaN,
        ),
      );
      const [only] = ratios;
      return ratios.size === 1 && only !== undefined && Number.isInteger(only) ? only : undefined;
    };
    const times = ratio((value, dim) => value / dim);
    if (times === 1) return name;
    if (ASKED_FOR.has(role) && name !== "in.channels" && name !== "in.features") continue;
    if (times !== undefined && times > 0) return `${String(times)} * ${name}`;
    const parts = ratio((value, dim) => dim / value);
    if (parts !== undefined && !ASKED_FOR.has(role)) return `${name} // ${String(parts)}`;
  }
  return undefined;
}

type Member = readonly [name: string, size: (shape: Shape | undefined) => Shape[number]];

/** Where channels are in the tensors of a block; undefined where nothing in it looks at them as images. */
export type BlockLayout = "channels-first" | "channels-last" | undefined;

/** What the sizes of a tensor of that rank are called. */
function members(layout: BlockLayout, rank: number): readonly Member[] {
  if (rank < 3 || layout === undefined) {
    const others = Array.from({ length: Math.max(0, rank - 1) }, (_, axis): Member => [
      rank === 2 ? "in.length" : `in.shape[${String(axis)}]`,
      (shape) => shape?.[axis],
    ]);
    return rank === 0 ? [] : [["in.features", (shape) => shape?.at(-1)], ...others];
  }
  const [channels, height, width] = layout === "channels-last" ? [-1, -3, -2] : [0, -2, -1];
  return [
    ["in.channels", (shape) => shape?.at(channels)],
    ["in.height", (shape) => shape?.at(height)],
    ["in.width", (shape) => shape?.at(width)],
  ];
}

/** The channels of a shape; of a sequence, or with channels last, its last size. */
export function channelsOf(shape: Shape | undefined, channelsLast: boolean): Shape[number] {
  return channelsLast || shape?.length === 2 ? shape?.at(-1) : shape?.[0];
}
