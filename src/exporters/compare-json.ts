// A comparison as JSON: the public format of docs/cli.md.

import type { AttributeChange, Difference } from "../analysis/compare/change";
import type { Delta } from "../analysis/compare/delta";
import { leafDifferences } from "../analysis/compare/difference";
import type { CompareReport, ReportDifference, ReportModel } from "../analysis/compare/report";
import { summarizeDifference } from "../analysis/compare/summary";
import type { TotalRow } from "../analysis/compare/totals";
import type { Unit } from "../analysis/compare/unit";
import type { Insight } from "../analysis/insights/insight";
import type { Shape } from "../model/shape";

const SCHEMA = 1;

/** Plain JSON; what is not known is null. */
export function compareJson(report: CompareReport): object {
  const { convention, models, totals, differences, insights } = report;
  return {
    schema: SCHEMA,
    flopsConvention: convention,
    models: models.map((model, index) => modelObject(model, index, totals)),
    totals: totals.map((row) => totalObject(row)),
    differences: differences.map((difference) => differenceObject(models, difference)),
    insights: insights.map(insightObject),
  };
}

function modelObject(
  { name, analysis, place, errors, insights }: ReportModel,
  index: number,
  rows: readonly TotalRow[],
): object {
  const { network, totals } = analysis;
  const figures = new Map<string, number | null>();
  for (const { metric, values } of rows) {
    if (metric !== "input") figures.set(metric, values[index]?.value ?? null);
  }
  return {
    name,
    file: place,
    network: network.name,
    inputs: network.inputs.map(({ name: input, shape, dtype }) => ({
      name: input,
      shape: jsonShape(shape),
      dtype,
    })),
    facts: network.facts,
    errors,
    totals: { ...Object.fromEntries<number | null>(figures), complete: totals.complete },
    insights: insights.map(insightObject),
  };
}

/** Ratios and differences are to the first network; null where one of the two is not completely known. */
function totalObject({ metric, values, best }: TotalRow): object {
  const [first] = values;
  const compared = values.map(({ value, complete }) => {
    const known = first?.complete === true && complete && first.value !== undefined && value !== undefined;
    return known ? { base: first.value, value } : undefined;
  });
  return {
    metric,
    values: values.map(({ value, text }) => value ?? (metric === "input" ? text : null)),
    differences: compared.map((pair) => (pair === undefined ? null : pair.value - pair.base)),
    ratios: compared.map((pair) => (pair === undefined || pair.base === 0 ? null : pair.value / pair.base)),
    best,
  };
}

function differenceObject(
  models: readonly ReportModel[],
  { left, right, difference }: ReportDifference,
): object {
  const { identical, changes, consequences } = summarizeDifference(difference);
  const changed = [...leafDifferences(difference.differences)].filter(({ change }) => change !== "same");
  return {
    left: models[left]?.name ?? null,
    right: models[right]?.name ?? null,
    identical,
    attributes: difference.attributes.map(attributeObject),
    counts: difference.counts,
    cost: deltaObject(changes),
    consequences: deltaObject(consequences),
    changes: changed.map(changeObject),
  };
}

function changeObject({ change, left, right, attributes, cost }: Difference): object {
  return {
    change,
    left: left === undefined ? null : unitObject(left),
    right: right === undefined ? null : unitObject(right),
    attributes: attributes.map(attributeObject),
    cost: deltaObject(cost),
  };
}

function unitObject({ path, node, times }: Unit): object {
  const kind =
    node.kind === "layer"
      ? { kind: "layer", op: node.operator }
      : { kind: "group", op: node.definition ?? node.groupKind };
  return { path, ...kind, count: times };
}

function attributeObject({ name, left, right }: AttributeChange): object {
  return { name, left: left ?? null, right: right ?? null };
}

function deltaObject(delta: Delta): object {
  return Object.fromEntries(Object.entries(delta).map(([name, value]) => [name, value ?? null]));
}

function insightObject({ id, text, evidence, layers }: Insight): object {
  return { id, text, evidence, layers };
}

function jsonShape(shape: Shape | undefined): readonly (number | string | null)[] | null {
  return shape?.map((dim) => dim ?? null) ?? null;
}
