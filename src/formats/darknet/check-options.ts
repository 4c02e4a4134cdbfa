// Checks of sections and options that need no shapes: unknown names, values of the wrong kind, options given twice.

import * as l10n from "@vscode/l10n";
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
      ? l10n.t("The file must begin with [net].")
      : l10n.t("This line is neither a section, an option (key=value) nor a comment.");
    problems.add(where, "unexpected-line", message);
  }
  for (const [index, section] of config.sections.entries()) {
    if (index === 0 && !isNetSection(section.type)) {
      problems.add(section.header, "missing-net", l10n.t("The first section must be [net] or [network]."));
    } else if (index > 0 && isNetSection(section.type)) {
      problems.add(section.header, "repeated-net", l10n.t("[net] may stand only at the beginning."));
    }
    checkSection(section, problems);
  }
}

function checkSection(section: Section, problems: ProblemList): void {
  const schema = sectionSchema(section.type);
  if (schema === undefined) {
    const suggestion = problems.suggestion(section.type, () => [...SECTION_NAMES, ...SECTION_ABBREVIATIONS]);
    const hint = suggestion === undefined ? "" : l10n.t(" Did you mean {0}?", `[${suggestion}]`);
    const data = suggestion === undefined ? {} : { data: { replacement: `[${suggestion}]` } };
    const message = l10n.t("The section [{0}] is not known.{1}", section.type, hint);
    problems.add(section.header, "unknown-section", message, { severity: "warning", ...data });
    return;
  }
  const seen = new Set<string>();
  for (const option of section.options) {
    if (seen.has(option.key)) {
      const message = l10n.t('"{0}" is given twice: the first counts.', option.key);
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
    const hint = suggestion === undefined ? "" : l10n.t(" Did you mean {0}?", `"${suggestion}"`);
    const data = suggestion === undefined ? {} : { data: { replacement: suggestion } };
    const message = l10n.t('Darknet does not use "{0}" in [{1}].{2}', option.key, section.type, hint);
    problems.add(option.keySpan, "unknown-option", message, { severity: "warning", ...data });
    return;
  }
  const [kind] = entry;
  const where = option.value === "" ? option.keySpan : option.valueSpan;
  const wanted = WANTED[kind];
  if (wanted !== undefined && wanted.read(option.value) === undefined) {
    problems.add(where, "wrong-type", l10n.t('"{0}" takes {1}.', option.key, wanted.text()));
  }
  const choices = choicesOf(kind);
  if (choices.length > 0) checkChoice(option, choices, problems);
}

/** How numbers are read, and what to say where there is none. */
const WANTED: Partial<
  Record<OptionKind, { readonly text: () => string; readonly read: (value: string) => number | undefined }>
> = {
  integer: { text: () => l10n.t("a whole number"), read: leadingInteger },
  decimal: { text: () => l10n.t("a number"), read: leadingDecimal },
  flag: { text: () => l10n.t("0 or 1"), read: leadingDecimal },
  list: { text: () => l10n.t("numbers between commas"), read: leadingDecimal },
};

function checkChoice(option: Option, choices: readonly string[], problems: ProblemList): void {
  if (choices.includes(option.value)) return;
  const suggestion = problems.suggestion(option.value, () => choices);
  const hint = suggestion === undefined ? "" : l10n.t(" Did you mean {0}?", `"${suggestion}"`);
  const data = suggestion === undefined ? {} : { data: { replacement: suggestion } };
  const where = option.value === "" ? option.keySpan : option.valueSpan;
  const message = l10n.t('"{0}" is no value of "{1}".{2}', option.value, option.key, hint);
  problems.add(where, "unknown-value", message, { severity: "warning", ...data });
}
