// Every operator against PyTorch: output shapes, weights and refusals as recorded by scripts/judges/torch_operators.py.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Attributes, Weight } from "../../src/model/network";
import type { Application } from "../../src/operators/apply";
import { applyOperator } from "../../src/operators/apply";
import { costOf } from "../../src/operators/cost";
import { operatorNamed } from "../../src/operators/index";

interface TorchCase {
  readonly operator: string;
  readonly attributes: Attributes;
  readonly inputs: readonly (readonly number[])[];
  readonly outputs?: readonly (readonly number[])[];
  readonly weights?: readonly (readonly number[])[];
  readonly buffers?: number;
  readonly macs?: number;
  /** Along the last axis: an output, and the first and last input that it depends on. */
  readonly reach?: readonly (readonly [output: number, first: number, last: number])[];
  readonly error?: string;
}

interface TorchFacts {
  readonly torch: string;
  readonly cases: readonly TorchCase[];
}

const root = path.resolve(__dirname, "../..");
const recorded = readFacts(readFileSync(path.join(root, "test/fixtures/torch-operators.json"), "utf8"));

function readFacts(text: string): TorchFacts {
  return JSON.parse(text) as TorchFacts;
}

function sortedShapes(weights: readonly Weight[]): string[] {
  return weights
    .filter((weight) => weight.kind === "parameter")
    .map((weight) => JSON.stringify(weight.shape))
    .sort();
}

function checkCase(fact: TorchCase): void {
  const operator = operatorNamed(fact.operator)!;
  const { attributes, inputs } = fact;
  const wanted = fact.outputs?.length ?? 1;
  const applied = applyOperator(operator, attributes, inputs, wanted);
  const errors = applied.issues.filter((issue) => issue.severity !== "warning");
  const text = `${fact.operator} ${JSON.stringify(attributes)} of ${JSON.stringify(inputs)}`;
  if (fact.error !== undefined) {
    assert.notEqual(errors.length, 0, `${text}: PyTorch refuses it (${fact.error})`);
    return;
  }
  assert.deepEqual(errors, [], text);
  assert.deepEqual(applied.outputs, fact.outputs, text);
  const cost = costOf(operator, { attributes: applied.attributes, inputs, outputs: applied.outputs });
  assert.deepEqual(
    sortedShapes(cost.weights),
    fact.weights?.map((shape) => JSON.stringify(shape)).sort(),
    text,
  );
  assert.equal(cost.buffers, fact.buffers, `${text}: buffers`);
  checkReach(fact, applied, text);
  if (fact.macs !== undefined) assert.equal(cost.macs, fact.macs, `${text}: MACs`);
}

/**
 * The window must hold all that was measured, and nothing else where it lies within the input; an operator without one is
 * pointwise. Padding by what is inside, as a mirror does, is seen as zeros would be.
 */
function checkReach(fact: TorchCase, applied: Application, text: string): void {
  const { inputs, reach = [] } = fact;
  const window = operatorNamed(fact.operator)!.window?.({ ...applied, inputs });
  const mirrored = fact.operator === "Pad" && "mode" in fact.attributes;
  if (window === "global" || mirrored) return;
  const along = (values: readonly number[] | undefined, fallback: number): number =>
    values?.at(-1) ?? fallback;
  const stride = along(window?.stride, 1);
  const extent = along(window?.dilation, 1) * (along(window?.kernel, 1) - 1);
  for (const [output, first, last] of reach) {
    const start: number = output * stride - along(window?.padding, 0);
    const end = start + extent;
    const seen = `${text}: output ${String(output)} sees ${String(first)} to ${String(last)}`;
    assert.ok(
      Math.floor(start) <= first && last <= Math.ceil(end),
      `${seen}, not ${String(start)} to ${String(end)}`,
    );
    const inside = start >= 0 && end < inputs[0]!.at(-1)!;
    if (inside && Number.isInteger(stride)) assert.deepEqual([start, end], [first, last], seen);
  }
}

describe("operators against PyTorch", () => {
  const names = [...new Set(recorded.cases.map((fact) => fact.operator))].sort();
  for (const name of names) {
    const cases = recorded.cases.filter((fact) => fact.operator === name);
    it(`${name}: ${String(cases.length)} cases`, () => cases.forEach(checkCase));
  }

  it("the recorded facts are still what PyTorch says, where it is installed", function () {
    this.timeout(120_000);
    const script = path.join(root, "scripts/judges/torch_operators.py");
    const probe = spawnSync("/usr/bin/python3", ["-c", "import torch; print(torch.__version__)"], {
      encoding: "utf8",
    });
    if (probe.status !== 0) {
      console.log("      not run: /usr/bin/python3 has no torch (apt-get install python3-torch)");
      this.skip();
    }
    const run = spawnSync("/usr/bin/python3", [script], { encoding: "utf8", maxBuffer: 1 << 26 });
    assert.equal(run.status, 0, run.stderr);
    const fresh = readFacts(run.stdout);
    fresh.cases.forEach(checkCase);
    if (fresh.torch === recorded.torch) assert.deepEqual(fresh.cases, recorded.cases);
  });
});
