// Where a cost is, as bars: one plot for each model, all on the same axes.

import * as Plot from "@observablehq/plot";
import type { CompareModel, CompareResult, CompareStrings } from "../../src/protocol/compare";
import { modelColor } from "./colors";
import { fill } from "../element";
import type { Drawing } from "./mark-keys";
import type { ChartContent } from "./plot-figure";

export type BarMetric = "activationBytes" | "params" | "flops";
type Bar = CompareModel["layers"][number];

/** The unit of the axis. */
interface Scale {
  readonly divisor: number;
  readonly unit: string;
}

/** One plot for each model; Enter on a bar, or a click, shows its layer. */
export function barChart(
  strings: CompareStrings,
  { models, convention }: Pick<CompareResult, "models" | "convention">,
  metric: BarMetric,
  by: "layer" | "stage",
  reveal: (model: CompareModel, path: string) => void,
): ChartContent {
  const series = models.map((model) => barsOf(model, by, metric));
  const scale = scaleFor(metric, Math.max(0, ...series.flat().map((bar) => bar[metric] ?? 0)));
  const counted = strings.countedAs[convention];
  const unit = metric === "flops" ? `${scale.unit} ${counted}`.trim() : scale.unit;
  const amount = AMOUNTS[metric];
  const inWords = (value: number | undefined): string =>
    fill(
      strings.amounts[amount === "flops" && convention === "multiply-add" ? "multiply-adds" : amount],
      exact(value),
    );
  const shared = { series, metric, scale, inWords };
  return {
    by,
    title: `${titleOf(strings, metric)}${unit === "" ? "" : ` (${unit})`} · ${by === "layer" ? strings.byLayer : strings.byStage}`,
    table: {
      columns: models.flatMap(({ name }) => [
        { title: name },
        { title: metric === "flops" ? counted : titleOf(strings, metric), numeric: true },
      ]),
      rows: () => tableRows(series, metric),
    },
    draw: (width) =>
      models.map((model, index) => ({
        plot: barPlot({ ...shared, model, index, width }),
        choose: (value) => {
          const bar = series[index]?.find((each) => each === value);
          if (bar !== undefined) reveal(model, bar.path);
        },
      })),
  };
}

const AMOUNTS = { activationBytes: "bytes", params: "params", flops: "flops" } as const;

/** Layers without any of it would only be gaps: they are left out. */
function barsOf(model: CompareModel, by: "layer" | "stage", metric: BarMetric): readonly Bar[] {
  if (by === "stage") return model.stages;
  return model.layers.filter((bar) => bar[metric] !== 0);
}

interface BarPlot {
  readonly model: CompareModel;
  readonly index: number;
  readonly series: readonly (readonly Bar[])[];
  readonly metric: BarMetric;
  readonly scale: Scale;
  readonly inWords: (value: number | undefined) => string;
  readonly width: number;
}

/** So many names can stand below each other's bars. */
const MOST_NAMES = 48;

function barPlot({ model, index, series, metric, scale, inWords, width }: BarPlot): Drawing["plot"] {
  const bars = series[index] ?? [];
  const longest = Math.max(1, ...series.map(({ length }) => length));
  const highest = Math.max(1e-9, ...series.flat().map((bar) => (bar[metric] ?? 0) / scale.divisor));
  const hasNames = bars.length <= MOST_NAMES && width / longest > 11;
  const isRoomy = width / longest > ROOMY;
  const names = shortNames(bars, isRoomy ? LONGEST_LEVEL_NAME : LONGEST_NAME);
  const nameRoom = nameMargin(names, hasNames, isRoomy);
  const title = (bar: Bar): string => `${bar.path}\n${bar.detail}\n${inWords(bar[metric])}`;
  return Plot.plot({
    width,
    height: 140 + nameRoom,
    marginBottom: nameRoom,
    marginLeft: 52,
    marginTop: 22,
    ariaLabel: model.name,
    x: {
      type: "band",
      domain: Array.from({ length: longest }, (_, position) => position),
      axis: null,
      padding: 0.15,
    },
    y: { domain: [0, highest], grid: true, nice: true, ticks: 4, label: null },
    marks: [
      Plot.barY(bars, {
        x: (_: Bar, position: number) => position,
        y: (bar: Bar) => (bar[metric] ?? 0) / scale.divisor,
        fill: modelColor(index),
        ariaLabel: (bar: Bar) => `${bar.path}, ${bar.detail}: ${inWords(bar[metric])}`,
      }),
      Plot.ruleY([0]),
      ...(hasNames ? [nameMarks(names, isRoomy)] : []),
      Plot.text([model.name], {
        frameAnchor: "top-left",
        dy: -16,
        dx: -44,
        fontWeight: "bold",
        fontSize: 12,
      }),
      Plot.tip(
        bars,
        Plot.pointerX({
          x: (_: Bar, position: number) => position,
          y: (bar: Bar) => (bar[metric] ?? 0) / scale.divisor,
          title,
        }),
      ),
    ],
  });
}

/** Pixels below the bars. */
function nameMargin(names: readonly string[], hasNames: boolean, isRoomy: boolean): number {
  if (!hasNames) return 16;
  return isRoomy ? 26 : 18 + 4.6 * Math.max(...names.map(({ length }) => length), 3);
}

/** From so many pixels a bar on, names are level. */
const ROOMY = 100;

function nameMarks(names: readonly string[], isRoomy: boolean): Plot.Markish {
  return Plot.text(names, {
    x: (_: string, position: number) => position,
    y: 0,
    text: (name: string) => name,
    rotate: isRoomy ? 0 : -55,
    dy: 8,
    textAnchor: isRoomy ? "middle" : "end",
    lineAnchor: "top",
    fontSize: 10,
  });
}

const LONGEST_NAME = 16;
const LONGEST_LEVEL_NAME = 24;

/** Names that several bars have are led by the outermost group: `conv1/Conv`. */
function shortNames(bars: readonly Bar[], longest: number): readonly string[] {
  const counts = new Map<string, number>();
  for (const { name } of bars) counts.set(name, (counts.get(name) ?? 0) + 1);
  return bars.map(({ name, path }) => {
    const isShared = (counts.get(name) ?? 0) > 1 && path.includes("/");
    const text = isShared ? `${path.slice(0, path.indexOf("/"))}/${name}` : name;
    return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
  });
}

function tableRows(series: readonly (readonly Bar[])[], metric: BarMetric): readonly (readonly string[])[] {
  const longest = Math.max(0, ...series.map(({ length }) => length));
  return Array.from({ length: longest }, (_, position) =>
    series.flatMap((bars) => {
      const bar = bars[position];
      return bar === undefined ? ["", ""] : [bar.path, exact(bar[metric])];
    }),
  );
}

function exact(value: number | undefined): string {
  return value === undefined ? "?" : value.toLocaleString("en-US");
}

function titleOf(strings: CompareStrings, metric: BarMetric): string {
  if (metric === "params") return strings.params;
  return metric === "flops" ? strings.flops : strings.activationMemory;
}

/** The unit in which the greatest value is between 1 and 1,000, or 1,024 for bytes. */
function scaleFor(metric: BarMetric, greatest: number): Scale {
  const base = metric === "activationBytes" ? 1024 : 1000;
  const units = metric === "activationBytes" ? ["B", "KB", "MB", "GB"] : ["", "K", "M", "G"];
  let power = 0;
  while (power < units.length - 1 && greatest >= base ** (power + 1)) power += 1;
  return { divisor: base ** power, unit: units[power] ?? "" };
}
