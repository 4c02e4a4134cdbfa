// The comparison's requests: several networks side by side, their graphs, and what files' networks state.

import * as l10n from "@vscode/l10n";
import type { CancellationToken } from "vscode-languageserver";
import { layerBars, stageBars } from "../../analysis/compare/bars";
import type { Delta } from "../../analysis/compare/delta";
import type { CompareInput, CompareReport } from "../../analysis/compare/report";
import { compareReport } from "../../analysis/compare/report";
import { describeChange, differenceRows } from "../../analysis/compare/rows";
import { summarizeDifference } from "../../analysis/compare/summary";
import type { FlopsConvention } from "../../analysis/figures";
import { flopsOf } from "../../analysis/figures";
import { formatCount } from "../../analysis/format-number";
import type { NetworkAnalysis } from "../../analysis/network-analysis";
import type { Tally } from "../../analysis/tally";
import { isComplete } from "../../analysis/tally";
import { compareJson } from "../../exporters/compare-json";
import { compareCsv, compareMarkdown, signed } from "../../exporters/compare-text";
import type {
  CompareDifference,
  CompareModel,
  CompareProblem,
  ModelFacts,
  ModelRef,
} from "../../protocol/compare";
import { COMPARE, COMPARE_GRAPHS, COMPARE_TEXT, MODEL_FACTS, NETWORK_NAMES } from "../../protocol/compare";
import { buildView } from "../../view/build-view";
import { mainNetwork } from "../../view/main-network";
import type { Analysed } from "../analysed";
import type { RequestContext } from "./request";
import { answers } from "./request";

export const compare = answers(COMPARE, async (context, { models, pair }, token) => {
  const { report, indices, problems } = await readReport(context, models, pair, token);
  const { convention, totals, insights } = report;
  const [difference] = report.differences.map(differenceOf);
  return {
    convention,
    models: report.models.map((model, index) => modelOf(model, indices[index] ?? 0, convention)),
    problems,
    totals,
    insights,
    ...(difference === undefined ? {} : { difference }),
  };
});

export const compareText = answers(COMPARE_TEXT, async (context, { models, pair, format }, token) => {
  const { report } = await readReport(context, models, pair, token);
  if (format === "json") return `${JSON.stringify(compareJson(report), null, 2)}\n`;
  return format === "csv" ? compareCsv(report) : compareMarkdown(report);
});

export const compareGraphs = answers(COMPARE_GRAPHS, async (context, { models }, token) => {
  const { convention } = await context.settings();
  const found = await Promise.all(models.map((ref) => readModel(context, ref, token)));
  return found.map((input) => ("analysis" in input ? buildView(input.analysis, convention) : null));
});

export const modelFacts = answers(MODEL_FACTS, async (context, { uris }, token) => {
  const { convention } = await context.settings();
  const files = await Promise.all(uris.map((uri) => context.analysed(uri, token)));
  return files.flatMap((analysed) => {
    const network = analysed && mainNetwork(analysed.analyses, undefined);
    return network === undefined ? [] : [factsOf(network.network.name, network, convention)];
  });
});

export const networkNames = answers(NETWORK_NAMES, async (context, { uris }, token) => {
  const files = await Promise.all(uris.map((uri) => context.analysed(uri, token)));
  return files.flatMap((analysed) => {
    const networks = analysed?.model.networks.map(({ name }) => name) ?? [];
    return analysed === undefined || networks.length === 0 ? [] : [{ uri: analysed.uri, networks }];
  });
});

interface Reading {
  readonly report: CompareReport;
  /** For each model of the report its index in the request. */
  readonly indices: readonly number[];
  readonly problems: readonly CompareProblem[];
}

async function readReport(
  context: RequestContext,
  refs: readonly ModelRef[],
  pair: readonly [number, number],
  token: CancellationToken,
): Promise<Reading> {
  const { convention } = await context.settings();
  const read = await Promise.all(refs.map((ref) => readModel(context, ref, token)));
  const inputs = read.flatMap((model, index) => ("analysis" in model ? [{ model, index }] : []));
  const indices = inputs.map(({ index }) => index);
  const wanted = pair.map((index) => indices.indexOf(index)) as [number, number];
  const [left, right] = wanted.includes(-1) || wanted[0] === wanted[1] ? [0, 1] : wanted;
  const report = compareReport(
    inputs.map(({ model }) => model),
    convention,
    [[left, right]],
  );
  return { report, indices, problems: read.flatMap((model) => ("reason" in model ? [model] : [])) };
}

async function readModel(
  context: RequestContext,
  { uri, network, version }: ModelRef,
  token: CancellationToken,
): Promise<CompareInput | CompareProblem> {
  const name = decodeURIComponent(uri.slice(uri.lastIndexOf("/") + 1));
  const place = version === undefined ? name : `${name}, ${version.label}`;
  const analysed: Analysed | undefined =
    version === undefined ? await context.analysed(uri, token) : context.analysedText(uri, version.text);
  if (analysed === undefined) return { place, reason: "unreadable" };
  const analysis = mainNetwork(analysed.analyses, network);
  if (analysis === undefined) return { place, reason: "no-network" };
  return {
    analysis,
    place: version?.label ?? name,
    errors: analysed.model.problems.filter(({ severity }) => severity === "error").length,
  };
}

function modelOf(
  { name, place, errors, analysis, insights }: CompareReport["models"][number],
  index: number,
  convention: FlopsConvention,
): CompareModel {
  return {
    name,
    place,
    index,
    network: analysis.network.name,
    errors,
    complete: analysis.totals.complete,
    layers: layerBars(analysis, convention),
    stages: stageBars(analysis, convention),
    insights,
    facts: factsOf(name, analysis, convention),
  };
}

function factsOf(
  name: string,
  { network, totals }: NetworkAnalysis,
  convention: FlopsConvention,
): ModelFacts {
  const { top1Error, top5Error, year } = network.facts;
  return {
    name,
    params: known(totals.params),
    flops: known(flopsOf(totals, convention)),
    top1Error: top1Error ?? null,
    top5Error: top5Error ?? null,
    year: year ?? null,
  };
}

function known(tally: Tally): number | null {
  return isComplete(tally) ? (tally.value ?? null) : null;
}

function differenceOf({ left, right, difference }: CompareReport["differences"][number]): CompareDifference {
  const { identical, changes, consequences } = summarizeDifference(difference);
  return {
    left,
    right,
    identical,
    attributes: difference.attributes.map(describeChange),
    counts: difference.counts,
    cost: costText(changes),
    consequences: costText(consequences),
    rows: differenceRows(difference.differences),
  };
}

/** `+19.0M params, +3.71G multiply-adds` */
function costText({ params, macs }: Delta): string {
  const text = (value: number | undefined): string => signed(value, false, formatCount) || "±0";
  return l10n.t("{0} params, {1} multiply-adds", text(params), text(macs));
}
