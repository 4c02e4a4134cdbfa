// Networks that err less at fewer FLOPs than another, by what they state of themselves.

import * as l10n from "@vscode/l10n";
import { formatCount } from "../../format-number";
import { isComplete } from "../../tally";
import { isStatedLess } from "../../compare/stated";
import type { ComparedModel } from "../../compare/compared-model";
import type { Finding } from "../insight";
import { ratioText } from "../wording";
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
  for (const fact of ["top5Error", "top1Error"] as const) {
    const [low, high] = [a.network.facts[fact], b.network.facts[fact]];
    if (low === undefined || high === undefined) continue;
    if (!isStatedLess(low, high)) return undefined;
    const ratio = more.value / fewer.value;
    const error = fact === "top5Error" ? l10n.t("top-5 error") : l10n.t("top-1 error");
    const text = l10n.t(
      "{0} has a lower {1} than {2} ({3}% against {4}%), and {2} takes {5} times its FLOPs ({6} against {7} multiply-adds).",
      ...[better.name, error, worse.name, low, high],
      ...[ratioText(ratio), formatCount(more.value), formatCount(fewer.value)],
    );
    const evidence = [
      { name: l10n.t("FLOPs of the other"), value: ratio, unit: "times" },
      { name: error, value: low / 100, unit: "share" },
      { name: l10n.t("{0} of the other", error), value: high / 100, unit: "share" },
    ] as const;
    return { text, evidence, layers: [] };
  }
  return undefined;
}
