// Whether paired units take corresponding tensors. What an added or removed unit passes on stands for what it takes, so
// that a layer inserted before another does not count as a change of the other.

import type { Pair } from "./align";
import type { Ref, Unit } from "./unit";

/** Tensors that correspond on both sides have a token in common. */
type Tokens = ReadonlySet<string>;

interface Side {
  /** Tokens of each unit's first output; other outputs append their number. */
  readonly tokens: ReadonlyMap<Unit, Tokens>;
  readonly paired: ReadonlySet<Unit>;
}

export interface Wiring {
  /** True when the two take corresponding tensors, apart from those of added and removed units. */
  readonly same: (left: readonly Ref[], right: readonly Ref[], ordered?: boolean) => boolean;
}

export function compareWiring(pairs: readonly Pair[]): Wiring {
  const left = sideOf(pairs, ({ left: own, right: other }) => [own, other]);
  const right = sideOf(pairs, ({ left: other, right: own }) => [own, other]);
  return {
    same: (a, b, ordered = true) =>
      ordered ? sameInputs(a, b, left, right) : sameInAnyOrder(a, b, left, right),
  };
}

function sideOf(
  pairs: readonly Pair[],
  sides: (pair: Pair) => readonly [Unit | undefined, Unit | undefined],
): Side {
  const tokens = new Map<Unit, Tokens>();
  const paired = new Set<Unit>();
  for (const [index, pair] of pairs.entries()) {
    const [own, other] = sides(pair);
    if (own === undefined) continue;
    if (other !== undefined) paired.add(own);
    const passed = (): Tokens =>
      new Set(own.inputs.flatMap((ref) => [...tokensOf(ref, tokens)]).slice(0, MOST_TOKENS));
    tokens.set(own, other === undefined ? passed() : new Set([`unit ${String(index)}`]));
  }
  return { tokens, paired };
}

/** A unit on one side only stands for a few of the tensors that it takes. */
const MOST_TOKENS = 16;

function tokensOf(ref: Ref, tokens: ReadonlyMap<Unit, Tokens>): Tokens {
  if ("input" in ref) return new Set([`input ${String(ref.input)}`]);
  const inner = ref.unit.replaced?.[ref.output];
  if (inner !== undefined) return tokensOf(inner, tokens);
  const own = tokens.get(ref.unit) ?? new Set<string>();
  return ref.output === 0 ? own : new Set([...own].map((token) => `${token}.${String(ref.output)}`));
}

function isPaired(ref: Ref, { paired }: Side): boolean {
  if ("input" in ref) return true;
  const inner = ref.unit.replaced?.[ref.output];
  return inner === undefined ? paired.has(ref.unit) : isPaired(inner, { paired, tokens: new Map() });
}

/** In order, skipping tensors that come from units on one side only. */
function sameInputs(a: readonly Ref[], b: readonly Ref[], left: Side, right: Side): boolean {
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [x, y] = [a[i], b[j]];
    if (x !== undefined && y !== undefined && meet(tokensOf(x, left.tokens), tokensOf(y, right.tokens))) {
      [i, j] = [i + 1, j + 1];
    } else if (y !== undefined && !isPaired(y, right)) j += 1;
    else if (x !== undefined && !isPaired(x, left)) i += 1;
    else return false;
  }
  return true;
}

/** Each has its own counterpart, apart from those that come from units on one side only. */
function sameInAnyOrder(a: readonly Ref[], b: readonly Ref[], left: Side, right: Side): boolean {
  const rest = [...b];
  const lonely = a.filter((x) => {
    const at = rest.findIndex((y) => meet(tokensOf(x, left.tokens), tokensOf(y, right.tokens)));
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
  return lonely.every((x) => !isPaired(x, left)) && rest.every((y) => !isPaired(y, right));
}

function meet(a: Tokens, b: Tokens): boolean {
  return [...a].some((token) => b.has(token));
}
