// Channels last gives what channels first gives, with the channels last: every case that PyTorch was asked about.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Attributes } from "../../src/model/network";
import type { Shape } from "../../src/model/shape";
import { applyOperator } from "../../src/operators/apply";
import { costOf } from "../../src/operators/cost";
import { allOperators } from "../../src/operators/index";
import type { Operator } from "../../src/operators/operator";

interface Case {
  readonly operator: string;
  readonly attributes: Attributes;
  readonly inputs: readonly (readonly number[])[];
}

const file = path.resolve(__dirname, "../fixtures/torch-operators.json");
const { cases } = JSON.parse(readFileSync(file, "utf8")) as { readonly cases: readonly Case[] };

function channelsLast(shape: Shape | undefined, rank: number): Shape | undefined {
  return shape?.length === rank ? [...shape.slice(1), shape[0]] : shape;
}

function figures(operator: Operator, attributes: Attributes, inputs: readonly Shape[]) {
  const applied = applyOperator(operator, attributes, inputs);
  const { params, buffers, macs, operations } = costOf(operator, { ...applied, inputs });
  const explanation = operator.explain?.({ ...applied, inputs });
  const window = operator.window?.({ ...applied, inputs });
  return {
    outputs: applied.outputs,
    wrong: applied.issues.length,
    params,
    buffers,
    macs,
    operations,
    explanation,
    window,
  };
}

describe("channels last", () => {
  const operators = allOperators().filter(({ parameters }) =>
    parameters.some(({ name }) => name === "layout"),
  );
  for (const operator of operators) {
    const own = cases.filter((fact) => fact.operator === operator.name);
    it(`${operator.name}: as channels first in ${String(own.length)} cases`, () => {
      for (const { attributes, inputs } of own) {
        const rank = inputs[0]!.length;
        const first = figures(operator, attributes, inputs);
        const turned = inputs.map((shape) => channelsLast(shape, rank)!);
        const last = figures(operator, { ...attributes, layout: "channels-last" }, turned);
        const expected = { ...first, outputs: first.outputs.map((shape) => channelsLast(shape, rank)) };
        assert.deepEqual(last, expected, `${operator.name} ${JSON.stringify(attributes)}`);
      }
    });
  }
});
