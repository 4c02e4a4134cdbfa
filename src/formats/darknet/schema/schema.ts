// Looking up what is known about a section and its options.

import { SECTION_ALIASES } from "./aliases";
import { LAYER_SCHEMAS } from "./layer-schema";
import { NET_SCHEMA } from "./net-schema";
import type { OptionEntry, OptionKind, SectionSchema } from "./option-type";
import { ACTIVATIONS, COSTS, POLICIES } from "./values";

/** True for the section that a network begins with. */
export function isNetSection(type: string): boolean {
  return type === "net" || type === "network";
}

/** The type without abbreviation: `conv` is `convolutional`. */
export function sectionType(written: string): string {
  return Object.hasOwn(SECTION_ALIASES, written) ? (SECTION_ALIASES[written] ?? written) : written;
}

/** What is known of a section, by any of its names. */
export function sectionSchema(written: string): SectionSchema | undefined {
  if (isNetSection(written)) return NET_SCHEMA;
  const type = sectionType(written);
  return Object.hasOwn(LAYER_SCHEMAS, type) ? LAYER_SCHEMAS[type] : undefined;
}

export function optionEntry(section: string, key: string): OptionEntry | undefined {
  const options = sectionSchema(section)?.options;
  return options !== undefined && Object.hasOwn(options, key) ? options[key] : undefined;
}

/** All section names, abbreviations left out. */
export const SECTION_NAMES: readonly string[] = ["net", ...Object.keys(LAYER_SCHEMAS)];

/** Names that are accepted but not suggested. */
export const SECTION_ABBREVIATIONS: readonly string[] = ["network", ...Object.keys(SECTION_ALIASES)];

/** The words that an option of that kind takes. */
export function choicesOf(kind: OptionKind): readonly string[] {
  switch (kind) {
    case "activation":
      return ACTIVATIONS;
    case "policy":
      return POLICIES;
    case "cost":
      return COSTS;
    default:
      return [];
  }
}
