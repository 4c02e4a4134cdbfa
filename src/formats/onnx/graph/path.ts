// A layer's name and the module scopes around it, from the node's name, the exporter's metadata, or the names of its weights.

import type { Owned } from "../cost/weights";
import { keyOf } from "../cost/weights";
import { NAME_SCOPES } from "../proto/decode";
import type { GraphNode } from "./node";
import { scopesFrom } from "./scope-names";
import type { Step } from "./step";
import { isMadeUp } from "./value";

/** Scopes deeper than this are joined. */
const DEEPEST_SCOPE = 24;

/** `/layer1/layer1.0/conv1/Conv` → [layer1, layer1.0, conv1, Conv]; a node without a name is called by its output or operator. */
export function pathOf({ node }: Step, owned: readonly Owned[]): readonly string[] {
  const parts = limited(scopesFrom(node.metadata) ?? scopesOfName(node.name));
  if (parts.length > 0) return namedByWeights(parts, node.opType, owned);
  const [output] = node.outputs;
  const plain = output === undefined || output === "" || /^\d+$/.test(output);
  return namedByWeights([plain ? node.opType : lastPart(output)], node.opType, owned);
}

/**
 * The path with a last part that says no more than the operator (`MatMul_2`) replaced by what the weights are called:
 * `encoder.layer.0.query.bias` is owned by `query`, or without scopes around it by `encoder.layer.0.query`.
 */
export function namedByWeights(
  path: readonly string[],
  opType: string,
  owned: readonly Owned[],
): readonly string[] {
  const last = path.at(-1) ?? opType;
  const owner = last.replace(/_\d+$/, "") === opType ? ownerOf(owned) : undefined;
  if (owner === undefined) return path;
  const short = owner.slice(owner.lastIndexOf(".") + 1);
  if (path.length === 1) return [owner];
  return short === path.at(-2) ? path : [...path.slice(0, -1), short];
}

/** `a.b.weight` → `a.b`; a parameter with a name of its own is called by it: `a.pos_embedding`, `a.in_proj_bias` → `a.in_proj`. */
function ownerOf(owned: readonly Owned[]): string | undefined {
  const named = owned.find(({ stored }) => !stored.inline && !isMadeUp(stored));
  const key = named === undefined ? "" : keyOf(named.stored);
  if (!/^\w+(\.\w+)*$/.test(key)) return undefined;
  const owner = key.replace(/[._]?(weight|bias|gamma|beta|running_mean|running_var)$/, "");
  return owner === "" ? undefined : owner;
}

function limited(parts: readonly string[]): readonly string[] {
  if (parts.length <= DEEPEST_SCOPE) return parts;
  return [...parts.slice(0, DEEPEST_SCOPE - 1), parts.slice(DEEPEST_SCOPE - 1).join("/")];
}

function lastPart(name: string): string {
  const parts = name.split("/").filter((part) => part !== "");
  return parts.at(-1) ?? name;
}

/** False for a node of which neither name nor metadata say in which module it is: one that a tool put in later. */
export function isPlaced({ name, metadata }: GraphNode): boolean {
  return metadata.has(NAME_SCOPES) || name.startsWith("/") || scopesOfName(name).length > 1;
}

/** ONNX Runtime adds what it did to the name of a node. */
function scopesOfName(name: string): readonly string[] {
  return name
    .replace(/\/\w*Fusion\/?$/, "")
    .split("/")
    .filter((part) => part !== "");
}
