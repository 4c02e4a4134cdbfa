// Problems as diagnostics of the protocol.

import { DiagnosticSeverity, DiagnosticTag } from "vscode-languageserver";
import type { Diagnostic } from "vscode-languageserver";
import { analysisProblems } from "../analysis/problems";
import type { NetworkAnalysis } from "../analysis/network-analysis";
import type { Problem, Severity } from "../model/problem";
import type { SourceModel } from "../model/source-model";

/** The source that editors show beside each diagnostic. */
export const DIAGNOSTIC_SOURCE = "netlens";

/** All problems of a file and its networks, by the uri they are at; the file's own uri is always there. */
export function diagnosticsByUri(
  model: SourceModel,
  analyses: readonly NetworkAnalysis[],
): ReadonlyMap<string, readonly Diagnostic[]> {
  const byUri = new Map<string, Diagnostic[]>([[model.uri, []]]);
  for (const problem of [...model.problems, ...analyses.flatMap(analysisProblems)]) {
    const diagnostics = byUri.get(problem.uri);
    if (diagnostics === undefined) byUri.set(problem.uri, [diagnosticOf(problem)]);
    else if (diagnostics.length < MOST_DIAGNOSTICS) diagnostics.push(diagnosticOf(problem));
  }
  return byUri;
}

/** A file of junk has a problem on every line; more than this many help nobody. */
const MOST_DIAGNOSTICS = 1000;

/** One problem as a diagnostic. */
export function diagnosticOf(problem: Problem): Diagnostic {
  const { range, severity, code, message, related, unnecessary, data } = problem;
  return {
    range,
    severity: SEVERITIES[severity],
    code,
    source: DIAGNOSTIC_SOURCE,
    message,
    ...(unnecessary === true ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(related === undefined
      ? {}
      : {
          relatedInformation: related.map((place) => ({
            location: { uri: place.uri, range: place.range },
            message: place.message,
          })),
        }),
    ...(data === undefined ? {} : { data }),
  };
}

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};
