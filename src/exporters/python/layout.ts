// PyTorch's modules want channels first, and nothing but the batch before them: tensors are turned and folded before them,
// and back after them.

import type { PythonCall, Writer, Written } from "./call";
import { refuse } from "./call";

/** What the writer writes, for the call's layout. */
export function inLayout(writer: Writer, call: PythonCall): Written {
  const { layout, ...attributes } = call.attributes;
  const [input = []] = call.inputs;
  if (call.operator === "ConvLSTM") return writer(call);
  if (layout !== "channels-last" || input.length < 2) return folded(writer, { ...call, attributes });
  if (call.outputs.length > 1) refuse(call, "has its channels last");
  const steps = stepsBefore(call);
  if (steps > 0) return inFrames(writer, call, steps);
  const output = call.outputs[0] ?? [];
  const turnsBack = output.length === input.length;
  const written = writer({
    ...call,
    attributes,
    inputs: call.inputs.map((shape) => (shape.length === input.length ? turned(shape) : shape)),
    outputs: [turnsBack ? turned(output) : output],
  });
  return {
    ...written,
    value: (self, inputs) => {
      const value = written.value(
        self,
        inputs.map((x, index) => (call.inputs[index]?.length === input.length ? `${x}.movedim(-1, 1)` : x)),
      );
      return turnsBack ? `${isCall(value) ? value : `(${value})`}.movedim(1, -1)` : value;
    },
  };
}

const WINDOWS: ReadonlySet<string> = new Set([
  "Conv",
  "DepthwiseConv",
  "ConvTranspose",
  "SeparableConv",
  "MaxPool",
  "AvgPool",
]);

/** Axes between the batch and the images, where a window says how many spatial axes it has. */
function stepsBefore({ operator, attributes: { kernel }, inputs: [input = []] }: PythonCall): number {
  return WINDOWS.has(operator) && Array.isArray(kernel) ? Math.max(0, input.length - 1 - kernel.length) : 0;
}

function folded(writer: Writer, call: PythonCall): Written {
  const steps = stepsBefore(call);
  return steps === 0 ? writer(call) : inFrames(writer, call, steps);
}

/** The steps of a video made part of the batch. */
function inFrames(writer: Writer, call: PythonCall, steps: number): Written {
  const [output = []] = call.outputs;
  const written = inLayout(writer, {
    ...call,
    inputs: call.inputs.map((shape) => shape.slice(steps)),
    outputs: call.outputs.map((shape) => shape.slice(steps)),
  });
  return {
    ...written,
    value: (self, [x = ""]) =>
      `${written.value(self, [`${x}.flatten(0, ${String(steps)})`])}.reshape(${["-1", ...output.map(String)].join(", ")})`,
  };
}

function turned(shape: readonly number[]): readonly number[] {
  return [shape.at(-1) ?? 0, ...shape.slice(0, -1)];
}

/** A call or an index, to which a method can be appended as it is. */
function isCall(value: string): boolean {
  return /^[\w.]+[([].*[)\]]$/s.test(value) && !/ [-+*/@] /.test(value.replace(/\([^()]*\)/g, ""));
}
