// Checks of a layer that need no shapes: its type, how many blobs it takes and makes, and where its bottoms come from.

import * as l10n from "@vscode/l10n";
import { product } from "../../model/exact";
import type { Shape } from "../../model/shape";
import { closestName } from "../closest-name";
import type { Blobs } from "./blobs";
import type { BlobMention, LayerEntry } from "./layer-entry";
import { LAYER_TYPES } from "./layers/index";
import type { Arity } from "./layers/layer-type";
import type { Makers } from "./makers";
import type { CaffePhase } from "../format";
import { conditionsOf } from "./phase";
import type { Message } from "./text/tree";
import type { ProblemList } from "../problem-list";
import { MOST_SLIPS } from "./schema/validate";

/** Reports an unknown or misspelt type, and a wrong number of bottoms or tops. */
export function checkLayer(entry: LayerEntry, problems: ProblemList): void {
  const { type, typeName, typeSpan } = entry;
  if (typeName === undefined) {
    problems.add(typeSpan, "missing-type", l10n.t("The layer has no type."));
    return;
  }
  if (type === undefined) {
    // An older layer's type is an enum's value, which the schema has checked.
    if (entry.schema === "LayerParameter") reportUnknownType(entry, typeName, problems);
    return;
  }
  if (entry.schema === "LayerParameter" && typeName !== type.name && !type.forkNames?.includes(typeName)) {
    const message = l10n.t('Caffe knows this type as "{0}".', type.name);
    const data = { replacement: type.name };
    problems.add(typeSpan, "layer-type-spelling", message, { severity: "warning", data });
  }
  checkCount(entry, type.bottoms, "bottom", entry.bottoms.length, problems);
  checkCount(entry, type.tops, "top", entry.tops.length, problems);
}

function reportUnknownType(entry: LayerEntry, typeName: string, problems: ProblemList): void {
  const suggestion = closestName(
    typeName,
    LAYER_TYPES.map(({ name }) => name),
    MOST_SLIPS,
  );
  const hint = suggestion === undefined ? "" : l10n.t(" Did you mean {0}?", `"${suggestion}"`);
  const data = suggestion === undefined ? {} : { data: { replacement: suggestion } };
  const message = l10n.t('The layer type "{0}" is not known.{1}', typeName, hint);
  const severity = suggestion === undefined ? "information" : "warning";
  problems.add(entry.typeSpan, "unknown-layer-type", message, { severity, ...data });
}

function checkCount(
  entry: LayerEntry,
  [min, max]: Arity,
  what: "bottom" | "top",
  count: number,
  problems: ProblemList,
): void {
  if (count >= min && count <= max) return;
  const wanted =
    min === max
      ? String(min)
      : max === Infinity
        ? l10n.t("at least {0}", min)
        : l10n.t("{0} to {1}", min, max);
  const name = entry.type?.name ?? "";
  const isOne = min === 1 && max === 1;
  const message =
    what === "bottom"
      ? isOne
        ? l10n.t("{0} takes 1 bottom, but has {1}.", name, count)
        : l10n.t("{0} takes {1} bottoms, but has {2}.", name, wanted, count)
      : isOne
        ? l10n.t("{0} makes 1 top, but has {1}.", name, count)
        : l10n.t("{0} makes {1} tops, but has {2}.", name, wanted, count);
  const code = what === "bottom" ? "wrong-input-count" : "wrong-output-count";
  const severity = entry.type?.measures === true ? "warning" : "error";
  problems.add(entry.typeSpan, code, message, { severity });
}

/** What is wrong with outputs whose sizes are not positive, or too large to be counted. */
export function sizeProblem(
  outputs: readonly (Shape | undefined)[],
): { readonly code: string; readonly message: string } | undefined {
  for (const shape of outputs) {
    if (shape === undefined) continue;
    const numbers = shape.filter((dim) => typeof dim === "number");
    if (numbers.some((dim) => dim < 1)) {
      const message = l10n.t("The output would have a size of {0}.", Math.min(...numbers));
      return { code: "invalid-dimension", message };
    }
    if (product(numbers) === undefined) {
      return { code: "too-large", message: l10n.t("The output would have more than 2^53 elements.") };
    }
  }
  return undefined;
}

/** By what the net would have to differ for the layer to be part of it. */
function otherState(layer: Message, phase: CaffePhase): string {
  const { phase: only, stages } = conditionsOf(layer);
  if (only !== undefined && only !== phase) return l10n.t("in the phase {0}", only);
  if (stages.length > 0) return l10n.t("in the stage {0}", stages.map((stage) => `"${stage}"`).join(", "));
  return l10n.t("in another state of the net");
}

interface NetSoFar {
  readonly phase: CaffePhase;
  readonly blobs: Blobs;
  readonly problems: ProblemList;
  readonly makers: Makers;
}

/** Says why a bottom is not there: it is made further down, in a cycle, in another phase, or not at all. */
export function reportMissingBottom(net: NetSoFar, entry: LayerEntry, { name, ...where }: BlobMention): void {
  const maker = net.makers.of(name);
  if (maker === undefined) {
    const suggestion = net.problems.suggestion(name, () => net.blobs.names());
    const hint = suggestion === undefined ? "" : l10n.t(" Did you mean {0}?", `"${suggestion}"`);
    const data = suggestion === undefined ? {} : { data: { replacement: suggestion } };
    net.problems.add(where, "unknown-bottom", l10n.t('No layer makes "{0}".{1}', name, hint), data);
    return;
  }
  const related = {
    start: maker.nameSpan.start,
    end: maker.nameSpan.end,
    message: l10n.t("It is made here."),
  };
  if (!net.makers.isIncluded(maker)) {
    const message = l10n.t('"{0}" is made only {1}.', name, otherState(maker.message, net.phase));
    net.problems.add(where, "other-phase", message, { severity: "warning", related });
    return;
  }
  const cyclic = net.makers.dependsOn(maker, entry);
  const message = cyclic
    ? l10n.t('"{0}" depends on this layer itself: the net has a cycle.', name)
    : l10n.t('"{0}" is made further down; Caffe wants layers in the order in which they compute.', name);
  net.problems.add(where, cyclic ? "cycle" : "used-before-made", message, { related });
}
