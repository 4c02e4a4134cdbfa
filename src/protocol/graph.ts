// The graph view: what its panel asks the server for, and what the panel and its webview tell each other.

import type { ViewGraph } from "../view/view-graph";
import { requestName } from "./request";

export interface GraphParams {
  readonly uri: string;
  /** One of the file's networks; the one that is no part of another unless given. */
  readonly network?: string;
}

export interface GraphResult {
  /** The names of the file's networks, in order. */
  readonly networks: readonly string[];
  /** Absent when the file holds no network. */
  readonly graph?: ViewGraph;
  /** How many errors the file has: the graph then shows what was understood. */
  readonly errors: number;
}

/** The graph of one network of a file; null when the file cannot be read at all. */
export const GRAPH = requestName<GraphParams, GraphResult | null>("netlens/graph");

export interface FieldsParams {
  readonly uri: string;
  readonly network: string;
}

/** Receptive fields of layers by path: the greatest size along an axis, null where a layer sees everything. */
export type Fields = readonly (readonly [path: string, size: number | null])[];

/** The receptive fields of a network's layers, cut short after very many. */
export const FIELDS = requestName<FieldsParams, Fields>("netlens/receptiveFields");

/** The texts of the webview, translated. */
export interface GraphStrings {
  readonly fit: string;
  readonly zoomToSelection: string;
  readonly expandAll: string;
  readonly collapseAll: string;
  readonly level: string;
  readonly direction: string;
  readonly lock: string;
  readonly unlock: string;
  readonly search: string;
  readonly next: string;
  readonly previous: string;
  readonly close: string;
  readonly noMatch: string;
  readonly matches: string;
  readonly toolbar: string;
  readonly params: string;
  readonly withAuxiliary: string;
  readonly flops: string;
  readonly multiplyAdds: string;
  readonly allOperations: string;
  readonly weights: string;
  readonly peakActivations: string;
  readonly deep: string;
  readonly deepNote: string;
  readonly network: string;
  readonly colorBy: string;
  readonly colorFamily: string;
  readonly colorParams: string;
  readonly colorFlops: string;
  readonly colorMemory: string;
  readonly colorField: string;
  readonly exportSvg: string;
  readonly exportPng: string;
  readonly copySvg: string;
  readonly copied: string;
  readonly minimap: string;
  readonly graph: string;
  readonly stale: string;
  readonly partial: string;
  readonly empty: string;
  readonly emptyHint: string;
  readonly fallbackCollapsed: string;
  readonly fallbackColumn: string;
  readonly tooMany: string;
  readonly tooLarge: string;
  readonly dependencies: string;
  readonly expanded: string;
  readonly collapsed: string;
  readonly help: string;
}

/** From the panel to its webview. */
export type ToGraphView =
  | { readonly type: "strings"; readonly strings: GraphStrings }
  | {
      readonly type: "graph";
      readonly uri: string;
      readonly locked: boolean;
      readonly networks: readonly string[];
      readonly graph?: ViewGraph;
      readonly errors: number;
    }
  | { readonly type: "locked"; readonly locked: boolean }
  /** The layers or groups at the text cursor, the one being looked at first. */
  | { readonly type: "cursor"; readonly network: string; readonly paths: readonly string[] }
  /** The hover's texts, in Markdown. */
  | { readonly type: "hover"; readonly path: string; readonly contents: readonly string[] }
  | { readonly type: "fields"; readonly network: string; readonly fields: Fields }
  | { readonly type: "find" };

/** From the webview to its panel. */
export type FromGraphView =
  | { readonly type: "ready"; readonly network?: string; readonly locked?: boolean }
  | { readonly type: "network"; readonly network: string }
  | { readonly type: "lock"; readonly locked: boolean }
  | {
      readonly type: "reveal";
      readonly network: string;
      readonly path: string;
      readonly place: "definition" | "instantiation";
      /** Moves the keyboard's focus to the text, too. */
      readonly focus: boolean;
    }
  | { readonly type: "hover"; readonly network: string; readonly path: string }
  | { readonly type: "fields"; readonly network: string }
  /** `content` is SVG text, or PNG in base64. */
  | { readonly type: "save"; readonly format: "svg" | "png"; readonly name: string; readonly content: string }
  | { readonly type: "copy"; readonly content: string }
  | { readonly type: "log"; readonly message: string };
