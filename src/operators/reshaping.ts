// Operators that keep the elements and change the axes: Flatten, Reshape, Permute, Transpose, Squeeze, Unsqueeze, Identity.

import * as l10n from "@vscode/l10n";
import { product } from "../model/exact";
import type { Dim, Shape } from "../model/shape";
import { formatShape, isKnown } from "../model/shape";
import { axisIndex, axisIndices, wrongAxis } from "./axis";
import { elements, fails, gives, keepsShape, numberOf, numbersOf, UNKNOWN } from "./call";
import { factors } from "./explain";
import type { Call, Explanation, Inference, InferredCall, Issue, Operator, Parameter } from "./operator";

function reshaping(
  name: string,
  documentation: string,
  parameters: readonly Parameter[],
  infer: (call: Call) => Inference,
  more: Partial<Operator> = {},
): Operator {
  return { name, family: "shape", documentation, parameters, arity: { min: 1, max: 1 }, infer, ...more };
}

function axisNumber(name: string, fallback: number, documentation: string): Parameter {
  return { name, type: "integer", default: fallback, documentation };
}

const FLATTEN = reshaping(
  "Flatten",
  "Joins the axes from `start` to `end` into one (PyTorch's `Flatten`); the batch axis, 0, is kept.",
  [
    { ...axisNumber("start", 1, "The first axis to join."), aliases: ["start_dim"] },
    { ...axisNumber("end", -1, "The last axis to join."), aliases: ["end_dim"] },
  ],
  inferFlatten,
  { explain: explainFlatten },
);

const RESHAPE = reshaping(
  "Reshape",
  "Gives the elements another shape, written without the batch axis; one size may be -1, which is then inferred, and 0 keeps the input's size.",
  [{ name: "shape", type: "shape", min: -1, aliases: ["target_shape"], documentation: "The new sizes." }],
  inferReshape,
  { aliases: ["View"] },
);

const PERMUTE = reshaping(
  "Permute",
  "Reorders the axes: axis i of the output is axis `order[i]` of the input, counted from 1 (a leading 0 for the batch may be given).",
  [
    {
      name: "order",
      type: "integers",
      min: 0,
      aliases: ["dims", "perm"],
      documentation: "The axes in their new order.",
    },
  ],
  inferPermute,
);

const TRANSPOSE = reshaping(
  "Transpose",
  "Swaps two axes (PyTorch's `transpose`).",
  [
    { ...axisNumber("axis1", -2, "One axis."), aliases: ["dim0"] },
    { ...axisNumber("axis2", -1, "The other axis."), aliases: ["dim1"] },
  ],
  inferTranspose,
);

const SQUEEZE = reshaping(
  "Squeeze",
  "Removes axes of size 1: those given, or all.",
  [
    {
      name: "axis",
      type: "integers",
      optional: true,
      aliases: ["dim"],
      documentation: "The axes to remove.",
    },
  ],
  inferSqueeze,
);

const UNSQUEEZE = reshaping(
  "Unsqueeze",
  "Adds an axis of size 1 at `axis` of the output.",
  [
    {
      name: "axis",
      type: "integer",
      aliases: ["dim"],
      documentation: "Where the new axis is; -1 is the end.",
    },
  ],
  inferUnsqueeze,
);

const IDENTITY = reshaping("Identity", "Passes its input on.", [], keepsShape);

export const RESHAPINGS: readonly Operator[] = [
  FLATTEN,
  RESHAPE,
  PERMUTE,
  TRANSPOSE,
  SQUEEZE,
  UNSQUEEZE,
  IDENTITY,
];

/** The range of axes that Flatten joins, as indices. */
function flattened(call: Call, input: Shape): readonly [number, number] | undefined {
  const start = axisIndex(numberOf(call, "start") ?? 1, input.length);
  const end = axisIndex(numberOf(call, "end") ?? -1, input.length);
  return start === undefined || end === undefined || start > end ? undefined : [start, end];
}

function inferFlatten(call: Call): Inference {
  const [input] = call.inputs;
  if (input === undefined) return UNKNOWN;
  if (input.length === 0) return gives([1]);
  const range = flattened(call, input);
  if (range === undefined) {
    const axes = [numberOf(call, "start") ?? 1, numberOf(call, "end") ?? -1];
    if (axisIndices(axes, input.length) === undefined)
      return fails(wrongAxis("Flatten", axes, input, "start"));
    const message = l10n.t("Flatten: start ({0}) comes after end ({1}).", String(axes[0]), String(axes[1]));
    return fails({ code: "wrong-axis", parameter: "start", message });
  }
  const [start, end] = range;
  const joined = input.slice(start, end + 1);
  const size: Dim = joined.length === 1 ? joined[0] : product(joined);
  return gives([...input.slice(0, start), size, ...input.slice(end + 1)]);
}

function explainFlatten(call: InferredCall): Explanation {
  const [input] = call.inputs;
  const range = input && flattened(call, input);
  if (input === undefined || range === undefined || range[0] === range[1]) return {};
  return {
    shape: [
      `${factors(input.slice(range[0], range[1] + 1))} = ${String(call.outputs[0]?.[range[0]] ?? "?")}`,
    ],
  };
}

function inferReshape(call: Call): Inference {
  const [input] = call.inputs;
  const sizes = numbersOf(call, "shape") ?? [];
  const open = sizes.filter((size) => size === -1).length;
  if (open > 1) {
    const message = l10n.t("Reshape: only one size can be inferred (-1).");
    return fails({ code: "wrong-argument", parameter: "shape", message });
  }
  const shape = sizes.map((size, axis): Dim => (size === 0 ? input?.[axis] : size));
  const others = product(shape.filter((size) => size !== -1));
  const total = elements(input);
  if (total === undefined || others === undefined)
    return gives(shape.map((size) => (size === -1 ? undefined : size)));
  const missing = others === 0 ? 0 : total / others;
  if (open === 1 ? Number.isInteger(missing) : others === total)
    return gives(shape.map((size) => (size === -1 ? missing : size)));
  const message = l10n.t(
    "Reshape: {0} has {1} elements, which do not fit into {2}.",
    formatShape(input),
    total,
    sizes.join("×"),
  );
  return fails({ code: "shape-mismatch", parameter: "shape", message });
}

function inferPermute(call: Call): Inference {
  const [input] = call.inputs;
  if (input === undefined) return UNKNOWN;
  const given = numbersOf(call, "order") ?? [];
  const order = given[0] === 0 ? given.slice(1) : given;
  const indices = order.map((axis) => axis - 1);
  const complete = [...indices].sort((a, b) => a - b).every((index, position) => index === position);
  if (!complete || indices.length !== input.length) {
    const message = l10n.t(
      "Permute: order must name each axis of {0} once, 1 to {1}.",
      formatShape(input),
      input.length,
    );
    return fails({ code: "wrong-axis", parameter: "order", message });
  }
  return gives(indices.map((index) => input[index]));
}

function inferTranspose(call: Call): Inference {
  const [input] = call.inputs;
  if (input === undefined) return UNKNOWN;
  const axes = [numberOf(call, "axis1") ?? -2, numberOf(call, "axis2") ?? -1];
  const [one, other] = axes.map((axis) => axisIndex(axis, input.length));
  if (one === undefined) return fails(wrongAxis("Transpose", axes, input, "axis1"));
  if (other === undefined) return fails(wrongAxis("Transpose", axes, input, "axis2"));
  return gives(input.map((dim, axis) => (axis === one ? input[other] : axis === other ? input[one] : dim)));
}

function inferSqueeze(call: Call): Inference {
  const [input] = call.inputs;
  if (input === undefined) return UNKNOWN;
  const axes = numbersOf(call, "axis");
  // Whether an unknown size is 1, and so whether its axis stays, is not known.
  if (axes === undefined) return isKnown(input) ? gives(input.filter((dim) => dim !== 1)) : UNKNOWN;
  const indices = axisIndices(axes, input.length);
  if (indices === undefined) return fails(wrongAxis("Squeeze", axes, input));
  const shape = input.filter(
    (dim, index) => !indices.includes(index) || (typeof dim === "number" && dim !== 1),
  );
  const long = indices.find((index) => typeof input[index] === "number" && input[index] !== 1);
  if (long === undefined) return gives(shape);
  // As in PyTorch, such an axis stays.
  const message = l10n.t(
    "Squeeze: axis {0} of {1} is not of size 1 and stays.",
    long + 1,
    formatShape(input),
  );
  const issue: Issue = { code: "wrong-axis", severity: "warning", parameter: "axis", message };
  return { outputs: [shape], issues: [issue] };
}

function inferUnsqueeze(call: Call): Inference {
  const [input] = call.inputs;
  if (input === undefined) return UNKNOWN;
  const axis = numberOf(call, "axis") ?? -1;
  const index = axisIndex(axis, input.length + 1);
  if (index === undefined) return fails(wrongAxis("Unsqueeze", axis, [...input, 1]));
  return gives([...input.slice(0, index), 1, ...input.slice(index)]);
}
