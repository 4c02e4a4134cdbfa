// Which rows are shown, and in which order: groups open and closed, a filter, a sorted column.

import type { TableColumn } from "../../src/protocol/table";
import type { Row } from "./columns";
import { COLUMNS } from "./columns";

export interface Arrangement {
  readonly filter: string;
  readonly sort?: { readonly column: TableColumn; readonly descending: boolean };
  /** Paths of closed groups. */
  readonly closed: ReadonlySet<string>;
}

/** What a row is called in this arrangement. */
export function nameIn({ path, name }: Row, { sort }: Arrangement): string {
  return sort === undefined ? name : endOf(path);
}

const LONGEST_NAME = 28;

/** The end of a path tells more than its beginning. */
function endOf(path: string): string {
  return path.length > LONGEST_NAME ? `…${path.slice(1 - LONGEST_NAME)}` : path;
}

/** Sorted, layers stand by themselves, without groups; filtered, with the groups that they are in. */
export function arrange(rows: readonly Row[], { filter, sort, closed }: Arrangement): readonly Row[] {
  const wanted = filter.trim().toLowerCase();
  const matching = wanted === "" ? rows : filtered(rows, wanted);
  if (sort !== undefined) return sorted(matching, sort.column, sort.descending);
  return wanted === "" ? opened(matching, closed) : matching;
}

function filtered(rows: readonly Row[], wanted: string): readonly Row[] {
  const words = wanted.split(/\s+/u);
  const matches = ({ path, operator }: Row): boolean => {
    const text = `${path} ${operator}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const kept: Row[] = [];
  // Groups are kept back until something in them matches.
  let pending: Row[] = [];
  for (const row of rows) {
    pending = pending.filter(({ depth }) => depth < row.depth);
    if (row.kind === "group") pending.push(row);
    else if (matches(row)) {
      kept.push(...pending, row);
      pending = [];
    }
  }
  return kept;
}

function opened(rows: readonly Row[], closed: ReadonlySet<string>): readonly Row[] {
  if (closed.size === 0) return rows;
  const shown: Row[] = [];
  let hiddenBelow = Infinity;
  for (const row of rows) {
    if (row.depth > hiddenBelow) continue;
    hiddenBelow = row.kind === "group" && closed.has(row.path) ? row.depth : Infinity;
    shown.push(row);
  }
  return shown;
}

function sorted(rows: readonly Row[], id: TableColumn, descending: boolean): readonly Row[] {
  const key = COLUMNS.find((column) => column.id === id)?.sortKey;
  if (key === undefined) return rows;
  const layers = rows
    .filter(({ kind }) => kind === "layer")
    .map((row, index) => ({ row, index, key: key(row) }));
  layers.sort((a, b) => {
    if (a.key === undefined || b.key === undefined) {
      return a.key === b.key ? a.index - b.index : a.key === undefined ? 1 : -1;
    }
    const order = a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
    return order === 0 ? a.index - b.index : descending ? -order : order;
  });
  return layers.map(({ row }) => row);
}
