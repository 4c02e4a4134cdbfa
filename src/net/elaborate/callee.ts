// What the name in a call stands for: a tensor, a block or network, a merge, an operator, or nothing that is known.

import { allOperators, operatorWithAlias } from "../../operators/index";
import type { Operator } from "../../operators/operator";
import type { Call } from "../generated/ast";
import { calleeOf, startsFlow } from "../syntax/tree";
import type { Frame } from "./context";
import type { ResolvedDefinition } from "./program";
import { resolveDefinition } from "./program";
import type { Binding } from "./scope";
import { isTensor } from "./value";
import type { TensorValue } from "./value";

export type Callee =
  | {
      readonly kind: "tensor";
      readonly tensor: TensorValue;
      readonly binding: Binding;
      readonly startsFlow: boolean;
    }
  | { readonly kind: "unknown-tensor" }
  | { readonly kind: "definition"; readonly resolved: ResolvedDefinition }
  | { readonly kind: "operator"; readonly operator: Operator }
  | { readonly kind: "identity" }
  | { readonly kind: "unknown" };

const MERGES: ReadonlyMap<string, Operator> = new Map(
  allOperators()
    .filter((operator) => operator.merge === true)
    .map((operator) => [operator.name.toLowerCase(), operator]),
);

/** The lower-case names of merges: `add`, `concat`, … */
export function mergeNames(): readonly string[] {
  return [...MERGES.keys()];
}

/** Resolves a call's name: tensors before definitions before operators, as the nearest declaration wins. */
export function resolveCallee(call: Call, frame: Frame): Callee {
  const name = calleeOf(call);
  if (!call.called && call.body === undefined) {
    const binding = frame.scope.find(name);
    if (binding !== undefined && isTensor(binding.value)) {
      return { kind: "tensor", tensor: binding.value, binding, startsFlow: startsFlow(call) };
    }
    if (binding !== undefined && binding.value === undefined) return { kind: "unknown-tensor" };
  }
  const resolved = resolveDefinition(frame.file, name);
  if (resolved !== undefined) return { kind: "definition", resolved };
  if (name === "identity") return { kind: "identity" };
  const operator = operatorWithAlias(name) ?? MERGES.get(name);
  return operator === undefined ? { kind: "unknown" } : { kind: "operator", operator };
}
