// The layer table: what its panel asks the server for, and what the panel and its webview tell each other.

import type { NetworkTable } from "../analysis/table/table-rows";
import { requestName } from "./request";

export interface TableParams {
  readonly uri: string;
  /** One of the file's networks; the one that is no part of another unless given. */
  readonly network?: string;
}

export interface TableResult {
  /** The names of the file's networks, in order. */
  readonly networks: readonly string[];
  /** The network that is shown; absent when the file holds none. */
  readonly network?: string;
  readonly table?: NetworkTable;
  readonly convention: "multiply-add" | "operations";
  /** How many errors the file has: the table then shows what was understood. */
  readonly errors: number;
}

/** The layers of one network of a file as rows; null when the file cannot be read at all. */
export const TABLE = requestName<TableParams, TableResult | null>("netlens/table");

export type TableFormat = "csv" | "json" | "latex" | "markdown";

export interface TableTextParams {
  readonly uri: string;
  readonly network: string;
  readonly format: TableFormat;
  /** The columns that are shown, in order. */
  readonly columns: readonly TableColumn[];
}

/** The table as text for other programs; null when there is none. */
export const TABLE_TEXT = requestName<TableTextParams, string | null>("netlens/tableText");

/** In the order of the lecture's table. */
export type TableColumn =
  | "name"
  | "operator"
  | "inputChannels"
  | "inputSize"
  | "filters"
  | "kernel"
  | "stride"
  | "pad"
  | "outputChannels"
  | "outputSize"
  | "activationBytes"
  | "params"
  | "flops"
  | "share"
  | "receptiveField";

/** The texts of the webview, translated. */
export interface TableStrings {
  readonly columns: Readonly<Record<TableColumn, string>>;
  /** What a column's figures mean, for its tooltip. */
  readonly columnHelp: Readonly<Record<TableColumn, string>>;
  readonly conventions: Readonly<Record<TableResult["convention"], string>>;
  /** The receptive field of a layer that sees all of the input. */
  readonly all: string;
  readonly table: string;
  readonly network: string;
  readonly filter: string;
  readonly chooseColumns: string;
  readonly expandAll: string;
  readonly collapseAll: string;
  readonly copy: string;
  readonly save: string;
  readonly copied: string;
  readonly total: string;
  readonly empty: string;
  readonly noMatch: string;
  readonly errors: string;
  readonly omitted: string;
  readonly layers: string;
  readonly auxiliary: string;
  readonly original: string;
  readonly help: string;
}

/** From the panel to its webview. */
export type ToTableView =
  | { readonly type: "strings"; readonly strings: TableStrings }
  | ({ readonly type: "table"; readonly uri: string } & TableResult)
  /** The layers or groups at the text cursor, the one being looked at first. */
  | { readonly type: "cursor"; readonly network: string; readonly paths: readonly string[] }
  | { readonly type: "copied" };

/** From the webview to its panel. */
export type FromTableView =
  | { readonly type: "ready"; readonly network?: string }
  | { readonly type: "network"; readonly network: string }
  | { readonly type: "reveal"; readonly network: string; readonly path: string; readonly focus: boolean }
  | {
      readonly type: "export";
      readonly network: string;
      readonly format: TableFormat;
      readonly columns: readonly TableColumn[];
      readonly how: "copy" | "save";
    }
  | { readonly type: "log"; readonly message: string };
