// Layers of a .cfg by their numbers: sections define them, routes and shortcuts refer to them.

import type { NameOccurrence } from "../../format";
import { lineMapOf, rangeBetween } from "../../line-map";
import { parseConfig } from "../config";
import { allReferences } from "../references";
import { isNetSection } from "../schema/schema";

/** All sections and the numbers that point at them; numbers are no names, so nothing can be renamed. */
export function occurrences(text: string): readonly NameOccurrence[] {
  const lines = lineMapOf(text);
  const layers = parseConfig(text).sections.filter(({ type }) => !isNetSection(type));
  return layers.flatMap((section, index) => {
    const { start, end } = section.header;
    const definition: NameOccurrence = {
      name: String(index),
      kind: "layer",
      role: "definition",
      range: rangeBetween(lines, start, end),
      renamable: false,
    };
    const references = allReferences(text, section, index).flatMap((reference): NameOccurrence[] => {
      const { target } = reference;
      if (target === undefined || target < 0 || target >= layers.length) return [];
      const range = rangeBetween(lines, reference.start, reference.end);
      return [{ name: String(target), kind: "layer", role: "reference", range, renamable: false }];
    });
    return [definition, ...references];
  });
}
