// A model's file in an editor of its own: what it asks the server for, and what it and its webview tell each other.

import type { FromGraphView, ToGraphView } from "./graph";
import type { InstanceName } from "./locate";
import { requestName } from "./request";
import type { FromTableView, ToTableView } from "./table";

export interface ModelFileParams {
  readonly uri: string;
}

export interface FileProblem {
  readonly severity: "error" | "warning" | "information" | "hint";
  readonly message: string;
}

export interface ModelFileResult {
  /** What kind of file it is, as its users call it: `ONNX`. */
  readonly format: string;
  /** What is wrong with the file, the gravest first; cut short when there is very much. */
  readonly problems: readonly FileProblem[];
  /** How many more there are. */
  readonly omitted: number;
}

/** What a file is and what is wrong with it; null when it cannot be read at all. */
export const MODEL_FILE = requestName<ModelFileParams, ModelFileResult | null>("netlens/modelFile");

export interface DescribeParams extends InstanceName {
  readonly uri: string;
}

/** A layer or group in words, as Markdown; null when there is none of that path. */
export const DESCRIBE = requestName<DescribeParams, string | null>("netlens/describe");

/** The texts of the page around the graph and the table, translated. */
export interface ModelStrings {
  readonly views: string;
  readonly both: string;
  readonly graph: string;
  readonly table: string;
  readonly divider: string;
  readonly problems: string;
  readonly omitted: string;
  readonly noNetwork: string;
  readonly unreadable: string;
  readonly convert: string;
}

/** From the editor to its webview; what is for the graph or the table goes in an envelope. */
export type ToModelView =
  | { readonly type: "strings"; readonly strings: ModelStrings }
  /** `file` is absent when it cannot be read. */
  | {
      readonly type: "file";
      readonly name: string;
      readonly file?: ModelFileResult;
      readonly hasNetwork: boolean;
    }
  | { readonly type: "graph"; readonly message: ToGraphView }
  | { readonly type: "table"; readonly message: ToTableView }
  /** Shows one layer in both. */
  | { readonly type: "select"; readonly network: string; readonly path: string };

/** From the webview to its editor. */
export type FromModelView =
  | { readonly type: "ready"; readonly network?: string }
  | { readonly type: "graph"; readonly message: FromGraphView }
  | { readonly type: "table"; readonly message: FromTableView }
  | { readonly type: "convert" }
  /** A layer or group was selected, in the graph or in the table. */
  | { readonly type: "selected"; readonly network: string; readonly path: string }
  | { readonly type: "log"; readonly message: string };
