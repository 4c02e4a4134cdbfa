// Gives the issues that a layer's type finds their places: a field of its parameters, a bottom, or the type.

import type { LayerEntry } from "./layer-entry";
import type { LayerIssue } from "./layers/layer-type";
import type { ProblemList } from "../problem-list";
import { lastField, messageIn } from "./text/access";
import type { Span } from "./text/tree";

export function reportIssues(entry: LayerEntry, issues: readonly LayerIssue[], problems: ProblemList): void {
  for (const issue of issues) {
    const { code, message, severity = "error" } = issue;
    problems.add(placeOf(entry, issue), code, message, { severity });
  }
}

function placeOf(entry: LayerEntry, { field, input }: LayerIssue): Span {
  if (input !== undefined) return entry.bottoms[input] ?? entry.typeSpan;
  if (field === undefined) return entry.typeSpan;
  const found =
    lastField(entry.parameter, field) ?? lastField(messageIn(entry.message, "input_param"), field);
  const short = field.replace(/_size$/, "");
  const pair = lastField(entry.parameter, `${short}_h`) ?? lastField(entry.parameter, `${short}_w`);
  const own = entry.type?.parameter;
  const whole = own === undefined ? undefined : lastField(entry.message, own)?.nameSpan;
  return found ?? pair ?? whole ?? entry.typeSpan;
}
