// The text of a unit with its numbers left open, so that units of one structure can be told.

import type { Shape } from "../../model/shape";
import type { Graph, TensorId } from "../graph";
import type { Item } from "./flows";
import type { Hole, Line, Naming, Token } from "./lines";
import { linesOf, referencesIn } from "./lines";
import type { Segment } from "./units";
import { entryOf, operationsOf, usesOnlyItsOwn } from "./units";

export interface Template {
  readonly lines: readonly Line[];
  /** The index of the line with a shortcut's branch, which may be the identity in one unit and a projection in another. */
  readonly shortcut: number | undefined;
  readonly holes: readonly Hole[];
  /** Equal for units of one structure, whatever their numbers and their shortcut. */
  readonly signature: string;
  /** The shortcut's structure; `identity` where there is nothing in it. */
  readonly shortcutSignature: string;
  /** The shape that enters, and the one that it leaves. */
  readonly entered: Shape | undefined;
  readonly left: Shape | undefined;
}

/** The unit's template; undefined when it cannot be a block: it uses other tensors, or shares weights. */
export function templateOf(
  graph: Graph,
  { items }: Segment,
  owners: ReadonlySet<number>,
): Template | undefined {
  const entry = entryOf(graph, items);
  const operations = items.flatMap(operationsOf);
  const shares = operations.some(
    ({ sharedWith, outputs }) =>
      sharedWith !== undefined || owners.has(graph.tensors[outputs[0] ?? -1]?.producer ?? -1),
  );
  const leavesOne = items.at(-1)?.operation.outputs.length === 1;
  if (entry === undefined || shares || !leavesOne || !usesOnlyItsOwn(items, entry)) return undefined;
  const statements = [{ start: undefined, items }];
  const lines = linesOf(graph, statements, localNaming(referencesIn(statements), entry), 1);
  const { lines: ordered, shortcut } = shortcutLast(lines);
  const others = ordered.filter((_, index) => index !== shortcut);
  return {
    lines: ordered,
    shortcut,
    holes: holesOf(ordered),
    signature: `${String(shortcut)}|${others.map(signatureOf).join("\n")}`,
    shortcutSignature: shortcut === undefined ? "" : signatureOf(ordered[shortcut]),
    entered: graph.tensors[entry]?.shape,
    left: shapeLeft(graph, items.at(-1)),
  };
}

/** A template of lines whose shortcuts, if they have any, are alike. */
export function templateOfLines(
  lines: readonly Line[],
  entered: Shape | undefined,
  left: Shape | undefined,
): Template {
  return {
    lines,
    shortcut: undefined,
    holes: holesOf(lines),
    signature: lines.map(signatureOf).join("\n"),
    shortcutSignature: "",
    entered,
    left,
  };
}

function shapeLeft(graph: Graph, last: Item | undefined): Shape | undefined {
  return graph.tensors[last?.operation.outputs[0] ?? -1]?.shape;
}

/** Names within a block: `in` for what enters, letters for the rest. */
function localNaming(used: ReadonlySet<TensorId>, entry: TensorId): Naming {
  const names = new Map<TensorId, string>();
  const reference = (tensor: TensorId): string => {
    if (tensor === entry) return "in";
    const known = names.get(tensor);
    if (known !== undefined) return known;
    const index = names.size;
    const name = index < 26 ? String.fromCharCode(97 + index) : `t${String(index)}`;
    names.set(tensor, name);
    return name;
  };
  return {
    reference,
    required: (tensor) => (used.has(tensor) && tensor !== entry ? reference(tensor) : undefined),
    owner: () => "",
    owned: () => undefined,
  };
}

function isOpening(token: Token | undefined): boolean {
  return typeof token === "string" && /^(?:[a-z] = )?$/.test(token);
}

/** In the first sum of two branches of the unit, the one that is a single line comes last; the order of terms is free. */
function shortcutLast(lines: readonly Line[]): {
  readonly lines: readonly Line[];
  readonly shortcut: number | undefined;
} {
  const open = lines.findIndex(
    ({ tokens, indent }) => indent === 1 && tokens.some((token) => token === "add") && isOpening(tokens[0]),
  );
  const close = lines.findIndex(
    ({ tokens, indent }, index) => index > open && indent === 1 && tokens[0] === "}",
  );
  if (open < 0 || close < 0) return { lines, shortcut: undefined };
  const body = lines.slice(open + 1, close);
  const starts = body.flatMap(({ indent, tokens }, index) =>
    indent === 2 && tokens[0] === "| " ? [index] : [],
  );
  const [, second] = starts;
  if (starts.length !== 2 || second === undefined) return { lines, shortcut: undefined };
  const branches = [body.slice(0, second), body.slice(second)];
  const index = shortestBranch(branches);
  const short = branches[index];
  const long = branches[1 - index];
  if (short?.length !== 1 || long === undefined) return { lines, shortcut: undefined };
  const ordered = [...lines.slice(0, open + 1), ...long, ...short, ...lines.slice(close)];
  return { lines: ordered, shortcut: open + 1 + long.length };
}

function shortestBranch([first = [], second = []]: readonly (readonly Line[])[]): 0 | 1 {
  const size = (branch: readonly Line[]): number =>
    branch.length * 1000 + branch.reduce((sum, { tokens }) => sum + tokens.length, 0);
  return size(first) < size(second) ? 0 : 1;
}

function signatureOf(line: Line | undefined): string {
  if (line === undefined) return "";
  return `${String(line.indent)}:${line.tokens.map((token) => (typeof token === "string" ? token : `${token.prefix ?? ""}◻${typeof token.value}`)).join("")}`;
}

/** The identity's line, as a shortcut's signature. */
export const IDENTITY_SHORTCUT = "2:| identity";

export function holesOf(lines: readonly Line[]): readonly Hole[] {
  return lines.flatMap(({ tokens }) => tokens.filter((token): token is Hole => typeof token !== "string"));
}

/** The text of tokens whose holes are filled by `fill`, in their order. */
export function textOf(tokens: readonly Token[], fill: (hole: Hole) => string): string {
  return tokens
    .map((token) => {
      if (typeof token === "string") return token;
      const text = fill(token);
      return text === String(token.without) ? "" : `${token.prefix ?? ""}${text}`;
    })
    .join("");
}
