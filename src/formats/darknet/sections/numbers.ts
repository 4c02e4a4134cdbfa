// Checked reading of options that must be positive numbers.

import * as l10n from "@vscode/l10n";
import type { Section } from "../config";
import { integerIn } from "../options";
import type { SectionIssue } from "./section-type";

/** Reads options that decide about sizes, and collects what is wrong with them. */
export class Numbers {
  readonly issues: SectionIssue[] = [];

  constructor(private readonly section: Section) {}

  /** The whole number, at least `min`; NaN for one that is not (a value that is no number is reported elsewhere). */
  read(key: string, fallback: number, min = 1): number {
    const value = integerIn(this.section, key, fallback);
    // What the fallback comes from has been reported.
    if (value === undefined || Number.isNaN(value)) return NaN;
    if (value >= min) return value;
    const message = l10n.t("{0} must be at least {1}, not {2}.", key, min, value);
    this.issues.push({ code: "invalid-value", option: key, message });
    return NaN;
  }
}

/** Whether all sizes are known and within what can be counted. */
export function areSizes(...sizes: readonly number[]): boolean {
  return sizes.every((size) => Number.isSafeInteger(size));
}

/** C's division of whole numbers: rounds toward zero. */
export function divide(a: number, b: number): number {
  return Math.trunc(a / b);
}
