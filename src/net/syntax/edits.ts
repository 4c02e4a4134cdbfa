// Changes to a list of tokens, collected while walking it and applied at once.

import type { Token } from "./token";

/** Tokens to leave out, and to put before others (by index; the list's length stands for its end). */
export interface Edits {
  readonly dropped: Set<number>;
  readonly inserted: Map<number, Token[]>;
}

export function noEdits(): Edits {
  return { dropped: new Set(), inserted: new Map() };
}

/** Inserts before the token at `index`, after what was inserted there already. */
export function insertBefore(edits: Edits, index: number, token: Token): void {
  const there = edits.inserted.get(index);
  if (there === undefined) edits.inserted.set(index, [token]);
  else there.push(token);
}

/** The edited list; the same list when nothing changed. */
export function applyEdits(tokens: Token[], { dropped, inserted }: Edits): Token[] {
  if (dropped.size === 0 && inserted.size === 0) return tokens;
  const result: Token[] = [];
  for (let i = 0; i <= tokens.length; i++) {
    for (const token of inserted.get(i) ?? []) result.push(token);
    const token = tokens[i];
    if (token !== undefined && !dropped.has(i)) result.push(token);
  }
  return result;
}

/** The index after the last token before `index` that is no line end: where something missing belongs. */
export function afterPrevious(tokens: readonly Token[], index: number): number {
  let i = index;
  while (i > 0 && tokens[i - 1]?.tokenType.name === "NEWLINE") i--;
  return i;
}
