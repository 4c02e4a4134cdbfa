// What an editor offers for the JSON of a Keras model besides its figures: names, folding, and layout of what is written on one line.

import type { Range } from "../../model/origin";
import type { TextLanguage } from "../format";
import { lineMapOf, rangeBetween } from "../line-map";
import { parseJson } from "./json/parse";
import { occurrences } from "./occurrences";

export const KERAS_LANGUAGE: TextLanguage = {
  occurrences,
  complete: () => [],
  folding,
  reformat,
};

/** Strings, brackets, separators, and whatever else stands between them; blanks are left out. */
const TOKEN = /"(?:[^"\\]|\\.)*"?|[{}[\],:]|[^\s{}[\],:"]+/gu;

/** The objects and lists of a text, whether or not it is well-formed. */
function folding(text: string): readonly Range[] {
  const lines = lineMapOf(text);
  const ranges: Range[] = [];
  const open: number[] = [];
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (token === "{" || token === "[") open.push(index);
    if (token !== "}" && token !== "]") continue;
    const start = open.pop();
    if (start !== undefined) ranges.push(rangeBetween(lines, start, index + 1));
  }
  return ranges;
}

/**
 * The same JSON with one field a line; lists and objects that fit stay on theirs. Tokens are kept as they are written, so that
 * no number changes. Undefined when the text is no JSON.
 */
function reformat(text: string): string | undefined {
  if (parseJson(text).problem !== undefined) return undefined;
  const tokens = [...text.matchAll(TOKEN)].map(([token]) => token);
  const ends = endsOf(tokens);
  let result = "";
  let depth = 0;
  const newLine = (): string => `\n${"  ".repeat(depth)}`;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] ?? "";
    const end = ends.get(at);
    const short = end === undefined ? undefined : onOneLine(tokens.slice(at, end + 1));
    if (end !== undefined && short !== undefined) {
      result += short;
      at = end;
    } else if (token === "{" || token === "[") {
      depth++;
      result += token + newLine();
    } else if (token === "}" || token === "]") {
      depth--;
      result += newLine() + token;
    } else if (token === ",") result += token + newLine();
    else result += token === ":" ? ": " : token;
  }
  return `${result}\n`;
}

const WIDEST = 60;
const MOST_TOKENS = 24;

/** Lists and objects of few plain values, as in `[3, 3]`; undefined for others. */
function onOneLine(tokens: readonly string[]): string | undefined {
  if (tokens.length > MOST_TOKENS) return undefined;
  if (tokens.length > 2 && tokens.slice(1).some((token) => token === "{" || token === "[")) return undefined;
  if (tokens[0] === "{" && tokens.length > 2) return undefined;
  const text = tokens.map((token) => (token === "," || token === ":" ? `${token} ` : token)).join("");
  return text.length > WIDEST ? undefined : text;
}

/** Where each list and object ends, by the index of its first token. */
function endsOf(tokens: readonly string[]): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  const open: number[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token === "{" || token === "[") open.push(index);
    if (token !== "}" && token !== "]") continue;
    const start = open.pop();
    if (start !== undefined) ends.set(start, index);
  }
  return ends;
}
