// Mapping of convolutions and pools.

import type { AttributeValue } from "../../../model/network";
import type { Dim, Shape } from "../../../model/shape";
import type { Step } from "../graph/step";
import { unknownShape } from "../infer/contract";
import type { Window } from "../infer/window";
import { padsFor, windowOf } from "../infer/window";
import type { Draft, Mapper } from "./contract";
import { compact } from "./contract";

/** kernel, stride, pad and dilation, as far as they differ from the catalogue's defaults. */
function windowAttributes(step: Step, filters?: number): Draft | undefined {
  const input = step.inputs[0]?.tensor.shape;
  const weight = filters === undefined ? undefined : step.inputs[filters]?.tensor.shape;
  const rank = rankOf(step, input, weight);
  if (rank < 1) return undefined;
  const window = windowOf(step.call, rank, weight?.slice(2) ?? unknownShape(rank));
  const kernel = window.kernel.filter((dim: Dim): dim is number => typeof dim === "number");
  if (kernel.length !== rank) return undefined;
  return {
    kernel: compact(kernel),
    stride: compact(window.stride),
    pad: padAttribute(window, input),
    dilation: window.dilation.every((dilation) => dilation === 1) ? undefined : compact(window.dilation),
  };
}

/** The number of spatial axes. */
function rankOf(step: Step, input: Shape | undefined, weight: Shape | undefined): number {
  const kernel = step.node.attributes.ints("kernel_shape");
  const shape = input ?? weight;
  return shape === undefined ? (kernel?.length ?? 0) : shape.length - 2;
}

function padAttribute(window: Window, input: Shape | undefined): AttributeValue | undefined {
  const pads = input === undefined ? undefined : padsFor(window, input.slice(2));
  if (pads === undefined) return window.same === undefined ? undefined : "same";
  if (pads.every(([begin, end]) => begin === 0 && end === 0)) return undefined;
  return pads.every(([begin, end]) => begin === end) ? compact(pads.map(([begin]) => begin)) : pads;
}

/** A convolution whose filters and bias are those inputs. */
export function convolution(filters: number, bias: number): Mapper {
  return (step) => {
    const window = windowAttributes(step, filters);
    const channels = step.inputs[filters]?.tensor.shape?.[0];
    if (window === undefined || typeof channels !== "number") return undefined;
    const groups = step.node.attributes.int("group", 1);
    const attributes = { channels, ...window, groups, bias: step.inputs[bias] !== undefined };
    return { operator: "Conv", attributes };
  };
}

export const transposedConvolution: Mapper = (step) => {
  const window = windowAttributes(step, 1);
  const groups = step.node.attributes.int("group", 1);
  const channels = step.outputs[0]?.tensor.shape?.[1];
  if (window === undefined || typeof channels !== "number") return undefined;
  const outputPad = step.node.attributes.ints("output_padding");
  return {
    operator: "ConvTranspose",
    attributes: {
      channels,
      ...window,
      output_pad: outputPad && compact(outputPad),
      groups,
      bias: step.inputs[2] !== undefined,
    },
  };
};

/** A sliding pool. */
export function pool(operator: string): Mapper {
  return (step) => {
    const window = windowAttributes(step);
    if (window === undefined) return undefined;
    const ceil = step.node.attributes.int("ceil_mode", 0) !== 0 ? true : undefined;
    const counts =
      operator === "AvgPool" ? step.node.attributes.int("count_include_pad", 0) !== 0 : undefined;
    const dilation = operator === "MaxPool" ? window["dilation"] : undefined;
    const power = operator === "LPPool" ? step.node.attributes.int("p", 2) : undefined;
    return { operator, attributes: { ...window, dilation, ceil, count_include_pad: counts, p: power } };
  };
}
