// Arithmetic on dimensions that are numbers, symbols or expressions of symbols (`2*seq + 1`); unknown stays unknown.

import type { Dim } from "../../model/shape";

/** A sum of atoms (symbols, products, floors) with integer coefficients, and a constant. */
interface Linear {
  readonly terms: ReadonlyMap<string, number>;
  readonly constant: number;
}

/** floor(linear / divisor), kept so that a floor of a floor can be merged. */
interface Floor {
  readonly of: Linear;
  readonly divisor: number;
}

/** Expressions longer than this help nobody and are unknown. */
const LONGEST = 96;
const MOST_KNOWN = 20_000;

/** What the expressions made here stand for; a text that is not here is a symbol. */
const linearOf = new Map<string, Linear>();
const floorOf = new Map<string, Floor>();

function parse(dim: number | string): Linear {
  if (typeof dim === "number") return { terms: new Map(), constant: dim };
  return linearOf.get(dim) ?? { terms: new Map([[dim, 1]]), constant: 0 };
}

function remember<Value>(map: Map<string, Value>, key: string, value: Value): void {
  if (map.size > MOST_KNOWN) map.clear();
  map.set(key, value);
}

function write(linear: Linear): Dim {
  const terms = [...linear.terms].filter(([, factor]) => factor !== 0).sort(([a], [b]) => (a < b ? -1 : 1));
  const { constant } = linear;
  if (terms.length === 0) return constant;
  if (!Number.isSafeInteger(constant)) return undefined;
  const text = writeTerms(terms) + (constant === 0 ? "" : signed(constant, String(Math.abs(constant))));
  if (text.length > LONGEST) return undefined;
  const isAtom = terms.length === 1 && constant === 0 && terms[0]?.[1] === 1;
  if (!isAtom) remember(linearOf, text, { terms: new Map(terms), constant });
  return text;
}

function writeTerms(terms: readonly (readonly [string, number])[]): string {
  let text = "";
  for (const [atom, factor] of terms) {
    const size = Math.abs(factor);
    const term = size === 1 ? atom : `${String(size)}*${atom}`;
    text += text === "" ? (factor < 0 ? `-${term}` : term) : signed(factor, term);
  }
  return text;
}

function signed(factor: number, term: string): string {
  return factor < 0 ? ` - ${term}` : ` + ${term}`;
}

/** a + factor · b. */
export function addDims(a: Dim, b: Dim, factor = 1): Dim {
  if (a === undefined || b === undefined) return undefined;
  if (typeof a === "number" && typeof b === "number") return a + factor * b;
  const left = parse(a);
  const right = parse(b);
  const terms = new Map(left.terms);
  for (const [atom, count] of right.terms) terms.set(atom, (terms.get(atom) ?? 0) + factor * count);
  return write({ terms, constant: left.constant + factor * right.constant });
}

/** a − b. */
export function subtractDims(a: Dim, b: Dim): Dim {
  return addDims(a, b, -1);
}

/** a · b; two expressions multiply to a product of their texts. */
export function multiplyDims(a: Dim, b: Dim): Dim {
  if (a === 0 || b === 0) return 0;
  if (a === undefined || b === undefined) return undefined;
  if (typeof a === "number" && typeof b === "number") return a * b;
  if (typeof a === "number") return scale(parse(b), a);
  if (typeof b === "number") return scale(parse(a), b);
  return multiplyTexts(a, b);
}

function multiplyTexts(a: string, b: string): Dim {
  const [left, right] = [single(parse(a)), single(parse(b))];
  const atoms = [left?.[0] ?? `(${a})`, right?.[0] ?? `(${b})`].flatMap((atom) => factorsOf(atom)).sort();
  return write({ terms: new Map([[atoms.join("*"), (left?.[1] ?? 1) * (right?.[1] ?? 1)]]), constant: 0 });
}

function factorsOf(atom: string): readonly string[] {
  return /^[\w.*]+$/.test(atom) ? atom.split("*") : [atom];
}

function single(linear: Linear): readonly [string, number] | undefined {
  const [only, ...others] = linear.terms;
  return others.length === 0 && linear.constant === 0 ? only : undefined;
}

function scale(linear: Linear, factor: number): Dim {
  const terms = new Map([...linear.terms].map(([atom, count]) => [atom, count * factor] as const));
  return write({ terms, constant: linear.constant * factor });
}

/** floor(a / divisor) for a positive whole divisor. */
export function floorDivide(a: Dim, divisor: Dim): Dim {
  if (a === undefined || divisor === undefined || divisor === 0) return undefined;
  if (a === divisor) return 1;
  if (typeof divisor === "string") return divideExactly([a], [divisor]);
  if (divisor === 1) return a;
  if (typeof a === "number") return Math.floor(a / divisor);
  if (divisor < 0) return undefined;
  return floorLinear(parse(a), divisor);
}

function floorLinear(linear: Linear, divisor: number): Dim {
  const whole = Math.floor(linear.constant / divisor);
  const rest = linear.constant - whole * divisor;
  if ([...linear.terms.values()].every((factor) => factor % divisor === 0)) {
    const terms = new Map([...linear.terms].map(([atom, factor]) => [atom, factor / divisor] as const));
    return write({ terms, constant: whole });
  }
  const [only, ...others] = linear.terms;
  const inner = others.length === 0 && only?.[1] === 1 ? floorOf.get(only[0]) : undefined;
  if (inner !== undefined) {
    // floor((floor(n / a) + r) / b) = floor((n + a·r) / (a·b))
    const of: Linear = { terms: inner.of.terms, constant: inner.of.constant + inner.divisor * rest };
    return addDims(floorLinear(of, inner.divisor * divisor), whole);
  }
  const of: Linear = { terms: linear.terms, constant: rest };
  const inside = write(of);
  if (inside === undefined) return undefined;
  const plain = typeof inside === "string" && /^[\w.]+$/.test(inside);
  const atom = `floor(${plain ? inside : `(${String(inside)})`}/${String(divisor)})`;
  if (atom.length > LONGEST) return undefined;
  remember(floorOf, atom, { of, divisor });
  return addDims(atom, whole);
}

/** ceil(a / divisor). */
export function ceilDivide(a: Dim, divisor: number): Dim {
  return floorDivide(addDims(a, divisor - 1), divisor);
}

/** The product of dimensions; 0 when one is 0. */
export function multiplyAll(dims: readonly Dim[]): Dim {
  if (dims.includes(0)) return 0;
  let total: Dim = 1;
  for (const dim of dims) total = multiplyDims(total, dim);
  return total;
}

/** The product of `all` over the product of `parts`, when that is certain: equal factors cancel, known unequal ones divide. */
export function divideExactly(all: readonly Dim[], parts: readonly Dim[]): Dim {
  const above = [...all];
  const below: Dim[] = [];
  for (const part of parts) {
    const at = part === undefined ? -1 : above.indexOf(part);
    if (at >= 0) above.splice(at, 1);
    else below.push(part);
  }
  const [numerator, denominator] = [multiplyAll(above), multiplyAll(below)];
  if (numerator === undefined || denominator === undefined || denominator === 0) return undefined;
  if (typeof denominator === "string") return ratioOfTerms(numerator, denominator);
  if (typeof numerator === "number") {
    return numerator % denominator === 0 ? numerator / denominator : undefined;
  }
  return floorDivide(numerator, denominator);
}

/** k·x·y / (m·x) = (k/m)·y for products of symbols. */
function ratioOfTerms(numerator: number | string, denominator: string): Dim {
  const [above, below] = [single(parse(numerator)), single(parse(denominator))];
  if (above === undefined || below === undefined || above[1] % below[1] !== 0) return undefined;
  const factors = [...factorsOf(above[0])];
  for (const factor of factorsOf(below[0])) {
    const at = factors.indexOf(factor);
    if (at < 0) return undefined;
    factors.splice(at, 1);
  }
  return multiplyAll([above[1] / below[1], ...factors]);
}

/** Both dimensions where they agree or one is unknown; undefined where they may differ. */
export function agree(a: Dim, b: Dim): Dim {
  if (a === undefined) return b;
  if (b === undefined || a === b) return a;
  // A symbol that must equal a number is that number.
  if (typeof a === "number") return typeof b === "number" ? undefined : a;
  return typeof b === "number" ? b : undefined;
}
