// Names in a net: blobs where layers make and take them, layers by their names, and shared weights.

import type { NameOccurrence } from "../../format";
import type { LineMap } from "../../line-map";
import { lineMapOf, rangeBetween } from "../../line-map";
import { layerEntries } from "../layer-entry";
import { messagesIn, scalarsIn } from "../text/access";
import { parse } from "../text/parse";
import type { Message, Scalar, Span } from "../text/tree";

/** All definitions and uses of names, in the order of the text. */
export function occurrences(text: string): readonly NameOccurrence[] {
  const lines = lineMapOf(text);
  const { root } = parse(text);
  const found: NameOccurrence[] = scalarsIn(root, "input").map((scalar) =>
    occurrence(lines, scalar.text, "blob", "definition", scalar.inner),
  );
  const weights = new Set<string>();
  for (const entry of layerEntries(root)) {
    if (entry.name !== undefined) {
      found.push(occurrence(lines, entry.name, "layer", "definition", entry.nameSpan));
    }
    for (const { name, ...span } of entry.bottoms) {
      found.push(occurrence(lines, name, "blob", "reference", span));
    }
    for (const { name, ...span } of entry.tops) {
      found.push(occurrence(lines, name, "blob", "definition", span));
    }
    for (const { text: name, inner } of weightNames(entry.message, entry.schema)) {
      found.push(occurrence(lines, name, "weight", weights.has(name) ? "reference" : "definition", inner));
      weights.add(name);
    }
  }
  return found.sort(
    ({ range: { start: a } }, { range: { start: b } }) => a.line - b.line || a.character - b.character,
  );
}

function weightNames(layer: Message, schema: string): readonly Scalar[] {
  const scalars =
    schema === "LayerParameter"
      ? messagesIn(layer, "param").flatMap((param) => scalarsIn(param, "name"))
      : scalarsIn(layer, "param");
  return scalars.filter(({ type, text }) => type === "string" && text !== "");
}

function occurrence(
  lines: LineMap,
  name: string,
  kind: string,
  role: NameOccurrence["role"],
  span: Span,
): NameOccurrence {
  return { name, kind, role, range: rangeBetween(lines, span.start, span.end) };
}
