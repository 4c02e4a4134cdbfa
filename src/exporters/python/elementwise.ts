// Elementwise operators, with NumPy's broadcasting behind the batch axis, and reductions.

import type { PythonCall, Writer } from "./call";
import { axesFrom, expression, isOn, numberOf, numbersOf, python } from "./call";

/** The inputs with axes of 1 after the batch, so that shapes of different ranks are aligned at their end. */
function aligned(call: PythonCall, inputs: readonly string[]): readonly string[] {
  const rank = Math.max(0, ...call.inputs.map((shape) => shape.length));
  return inputs.map((x, index) => {
    const missing = rank - (call.inputs[index]?.length ?? rank);
    return missing === 0 ? x : `${x}[:, ${Array.from({ length: missing }, () => "None").join(", ")}]`;
  });
}

/** The tensors, and the number that takes part besides them. */
function terms(call: PythonCall, inputs: readonly string[]): readonly string[] {
  const { value } = call.attributes;
  return [...aligned(call, inputs), ...(typeof value === "number" ? [String(value)] : [])];
}

export const infix =
  (sign: string): Writer =>
  (call) =>
    expression((inputs) => terms(call, inputs).join(` ${sign} `));

/** Maximum or minimum of two at a time; a number bounds. */
export const extreme =
  (name: "maximum" | "minimum"): Writer =>
  (call) => {
    const { value } = call.attributes;
    const bound =
      typeof value === "number" ? `.clamp(${name === "maximum" ? "min" : "max"}=${String(value)})` : "";
    return expression((inputs) => {
      const [first = "", ...others] = aligned(call, inputs);
      return `${others.reduce((all, x) => `torch.${name}(${all}, ${x})`, first)}${bound}`;
    });
  };

export const average: Writer = (call) =>
  expression((inputs) => {
    const all = terms(call, inputs);
    return `(${all.join(" + ")}) / ${String(all.length)}`;
  });

/** Comparisons give numbers, as the other operators want them. */
export const comparison =
  (sign: string): Writer =>
  (call) =>
    expression((inputs) => `(${aligned(call, inputs).join(` ${sign} `)}).float()`);

export const logical =
  (name: string): Writer =>
  (call) =>
    expression((inputs) => `torch.logical_${name}(${aligned(call, inputs).join(", ")}).float()`);

export const where: Writer = (call) =>
  expression((inputs) => {
    const [condition = "", a = "", b = ""] = aligned(call, inputs);
    return `torch.where(${condition}.bool(), ${a}, ${b})`;
  });

/** A method of the tensor without arguments, or with those given. */
export const method =
  (name: string, ...given: readonly string[]): Writer =>
  () =>
    expression(([x = ""]) => `${x}.${name}(${given.join(", ")})`);

export const power: Writer = (call) =>
  expression(([x = ""]) => `${x} ** ${String(numberOf(call, "exponent", 2))}`);

export const clip: Writer = ({ attributes }) => {
  const bounds = (["min", "max"] as const).flatMap((name) => {
    const value = attributes[name];
    return typeof value === "number" ? [`${name}=${String(value)}`] : [];
  });
  return expression(([x = ""]) => (bounds.length === 0 ? x : `${x}.clamp(${bounds.join(", ")})`));
};

export const affine: Writer = (call) => {
  const [scale, shift, exponent] = [
    numberOf(call, "scale", 1),
    numberOf(call, "shift", 0),
    numberOf(call, "power", 1),
  ];
  return expression(([x = ""]) => {
    const scaled = scale === 1 ? x : `${String(scale)} * ${x}`;
    const shifted = shift === 0 ? scaled : `${scaled} + ${String(shift)}`;
    return exponent === 1 ? shifted : `(${shifted}) ** ${String(exponent)}`;
  });
};

export const cast: Writer = ({ attributes: { to } }) => {
  const text = String(to ?? "").toLowerCase();
  const name = /float|double/.test(text)
    ? "float"
    : /int/.test(text)
      ? "long"
      : /bool/.test(text)
        ? "bool"
        : undefined;
  return expression(([x = ""]) => (name === undefined ? x : `${x}.${name}()`));
};

/** The axes of a reduction: all but the batch unless given. */
function reducedAxes(call: PythonCall): readonly number[] {
  const all = (call.inputs[0] ?? []).map((_, axis) => axis + 1);
  return numbersOf(call, "axis") === undefined ? all : axesFrom(call, "axis", all);
}

function keeping(call: PythonCall): string {
  return isOn(call, "keepdim") ? ", keepdim=True" : "";
}

/** A method that takes several axes at once. */
export const reduction =
  (name: string, more = ""): Writer =>
  (call) => {
    const axes = reducedAxes(call);
    return expression(([x = ""]) =>
      axes.length === 0 ? x : `${x}.${name}(${python(axes)}${more}${keeping(call)})`,
    );
  };

export const norm =
  (order: number): Writer =>
  (call) =>
    expression(
      ([x = ""]) =>
        `torch.linalg.vector_norm(${x}, ${String(order)}, ${python(reducedAxes(call))}${keeping(call)})`,
    );

/** The product takes one axis at a time, the last first. */
export const reduceProduct: Writer = (call) => {
  const axes = [...reducedAxes(call)].sort((a, b) => b - a);
  return expression(([x = ""]) =>
    axes.reduce((value, axis) => `${value}.prod(${String(axis)}${keeping(call)})`, x),
  );
};

/** The place of an extreme along one axis; over several, of the flattened ones. */
export const place =
  (name: "argmax" | "argmin"): Writer =>
  (call) => {
    const axes = reducedAxes(call);
    const [output = []] = call.outputs;
    const [axis = 1] = axes;
    return expression(([x = ""]) =>
      axes.length === 1
        ? `${x}.${name}(${String(axis)}${keeping(call)})`
        : `${x}.flatten(1).${name}(1).reshape(${["-1", ...output.map(String)].join(", ")})`,
    );
  };
