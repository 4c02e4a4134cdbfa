// What the difference of two networks' structures comes to.

import * as l10n from "@vscode/l10n";
import type { Change, Difference } from "../../compare/change";
import { leafDifferences } from "../../compare/difference";
import { summarizeDifference } from "../../compare/summary";
import type { Finding } from "../insight";
import { firstPaths, listed } from "../wording";
import type { ComparisonRule } from "./comparison-rule";

export const structure: ComparisonRule = {
  id: "structure",
  find: ({ difference }) => {
    if (difference === undefined) return [];
    if (summarizeDifference(difference).identical) {
      return [finding(l10n.t("The two networks have the same structure: at most names differ."), [])];
    }
    const changed = [...leafDifferences(difference.differences)].filter(({ change }) => change !== "same");
    if (changed.length === 0) return [];
    const paths = changed.map(({ left, right }) => (right ?? left)?.path ?? "");
    const place = commonParent(paths);
    const kinds = kindsOf(changed);
    const what = place === undefined ? listed(kinds) : l10n.t("{0} in {1}", listed(kinds), place);
    const names = [...new Set(paths)];
    const all = paths.length <= MOST_NAMED ? l10n.t("{0} ({1})", what, listed(names)) : what;
    // Of much that differs, that nothing else does says nothing.
    const isAll = difference.attributes.length === 0 && (kinds.length === 1 || names.length <= MOST_NAMED);
    const text = isAll
      ? l10n.t("The difference is {0}, and nothing else.", all)
      : l10n.t("The difference is {0}.", all);
    return [finding(text, paths)];
  },
};

/** So few changes are told by name. */
const MOST_NAMED = 3;

/** The group that all of several changes are in. */
function commonParent(paths: readonly string[]): string | undefined {
  const [parent, ...others] = new Set(paths.map((path) => path.split("/").slice(0, -1).join("/")));
  return paths.length > 1 && others.length === 0 && parent !== "" ? parent : undefined;
}

function finding(text: string, paths: readonly string[]): Finding {
  return { text, evidence: [], layers: firstPaths(paths) };
}

function kindsOf(changed: readonly Difference[]): readonly string[] {
  return (["added", "removed", "changed", "moved"] as const).flatMap((change) => {
    const own = changed.filter((difference) => difference.change === change);
    const total = own.reduce((sum, { left, right }) => sum + ((right ?? left)?.times ?? 1), 0);
    if (total === 0) return [];
    const groups = own.filter(({ left, right }) => (right ?? left)?.node.kind === "group").length;
    const noun = groups === own.length ? "block" : groups === 0 ? "layer" : "either";
    return [COUNTS[noun][change](total)];
  });
}

type Counts = Readonly<Record<Exclude<Change, "same">, (count: number) => string>>;

/** How many there are of each kind of change: of layers, of blocks, and of several that are some of both. */
const COUNTS: Readonly<Record<"layer" | "block" | "either", Counts>> = {
  layer: {
    added: (count) => (count === 1 ? l10n.t("1 more layer") : l10n.t("{0} more layers", count)),
    removed: (count) => (count === 1 ? l10n.t("1 fewer layer") : l10n.t("{0} fewer layers", count)),
    changed: (count) => (count === 1 ? l10n.t("1 changed layer") : l10n.t("{0} changed layers", count)),
    moved: (count) => (count === 1 ? l10n.t("1 moved layer") : l10n.t("{0} moved layers", count)),
  },
  block: {
    added: (count) => (count === 1 ? l10n.t("1 more block") : l10n.t("{0} more blocks", count)),
    removed: (count) => (count === 1 ? l10n.t("1 fewer block") : l10n.t("{0} fewer blocks", count)),
    changed: (count) => (count === 1 ? l10n.t("1 changed block") : l10n.t("{0} changed blocks", count)),
    moved: (count) => (count === 1 ? l10n.t("1 moved block") : l10n.t("{0} moved blocks", count)),
  },
  either: {
    added: (count) => l10n.t("{0} more layers and blocks", count),
    removed: (count) => l10n.t("{0} fewer layers and blocks", count),
    changed: (count) => l10n.t("{0} changed layers and blocks", count),
    moved: (count) => l10n.t("{0} moved layers and blocks", count),
  },
};
