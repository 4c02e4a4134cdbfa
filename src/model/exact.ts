// Arithmetic on counts that stays exact: a result beyond 2^53 or from an unknown operand is unknown.

/** A count that may be unknown. */
export type Count = number | undefined;

/** The sum, or undefined when a term is unknown or the sum is not a safe integer. */
export function sum(terms: Iterable<Count>): Count {
  let total = 0;
  for (const term of terms) {
    if (term === undefined) return undefined;
    total += term;
    if (!Number.isSafeInteger(total)) return undefined;
  }
  return total;
}

/** The product of dimensions or counts, or undefined when a factor is not a number or the product is not a safe integer. */
export function product(factors: Iterable<number | string | undefined>): Count {
  let total = 1;
  let unknown = false;
  for (const factor of factors) {
    if (typeof factor !== "number") unknown = true;
    else if (factor === 0) return 0;
    else total *= factor;
  }
  return unknown || !Number.isSafeInteger(total) ? undefined : total;
}

/** True when every factor is a number and yet their product is beyond 2^53. */
export function overflows(factors: Iterable<number | string | undefined>): boolean {
  const all = [...factors];
  return all.every((factor) => typeof factor === "number") && product(all) === undefined;
}
