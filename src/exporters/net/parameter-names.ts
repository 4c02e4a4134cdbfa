// What the parameters of a block are called: after the branch that they are in, as papers do.

import type { Hole, Line } from "./lines";
import { textOf } from "./templates";

/** A name for each hole of the lines, in their order; not unique. */
export function wantedNames(lines: readonly Line[]): readonly string[] {
  const texts = lines.map(({ tokens }) => textOf(tokens, ({ value }) => String(value)));
  const branches = texts.filter((text) => text.startsWith("| ")).length;
  const isInception = texts.some((text) => text.startsWith("concat")) && branches > 2;
  return lines.flatMap(({ tokens }, line) =>
    tokens
      .filter((token): token is Hole => typeof token !== "string")
      .map(({ role }) => {
        if (role === "shape") return "size";
        if (role !== "channels" || !isInception) return role;
        return branchName(texts, line);
      }),
  );
}

/** `c3` for the 3 × 3 convolution that ends a branch, `reduce3` before it, `pool` after a pool. */
function branchName(texts: readonly string[], line: number): string {
  const isStart = (text: string): boolean => text.startsWith("| ");
  const start = texts.findLastIndex((text, index) => index <= line && isStart(text));
  const next = texts.findIndex((text, index) => index > line && (isStart(text) || text === "}"));
  const branch = texts.slice(Math.max(start, 0), next < 0 ? undefined : next);
  if (branch.some((text) => /(?:Max|Avg)Pool\(/.test(text))) return "pool";
  const kernels = branch.map((text) => /Conv\(\d+, (\d+)/.exec(text)?.[1]);
  const last = kernels.findLastIndex((kernel) => kernel !== undefined);
  const kernel = kernels[last];
  if (kernel === undefined) return "channels";
  return line - Math.max(start, 0) === last ? `c${kernel}` : `reduce${kernel}`;
}
