// Which attributes of a layer, or of a network's interface, differ.

import type { AttributeValue, Layer, Network, Node } from "../../model/network";
import { formatShape } from "../../model/shape";
import type { AttributeChange } from "./change";
import { attributeNames, comparable } from "./structure";

/** The operator and the attributes that differ between two layers; a group is named by its definition. */
export function attributeChanges(left: Node, right: Node): readonly AttributeChange[] {
  if (left.kind === "group" || right.kind === "group") return change("operator", nameOf(left), nameOf(right));
  const operator = change("operator", left.operator, right.operator);
  const names = [...new Set([...attributeNames(left), ...attributeNames(right)])];
  // Another operator has other attributes: that it is another says it all.
  const attributes = operator.length > 0 ? [] : names.flatMap((name) => attributeChange(left, right, name));
  const outputs = change("outputs", left.outputs.length, right.outputs.length);
  const shared = change("share", left.sharedWith, right.sharedWith);
  const sharing = (left.sharedWith === undefined) === (right.sharedWith === undefined) ? [] : shared;
  return [...operator, ...attributes, ...outputs, ...sharing];
}

function attributeChange(left: Layer, right: Layer, name: string): readonly AttributeChange[] {
  return change(name, comparable(left, name), comparable(right, name)).map((found) => ({
    ...found,
    left: left.attributes[name] ?? found.left,
    right: right.attributes[name] ?? found.right,
  }));
}

function change(
  name: string,
  left: AttributeValue | undefined,
  right: AttributeValue | undefined,
): readonly AttributeChange[] {
  return JSON.stringify(left) === JSON.stringify(right) ? [] : [{ name, left, right }];
}

function nameOf(node: Node): string {
  return node.kind === "layer" ? node.operator : (node.definition ?? node.groupKind);
}

/** Inputs are compared in their order: their names do not count, their shapes do. */
export function interfaceChanges(left: Network, right: Network): readonly AttributeChange[] {
  const most = Math.max(left.inputs.length, right.inputs.length);
  const inputs = Array.from({ length: most }, (_, index) => {
    const [a, b] = [left.inputs[index], right.inputs[index]];
    const name = `input ${b?.name ?? a?.name ?? String(index)}`;
    return change(name, a && formatShape(a.shape), b && formatShape(b.shape));
  });
  return [...inputs.flat(), ...change("dtype", left.dtype, right.dtype)];
}
