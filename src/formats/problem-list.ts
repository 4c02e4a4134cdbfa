// Collects problems with the offsets they are at, and gives them with ranges in the order of the text.

import type { Problem, Severity } from "../model/problem";
import { closestName } from "./closest-name";
import type { LineMap } from "./line-map";
import { rangeBetween } from "./line-map";

/** Half-open offsets into the text. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** Suggestions cost time, and so many mistakes are not mended one by one. */
const MOST_SUGGESTIONS = 50;

/** More problems than this help no one; the first ones are kept. */
const MOST_PROBLEMS = 500;

export interface ProblemDetails {
  readonly severity?: Severity;
  readonly data?: Problem["data"];
  readonly related?: Span & { readonly message: string };
}

export class ProblemList {
  private readonly problems: Problem[] = [];

  constructor(
    private readonly uri: string,
    private readonly lines: LineMap,
  ) {}

  /** Adds a problem, an error unless `details` says otherwise. */
  add(where: Span, code: string, message: string, details: ProblemDetails = {}): void {
    if (this.problems.length >= MOST_PROBLEMS) return;
    const { related, data } = details;
    this.problems.push({
      uri: this.uri,
      range: rangeBetween(this.lines, where.start, where.end),
      severity: details.severity ?? "error",
      code,
      message,
      ...(data === undefined ? {} : { data }),
      ...(related === undefined
        ? {}
        : {
            related: [
              {
                uri: this.uri,
                range: rangeBetween(this.lines, related.start, related.end),
                message: related.message,
              },
            ],
          }),
    });
  }

  /** What a misspelt name could mean; undefined where nothing is near, or once there are many problems. */
  suggestion(name: string, candidates: () => Iterable<string>): string | undefined {
    return this.problems.length < MOST_SUGGESTIONS ? closestName(name, candidates()) : undefined;
  }

  /** All problems, those further up first. */
  sorted(): readonly Problem[] {
    return this.problems.toSorted(
      ({ range: { start: a } }, { range: { start: b } }) => a.line - b.line || a.character - b.character,
    );
  }
}
