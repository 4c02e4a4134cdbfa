// The columns of the table: how each shows a row, and what it is sorted by.

import type { TableColumn, TableResult, TableStrings } from "../../src/protocol/table";
import { fill } from "../element";

export type Table = NonNullable<TableResult["table"]>;
export type Row = Table["rows"][number];
export type Totals = Table["totals"];

export interface Column {
  readonly id: TableColumn;
  readonly numeric: boolean;
  readonly shown: (row: Row, totals: Totals, strings: Pick<TableStrings, "all">) => string;
  /** All digits, for the tooltip and for checks; absent where the shown text says it all. */
  readonly exact?: (row: Row) => number | null;
  /** Undefined goes last, whichever way it is sorted. */
  readonly sortKey: (row: Row) => number | string | undefined;
}

type TextField = { [Name in keyof Row]: Row[Name] extends string ? Name : never }[keyof Row];

const words = (id: TableColumn & TextField): Column => ({
  id,
  numeric: false,
  shown: (row) => row[id],
  sortKey: (row) => row[id].toLowerCase(),
});

const sizes = (id: TableColumn & TextField): Column => ({
  id,
  numeric: true,
  shown: (row) => row[id],
  sortKey: (row) => sizeOf(row[id]),
});

type Figure = "activationBytes" | "params" | "flops";

const figure = (id: Figure, divisor: number): Column => ({
  id,
  numeric: true,
  shown: (row) => scaled(row[id], divisor, row.partial),
  exact: (row) => row[id],
  sortKey: (row) => row[id] ?? undefined,
});

export const COLUMNS: readonly Column[] = [
  words("name"),
  words("operator"),
  sizes("inputChannels"),
  sizes("inputSize"),
  sizes("filters"),
  sizes("kernel"),
  sizes("stride"),
  sizes("pad"),
  sizes("outputChannels"),
  sizes("outputSize"),
  figure("activationBytes", 1024),
  figure("params", 1000),
  figure("flops", 1_000_000),
  {
    id: "share",
    numeric: true,
    shown: (row, totals) => (row.auxiliary ? "" : share(row.flops, totals.flops)),
    sortKey: ({ flops, auxiliary }) => (auxiliary ? undefined : (flops ?? undefined)),
  },
  {
    ...sizes("receptiveField"),
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

/** What stands under the names: `Total · 21 layers`. */
export function totalName({ layers }: Totals, strings: Pick<TableStrings, "layers" | "total">): string {
  return `${strings.total} · ${fill(strings.layers, exact(layers))}`;
}

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
