// What a layer or a body is, apart from names and shapes: equal structures have equal numbers.
// Shapes are left out because a change of an early layer changes them everywhere; they are consequences of a change.

import type { AttributeValue, Body, Group, Layer, Node, Source } from "../../model/network";
import { operatorNamed } from "../../operators/index";

/** Gives equal structures equal numbers, for as long as it lives. */
export interface Structures {
  /** Of a layer, or of one instance of a group. */
  readonly of: (node: Node) => number;
}

export function createStructures(): Structures {
  const numbers = new Map<string, number>();
  const ofBody = new WeakMap<Body, number>();
  const intern = (key: string): number => {
    let number = numbers.get(key);
    if (number === undefined) numbers.set(key, (number = numbers.size));
    return number;
  };
  const bodyNumber = (body: Body): number => {
    let number = ofBody.get(body);
    if (number === undefined) ofBody.set(body, (number = intern(bodyKey(body, nodeNumber))));
    return number;
  };
  const nodeNumber = (node: Node): number =>
    node.kind === "layer" ? intern(layerKey(node)) : intern(groupKey(node, bodyNumber(node.body)));
  return { of: nodeNumber };
}

function layerKey(layer: Layer): string {
  const attributes = attributeNames(layer).map(
    (name) => `${name}=${JSON.stringify(comparable(layer, name))}`,
  );
  const shared = layer.sharedWith === undefined ? "" : "shared";
  return `layer ${layer.operator} ${String(layer.outputs.length)} ${shared} ${attributes.join(";")}`;
}

/** Stages, scopes and repeats only gather layers; an auxiliary head is another thing. */
function groupKey(group: Group, body: number): string {
  return `group ${group.groupKind === "auxiliary" ? "auxiliary" : ""} ${String(body)}`;
}

function bodyKey(body: Body, numberOf: (node: Node) => number): string {
  const nodes = body.nodes.map((node) => {
    const count = node.kind === "group" ? node.count : 1;
    const inputs = node.inputs.map(sourceKey);
    return `${String(numberOf(node))}*${String(count)}(${(isCommutative(node) ? inputs.sort() : inputs).join()})`;
  });
  return `body ${String(body.inputs.length)} ${nodes.join(" ")} > ${body.outputs.map(sourceKey).join()}`;
}

const COMMUTATIVE = new Set(["Add", "Mul", "Max", "Min", "Average"]);

/** True where the order of the inputs does not matter. */
export function isCommutative(node: Node): boolean {
  return node.kind === "layer" && COMMUTATIVE.has(node.operator);
}

function sourceKey(source: Source): string {
  return "input" in source ? `i${String(source.input)}` : `${String(source.node)}.${String(source.output)}`;
}

/** The names of the layer's attributes and of its operator's parameters, in alphabetic order. */
export function attributeNames(layer: Layer): readonly string[] {
  const parameters = operatorNamed(layer.operator)?.parameters.map(({ name }) => name) ?? [];
  return [...new Set([...parameters, ...Object.keys(layer.attributes)])].sort();
}

/** An attribute's value as it is compared: defaults filled in, and one number for a list of equal ones along the axes. */
export function comparable(layer: Layer, name: string): AttributeValue | undefined {
  const operator = operatorNamed(layer.operator);
  const parameter = operator?.parameters.find((known) => known.name === name);
  // A pool's stride is its kernel unless given.
  const fallback =
    name === "stride" && parameter?.optional === true ? layer.attributes["kernel"] : parameter?.default;
  const value = layer.attributes[name] ?? fallback;
  const alongAxes = ["axes", "numbers", "padding"].includes(parameter?.type ?? "");
  return value !== undefined && alongAxes ? collapse(value) : value;
}

function collapse(value: AttributeValue): AttributeValue {
  if (value === "valid") return 0;
  if (typeof value !== "object") return value;
  const items = value.map(collapse);
  const [first] = items;
  return first !== undefined && typeof first !== "object" && items.every((item) => item === first)
    ? first
    : items;
}
