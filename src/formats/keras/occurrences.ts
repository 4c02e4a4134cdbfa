// Where the layers of a Keras model are named: by themselves, and by the layers and models that take their results.

import type { LineMap } from "../line-map";
import type { NameOccurrence } from "../format";
import { lineMapOf, rangeBetween } from "../line-map";
import { itemsOf, memberOf, textOf } from "./json/access";
import type { JsonNode } from "./json/parse";
import { parseJson } from "./json/parse";

interface Collection {
  readonly lines: LineMap;
  readonly found: NameOccurrence[];
}

/** All names of layers in the text; each nested model has names of its own. */
export function occurrences(text: string): readonly NameOccurrence[] {
  const collection: Collection = { lines: lineMapOf(text), found: [] };
  const { root } = parseJson(text);
  collectModel(collection, memberOf(root, "config"), "layer");
  return collection.found;
}

/** `kind` tells the names of one model from those of another. */
function collectModel(collection: Collection, config: JsonNode | undefined, kind: string): void {
  for (const layer of itemsOf(memberOf(config, "layers"))) collectLayer(collection, layer, kind);
  collectReferences(collection, memberOf(config, "input_layers"), kind);
  collectReferences(collection, memberOf(config, "output_layers"), kind);
}

function collectLayer(collection: Collection, layer: JsonNode, kind: string): void {
  const config = memberOf(layer, "config");
  const name = memberOf(config, "name");
  add(collection, name, kind, "definition");
  // Functional models repeat the name beside the config.
  add(collection, memberOf(layer, "name"), kind, "reference");
  collectReferences(collection, memberOf(layer, "inbound_nodes"), kind);
  if (memberOf(config, "layers") !== undefined)
    collectModel(collection, config, `${kind}/${textOf(name) ?? ""}`);
}

/** Results are named by layer, call and number: `["conv1", 0, 0]`. */
function collectReferences(collection: Collection, node: JsonNode | undefined, kind: string): void {
  if (node?.kind === "object") {
    for (const { value } of node.members) collectReferences(collection, value, kind);
    return;
  }
  const items = itemsOf(node);
  const [first, ...numbers] = items;
  if (textOf(first) !== undefined && numbers.length >= 2 && numbers.slice(0, 2).every(isNumber))
    add(collection, first, kind, "reference");
  else for (const item of items) collectReferences(collection, item, kind);
}

function isNumber(node: JsonNode): boolean {
  return node.kind === "value" && typeof node.value === "number";
}

/** The name without its quotes. */
function add(
  { lines, found }: Collection,
  node: JsonNode | undefined,
  kind: string,
  role: NameOccurrence["role"],
): void {
  const name = textOf(node);
  if (node === undefined || name === undefined) return;
  found.push({ name, kind, role, range: rangeBetween(lines, node.start + 1, node.end - 1) });
}
