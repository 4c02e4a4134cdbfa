// The longest common subsequence of two sequences of numbers: exact, in O(n·m / 32) time and n·m bits of memory.
// Bit-parallel, after Hyyrö, "Bit-Parallel LCS-length Computation Revisited", 2004; ends that are equal are cut off first.

/** Positions in `a` and in `b` of elements that are matched, both ascending. */
export type Match = readonly [a: number, b: number];

/** Bits of the table; beyond them only elements that are unique on both sides are matched, and what lies between those. */
const MOST_BITS = 2 ** 28;

/**
 * A longest common subsequence; when there are several, one that keeps equal beginnings and ends together, and what lies
 * between them at the same positions as far as that is no shorter.
 */
export function commonSubsequence(a: readonly number[], b: readonly number[]): readonly Match[] {
  let begin = 0;
  while (begin < a.length && begin < b.length && a[begin] === b[begin]) begin += 1;
  let end = 0;
  const shorter = Math.min(a.length, b.length) - begin;
  while (end < shorter && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const inner = matchMiddle(a.slice(begin, a.length - end), b.slice(begin, b.length - end));
  return [
    ...Array.from({ length: begin }, (_, index): Match => [index, index]),
    ...inner.map(([i, j]): Match => [i + begin, j + begin]),
    ...Array.from({ length: end }, (_, index): Match => [a.length - end + index, b.length - end + index]),
  ];
}

function matchMiddle(a: readonly number[], b: readonly number[]): readonly Match[] {
  if (a.length === 0 || b.length === 0) return [];
  const matches =
    a.length * b.length <= MOST_BITS ? traceBack(a, b, fillTable(a, b)) : matchBetweenAnchors(a, b);
  const straight = matchStraight(a, b);
  return straight.length >= matches.length ? straight : matches;
}

/**
 * Matches at equal positions, and from one place on at positions as far apart as the lengths are: of sequences that
 * repeat, this keeps what was changed opposite what it was, where another subsequence of the same length would not.
 */
function matchStraight(a: readonly number[], b: readonly number[]): readonly Match[] {
  const [shift, shorter] = [b.length - a.length, Math.min(a.length, b.length)];
  const isEqual = (index: number, shifted: boolean): boolean =>
    shifted && shift < 0 ? a[index - shift] === b[index] : a[index] === b[shifted ? index + shift : index];
  let found = 0;
  for (let index = 0; index < shorter; index++) found += Number(isEqual(index, true));
  let [best, turn] = [found, 0];
  for (let index = 0; index < shorter; index++) {
    found += Number(isEqual(index, false)) - Number(isEqual(index, true));
    if (found >= best) [best, turn] = [found, index + 1];
  }
  const matches: Match[] = [];
  for (let index = 0; index < shorter; index++) {
    const shifted = index >= turn;
    if (!isEqual(index, shifted)) continue;
    const [left, right] = shifted ? [Math.max(0, -shift), Math.max(0, shift)] : [0, 0];
    matches.push([index + left, index + right]);
  }
  return matches;
}

/** One row for each element of `a`: bit j is 0 where the subsequence grows at element j of `b`. */
function fillTable(a: readonly number[], b: readonly number[]): Int32Array {
  const words = Math.ceil(b.length / 32);
  const positions = positionsOf(b);
  const masks = new Map<number, Int32Array>();
  const table = new Int32Array(words * a.length);
  let row = new Int32Array(words).fill(-1);
  for (const [index, value] of a.entries()) {
    const places = positions.get(value);
    const next = table.subarray(index * words, (index + 1) * words);
    if (places === undefined) next.set(row);
    else {
      let mask = masks.get(value);
      if (mask === undefined) masks.set(value, (mask = maskOf(places, words)));
      advance(row, mask, next);
    }
    row = next;
  }
  return table;
}

/** One bit for each position. */
function maskOf(places: readonly number[], words: number): Int32Array {
  const mask = new Int32Array(words);
  for (const place of places) mask[place >>> 5] = (mask[place >>> 5] ?? 0) | (1 << (place & 31));
  return mask;
}

/** next = (row + (row & mask)) | (row & ~mask), over all words with their carries; in 32-bit integers, which is what makes it fast. */
function advance(row: Int32Array, mask: Int32Array, next: Int32Array): void {
  let carry = 0;
  for (let word = 0; word < row.length; word++) {
    const old = row[word] ?? 0;
    const places = mask[word] ?? 0;
    const hit = old & places;
    const sum = (old + hit + carry) | 0;
    carry = ((old & hit) | ((old | hit) & ~sum)) >>> 31;
    next[word] = sum | (old & ~places);
  }
}

function traceBack(a: readonly number[], b: readonly number[], table: Int32Array): readonly Match[] {
  const words = Math.ceil(b.length / 32);
  const isSet = (row: number, column: number): boolean =>
    (((table[row * words + (column >>> 5)] ?? 0) >>> (column & 31)) & 1) === 1;
  const matches: Match[] = [];
  let i = a.length;
  let j = b.length;
  while (i > 0 && j > 0) {
    if (isSet(i - 1, j - 1)) j -= 1;
    else {
      i -= 1;
      if (i === 0 || isSet(i - 1, j - 1)) {
        j -= 1;
        matches.push([i, j]);
      }
    }
  }
  return matches.reverse();
}

function positionsOf(values: readonly number[]): ReadonlyMap<number, readonly number[]> {
  const positions = new Map<number, number[]>();
  for (const [index, value] of values.entries()) {
    const places = positions.get(value);
    if (places === undefined) positions.set(value, [index]);
    else places.push(index);
  }
  return positions;
}

/** Patience: elements that are unique on both sides and in the same order; each part between them by itself. */
function matchBetweenAnchors(a: readonly number[], b: readonly number[]): readonly Match[] {
  const anchors = anchorsOf(a, b);
  const matches: Match[] = [];
  let last: Match = [-1, -1];
  for (const anchor of [...anchors, [a.length, b.length] as const]) {
    const [i, j] = last;
    const left = a.slice(i + 1, anchor[0]);
    const right = b.slice(j + 1, anchor[1]);
    const inner = left.length * right.length <= MOST_BITS ? commonSubsequence(left, right) : [];
    matches.push(...inner.map(([x, y]): Match => [x + i + 1, y + j + 1]));
    if (anchor[0] < a.length) matches.push(anchor);
    last = anchor;
  }
  return matches;
}

function anchorsOf(a: readonly number[], b: readonly number[]): readonly Match[] {
  const inB = positionsOf(b);
  const unique = [...positionsOf(a)].flatMap(([value, places]): Match[] => {
    const others = inB.get(value);
    const [i] = places;
    const j = others?.[0];
    return places.length === 1 && others?.length === 1 && i !== undefined && j !== undefined ? [[i, j]] : [];
  });
  return longestIncreasing(unique.sort((x, y) => x[0] - y[0]));
}

/** The longest subsequence whose second positions ascend. */
function longestIncreasing(matches: readonly Match[]): readonly Match[] {
  const ends: number[] = [];
  const previous: (number | undefined)[] = [];
  for (const [index, [, position]] of matches.entries()) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((matches[ends[middle] ?? 0]?.[1] ?? 0) < position) low = middle + 1;
      else high = middle;
    }
    previous.push(low === 0 ? undefined : ends[low - 1]);
    ends[low] = index;
  }
  const result: Match[] = [];
  for (let at = ends.at(-1); at !== undefined; at = previous[at]) {
    const match = matches[at];
    if (match !== undefined) result.push(match);
  }
  return result.reverse();
}
