// What a section computes besides its multiply-accumulates: its operator's own operations, and a batch normalization and
// an activation within it.

import type { Count } from "../../model/exact";
import { sum } from "../../model/exact";
import type { Attributes } from "../../model/network";
import type { Shape } from "../../model/shape";
import type { InferredCall } from "../../operators/operator";
import { costsByRule } from "../../operators/cost";
import { operatorNamed } from "../../operators/index";
import { ACTIVATIONS } from "./sections/pointwise";

/** Operations of a section whose normalization or activation stands within it; undefined: what the operator's rule says. */
export function fusedOperations(
  operator: string,
  call: InferredCall,
): { readonly operations: Count } | undefined {
  const { batch_normalize: normalized, activation } = call.attributes;
  const followers = [
    ...(normalized === true ? ["BatchNorm"] : []),
    ...(typeof activation === "string" && activation !== "linear"
      ? [ACTIVATIONS.get(activation) ?? activation]
      : []),
  ];
  if (followers.length === 0) return undefined;
  const [shape] = call.outputs;
  const own = costsByRule(operatorNamed(operator), call).operations;
  return { operations: sum([own, ...followers.map((name) => operationsOf(name, shape))]) };
}

function operationsOf(name: string, shape: Shape | undefined): Count {
  const operator = operatorNamed(name);
  const attributes: Attributes = Object.fromEntries(
    (operator?.parameters ?? []).flatMap(({ name: parameter, default: value }) =>
      value === undefined ? [] : [[parameter, value] as const],
    ),
  );
  return costsByRule(operator, { attributes, inputs: [shape], outputs: [shape] }).operations;
}
