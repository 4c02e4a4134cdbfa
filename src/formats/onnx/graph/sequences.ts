// Sequences of tensors in a traced graph: where their elements are known one by one, they are wired directly.

import { positionIn } from "../infer/sequence";
import type { Step } from "./step";
import type { Value } from "./value";

/** How a step about sequences is lowered: left out, or kept with other inputs or outputs. */
export interface Wired {
  /** The output stands for another value. */
  readonly alias?: Value;
  readonly inputs?: readonly Value[];
  readonly outputs?: readonly Value[];
}

/** Follows the elements of sequences from step to step. */
export class Sequences {
  private readonly elements = new Map<Value, readonly Value[]>();

  /** How to lower `step`; undefined for a step without sequences or with unknown ones. */
  wire(step: Step, resolve: (value: Value) => Value): Wired | undefined {
    const [output] = step.outputs;
    if (output === undefined) return undefined;
    if (step.node.op === "SplitToSequence") return this.split(output);
    const [input] = step.inputs;
    const known = input === undefined ? undefined : this.elements.get(resolve(input));
    if (step.node.op === "SequenceAt") {
      const alias = known?.[positionIn(step.call, 1, known.length) ?? -1];
      return alias && { alias };
    }
    if (step.node.op === "ConcatFromSequence") return known && { inputs: known };
    const elements = changed(step, known, resolve);
    if (elements === undefined) return undefined;
    this.elements.set(output, elements);
    return {};
  }

  private split(output: Value): Wired | undefined {
    if (output.tensor.elements === undefined || output.kind !== "data") return undefined;
    const values = output.tensor.elements.map((tensor, index): Value => ({
      ...output,
      name: `${output.name}[${String(index)}]`,
      tensor,
    }));
    this.elements.set(output, values);
    return { outputs: values };
  }
}

/** The elements of the sequence that a step gives, `known` being those of the one it takes. */
function changed(
  step: Step,
  known: readonly Value[] | undefined,
  resolve: (value: Value) => Value,
): readonly Value[] | undefined {
  const { node, call } = step;
  const given = step.inputs.filter((input) => input !== undefined).map(resolve);
  if (node.op === "SequenceEmpty" || node.op === "SequenceConstruct") return given;
  if (node.op === "Identity" || known === undefined) return known;
  const count = known.length;
  if (node.op === "SequenceInsert") {
    const [, value] = given;
    const at = step.inputs[2] === undefined ? count : positionIn(call, 2, count + 1);
    return value === undefined || at === undefined ? undefined : known.toSpliced(at, 0, value);
  }
  if (node.op !== "SequenceErase") return undefined;
  const at = step.inputs[1] === undefined ? count - 1 : positionIn(call, 1, count);
  return at === undefined ? undefined : known.toSpliced(at, 1);
}
