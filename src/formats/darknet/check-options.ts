// Checks of sections and options that need no shapes: unknown names, values of the wrong kind, options given twice.

import type { ProblemList } from "../problem-list";
import type { Config, Option, Section } from "./config";
import { leadingDecimal, leadingInteger } from "./options";
import type { OptionKind } from "./schema/option-type";
import {
  choicesOf,
  isNetSection,
  optionEntry,
  SECTION_ABBREVIATIONS,
  SECTION_NAMES,
  sectionSchema,
} from "./schema/schema";

/** Reports what is wrong with the lines of the file, section by section. */
export function checkConfig(config: Config, problems: ProblemList): void {
  for (const { beforeFirst, ...where } of config.stray) {
    const message = beforeFirst
      ? "The file must begin with [net]."
      : "This line is neither a section, an option (key=value) nor a comment.";
    problems.add(where, "unexpected-line", message);
  }
  for (const [index, section] of config.sections.entries()) {
    if (index === 0 && !isNetSection(section.type)) {
      problems.add(section.header, "missing-net", "The first section must be [net] or [network].");
    } else if (index > 0 && isNetSection(section.type)) {
      problems.add(section.header, "repeated-net", "[net] may stand only at the beginning.");
    }
    checkSection(section, problems);
  }
}

function checkSection(section: Section, problems: ProblemList): void {
  const schema = sectionSchema(section.type);
  if (schema === undefined) {
    const suggestion = problems.suggestion(section.type, () => [...SECTION_NAMES, ...SECTION_ABBREVIATIONS]);
    const hint = suggestion === undefined ? "" : ` Did you mean [${suggestion}]?`;
    const data = suggestion === undefined ? {} : { data: { replacement: `[${suggestion}]` } };
    const message = `The section [${section.type}] is not known.${hint}`;
    problems.add(section.header, "unknown-section", message, { severity: "warning", ...data });
    return;
  }
  const seen = new Set<string>();
  for (const option of section.options) {
    if (seen.has(option.key)) {
      const message = `"${option.key}" is given twice: the first counts.`;
      problems.add(option.keySpan, "repeated-option", message, { severity: "warning" });
    }
    seen.add(option.key);
    checkOption(section, option, Object.keys(schema.options), problems);
  }
}

function checkOption(
  section: Section,
  option: Option,
  known: readonly string[],
  problems: ProblemList,
): void {
  const entry = optionEntry(section.type, option.key);
  if (entry === undefined) {
    const suggestion = problems.suggestion(option.key, () => known);
    const hint = suggestion === undefined ? "" : ` Did you mean "${suggestion}"?`;
    const data = suggestion === undefined ? {} : { data: { replacement: suggestion } };
    const message = `Darknet does not use "${option.key}" in [${section.type}].${hint}`;
    problems.add(option.keySpan, "unknown-option", message, { severity: "warning", ...data });
    return;
  }
  const [kind] = entry;
  const where = option.value === "" ? option.keySpan : option.valueSpan;
  const wanted = WANTED[kind];
  if (wanted !== undefined && wanted.read(option.value) === undefined) {
    problems.add(where, "wrong-type", `"${option.key}" takes ${wanted.text}.`);
  }
  const choices = choicesOf(kind);
  if (choices.length > 0) checkChoice(option, choices, problems);
}

/** How numbers are read, and what to say where there is none. */
const WANTED: Partial<
  Record<OptionKind, { readonly text: string; readonly read: (value: string) => number | undefined }>
> = {
  integer: { text: "a whole number", read: leadingInteger },
  decimal: { text: "a number", read: leadingDecimal },
  flag: { text: "0 or 1", read: leadingDecimal },
  list: { text: "numbers between commas", read: leadingDecimal },
};

function checkChoice(option: Option, choices: readonly string[], problems: ProblemList): void {
  if (choices.includes(option.value)) return;
  const suggestion = problems.suggestion(option.value, () => choices);
  const hint = suggestion === undefined ? "" : ` Did you mean "${suggestion}"?`;
  const data = suggestion === undefined ? {} : { data: { replacement: suggestion } };
  const where = option.value === "" ? option.keySpan : option.valueSpan;
  const message = `"${option.value}" is no value of "${option.key}".${hint}`;
  problems.add(where, "unknown-value", message, { severity: "warning", ...data });
}
