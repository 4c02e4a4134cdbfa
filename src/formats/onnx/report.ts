// Collects a file's problems; a binary file has no lines, so that every problem is at its start and names the node instead.

import * as l10n from "@vscode/l10n";
import type { Origin, Range } from "../../model/origin";
import type { Problem, Severity } from "../../model/problem";

/** The start of the file, which stands for all of a binary one. */
export const START: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** More problems than this are not worth listing. */
const MOST_PROBLEMS = 100;

export class Report {
  readonly uri: string;
  private readonly list: Problem[] = [];

  constructor(uri: string) {
    this.uri = uri;
  }

  add(code: string, message: string, severity: Severity = "error"): void {
    if (this.list.length < MOST_PROBLEMS)
      this.list.push({ uri: this.uri, range: START, severity, code, message });
    else if (this.list.length === MOST_PROBLEMS) {
      const more = l10n.t("There are more problems than are listed here.");
      this.list.push({
        uri: this.uri,
        range: START,
        severity: "information",
        code: "more-problems",
        message: more,
      });
    }
  }

  get problems(): readonly Problem[] {
    return this.list;
  }

  get origin(): Origin {
    return { uri: this.uri, range: START };
  }
}

/** A name from the file as it may stand in a message: control characters shown, not sent, and never too long. */
export function quoted(name: string): string {
  const clean = name.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, "\ufffd");
  return `"${clean.length > 120 ? `${clean.slice(0, 117)}...` : clean}"`;
}
