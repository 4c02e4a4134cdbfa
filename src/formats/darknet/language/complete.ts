// Completion in a .cfg: sections, the options of the section at hand, their values, and layers by their numbers.

import * as l10n from "@vscode/l10n";
import type { Suggestion } from "../../format";
import { isPointer } from "../references";
import type { OptionEntry } from "../schema/option-type";
import { choicesOf, isNetSection, optionEntry, SECTION_NAMES, sectionSchema } from "../schema/schema";
import { layerName } from "../sections/index";
import type { Cursor } from "./cursor";
import { cursorAt } from "./cursor";

/** What may stand at the offset. */
export function complete(text: string, offset: number): readonly Suggestion[] {
  const cursor = cursorAt(text, offset);
  switch (cursor.place) {
    case "comment":
      return [];
    case "header":
      return sectionSuggestions(/^\s*\]/.test(text.slice(offset, offset + 20)) ? "" : "]");
    case "key":
      return keySuggestions(cursor);
    case "value":
      return valueSuggestions(cursor);
  }
}

function sectionSuggestions(closer: string): readonly Suggestion[] {
  return SECTION_NAMES.map((name) => sectionSuggestion(name, `${name}${closer}`));
}

function sectionSuggestion(name: string, insertText: string): Suggestion {
  const documentation = sectionSchema(name)?.documentation;
  return {
    label: name,
    kind: "section",
    insertText,
    ...(documentation === undefined ? {} : { documentation }),
  };
}

/** Options that the section does not have yet; then new sections. */
function keySuggestions({ section }: Cursor): readonly Suggestion[] {
  const given = new Set(section?.options.map(({ key }) => key));
  const options = Object.entries((section && sectionSchema(section.type)?.options) ?? {})
    .filter(([name]) => !given.has(name))
    .map(([name, entry]): Suggestion => ({
      label: name,
      kind: "field",
      detail: entry[0],
      documentation: documentationOf(entry),
      insertText: `${name}=`,
    }));
  const sections = SECTION_NAMES.map((name) => sectionSuggestion(name, `[${name}]`));
  return section === undefined ? sections : [...options, ...sections];
}

/** The option's documentation with its default. */
export function documentationOf([, documentation, fallback]: OptionEntry): string {
  return fallback === undefined ? documentation : l10n.t("{0} Default: `{1}`.", documentation, fallback);
}

function valueSuggestions({ section, key, config, index }: Cursor): readonly Suggestion[] {
  if (section === undefined || key === undefined) return [];
  const kind = optionEntry(section.type, key)?.[0];
  if (kind === undefined) return [];
  if (isPointer(section.type, key)) {
    const layers = config.sections.filter(({ type }) => !isNetSection(type)).slice(0, Math.max(0, index));
    return layers
      .map((layer, number): Suggestion => {
        const back = String(number - index);
        return { label: back, kind: "name", detail: layerName(layer.type, number) };
      })
      .reverse();
  }
  const choices = kind === "flag" ? ["0", "1"] : choicesOf(kind);
  return choices.map((label) => ({ label, kind: "value" }));
}
