// What a layer or a body is, apart from names and shapes: equal structures have equal numbers.
// Shapes are left out because a change of an early layer changes them everywhere; they are consequences of a change.

import type { AttributeValue, Body, Group, Layer, Node, Source } from "../../model/network";
import { operatorNamed } from "../../operators/index";
import type { Parameter } from "../../operators/operator";

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
  const attributes = attributeNames(layer).map((name) => `${name}=${valueKey(comparable(layer, name))}`);
  const shared = layer.sharedWith === undefined ? "" : "shared";
  return `layer ${layer.operator} ${String(layer.outputs.length)} ${shared} ${attributes.join(";")}`;
}

function valueKey(value: AttributeValue | undefined): string {
  return typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : JSON.stringify(value ?? null);
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

/** What is needed of an operator's parameters, by name. */
interface Parameters {
  /** In alphabetic order. */
  readonly names: readonly string[];
  readonly byName: ReadonlyMap<string, { readonly alongAxes: boolean; readonly parameter: Parameter }>;
}

const PARAMETERS = new Map<string, Parameters>();

function parametersOf(operator: string): Parameters {
  let known = PARAMETERS.get(operator);
  if (known === undefined) {
    const parameters = operatorNamed(operator)?.parameters ?? [];
    const byName = new Map(
      parameters.map((parameter) => {
        const alongAxes = ["axes", "numbers", "padding"].includes(parameter.type);
        return [parameter.name, { alongAxes, parameter }] as const;
      }),
    );
    PARAMETERS.set(operator, (known = { names: [...byName.keys()].sort(), byName }));
  }
  return known;
}

/** The names of the layer's attributes and of its operator's parameters, in alphabetic order. */
export function attributeNames({ operator, attributes }: Layer): readonly string[] {
  const { names, byName } = parametersOf(operator);
  const others = Object.keys(attributes).filter((name) => !byName.has(name));
  return others.length === 0 ? names : [...names, ...others].sort();
}

/** An attribute's value as it is compared: defaults filled in, and one number for a list of equal ones along the axes. */
export function comparable({ operator, attributes }: Layer, name: string): AttributeValue | undefined {
  const known = parametersOf(operator).byName.get(name);
  // A pool's stride is its kernel unless given.
  const isKernel = name === "stride" && known?.parameter.optional === true;
  const value = attributes[name] ?? (isKernel ? attributes["kernel"] : known?.parameter.default);
  return value !== undefined && known?.alongAxes === true ? collapse(value) : value;
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
