// Collects problems while elaborating: each place and code once, however often a block is instantiated.

import type { Location } from "../../model/origin";
import type { Problem } from "../../model/problem";

export class ProblemLog {
  readonly #problems: Problem[] = [];
  readonly #seen = new Set<string>();

  get problems(): readonly Problem[] {
    return this.#problems;
  }

  /** Whether there is a problem of that code already. */
  has(code: string): boolean {
    return this.#problems.some((problem) => problem.code === code);
  }

  add(problem: Problem): void {
    const key = `${problem.code} ${keyOfLocation(problem)}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.#problems.push(problem);
  }
}

function keyOfLocation({ uri, range: { start, end } }: Location): string {
  return [uri, start.line, start.character, end.line, end.character].join(" ");
}
