// Figures that networks state of themselves, each with as many digits as somebody wrote.

/** True when a stated figure is less than another as far as both are stated: 6.7 may be 6.74, which is not less than 6.71. */
export function isStatedLess(a: number, b: number): boolean {
  const decimals = Math.min(decimalsOf(a), decimalsOf(b));
  return Number(a.toFixed(decimals)) < Number(b.toFixed(decimals));
}

function decimalsOf(value: number): number {
  return String(value).split(".")[1]?.length ?? 0;
}
