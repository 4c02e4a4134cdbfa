// Networks that err less at fewer FLOPs than another, by what they state of themselves.

import { formatCount } from "../../format-number";
import { isComplete } from "../../tally";
import type { ComparedModel } from "../../compare/compared-model";
import type { Finding } from "../insight";
import { times } from "../wording";
import type { ComparisonRule } from "./comparison-rule";

const MOST_FINDINGS = 4;

export const lessError: ComparisonRule = {
  id: "less-error-fewer-flops",
  find: ({ models }) =>
    models
      .flatMap((better) => models.flatMap((worse) => dominates(better, worse) ?? []))
      .sort((a, b) => (b.evidence[0]?.value ?? 0) - (a.evidence[0]?.value ?? 0))
      .slice(0, MOST_FINDINGS),
};

/** Both state the same error on the same data set, and both are counted completely. */
function dominates(better: ComparedModel, worse: ComparedModel): Finding | undefined {
  const [a, b] = [better.analysis, worse.analysis];
  const [fewer, more] = [a.totals.macs, b.totals.macs];
  if (a.network.facts.dataset !== b.network.facts.dataset || !isComplete(fewer) || !isComplete(more))
    return undefined;
  if (
    fewer.value === undefined ||
    more.value === undefined ||
    fewer.value === 0 ||
    fewer.value >= more.value
  ) {
    return undefined;
  }
  for (const [fact, name] of [
    ["top5Error", "top-5 error"],
    ["top1Error", "top-1 error"],
  ] as const) {
    const [low, high] = [a.network.facts[fact], b.network.facts[fact]];
    if (low === undefined || high === undefined) continue;
    if (low >= high) return undefined;
    const text =
      `${better.name} has a lower ${name} than ${worse.name} (${String(low)}% against ${String(high)}%), and ${worse.name} takes ` +
      `${times(more.value / fewer.value)} its FLOPs (${formatCount(more.value)} against ${formatCount(fewer.value)} multiply-adds).`;
    const evidence = [
      { name: "FLOPs of the other", value: more.value / fewer.value, unit: "times" },
      { name: name, value: low / 100, unit: "share" },
      { name: `${name} of the other`, value: high / 100, unit: "share" },
    ] as const;
    return { text, evidence, layers: [] };
  }
  return undefined;
}
