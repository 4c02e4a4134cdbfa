// What one call of a layer gives: its row's result, completed by the catalogue's rules.

import type { Count } from "../../model/exact";
import { product, sum } from "../../model/exact";
import type { Attributes, KnownCosts, Weight } from "../../model/network";
import type { Shape } from "../../model/shape";
import { applyOperator } from "../../operators/apply";
import { costsByRule } from "../../operators/cost";
import { operatorNamed } from "../../operators/index";
import type { InferredCall, Issue, Operator } from "../../operators/operator";
import type { KerasCall, KerasResult } from "./layers/layer";

export interface AppliedLayer {
  readonly operator: string;
  readonly attributes: Attributes;
  readonly outputs: readonly (Shape | undefined)[];
  /** Indices into the call's tensors. */
  readonly takes: readonly number[];
  readonly known: KnownCosts;
  readonly issues: readonly Issue[];
  readonly plumbing: boolean;
}

/** Completes a row's result. The weights of a layer that is not trainable are frozen. */
export function completeResult(result: KerasResult, call: KerasCall, trainable: boolean): AppliedLayer {
  const takes = result.takes ?? call.inputs.map((_, index) => index);
  const inputs = takes.map((index) => call.inputs[index]);
  const operator = operatorNamed(result.operator);
  const given = result.attributes ?? {};
  const failed = result.issues?.some(({ severity }) => severity !== "warning") === true;
  const applied = operator && !failed ? applyOperator(operator, given, inputs, result.wanted) : undefined;
  const outputs = result.outputs ?? applied?.outputs ?? [undefined];
  const attributes = { ...given, ...applied?.attributes };
  const inferred = { attributes, inputs, outputs };
  return {
    operator: result.operator,
    attributes,
    outputs,
    takes,
    known: knownCosts(result, operator, inferred, trainable),
    issues: [...(result.issues ?? []), ...(result.outputs === undefined ? (applied?.issues ?? []) : [])],
    plumbing: result.plumbing === true,
  };
}

function knownCosts(
  result: KerasResult,
  operator: Operator | undefined,
  call: InferredCall,
  trainable: boolean,
): KnownCosts {
  const weights = result.weights ?? (trainable ? undefined : operator?.weights?.(call));
  const operations = operationsOf(result, operator, call);
  return {
    ...(weights === undefined ? {} : { weights: trainable ? weights : weights.map(frozen) }),
    ...("macs" in result ? { macs: result.macs } : {}),
    ...(operations === "by rule" ? {} : { operations }),
  };
}

function frozen(weight: Weight): Weight {
  return weight.kind === "parameter" ? { ...weight, frozen: true } : weight;
}

function operationsOf(
  result: KerasResult,
  operator: Operator | undefined,
  call: InferredCall,
): Count | "by rule" {
  const each = result.activationOperations;
  if (each === undefined) return "operations" in result ? result.operations : "by rule";
  const own = "operations" in result ? result.operations : costsByRule(operator, call).operations;
  return sum([own, product([...(call.outputs[0] ?? [undefined]), each])]);
}
