// Where a layer or group comes from in the text, and where its annotation belongs.

import type { Origin, Position, Range } from "../../model/origin";
import type { Element, Flow } from "../generated/ast";
import { rangeOf, rangeOfKeyword, rangeOfProperty } from "../syntax/tree";

/** How an element of a flow is called: the name that the flow gives it, and where that stands. */
export interface Naming {
  readonly name: string | undefined;
  readonly range: Range | undefined;
}

/** The origin of an element; the flow's name belongs to it when the element carries that name. */
export function originOf(uri: string, element: Element, naming: Naming): Origin {
  const own = rangeOf(element);
  const start =
    naming.range !== undefined && comesBefore(naming.range.start, own.start) ? naming.range.start : own.start;
  return {
    uri,
    range: { start, end: own.end },
    selection: naming.range ?? selectionOf(element),
    anchor: anchorOf(element, own),
  };
}

function selectionOf(element: Element): Range {
  switch (element.$type) {
    case "Call":
      return element.callee.$refNode?.range ?? rangeOf(element);
    case "Stage":
      return rangeOfProperty(element, element.name === undefined ? "kind" : "name");
    case "Repeat":
      return rangeOfKeyword(element, "repeat");
    default:
      return rangeOf(element);
  }
}

/** Groups are annotated at their head, layers and merges at their end. */
function anchorOf(element: Element, own: Range): Position {
  const isGroup = element.$type === "Stage" || element.$type === "Repeat";
  return isGroup && element.body !== undefined ? rangeOf(element.body).start : own.end;
}

function comesBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}

/** The naming of an element that its flow gives no name. */
export const UNNAMED: Naming = { name: undefined, range: undefined };

/** The name that a flow gives to its layer (see `principalOf`), when it gives one. */
export function namingOf(flow: Flow): Naming {
  const [target] = flow.targets;
  return target === undefined || flow.targets.length > 1
    ? UNNAMED
    : { name: target.name, range: rangeOf(target) };
}
