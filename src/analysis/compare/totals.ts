// Totals of several networks side by side: values, and which is the best where there is a better and a worse.

import * as l10n from "@vscode/l10n";
import type { Count } from "../../model/exact";
import { formatShape } from "../../model/shape";
import { depthOf } from "../depth-known";
import type { FlopsConvention } from "../figures";
import { flopsOf } from "../figures";
import { formatBytes, formatCount, formatExact } from "../format-number";
import type { NetworkAnalysis } from "../network-analysis";
import type { Tally } from "../tally";
import { isComplete } from "../tally";
import type { ComparedModel } from "./compared-model";
import { isStatedLess } from "./stated";

export interface TotalValue {
  /** A sum that leaves something out is at least this; undefined when nothing is known. */
  readonly value: Count;
  readonly complete: boolean;
  /** For people, `≥` included. */
  readonly text: string;
  /** All digits; the text for what is no number. */
  readonly exact: string;
  /** Beside the first network's; absent for the first itself, where one of the two is not wholly known, and for stated facts. */
  readonly toFirst?: Comparison;
}

/** A value beside another one, for people. */
export interface Comparison {
  /** `+77.3M`, `−105 MB`; `=` where they are equal. */
  readonly difference: string;
  /** All digits: `+77,256,704`. */
  readonly exact: string;
  /** `2.26×`; empty for equal values, and where the first is 0. */
  readonly ratio: string;
}

export interface TotalRow {
  /** Stable: `params`, `activationBytes`, `top5Error`. */
  readonly metric: string;
  readonly title: string;
  /** What is counted, and in which unit. */
  readonly unit: string;
  /** Not a stated fact: differences and ratios make sense. */
  readonly isAmount: boolean;
  /** One for each network. */
  readonly values: readonly TotalValue[];
  /** Indices of the networks with the best value, which is provably so; empty where there is no better and worse. */
  readonly best: readonly number[];
}

interface Metric {
  readonly metric: string;
  /** In the reader's language. */
  readonly title: () => string;
  readonly unit: (convention: FlopsConvention) => string;
  readonly better?: "less";
  readonly pick: (analysis: NetworkAnalysis, convention: FlopsConvention) => Count | Tally;
  readonly format?: (value: Count) => string;
  /** Left out when no network has any. */
  readonly optional?: boolean;
}

const fact =
  (name: "year" | "top1Error" | "top5Error") =>
  ({ network }: NetworkAnalysis): Count =>
    network.facts[name];
const percent = (value: Count): string => (value === undefined ? "?" : `${String(value)}%`);
const plain = (value: Count): string => (value === undefined ? "?" : String(value));

const METRICS: readonly Metric[] = [
  {
    metric: "params",
    title: () => l10n.t("Params"),
    unit: () => l10n.t("learnable"),
    better: "less",
    pick: ({ totals }) => totals.params,
  },
  {
    metric: "auxiliaryParams",
    title: () => l10n.t("Auxiliary params"),
    unit: () => l10n.t("training-only heads, not in the other rows"),
    optional: true,
    pick: ({ totals }) => totals.auxiliary.params,
  },
  {
    metric: "buffers",
    title: () => l10n.t("Buffers"),
    unit: () => l10n.t("state that is not learned"),
    optional: true,
    pick: ({ totals }) => totals.buffers,
  },
  {
    metric: "flops",
    title: () => l10n.t("FLOPs"),
    unit: conventionText,
    better: "less",
    pick: ({ totals }, convention) => flopsOf(totals, convention),
  },
  {
    metric: "macs",
    title: () => l10n.t("MACs"),
    unit: () => l10n.t("multiply-accumulates"),
    better: "less",
    pick: ({ totals }) => totals.macs,
  },
  {
    metric: "activationBytes",
    title: () => l10n.t("Activation memory"),
    unit: () => l10n.t("bytes of all layers' outputs"),
    better: "less",
    pick: ({ totals }) => totals.activationBytes,
    format: formatBytes,
  },
  {
    metric: "peakActivationBytes",
    title: () => l10n.t("Peak activation memory"),
    unit: () => l10n.t("bytes alive at once"),
    better: "less",
    pick: ({ totals }) => totals.peakActivationBytes,
    format: formatBytes,
  },
  {
    metric: "weightBytes",
    title: () => l10n.t("Weight memory"),
    unit: () => l10n.t("bytes of params and buffers"),
    better: "less",
    pick: ({ totals }) => totals.weightBytes,
    format: formatBytes,
  },
  {
    metric: "depth",
    title: () => l10n.t("Depth"),
    unit: () => l10n.t("weight layers on the longest path"),
    pick: depthOf,
  },
  {
    metric: "layers",
    title: () => l10n.t("Layers"),
    unit: () => l10n.t("all operators"),
    pick: ({ totals }) => totals.layers,
  },
  {
    metric: "top1Error",
    title: () => l10n.t("Top-1 error"),
    unit: () => l10n.t("as stated"),
    better: "less",
    optional: true,
    pick: fact("top1Error"),
    format: percent,
  },
  {
    metric: "top5Error",
    title: () => l10n.t("Top-5 error"),
    unit: () => l10n.t("as stated"),
    better: "less",
    optional: true,
    pick: fact("top5Error"),
    format: percent,
  },
  {
    metric: "year",
    title: () => l10n.t("Year"),
    unit: () => l10n.t("as stated"),
    optional: true,
    pick: fact("year"),
    format: plain,
  },
];

const FACTS = new Set(["top1Error", "top5Error", "year"]);

/** What is counted as one FLOP. */
export function conventionText(convention: FlopsConvention): string {
  return convention === "multiply-add"
    ? l10n.t("1 multiply-add = 1 FLOP")
    : l10n.t("1 multiply-add = 2 FLOPs, and all other operations");
}

/** One row a figure, and one for the inputs. Sums that leave layers out are marked so and never called the best. */
export function compareTotals(
  models: readonly ComparedModel[],
  convention: FlopsConvention,
): readonly TotalRow[] {
  const rows = METRICS.flatMap((metric) => {
    const values = withComparisons(
      metric,
      models.map(({ analysis }) => totalValue(metric, analysis, convention)),
    );
    if (metric.optional === true && values.every(({ value, complete }) => !complete || value === 0))
      return [];
    const best = metric.better === undefined ? [] : leastOf(values, FACTS.has(metric.metric));
    return [
      {
        metric: metric.metric,
        title: metric.title(),
        unit: metric.unit(convention),
        isAmount: !FACTS.has(metric.metric),
        values,
        best,
      },
    ];
  });
  return [...rows, inputRow(models)];
}

function totalValue(
  { pick, format = formatCount }: Metric,
  analysis: NetworkAnalysis,
  convention: FlopsConvention,
): TotalValue {
  const picked = pick(analysis, convention);
  const tally = typeof picked === "object" ? picked : { value: picked, uncounted: 0 };
  const complete = isComplete(tally);
  const atLeast = complete || tally.value === undefined ? "" : "≥";
  return {
    value: tally.value,
    complete,
    text: `${atLeast}${format(tally.value)}`,
    exact: `${atLeast}${formatExact(tally.value)}`,
  };
}

function withComparisons(metric: Metric, values: readonly TotalValue[]): readonly TotalValue[] {
  const [first] = values;
  return values.map((value) => {
    const toFirst =
      first === undefined || value === first || FACTS.has(metric.metric)
        ? undefined
        : compareValues(first, value, metric.format ?? formatCount);
    return toFirst === undefined ? value : { ...value, toFirst };
  });
}

function compareValues(
  first: TotalValue,
  { value, complete }: TotalValue,
  format: (value: Count) => string,
): Comparison | undefined {
  if (first.value === undefined || value === undefined || !first.complete || !complete) return undefined;
  const difference = value - first.value;
  if (difference === 0) return { difference: "=", exact: "=", ratio: "" };
  const sign = difference > 0 ? "+" : "−";
  return {
    difference: `${sign}${format(Math.abs(difference))}`,
    exact: `${sign}${formatExact(Math.abs(difference))}`,
    ratio: first.value === 0 ? "" : formatRatio(value / first.value),
  };
}

/** `2.26×`, `0.045×`, `171×`. */
function formatRatio(ratio: number): string {
  return `${ratio >= 100 ? ratio.toFixed(0) : ratio >= 0.1 ? ratio.toFixed(2) : ratio.toPrecision(2)}×`;
}

/** A complete value that nothing is below, not even what is only known to be at least so much; none when all are equal. */
function leastOf(values: readonly TotalValue[], isStated: boolean): readonly number[] {
  const known = values.filter(({ value }) => value !== undefined);
  const numbers = known.map(({ value }) => value ?? Infinity);
  const least = Math.min(...numbers);
  const isLeast = (value: number): boolean => (isStated ? !isStatedLess(least, value) : value === least);
  const unclear = !isStated && known.length < values.length;
  if (known.length < 2 || unclear || numbers.every(isLeast)) return [];
  return values.flatMap(({ value, complete }, index) =>
    value !== undefined && isLeast(value) && complete ? [index] : [],
  );
}

function inputRow(models: readonly ComparedModel[]): TotalRow {
  const values = models.map(({ analysis }): TotalValue => {
    const text = analysis.network.inputs.map(({ shape }) => formatShape(shape)).join(", ");
    return { value: undefined, complete: true, text, exact: text };
  });
  return {
    metric: "input",
    isAmount: false,
    title: l10n.t("Input"),
    unit: l10n.t("without the batch axis"),
    values,
    best: [],
  };
}
