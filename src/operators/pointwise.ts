// A factory for operators that keep their input's shape and work on each element by itself.

import { outputElements, keepsShape, times } from "./call";
import type { Family, Operator, Parameter } from "./operator";

interface Pointwise {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly family: Family;
  readonly documentation: string;
  readonly parameters?: readonly Parameter[];
  /** Operations for each element; 1 unless given. */
  readonly perElement?: number;
}

/** An operator of one input whose output has the same shape. */
export function pointwise({ perElement = 1, parameters = [], ...declaration }: Pointwise): Operator {
  return {
    ...declaration,
    parameters,
    arity: { min: 1, max: 1 },
    infer: keepsShape,
    operations: (call) => (perElement === 0 ? 0 : times(outputElements(call), perElement)),
  };
}
