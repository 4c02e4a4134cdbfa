// What the difference of two networks' structures comes to.

import type { Change, Difference } from "../../compare/change";
import { leafDifferences } from "../../compare/difference";
import { summarizeDifference } from "../../compare/summary";
import type { Finding } from "../insight";
import { counted, firstPaths, listed, listedShort } from "../wording";
import type { ComparisonRule } from "./comparison-rule";

export const structure: ComparisonRule = {
  id: "structure",
  find: ({ difference }) => {
    if (difference === undefined) return [];
    if (summarizeDifference(difference).identical) {
      return [finding("The two networks have the same structure: at most names differ.", [])];
    }
    const changed = [...leafDifferences(difference.differences)].filter(({ change }) => change !== "same");
    if (changed.length === 0) return [];
    const paths = changed.map(({ left, right }) => (right ?? left)?.path ?? "");
    const parents = new Set(paths.map((path) => path.split("/").slice(0, -1).join("/")));
    const place =
      parents.size === 1 && paths.length > 1 && !parents.has("") ? ` in ${[...parents].join("")}` : "";
    const interfaces = difference.attributes.length === 0 ? ", and nothing else" : "";
    const names = paths.length <= 3 ? ` (${listedShort(paths)})` : "";
    return [finding(`The difference is ${listed(kindsOf(changed))}${place}${names}${interfaces}.`, paths)];
  },
};

function finding(text: string, paths: readonly string[]): Finding {
  return { text, evidence: [], layers: firstPaths(paths) };
}

const WORDS: Readonly<Record<Exclude<Change, "same">, string>> = {
  added: "more",
  removed: "fewer",
  changed: "changed",
  moved: "moved",
};

function kindsOf(changed: readonly Difference[]): readonly string[] {
  return Object.entries(WORDS).flatMap(([change, word]) => {
    const own = changed.filter((difference) => difference.change === change);
    const total = own.reduce((sum, { left, right }) => sum + ((right ?? left)?.times ?? 1), 0);
    const groups = own.filter(({ left, right }) => (right ?? left)?.node.kind === "group").length;
    const noun = groups === own.length ? "block" : groups === 0 ? "layer" : "layer or block";
    return total === 0 ? [] : [counted(total, `${word} ${noun}`, `${word} ${pluralOf(noun)}`)];
  });
}

function pluralOf(noun: string): string {
  return noun === "layer or block" ? "layers and blocks" : `${noun}s`;
}
