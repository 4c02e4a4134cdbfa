// The outputs of an If: what both branches agree on.

import type { Call, Tensor } from "../infer/contract";
import { unknown } from "../infer/contract";
import type { Trace } from "./trace";

/** The taken branch's outputs where the condition is a constant; otherwise the dimensions that both branches share. */
export function branchOutputs(call: Call, branches: readonly Trace[]): readonly Tensor[] {
  const [yes, no] = branches;
  const condition = call.inputs[0]?.data?.[0];
  if (typeof condition === "number") {
    const taken = condition === 0 ? no : yes;
    return Array.from({ length: call.wanted }, (_, index) => taken?.outputs[index]?.tensor ?? unknown());
  }
  return Array.from({ length: call.wanted }, (_, index) =>
    common(yes?.outputs[index]?.tensor, no?.outputs[index]?.tensor),
  );
}

function common(a: Tensor | undefined, b: Tensor | undefined): Tensor {
  const type = a?.type === b?.type ? (a?.type ?? 0) : 0;
  if (a?.shape === undefined || b?.shape === undefined || a.shape.length !== b.shape.length)
    return unknown(type);
  const other = b.shape;
  return { type, shape: a.shape.map((dim, axis) => (dim === other[axis] ? dim : undefined)) };
}
