// EinsumDense: a product with one learnable tensor, by an equation such as `abc,cd->abd`.

import { product } from "../../../model/exact";
import type { Dim, Shape } from "../../../model/shape";
import { parameter } from "../../../operators/call";
import { fieldOf, isArray, stringIn } from "../json/access";
import type { KerasCall, KerasResult } from "./layer";
import { withActivation } from "./layer";

interface Equation {
  readonly input: readonly string[];
  readonly kernel: readonly string[];
  readonly output: readonly string[];
}

const MARK = "…";

/** The letters of each part; `...` is one mark. */
function parse(text: string | undefined): Equation | undefined {
  const match = /^([a-zA-Z.]+),([a-zA-Z]+)->([a-zA-Z.]+)$/.exec((text ?? "").replaceAll(" ", ""));
  if (match === null) return undefined;
  const letters = (part: string | undefined): string[] => Array.from((part ?? "").replaceAll("...", MARK));
  return { input: letters(match[1]), kernel: letters(match[2]), output: letters(match[3]) };
}

/** The letters of an axis list whose mark stands for the given number of axes, which get letters of their own. */
function expand(letters: readonly string[], marked: number): readonly string[] {
  return letters.flatMap((letter) =>
    letter === MARK ? Array.from({ length: marked }, (_, axis) => `${MARK}${String(axis)}`) : [letter],
  );
}

export function einsumDense(call: KerasCall): KerasResult {
  const { config, inputs } = call;
  const [shape] = inputs;
  const equation = parse(stringIn(config, "equation"));
  const unknown: KerasResult = {
    operator: "EinsumDense",
    outputs: [undefined],
    macs: undefined,
    operations: undefined,
  };
  if (equation === undefined || shape === undefined) return unknown;
  // The batch axis comes first in the equation, whether as a letter or as part of the mark.
  const withBatch: Shape = [1, ...shape];
  const letters = expand(
    equation.input,
    withBatch.length - equation.input.filter((letter) => letter !== MARK).length,
  );
  if (letters.length !== withBatch.length) return unknown;
  const sizes = new Map<string, Dim>(letters.map((letter, axis) => [letter, withBatch[axis]]));
  const output = expand(equation.output, letters.length - equation.input.length + 1);
  addOutputSizes(sizes, output, fieldOf(config, "output_shape"));
  const sizeOf = (letter: string): Dim => sizes.get(letter);
  const bias = biasShape(output, stringIn(config, "bias_axes"), sizeOf);
  const features = linearFeatures(equation, letters, output, sizeOf);
  if (features !== undefined && (bias === undefined || bias.length === 1)) {
    const attributes = { features, bias: bias !== undefined };
    return withActivation(config, { operator: "Linear", attributes });
  }
  return withActivation(config, {
    operator: "EinsumDense",
    attributes: { equation: stringIn(config, "equation") ?? "" },
    outputs: [output.slice(1).map(sizeOf)],
    weights: [
      parameter("kernel", equation.kernel.map(sizeOf)),
      ...(bias === undefined ? [] : [parameter("bias", bias)]),
    ],
    macs: product(sizes.values()),
    operations: bias === undefined ? 0 : product(output.map(sizeOf)),
  });
}

/** The output features of an equation that is a fully connected layer: the last axis is replaced by another. */
function linearFeatures(
  { kernel }: Equation,
  input: readonly string[],
  output: readonly string[],
  sizeOf: (letter: string) => Dim,
): number | undefined {
  const [from, to = ""] = kernel;
  const linear =
    kernel.length === 2 &&
    from === input.at(-1) &&
    to === output.at(-1) &&
    !input.includes(to) &&
    input.slice(0, -1).join() === output.slice(0, -1).join();
  const features = sizeOf(to);
  return linear && typeof features === "number" ? features : undefined;
}

/** Letters that only the output has take their sizes from `output_shape`, aligned at the end. */
function addOutputSizes(
  sizes: Map<string, Dim>,
  output: readonly string[],
  value: ReturnType<typeof fieldOf>,
): void {
  const stated = isArray(value) ? value : [value];
  for (const [axis, letter] of output.entries()) {
    const size = stated[axis - (output.length - stated.length)];
    if (!sizes.has(letter)) sizes.set(letter, typeof size === "number" ? size : undefined);
  }
}

/** From the first axis with a bias on, 1 along the axes without one. */
function biasShape(
  output: readonly string[],
  axes: string | undefined,
  sizeOf: (letter: string) => Dim,
): Shape | undefined {
  if (axes === undefined || axes === "") return undefined;
  const first = output.findIndex((letter) => axes.includes(letter));
  if (first < 0) return undefined;
  return output.slice(first).map((letter) => (axes.includes(letter) ? sizeOf(letter) : 1));
}
