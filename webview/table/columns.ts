// The columns of the table: how each shows a row, and what it is sorted by.

import type { TableColumn, TableResult, TableStrings } from "../../src/protocol/table";

export type Table = NonNullable<TableResult["table"]>;
export type Row = Table["rows"][number];
export type Totals = Table["totals"];

export interface Column {
  readonly id: TableColumn;
  readonly numeric: boolean;
  /** In pixels: columns do not jump while one scrolls. */
  readonly width: number;
  readonly shown: (row: Row, totals: Totals, strings: Pick<TableStrings, "all">) => string;
  /** All digits, for the tooltip and for checks; absent where the shown text says it all. */
  readonly exact?: (row: Row) => number | null;
  /** Undefined goes last, whichever way it is sorted. */
  readonly sortKey: (row: Row) => number | string | undefined;
}

type TextField = { [Name in keyof Row]: Row[Name] extends string ? Name : never }[keyof Row];

const words = (id: TableColumn & TextField, width: number): Column => ({
  id,
  numeric: false,
  width,
  shown: (row) => row[id],
  sortKey: (row) => row[id].toLowerCase(),
});

const sizes = (id: TableColumn & TextField, width: number): Column => ({
  id,
  numeric: true,
  width,
  shown: (row) => row[id],
  sortKey: (row) => sizeOf(row[id]),
});

type Figure = "activationBytes" | "params" | "flops";

const figure = (id: Figure, divisor: number, width: number): Column => ({
  id,
  numeric: true,
  width,
  shown: (row) => scaled(row[id], divisor, row.partial),
  exact: (row) => row[id],
  sortKey: (row) => row[id] ?? undefined,
});

export const COLUMNS: readonly Column[] = [
  words("name", 200),
  words("operator", 112),
  sizes("inputChannels", 70),
  sizes("inputSize", 98),
  sizes("filters", 64),
  sizes("kernel", 64),
  sizes("stride", 62),
  sizes("pad", 56),
  sizes("outputChannels", 82),
  sizes("outputSize", 106),
  figure("activationBytes", 1024, 110),
  figure("params", 1000, 96),
  figure("flops", 1_000_000, 96),
  {
    id: "share",
    numeric: true,
    width: 128,
    shown: (row, totals) => (row.auxiliary ? "" : share(row.flops, totals.flops)),
    sortKey: ({ flops, auxiliary }) => (auxiliary ? undefined : (flops ?? undefined)),
  },
  {
    ...sizes("receptiveField", 128),
    shown: ({ receptiveField }, _totals, { all }) => (receptiveField === ALL ? all : receptiveField),
  },
];

/** The receptive field of a layer that sees its whole input. */
const ALL = "all";

/** Three significant digits in the column's unit; `≥` before a sum that leaves layers out, `?` for what is not known. */
export function scaled(value: number | null, divisor: number, partial: boolean): string {
  if (value === null) return "?";
  const number = value / divisor;
  const digits =
    number === 0 || number >= 100
      ? number.toFixed(0)
      : number.toFixed(number >= 10 ? 1 : number >= 1 ? 2 : 3);
  return `${partial ? "≥" : ""}${WITH_SEPARATORS.format(Number(digits))}`;
}

/** All digits, with thousands separators. */
export function exact(value: number): string {
  return WITH_SEPARATORS.format(value);
}

const WITH_SEPARATORS = new Intl.NumberFormat("en-US", { maximumFractionDigits: 3 });

export function share(part: number | null, whole: number | null): string {
  if (part === null || whole === null) return "?";
  if (part === 0 || whole === 0) return "0%";
  const percent = (100 * part) / whole;
  return percent < 0.1 ? "<0.1%" : `${percent.toFixed(1)}%`;
}

/** The product of the numbers in a text like `56×56`. */
function sizeOf(text: string): number | undefined {
  if (text === "") return undefined;
  if (text === ALL) return Infinity;
  const product = text.split("×").reduce((total, part) => total * Number(part), 1);
  return Number.isFinite(product) ? product : undefined;
}
