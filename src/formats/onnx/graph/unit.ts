// What becomes one layer: a traced node, or several that exporters wrote for one operator of the catalogue.

import type { Count } from "../../../model/exact";
import { product, sum } from "../../../model/exact";
import type { Attributes } from "../../../model/network";
import { isKnown } from "../../../model/shape";
import { macsOf } from "../cost/macs";
import type { Owned } from "../cost/weights";
import { ownedBy } from "../cost/weights";
import type { MappedOperator } from "../map/operators";
import { mapOperator } from "../map/operators";
import { withoutBatch } from "./batch";
import { pathOf } from "./path";
import type { Step, Trace } from "./step";
import type { Value } from "./value";

export interface Unit {
  /** The scopes that the node's name gives, and last its own name. */
  readonly path: readonly string[];
  readonly operator: string;
  readonly nativeOperator: string;
  readonly attributes: Attributes;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly owned: readonly Owned[];
  readonly macs: Count;
  /** Operations besides multiply-accumulates, for operators that the catalogue does not have. */
  readonly operations?: Count;
  readonly plumbing: boolean;
  /** The traced nodes behind it, the last one giving the outputs. */
  readonly steps: readonly Step[];
}

/** True for a node that stays in the model: one that takes data or makes it, unless it only passes it on. */
export function isKept(step: Step): boolean {
  return step.outputs.some((output) => output.kind === "data") && step.node.op !== "Identity";
}

/** The unit of a single traced node; `resolve` follows values through nodes that were left out. */
export function unitOf(step: Step, resolve: (value: Value) => Value): Unit {
  const data = [...step.inputs, ...step.captured].filter((input) => input?.kind === "data");
  const inputs = data.filter((input) => input !== undefined).map(resolve);
  const owned = ownedBy(step);
  const mapped = inputs.length === 0 ? (asParameter(step, owned) ?? mapOperator(step)) : mapOperator(step);
  return {
    path: pathOf(step, owned),
    operator: mapped.operator,
    nativeOperator: step.node.opType,
    attributes: mapped.attributes,
    inputs,
    outputs: step.outputs,
    owned,
    macs: stepMacs(step),
    operations: mapped.operations,
    plumbing: mapped.plumbing,
    steps: [step],
  };
}

/** A trained tensor that the graph takes as it is: a class token, a table of positions. */
function asParameter(step: Step, owned: readonly Owned[]): MappedOperator | undefined {
  const shape = withoutBatch(step.outputs[0]?.tensor.shape);
  const [only] = owned;
  if (!isKnown(shape) || shape.length === 0 || owned.length !== 1 || only?.role !== "parameter")
    return undefined;
  if (product(shape) !== product(only.stored.tensor.dims)) return undefined;
  return { operator: "Parameter", attributes: { shape }, operations: undefined, plumbing: false };
}

/** Multiply-accumulates of a node, those of its subgraphs included as far as it is certain how often they run. */
function stepMacs(step: Step): Count {
  const { node } = step;
  if (node.op === undefined) return undefined;
  if (step.inner.traces.length === 0) {
    return macsOf(
      step.call,
      step.outputs.map((output) => output.tensor),
    );
  }
  const each = step.inner.traces.map(traceMacs);
  if (each.every((count) => count === 0)) return 0;
  if (node.op === "If") return each.every((count) => count === each[0]) ? each[0] : undefined;
  return product([step.inner.times, sum(each)]);
}

function traceMacs(trace: Trace): Count {
  return sum(trace.steps.map(stepMacs));
}
