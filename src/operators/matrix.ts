// Products of two activations: MatMul and Einsum.

import * as l10n from "@vscode/l10n";
import type { Count } from "../model/exact";
import { product } from "../model/exact";
import type { Dim, Shape } from "../model/shape";
import { formatShape, mayBeEqual } from "../model/shape";
import { broadcast, shapesDiffer } from "./broadcast";
import { fails, gives, isOn, UNKNOWN, wrongRank } from "./call";
import { equation, factors } from "./explain";
import type { Call, Explanation, Inference, InferredCall, Operator } from "./operator";

const MATMUL: Operator = {
  name: "MatMul",
  aliases: ["BatchMatMul"],
  family: "merge",
  documentation:
    "The matrix product of the last two axes, `[…, m, k]` with `[…, k, n]`; axes before them are broadcast (PyTorch's `matmul`).",
  parameters: [
    {
      name: "transpose",
      type: "boolean",
      default: false,
      aliases: ["transpose_b"],
      documentation: "Swaps the last two axes of the second tensor first.",
    },
    {
      name: "transpose_first",
      type: "boolean",
      default: false,
      aliases: ["transpose_a"],
      documentation: "Swaps the last two axes of the first tensor first.",
    },
  ],
  arity: { min: 2, max: 2 },
  merge: true,
  infer: inferMatMul,
  macs: matMulMacs,
  window: () => "global",
  explain: explainMatMul,
};

const EINSUM: Operator = {
  name: "Einsum",
  family: "merge",
  documentation:
    'A sum of products over named axes, without the batch: `Einsum(a, b, equation="ij,jk->ik")`. Each product over all names counts as one multiply-accumulate when there are two tensors or more.',
  parameters: [
    {
      name: "equation",
      type: "text",
      documentation: "A letter for each axis of each tensor, and of the result.",
    },
  ],
  arity: { min: 1, max: Infinity },
  infer: inferEinsum,
  macs: einsumMacs,
  window: () => "global",
};

export const MATRIX_PRODUCTS: readonly Operator[] = [MATMUL, EINSUM];

/** As matrices: a vector is a row on the left and a column on the right, as in NumPy. */
interface Matrices {
  readonly batchA: Shape;
  readonly batchB: Shape;
  readonly rows: Dim;
  readonly inner: Dim;
  readonly innerB: Dim;
  readonly columns: Dim;
}

function matricesOf(call: Call): Matrices | undefined {
  const [first, second] = call.inputs;
  if (first === undefined || second === undefined || first.length === 0 || second.length === 0)
    return undefined;
  const a = isOn(call, "transpose_first") && first.length > 1 ? transposed(first) : first;
  const b = isOn(call, "transpose") && second.length > 1 ? transposed(second) : second;
  return {
    batchA: a.slice(0, -2),
    batchB: b.slice(0, -2),
    rows: a.length > 1 ? a[a.length - 2] : 1,
    inner: a[a.length - 1],
    innerB: b.length > 1 ? b[b.length - 2] : b[0],
    columns: b.length > 1 ? b[b.length - 1] : 1,
  };
}

function transposed(shape: Shape): Shape {
  return [...shape.slice(0, -2), ...shape.slice(-2).reverse()];
}

function inferMatMul(call: Call): Inference {
  const [a, b] = call.inputs;
  const scalar = call.inputs.findIndex((shape) => shape?.length === 0);
  if (scalar >= 0) return fails(wrongRank("MatMul", l10n.t("at least 1 axis"), [], scalar));
  const matrices = matricesOf(call);
  if (a === undefined || b === undefined || matrices === undefined) return UNKNOWN;
  const { batchA, batchB, rows, inner, innerB, columns } = matrices;
  if (!mayBeEqual(inner, innerB)) {
    const why = l10n.t("the inner sizes {0} and {1} differ", String(inner), String(innerB));
    return fails(shapesDiffer("MatMul", a, b, 1, why));
  }
  const batch = broadcast("MatMul", [batchA, batchB]);
  if ("issue" in batch)
    return fails(shapesDiffer("MatMul", a, b, 1, l10n.t("the axes before the matrices differ")));
  return gives([...(batch.shape ?? []), ...(a.length > 1 ? [rows] : []), ...(b.length > 1 ? [columns] : [])]);
}

/** m·k·n for each pair of matrices. */
function matMulMacs(call: InferredCall): Count {
  const matrices = matricesOf(call);
  const [output] = call.outputs;
  if (matrices === undefined || output === undefined) return undefined;
  return product([...output, innerSize(matrices)]);
}

function innerSize({ inner, innerB }: Matrices): Dim {
  return typeof inner === "number" ? inner : innerB;
}

function explainMatMul(call: InferredCall): Explanation {
  const matrices = matricesOf(call);
  const [output] = call.outputs;
  if (matrices === undefined || output === undefined) return {};
  const shape = [`${call.inputs.map(formatShape).join(" · ")} = ${formatShape(output)}`];
  return {
    shape,
    macs: [equation(`${factors(output)} · ${factors([innerSize(matrices)])}`, matMulMacs(call))],
  };
}

interface Equation {
  readonly terms: readonly string[];
  readonly result: string;
}

/** `ij,jk->ik`, or with the result left out: the letters that occur once, in alphabetic order. */
function parseEquation(text: string): Equation | undefined {
  const [left = "", right] = text.replaceAll(" ", "").split("->");
  const terms = left.split(",");
  if (!/^[A-Za-z,]*$/.test(left) || !/^[A-Za-z]*$/.test(right ?? "")) return undefined;
  const letters = Array.from(terms.join(""));
  const single = [...new Set(letters)].filter(
    (letter) => letters.indexOf(letter) === letters.lastIndexOf(letter),
  );
  return { terms, result: right ?? single.sort().join("") };
}

/** The size of each letter, or the input where one differs. */
function letterSizes({ terms }: Equation, inputs: Call["inputs"]): ReadonlyMap<string, Dim> | number {
  const sizes = new Map<string, Dim>();
  for (const [input, term] of terms.entries()) {
    const shape = inputs[input];
    if (shape !== undefined && shape.length !== term.length) return input;
    for (const [axis, letter] of Array.from(term).entries()) {
      const known = sizes.get(letter);
      if (!mayBeEqual(known, shape?.[axis])) return input;
      if (typeof known !== "number") sizes.set(letter, shape?.[axis]);
    }
  }
  return sizes;
}

function inferEinsum(call: Call): Inference {
  const text = String(call.attributes["equation"]);
  const equation = parseEquation(text);
  const fits =
    equation !== undefined &&
    Array.from(equation.result).every((letter) => equation.terms.join("").includes(letter));
  if (equation === undefined || !fits || equation.terms.length !== call.inputs.length) {
    const count = call.inputs.length;
    const tensors = count === 1 ? l10n.t("1 tensor") : l10n.t("{0} tensors", count);
    const message = l10n.t('Einsum: "{0}" is no equation for {1}; "ij,jk->ik" is one for 2.', text, tensors);
    return fails({ code: "wrong-argument", parameter: "equation", message });
  }
  const sizes = letterSizes(equation, call.inputs);
  if (typeof sizes === "number") {
    const message = l10n.t(
      'Einsum: {0} does not fit "{1}".',
      formatShape(call.inputs[sizes]),
      equation.terms[sizes] ?? "",
    );
    return fails({ code: "shape-mismatch", input: sizes, message });
  }
  return gives(Array.from(equation.result, (letter) => sizes.get(letter)));
}

function einsumMacs(call: InferredCall): Count {
  if (call.inputs.length < 2) return 0;
  const equation = parseEquation(String(call.attributes["equation"]));
  const sizes = equation && letterSizes(equation, call.inputs);
  return sizes === undefined || typeof sizes === "number" ? undefined : product(sizes.values());
}
