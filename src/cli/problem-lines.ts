// Problems as lines for standard error: `file:line:column: error: message [code]`.

import type { Problem } from "../model/problem";
import { nameOf } from "./read-source";
import type { Source } from "./read-source";
import type { Terminal } from "./subcommand";

/** Prints errors and warnings; true when there is an error. */
export function reportProblems(source: Source, terminal: Terminal): boolean {
  const { file, model, problems } = source;
  for (const problem of problems) {
    if (problem.severity === "error" || problem.severity === "warning") {
      terminal.error(problemLine(problem, nameOf(problem.uri, { file, uri: model.uri })));
    }
  }
  return problems.some(({ severity }) => severity === "error");
}

/** Lines and columns count from 1. */
export function problemLine({ range, severity, code, message }: Problem, file: string): string {
  const { line, character } = range.start;
  const place = `${file}:${String(line + 1)}:${String(character + 1)}`;
  return `${place}: ${severity}: ${printable(message)} [${code}]`;
}

/** Control characters from a file must not reach a terminal. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/gu, "�");
}
