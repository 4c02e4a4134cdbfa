// Shape rules of products of matrices: MatMul, Gemm, Einsum and their integer, quantized and fused kin.

import * as l10n from "@vscode/l10n";
import type { Dim, Shape } from "../../../model/shape";
import { formatShape, mayBeEqual } from "../../../model/shape";
import { agree } from "../dims";
import { INT32 } from "../proto/element-types";
import { broadcast } from "./broadcast";
import type { Call, Result, Rule } from "./contract";
import { issue, one, shapeOf } from "./contract";

/** The shape of a · b as NumPy's matmul has it, "conflict" when they do not fit. */
export function matmulShape(a: Shape | undefined, b: Shape | undefined): Shape | undefined | "conflict" {
  if (a === undefined || b === undefined) return undefined;
  if (a.length === 0 || b.length === 0) return "conflict";
  const left: Shape = a.length === 1 ? [1, ...a] : a;
  const right: Shape = b.length === 1 ? [...b, 1] : b;
  if (!mayBeEqual(left.at(-1), right.at(-2))) return "conflict";
  const batch = broadcast([left.slice(0, -2), right.slice(0, -2)]);
  if (batch === "conflict" || batch === undefined) return batch;
  const rows = a.length === 1 ? [] : [left.at(-2)];
  const columns = b.length === 1 ? [] : [right.at(-1)];
  return [...batch, ...rows, ...columns];
}

function product(call: Call, a: Shape | undefined, b: Shape | undefined, type?: number): Result {
  const shape = matmulShape(a, b);
  if (shape !== "conflict") return one(call, shape, type);
  return issue(
    "shape-mismatch",
    l10n.t("{0}: {1} and {2} cannot be multiplied.", call.op, formatShape(a), formatShape(b)),
  );
}

/** A matrix product whose operands are those inputs. */
const multiply =
  (left: number, right: number, type?: number): Rule =>
  (call) =>
    product(call, shapeOf(call, left), shapeOf(call, right), type);

function swapLast(shape: Shape | undefined, swap: boolean): Shape | undefined {
  if (!swap || shape === undefined || shape.length < 2) return shape;
  return [...shape.slice(0, -2), shape.at(-1), shape.at(-2)];
}

/** An operand of ONNX Runtime's MatMul (`A` or `B`) as it is multiplied: its first axis put before the last, then the last two swapped. */
export function fusedOperand(call: Call, index: number, operand: "A" | "B"): Shape | undefined {
  const shape = shapeOf(call, index);
  const moves =
    call.attributes.int(`transBatch${operand}`, 0) !== 0 && shape !== undefined && shape.length > 2;
  const moved = moves ? [...shape.slice(1, -1), shape[0], shape.at(-1)] : shape;
  return swapLast(moved, call.attributes.int(`trans${operand}`, 0) !== 0);
}

/** ONNX Runtime's MatMul with transposed operands. */
const fusedMatMul: Rule = (call) => product(call, fusedOperand(call, 0, "A"), fusedOperand(call, 1, "B"));

/** Gemm: A · B + C with matrices, each of which may be transposed. */
const gemm =
  (second: number): Rule =>
  (call) => {
    const [a, b] = [shapeOf(call, 0), shapeOf(call, second)];
    if (a === undefined || b === undefined) return one(call, undefined);
    if (a.length !== 2 || b.length !== 2) {
      return issue(
        "wrong-rank",
        l10n.t("{0} multiplies matrices, but gets {1} and {2}.", call.op, formatShape(a), formatShape(b)),
      );
    }
    const left = swapLast(a, call.attributes.int("transA", 0) !== 0);
    const right = swapLast(b, call.attributes.int("transB", 0) !== 0);
    return product(call, left, right);
  };

/** The weight is packed in blocks of a few bits: the attributes K and N say what it stands for. */
const matMulBits: Rule = (call) => {
  const a = shapeOf(call, 0);
  return one(call, a && [...a.slice(0, -1), call.attributes.int("N", 0)]);
};

/** The labels of an Einsum, `...` spelt out as digits; undefined when the equation does not fit. */
export interface Equation {
  readonly operands: readonly string[];
  readonly output: string;
  readonly sizes: ReadonlyMap<string, Dim>;
}

/** Reads an Einsum's equation against its operands' shapes. */
export function readEquation(equation: string, shapes: readonly (Shape | undefined)[]): Equation | undefined {
  const [left = "", right] = equation.replaceAll(/\s/g, "").split("->");
  const terms = left.split(",");
  if (terms.length !== shapes.length) return undefined;
  const sizes = new Map<string, Dim>();
  let widest = 0;
  const operands: string[] = [];
  for (const [index, term] of terms.entries()) {
    const shape = shapes[index];
    if (shape === undefined) return undefined;
    const extra = shape.length - term.replace("...", "").length;
    if (extra < 0 || extra > 9 || (extra > 0 && !term.includes("..."))) return undefined;
    widest = Math.max(widest, extra);
    const labels = term.replace("...", "0123456789".slice(10 - extra));
    operands.push(labels);
    for (const [axis, label] of [...labels].entries()) {
      const known = sizes.get(label);
      sizes.set(label, sizes.has(label) && known !== 1 ? agree(known, shape[axis]) : shape[axis]);
    }
  }
  const ellipsis = "0123456789".slice(10 - widest);
  return { operands, output: right?.replace("...", ellipsis) ?? ellipsis + implied(operands), sizes };
}

/** Without an arrow, the labels that occur once, in alphabetical order. */
function implied(operands: readonly string[]): string {
  const all = operands.join("");
  return [...new Set(all)]
    .filter((label) => /[A-Za-z]/.test(label) && all.indexOf(label) === all.lastIndexOf(label))
    .sort()
    .join("");
}

const einsum: Rule = (call) => {
  const shapes = call.inputs.map((input) => input?.shape);
  if (shapes.includes(undefined)) return one(call, undefined);
  const equation = readEquation(call.attributes.text("equation", ""), shapes);
  if (equation === undefined)
    return issue("wrong-argument", l10n.t("Einsum: the equation does not fit its inputs."));
  return one(
    call,
    [...equation.output].map((label) => equation.sizes.get(label)),
  );
};

const det: Rule = (call) => one(call, shapeOf(call, 0)?.slice(0, -2));

export const MATRIX_RULES: Readonly<Record<string, Rule>> = {
  Det: det,
  DynamicQuantizeMatMul: multiply(0, 1),
  Einsum: einsum,
  FusedGemm: gemm(1),
  FusedMatMul: fusedMatMul,
  GemmFastGelu: multiply(0, 1),
  Gemm: gemm(1),
  MatMul: multiply(0, 1),
  MatMulBnb4: matMulBits,
  MatMulFpQ4: matMulBits,
  MatMulInteger: multiply(0, 1, INT32),
  MatMulIntegerToFloat: multiply(0, 1, 1),
  MatMulNBits: matMulBits,
  QGemm: gemm(3),
  QLinearMatMul: multiply(0, 3),
  TransposeMatMul: fusedMatMul,
};
