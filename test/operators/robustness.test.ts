// Whatever the arguments and shapes: no operator throws, and no figure is NaN, negative, fractional or beyond 2^53.

import assert from "node:assert/strict";
import fc from "fast-check";
import type { Attributes, AttributeValue } from "../../src/model/network";
import type { Dim, Shape } from "../../src/model/shape";
import { applyOperator } from "../../src/operators/apply";
import { costOf } from "../../src/operators/cost";
import { allOperators } from "../../src/operators/index";
import type { InferredCall, Operator, Parameter } from "../../src/operators/operator";

const someInteger = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -2, max: 9 }) },
  { weight: 1, arbitrary: fc.constantFrom(64, 1e6, 2 ** 31, 2 ** 53, Number.MAX_SAFE_INTEGER, -1e9) },
);
const someDim: fc.Arbitrary<Dim> = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 40 }) },
  { weight: 1, arbitrary: fc.constantFrom<Dim>(undefined, "T", "batch", 2 ** 40, Number.MAX_SAFE_INTEGER) },
);
const someShape: fc.Arbitrary<Shape | undefined> = fc.option(fc.array(someDim, { maxLength: 5 }), {
  nil: undefined,
  freq: 8,
});
const anyValue: fc.Arbitrary<AttributeValue> = fc.oneof(
  someInteger,
  fc.double(),
  fc.string({ maxLength: 8 }),
  fc.boolean(),
  fc.array(someInteger, { maxLength: 4 }),
  fc.array(fc.array(someInteger, { maxLength: 3 }), { maxLength: 3 }),
);

const sizes: fc.Arbitrary<AttributeValue> = fc.array(
  fc.oneof(fc.integer({ min: 0, max: 12 }), fc.constantFrom("seq", "?")),
  { maxLength: 4 },
);

/** Mostly values of the parameter's type. */
function valueFor(parameter: Parameter): fc.Arbitrary<AttributeValue | undefined> {
  const fitting: Record<Parameter["type"], fc.Arbitrary<AttributeValue>> = {
    integer: someInteger,
    number: fc.double({ noNaN: true, min: -3, max: 10 }),
    numbers: fc.oneof(
      fc.double({ noNaN: true, min: 0, max: 4 }),
      fc.array(fc.double({ noNaN: true, min: 0 }), { maxLength: 3 }),
    ),
    boolean: fc.boolean(),
    text: fc.constantFrom("ij,jk->ik", "i,i", "", "->", "ii->", "bij,bjk->bik"),
    choice: fc.constantFrom(...(parameter.choices ?? [""])),
    axes: fc.oneof(someInteger, fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 4 })),
    padding: fc.oneof(
      fc.constantFrom<AttributeValue>("same", "valid"),
      fc.integer({ min: 0, max: 4 }),
      fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 })), { maxLength: 3 }),
    ),
    integers: fc.oneof(someInteger, fc.array(fc.integer({ min: -2, max: 6 }), { maxLength: 5 })),
    shape: fc.array(fc.integer({ min: -1, max: 12 }), { maxLength: 5 }),
    sizes: fc.oneof(sizes, fc.array(sizes, { maxLength: 3 })),
  };
  const value: fc.Arbitrary<AttributeValue | undefined> = fc.oneof(
    { weight: 9, arbitrary: fitting[parameter.type] },
    { weight: 1, arbitrary: anyValue },
  );
  return parameter.default !== undefined || parameter.optional === true
    ? fc.option(value, { nil: undefined })
    : value;
}

function attributesFor(operator: Operator): fc.Arbitrary<Attributes> {
  const record = fc.record(
    Object.fromEntries(operator.parameters.map((parameter) => [parameter.name, valueFor(parameter)])),
  );
  return record.map((values) =>
    Object.fromEntries(
      Object.entries(values).filter((entry): entry is [string, AttributeValue] => entry[1] !== undefined),
    ),
  );
}

function assertCount(count: number | undefined, text: string): void {
  if (count !== undefined) assert.ok(Number.isSafeInteger(count) && count >= 0, `${text}: ${String(count)}`);
}

function assertShape(shape: Shape | undefined, text: string): void {
  for (const dim of shape ?? []) if (typeof dim === "number") assertCount(dim, `${text}: a dimension`);
}

function checkCall(
  operator: Operator,
  given: Attributes,
  inputs: readonly (Shape | undefined)[],
  wanted: number,
): void {
  const applied = applyOperator(operator, given, inputs, wanted);
  const text = `${operator.name} ${JSON.stringify(given)} ${JSON.stringify(inputs)}`;
  assert.ok(applied.outputs.length > 0, text);
  for (const shape of applied.outputs) assertShape(shape, text);
  for (const issue of applied.issues) {
    assert.match(issue.code, /^[a-z]+(-[a-z]+)*$/, text);
    if (issue.code !== "wrong-argument") assert.doesNotMatch(issue.message, /undefined|NaN|\[object/, text);
  }
  if (applied.issues.length > 0) return;
  const call: InferredCall = { attributes: applied.attributes, inputs, outputs: applied.outputs, wanted };
  const cost = costOf(operator, call);
  for (const count of [cost.params, cost.buffers, cost.macs, cost.operations]) assertCount(count, text);
  for (const weight of cost.weights) assertShape(weight.shape, text);
  const lines = Object.values(operator.explain?.(call) ?? {}) as (readonly string[])[];
  for (const line of lines.flat()) assert.doesNotMatch(line, /undefined|NaN|\[object/, `${text}: ${line}`);
  const window = operator.window?.(call);
  if (typeof window === "object")
    for (const values of Object.values(window) as (readonly number[])[])
      assert.ok(values.every(Number.isFinite), `${text}: window`);
}

describe("any call of an operator", () => {
  for (const operator of allOperators()) {
    it(`of ${operator.name} neither throws nor gives a figure that is none`, () => {
      const most = Math.min(operator.arity.max, 3);
      fc.assert(
        fc.property(
          attributesFor(operator),
          fc.array(someShape, { minLength: Math.min(operator.arity.min, most), maxLength: most }),
          fc.integer({ min: 0, max: 4 }),
          (attributes, inputs, wanted) => checkCall(operator, attributes, inputs, wanted),
        ),
        { numRuns: 300, seed: 7 },
      );
    });

    it(`of ${operator.name} finds nothing wrong with unknown shapes`, () => {
      fc.assert(
        fc.property(attributesFor(operator), (attributes) => {
          const count = Math.max(operator.arity.min, 1);
          const inputs = operator.arity.max === 0 ? [] : Array.from({ length: count }, () => undefined);
          const { issues } = applyOperator(operator, attributes, inputs);
          assert.deepEqual(
            issues.filter((issue) => issue.input !== undefined || issue.code === "shape-mismatch"),
            [],
          );
        }),
        { numRuns: 50, seed: 7 },
      );
    });
  }
});
