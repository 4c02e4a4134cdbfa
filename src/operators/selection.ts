// Operators that compare and choose: Where, and comparisons with broadcasting.

import { broadcast } from "./broadcast";
import { fails, gives, outputElements } from "./call";
import type { Call, Inference, Operator } from "./operator";

function comparison(
  name: string,
  documentation: string,
  arity: Operator["arity"] = { min: 2, max: 2 },
): Operator {
  return {
    name,
    family: "arithmetic",
    documentation: `${documentation} Shapes are broadcast as in NumPy.`,
    parameters: [],
    arity,
    infer: (call) => inferBroadcast(name, call),
    operations: outputElements,
  };
}

export const SELECTIONS: readonly Operator[] = [
  comparison("Where", "The second tensor's elements where the first is true, the third's elsewhere.", {
    min: 3,
    max: 3,
  }),
  comparison("Equal", "Whether elements are equal."),
  comparison("Greater", "Whether the first is greater."),
  comparison("GreaterOrEqual", "Whether the first is greater or equal."),
  comparison("Less", "Whether the first is less."),
  comparison("LessOrEqual", "Whether the first is less or equal."),
  comparison("And", "Whether both are true."),
  comparison("Or", "Whether either is true."),
  comparison("Mod", "The remainder of the first divided by the second."),
];

function inferBroadcast(name: string, call: Call): Inference {
  const met = broadcast(name, call.inputs);
  return "issue" in met ? fails(met.issue) : gives(met.shape);
}
