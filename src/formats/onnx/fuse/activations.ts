// Activations that exporters spell out as arithmetic: GELU, SiLU, Mish, HardSwish.

import type { Attributes } from "../../../model/network";
import type { Unit } from "../graph/unit";
import type { Value } from "../graph/value";
import type { Match, Pattern, Wiring } from "./pattern";
import { constantOf, isAbout } from "./pattern";

function activation(
  operator: string,
  x: Value,
  members: readonly (Unit | undefined)[],
  attributes: Attributes = {},
): Match {
  return {
    members: members.filter((unit) => unit !== undefined),
    operator,
    attributes,
    inputs: [x],
    owners: [],
  };
}

/** The factors of a product, either way round. */
function sides(unit: Unit): readonly (readonly [Value, Value])[] {
  const [a, b] = unit.inputs;
  return unit.nativeOperator !== "Mul" || a === undefined || b === undefined
    ? []
    : [
        [a, b],
        [b, a],
      ];
}

/** x · f(x). */
function gated(
  root: Unit,
  gate: (of: Value, x: Value) => readonly (Unit | undefined)[] | undefined,
  operator: string,
): Match | undefined {
  for (const [x, other] of sides(root)) {
    const members = gate(other, x);
    if (members !== undefined) return activation(operator, x, [...members, root]);
  }
  return undefined;
}

export const silu: Pattern = (root, wiring) =>
  gated(
    root,
    (value, x) => {
      const sigmoid = wiring.made(value, "Sigmoid");
      return sigmoid?.inputs[0] === x ? [sigmoid] : undefined;
    },
    "SiLU",
  );

export const mish: Pattern = (root, wiring) =>
  gated(
    root,
    (value, x) => {
      const tanh = wiring.made(value, "Tanh");
      const softplus = wiring.made(tanh?.inputs[0], "Softplus");
      return softplus?.inputs[0] === x ? [softplus, tanh] : undefined;
    },
    "Mish",
  );

/** x · hardsigmoid(x); the scale of 1/6 may be a division of the product. */
export const hardSwish: Pattern = (root, wiring) => {
  const divided =
    root.nativeOperator === "Div" && isAbout(constantOf(root), 6)
      ? wiring.made(root.inputs[0], "Mul")
      : undefined;
  const found = gated(
    divided ?? root,
    (value, x) => hardGate(value, x, divided !== undefined, wiring),
    "HardSwish",
  );
  return found && divided !== undefined ? { ...found, members: [...found.members, root] } : found;
};

/** hardsigmoid(x), or clip(x + 3, 0, 6), divided by 6 unless that happens later. */
function hardGate(
  value: Value,
  x: Value,
  later: boolean,
  wiring: Wiring,
): readonly (Unit | undefined)[] | undefined {
  if (later) return clipped(value, x, wiring);
  const sigmoid = wiring.made(value, "HardSigmoid");
  if (sigmoid !== undefined) return sigmoid.inputs[0] === x ? [sigmoid] : undefined;
  const sixth = wiring.made(value, "Div", "Mul");
  const [inner] = sixth?.inputs ?? [];
  if (sixth === undefined || inner === undefined || !isAbout(divisorOf(sixth), 6)) return undefined;
  const units = clipped(inner, x, wiring);
  return units && [...units, sixth];
}

/** clip(x + 3, 0, 6). */
function clipped(value: Value, x: Value, wiring: Wiring): readonly Unit[] | undefined {
  const clip = wiring.made(value, "Clip");
  const shifted = wiring.made(clip?.inputs[0], "Add");
  if (clip?.operator !== "ReLU6" || shifted === undefined || !isAbout(constantOf(shifted), 3))
    return undefined;
  return shifted.inputs[0] === x ? [shifted, clip] : undefined;
}

/** What the unit divides its only input of data by; a factor is the inverse. */
function divisorOf(unit: Unit): number | undefined {
  const constant = unit.inputs.length === 1 ? constantOf(unit) : undefined;
  return unit.nativeOperator === "Mul" && constant !== undefined ? 1 / constant : constant;
}

/** x · (1 + erf(x / √2)) / 2, the half being applied to either factor or to the product. */
export const gelu: Pattern = (root, wiring) => {
  const halved = isHalf(root) ? wiring.made(root.inputs[0], "Mul") : undefined;
  for (const [left, right] of sides(halved ?? root)) {
    const half = halved === undefined ? wiring.made(left, "Mul", "Div") : undefined;
    if (halved === undefined && (half === undefined || !isHalf(half))) continue;
    const x = half?.inputs[0] ?? left;
    const inner = errorFunction(right, x, wiring) ?? tangent(right, x, wiring);
    if (inner === undefined) continue;
    const attributes: Attributes = inner.approximate ? { approximate: "tanh" } : {};
    return activation("GELU", x, [half, ...inner.units, halved, root], attributes);
  }
  return undefined;
};

function isHalf(unit: Unit): boolean {
  const constant = constantOf(unit);
  return unit.nativeOperator === "Mul"
    ? isAbout(constant, 0.5)
    : unit.nativeOperator === "Div" && isAbout(constant, 2);
}

interface Inner {
  readonly units: readonly (Unit | undefined)[];
  readonly approximate: boolean;
}

/** 1 + erf(x / √2). */
function errorFunction(value: Value, x: Value, wiring: Wiring): Inner | undefined {
  const plusOne = wiring.made(value, "Add");
  const erf = wiring.made(plusOne?.inputs[0], "Erf");
  const scaled = wiring.made(erf?.inputs[0], "Div", "Mul");
  if (scaled?.inputs.length !== 1 || scaled.inputs[0] !== x) return undefined;
  return isAbout(divisorOf(scaled), Math.SQRT2)
    ? { units: [scaled, erf, plusOne], approximate: false }
    : undefined;
}

/** 1 + tanh(√(2/π) · (x + 0.044715 · x³)). */
function tangent(value: Value, x: Value, wiring: Wiring): Inner | undefined {
  const plusOne = wiring.made(value, "Add");
  const tanh = wiring.made(plusOne?.inputs[0], "Tanh");
  const scaled = wiring.made(tanh?.inputs[0], "Mul");
  const sum = wiring.made(scaled?.inputs[0], "Add");
  const term = sum?.inputs.map((input) => wiring.made(input, "Mul")).find((unit) => unit !== undefined);
  const cube = wiring.made(term?.inputs[0], "Pow");
  if (sum === undefined || term === undefined || cube?.inputs[0] !== x || !sum.inputs.includes(x))
    return undefined;
  if (!isAbout(constantOf(term), 0.044715)) return undefined;
  return { units: [cube, term, sum, scaled, tanh, plusOne], approximate: true };
}
