// The module scopes of a node in the metadata of PyTorch's newer exporter.

import { NAME_SCOPES } from "../proto/decode";
import { quotedTexts } from "../proto/decode-type";

/** The scopes of a node of that type within a function that is called in those. */
export function scopesWithin(scopes: string, opType: string): string {
  return scopes.replace(/\]\s*$/, `, '${opType.replaceAll("'", "")}']`);
}

/** PyTorch's newer exporter writes `["", "layer1", "layer1.0", "layer1.0.conv1", "conv2d"]` as the module scopes of a node. */
export function scopesFrom(metadata: ReadonlyMap<string, string>): readonly string[] | undefined {
  const text = metadata.get(NAME_SCOPES);
  if (text === undefined) return undefined;
  const named = quotedTexts(text).filter((scope) => scope !== "");
  return named.length > 0 ? withoutParents(named) : undefined;
}

/** [layer1, layer1.0, layer1.0.conv1] → [layer1, layer1.0, conv1], as the older exporter has it: numbers go with what they count. */
function withoutParents(scopes: readonly string[]): readonly string[] {
  const short: string[] = [];
  for (const [index, scope] of scopes.entries()) {
    const parent = scopes[index - 1];
    const rest =
      parent !== undefined && scope.startsWith(`${parent}.`) ? scope.slice(parent.length + 1) : scope;
    short.push(/^\d/.test(rest) && rest !== scope ? `${short.at(-1) ?? ""}.${rest}` : rest);
  }
  return short;
}
