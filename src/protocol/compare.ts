// The comparison: what its panel asks the server for, and what the panel and its webview tell each other.

import type { Bar } from "../analysis/compare/bars";
import type { Change } from "../analysis/compare/change";
import type { DifferenceRow } from "../analysis/compare/rows";
import type { TotalRow } from "../analysis/compare/totals";
import type { Evidence, Insight } from "../analysis/insights/insight";
import type { ViewGraph } from "../view/view-graph";
import { requestName } from "./request";

/** One of the networks to compare. */
export interface ModelRef {
  readonly uri: string;
  /** One of the file's networks; the one that is no part of another unless given. */
  readonly network?: string;
  /** Another version of the file than the one being edited: what it is called, and its text. */
  readonly version?: { readonly label: string; readonly text: string };
}

export interface CompareParams {
  readonly models: readonly ModelRef[];
  /** Indices of the two whose difference is wanted. */
  readonly pair: readonly [number, number];
}

export interface CompareModel {
  readonly name: string;
  /** The file's name, with the version where it is not the one being edited. */
  readonly place: string;
  /** The index in the request's models. */
  readonly index: number;
  readonly network: string;
  readonly errors: number;
  /** False when something could not be counted. */
  readonly complete: boolean;
  readonly layers: readonly Bar[];
  readonly stages: readonly Bar[];
  readonly insights: readonly Insight[];
  readonly facts: ModelFacts;
}

/** Where a network stands between error and compute; errors in percent, null where not stated or not known. */
export interface ModelFacts {
  readonly name: string;
  readonly params: number | null;
  readonly flops: number | null;
  readonly top1Error: number | null;
  readonly top5Error: number | null;
  readonly year: number | null;
}

export interface CompareDifference {
  /** Indices in the result's models. */
  readonly left: number;
  readonly right: number;
  readonly identical: boolean;
  /** `input image: 3×227×227 → 3×224×224` */
  readonly attributes: readonly string[];
  readonly counts: Readonly<Record<Change, number>>;
  /** Params and multiply-adds of the changes themselves, and of what they do to the unchanged layers; for people. */
  readonly cost: string;
  readonly consequences: string;
  readonly rows: readonly DifferenceRow[];
}

/** Why one of the models is not there. */
export interface CompareProblem {
  readonly place: string;
  readonly reason: "no-network" | "unreadable";
}

export interface CompareResult {
  readonly convention: "multiply-add" | "operations";
  readonly models: readonly CompareModel[];
  readonly problems: readonly CompareProblem[];
  readonly totals: readonly TotalRow[];
  readonly insights: readonly Insight[];
  /** Absent when fewer than two models could be read. */
  readonly difference?: CompareDifference;
}

export const COMPARE = requestName<CompareParams, CompareResult>("netlens/compare");

export type CompareFormat = "csv" | "json" | "markdown";

export interface CompareTextParams extends CompareParams {
  readonly format: CompareFormat;
}

/** The comparison as text for other programs. */
export const COMPARE_TEXT = requestName<CompareTextParams, string>("netlens/compareText");

/** The graphs of models, in their order; null for one that cannot be read. */
export const COMPARE_GRAPHS = requestName<
  { readonly models: readonly ModelRef[] },
  readonly (ViewGraph | null)[]
>("netlens/compareGraphs");

/** What files' networks state and cost; files without a network are left out. */
export const MODEL_FACTS = requestName<{ readonly uris: readonly string[] }, readonly ModelFacts[]>(
  "netlens/modelFacts",
);

export interface NetworkNames {
  readonly uri: string;
  readonly networks: readonly string[];
}

/** The networks in files, for choosing; files without one are left out. */
export const NETWORK_NAMES = requestName<{ readonly uris: readonly string[] }, readonly NetworkNames[]>(
  "netlens/networkNames",
);

/** The texts of the webview, translated. */
export interface CompareStrings {
  readonly title: string;
  /** Until the first comparison is there. */
  readonly working: string;
  readonly totals: string;
  readonly best: string;
  readonly where: string;
  readonly byLayer: string;
  readonly byStage: string;
  readonly activationMemory: string;
  readonly params: string;
  readonly flops: string;
  /** What FLOPs are by each convention: `multiply-adds`. */
  readonly countedAs: Readonly<Record<CompareResult["convention"], string>>;
  /** Amounts for tooltips: `{0} params`. */
  readonly amounts: Readonly<Record<Evidence["unit"] | "flops", string>>;
  readonly errorOverFlops: string;
  /** `{0} over {1}, area by params` */
  readonly errorChart: string;
  readonly top5Error: string;
  readonly top1Error: string;
  readonly noErrors: string;
  readonly samples: string;
  readonly asTable: string;
  readonly chartHelp: string;
  readonly modelColumn: string;
  readonly insights: string;
  readonly inShort: string;
  readonly difference: string;
  readonly from: string;
  readonly to: string;
  readonly changes: Readonly<Record<Change, string>>;
  readonly inGroup: string;
  readonly fold: string;
  readonly columnChange: string;
  readonly columnWhat: string;
  readonly columnAttributes: string;
  readonly columnMacs: string;
  readonly identical: string;
  readonly cost: string;
  readonly nameColumn: string;
  readonly graphs: string;
  readonly showGraphs: string;
  readonly fit: string;
  readonly copy: string;
  readonly save: string;
  readonly copied: string;
  readonly choose: string;
  readonly hasErrors: string;
  readonly incomplete: string;
  readonly noNetwork: string;
  readonly unreadable: string;
  readonly tooFew: string;
}

/** One of the networks as the panel remembers it: a file, and the version that is meant where it is not the one being edited. */
export interface ComparedSource {
  readonly uri: string;
  readonly network?: string;
  readonly version?: "head" | "saved";
}

/** From the panel to its webview. */
export type ToCompareView =
  | { readonly type: "strings"; readonly strings: CompareStrings }
  | ({ readonly type: "comparison"; readonly sources: readonly ComparedSource[] } & CompareResult)
  | { readonly type: "graphs"; readonly graphs: readonly (ViewGraph | null)[] }
  | { readonly type: "samples"; readonly samples: readonly ModelFacts[] }
  | { readonly type: "copied" };

/** From the webview to its panel. */
export type FromCompareView =
  | { readonly type: "ready"; readonly pair?: readonly [number, number] }
  | { readonly type: "pair"; readonly pair: readonly [number, number] }
  | { readonly type: "reveal"; readonly model: number; readonly path: string; readonly focus: boolean }
  | { readonly type: "graphs" }
  | { readonly type: "samples" }
  | { readonly type: "choose" }
  | { readonly type: "export"; readonly format: CompareFormat; readonly how: "copy" | "save" }
  /** SVG that the webview has drawn. */
  | { readonly type: "svg"; readonly name: string; readonly content: string; readonly how: "copy" | "save" }
  | { readonly type: "log"; readonly message: string };
