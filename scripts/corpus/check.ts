// What a corpus check yields: how many comparisons held, and a line for each that did not.

export interface CheckResult {
  readonly passed: number;
  readonly failed: readonly string[];
}

/** Collects comparisons of one check. */
export class Comparison {
  #passed = 0;
  readonly #failed: string[] = [];

  /** Counts one comparison; values are equal when their JSON is. */
  equal(what: string, actual: unknown, expected: unknown): void {
    if (JSON.stringify(actual) === JSON.stringify(expected)) this.#passed += 1;
    else this.#failed.push(`${what}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`);
  }

  get result(): CheckResult {
    return { passed: this.#passed, failed: this.#failed };
  }
}
