// Accuracy against compute: error over FLOPs, the area of each dot by params.

import * as Plot from "@observablehq/plot";
import type { CompareResult, CompareStrings, ModelFacts } from "../../src/protocol/compare";
import { fill } from "../element";
import { modelColor } from "./colors";
import type { Drawing } from "./mark-keys";
import type { ChartContent } from "./plot-figure";

interface Dot extends ModelFacts {
  readonly error: number;
  readonly flops: number;
  /** The index of the model; -1 for a sample that is there for comparison only. */
  readonly model: number;
}

/** Undefined when none of the models states an error. */
export function errorChart(
  strings: CompareStrings,
  { models, convention }: Pick<CompareResult, "models" | "convention">,
  samples: readonly ModelFacts[],
): ChartContent | undefined {
  const facts = models.map((model) => model.facts);
  const fact = commonError(facts);
  if (fact === undefined) return undefined;
  const names = new Set(models.map(({ network }) => network));
  const others = samples.filter(({ name }) => !names.has(name));
  const dots = [
    ...others.flatMap((sample) => dotOf(sample, fact, -1)),
    ...facts.flatMap((model, index) => dotOf(model, fact, index)),
  ];
  const errorTitle = fact === "top5Error" ? strings.top5Error : strings.top1Error;
  const flopsTitle = `${strings.flops} (G ${strings.countedAs[convention]})`;
  return {
    title: fill(strings.errorChart, errorTitle, flopsTitle),
    table: {
      columns: [
        { title: strings.modelColumn },
        ...[errorTitle, strings.flops, strings.params].map((title) => ({ title, numeric: true })),
      ],
      rows: () =>
        dots.map(({ name, error, flops, params }) => [
          name,
          String(error),
          flops.toLocaleString("en-US"),
          params?.toLocaleString("en-US") ?? "?",
        ]),
    },
    draw: (width) => [{ plot: errorPlot(strings, dots, width, { error: errorTitle, flops: flopsTitle }) }],
  };
}

/** The error that most of the models state; top-5 where both are as common. */
function commonError(facts: readonly ModelFacts[]): "top1Error" | "top5Error" | undefined {
  const count = (fact: "top1Error" | "top5Error"): number =>
    facts.filter((model) => model[fact] !== null).length;
  if (count("top1Error") === 0 && count("top5Error") === 0) return undefined;
  return count("top1Error") > count("top5Error") ? "top1Error" : "top5Error";
}

function dotOf(facts: ModelFacts, fact: "top1Error" | "top5Error", model: number): readonly Dot[] {
  const { flops } = facts;
  const error = facts[fact];
  return error === null || flops === null || flops === 0 ? [] : [{ ...facts, error, flops, model }];
}

function errorPlot(
  { amounts }: CompareStrings,
  dots: readonly Dot[],
  width: number,
  titles: { readonly error: string; readonly flops: string },
): Drawing["plot"] {
  const x = ({ flops }: Dot): number => flops / 1e9;
  const y = ({ error }: Dot): number => error;
  const title = ({ name, error, flops, params, year }: Dot): string =>
    [
      year === null ? name : `${name} (${year})`,
      fill(amounts.share, error),
      fill(amounts.flops, flops.toLocaleString("en-US")),
      fill(amounts.params, params?.toLocaleString("en-US") ?? "?"),
    ].join("\n");
  const labelled = withoutOverlap(dots, Math.min(width, WIDEST));
  return Plot.plot({
    width: Math.min(width, WIDEST),
    height: 380,
    // Room for the dots at the edges.
    inset: 34,
    marginLeft: 52,
    marginBottom: 40,
    marginRight: 80,
    x: { type: "log", label: titles.flops, grid: true, tickFormat: "~g" },
    y: { label: titles.error, grid: true, nice: true, zero: false },
    r: { range: [0, 28] },
    marks: [
      Plot.dot(dots, {
        x,
        y,
        r: ({ params }: Dot) => params ?? 0,
        fill: ({ model }: Dot) => (model < 0 ? "gray" : modelColor(model)),
        fillOpacity: ({ model }: Dot) => (model < 0 ? 0.25 : 0.6),
        stroke: ({ model }: Dot) => (model < 0 ? "gray" : modelColor(model)),
        ariaLabel: (dot: Dot) => title(dot).replaceAll("\n", ", "),
      }),
      Plot.dot(dots, { x, y, r: 2, fill: "currentColor" }),
      nameMarks(
        labelled.filter(({ model }) => model < 0),
        { x, y, dy: -7, fontSize: 9, fillOpacity: 0.75 },
      ),
      nameMarks(
        labelled.filter(({ model }) => model >= 0),
        { x, y, dy: -9, fontSize: 11, fontWeight: 600 },
      ),
      Plot.tip(dots, Plot.pointer({ x, y, title })),
    ],
  });
}

function nameMarks(dots: readonly Dot[], options: Plot.TextOptions): Plot.Markish {
  return Plot.text(dots, { ...options, text: "name", lineAnchor: "bottom" });
}

const WIDEST = 900;

/** Pixels between the middles of two names that do not touch, roughly. */
const NAME_WIDTH = 84;
const NAME_HEIGHT = 12;
const PLOT_HEIGHT = 280;

/** Samples whose name would lie on another one go without: the models' names come first, then the others in turn. */
function withoutOverlap(dots: readonly Dot[], width: number): readonly Dot[] {
  const logs = dots.map(({ flops }) => Math.log(flops));
  const errors = dots.map(({ error }) => error);
  const perLog = width / Math.max(1e-9, Math.max(...logs) - Math.min(...logs));
  const perError = PLOT_HEIGHT / Math.max(1e-9, Math.max(...errors) - Math.min(...errors));
  const placed: Dot[] = [];
  for (const dot of [...dots].sort((a, b) => b.model - a.model)) {
    const isFree = placed.every(
      ({ flops, error }) =>
        Math.abs(Math.log(dot.flops / flops)) * perLog > NAME_WIDTH ||
        Math.abs(dot.error - error) * perError > NAME_HEIGHT,
    );
    if (isFree || dot.model >= 0) placed.push(dot);
  }
  return placed;
}
