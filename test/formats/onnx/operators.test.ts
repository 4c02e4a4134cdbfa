// Every operator's shape rule against ONNX Runtime and ONNX's own inference (scripts/judges/onnx_operators.py).

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { traceFile } from "../../../src/formats/onnx/onnx";
import { Report } from "../../../src/formats/onnx/report";
import { inMemory } from "./memory-source";

interface Case {
  readonly operator: string;
  readonly opset: number;
  readonly attributes: string;
  readonly judge: "onnx" | "onnxruntime";
  readonly outputs: readonly (readonly (number | null)[])[];
  readonly model: string;
}

const fixture = path.join("test", "formats", "onnx", "fixtures", "operators.json");
const cases = JSON.parse(readFileSync(fixture, "utf8")) as readonly Case[];

describe("ONNX shape rules", () => {
  for (const [index, each] of cases.entries()) {
    it(`${each.operator}-${String(each.opset)} ${each.attributes} #${String(index)} as ${each.judge} has it`, () => {
      const report = new Report("case.onnx");
      const source = inMemory(Buffer.from(each.model, "base64"));
      const steps = traceFile(source, report, {})?.trace.steps ?? [];
      assert.deepEqual(report.problems, []);
      const outputs = steps.at(-1)?.outputs.map((output) => output.tensor.shape?.map((dim) => dim ?? null));
      assert.deepEqual(outputs, each.outputs);
    });
  }
});
