// Shape rules of sequences of tensors, as far as their elements are known one by one.

import type { Dim } from "../../../model/shape";
import { INT64 } from "../proto/element-types";
import type { Call, Rule, Tensor } from "./contract";
import { axisIn, dataOf, numbersOf, one, unknown } from "./contract";

/** Longer sequences are not followed element by element. */
const MOST_ELEMENTS = 1024;

function sequence(elements: readonly Tensor[] | undefined, type = 0): readonly Tensor[] {
  return [
    elements === undefined || elements.length > MOST_ELEMENTS
      ? unknown(type)
      : { shape: undefined, type, elements },
  ];
}

const construct: Rule = (call) => sequence(call.inputs.map((input) => input ?? unknown()));

/** Split sizes are given one by one, or as one size for all but the last; without any, each element is 1 wide. */
const split: Rule = (call) => {
  const [input, sizes] = call.inputs;
  const axis = axisIn(call.attributes.int("axis", 0), input?.shape?.length ?? 0);
  const length = axis === undefined ? undefined : input?.shape?.[axis];
  const parts = typeof length === "number" ? partsOf(call, length, sizes) : undefined;
  // A single size of 1 leaves the axis out as well, though the documentation has it otherwise: that is what runs.
  const keeps = sizes?.shape?.length === 1 || call.attributes.int("keepdims", 1) !== 0;
  const elements = parts?.map((size): Tensor => {
    const shape = input?.shape?.flatMap((dim, at): readonly Dim[] =>
      at !== axis ? [dim] : keeps ? [size] : [],
    );
    return { shape, type: input?.type ?? 0 };
  });
  return sequence(elements, input?.type);
};

function partsOf(call: Call, length: number, sizes: Tensor | undefined): readonly number[] | undefined {
  const given = sizes === undefined ? [1] : numbersOf(call, 1);
  const [size, ...others] = given ?? [];
  if (given === undefined || size === undefined) return undefined;
  if (others.length > 0 || sizes?.shape?.length === 1) return given;
  if (size < 1 || length / size > MOST_ELEMENTS) return undefined;
  return Array.from({ length: Math.ceil(length / size) }, (_, index) =>
    Math.min(size, length - index * size),
  );
}

/** The position that input `index` gives, counted from the front; undefined where it is not known. */
export function positionIn(call: Call, index: number, count: number): number | undefined {
  const position = dataOf(call, index)?.[0];
  return typeof position === "number" ? axisIn(position, count) : undefined;
}

const at: Rule = (call) => {
  const elements = call.inputs[0]?.elements;
  const position = elements && positionIn(call, 1, elements.length);
  return [(position === undefined ? undefined : elements?.[position]) ?? unknown(call.inputs[0]?.type)];
};

const erase: Rule = (call) => {
  const elements = call.inputs[0]?.elements;
  const last = (elements?.length ?? 0) - 1;
  const position = call.inputs[1] === undefined ? last : elements && positionIn(call, 1, elements.length);
  return sequence(position === undefined ? undefined : elements?.filter((_, index) => index !== position));
};

const insert: Rule = (call) => {
  const elements = call.inputs[0]?.elements;
  const count = elements?.length ?? 0;
  const position = call.inputs[2] === undefined ? count : positionIn(call, 2, count + 1);
  if (elements === undefined || position === undefined) return sequence(undefined);
  return sequence([...elements.slice(0, position), call.inputs[1] ?? unknown(), ...elements.slice(position)]);
};

const size: Rule = (call) => {
  const count = call.inputs[0]?.elements?.length;
  return one(call, [], INT64, count === undefined ? undefined : [count]);
};

/** Concat of the elements, or their stack along a new axis; `concat` is the rule for tensors. */
export function concatOf(concat: Rule): Rule {
  return (call) => {
    const elements = call.inputs[0]?.elements;
    if (elements === undefined) return one(call, undefined, call.inputs[0]?.type);
    if (call.attributes.int("new_axis", 0) === 0) return concat({ ...call, inputs: elements });
    const axis = call.attributes.int("axis", 0);
    const stacked = elements.map(({ shape, type }): Tensor => {
      const place = axis < 0 ? axis + (shape?.length ?? 0) + 1 : axis;
      return { shape: shape && [...shape.slice(0, place), 1, ...shape.slice(place)], type };
    });
    return concat({ ...call, inputs: stacked });
  };
}

export const SEQUENCE_RULES: Readonly<Record<string, Rule>> = {
  SequenceAt: at,
  SequenceConstruct: construct,
  SequenceEmpty: () => sequence([]),
  SequenceErase: erase,
  SequenceInsert: insert,
  SequenceLength: size,
  SplitToSequence: split,
};
