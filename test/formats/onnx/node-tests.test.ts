// ONNX's own tests of operators, where ONNX_PYTHON names a Python with onnx: no shape may differ, and few may stay open.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { describe, it } from "mocha";
import { traceFile } from "../../../src/formats/onnx/onnx";
import { Report } from "../../../src/formats/onnx/report";
import type { Shape } from "../../../src/model/shape";
import { inMemory } from "./memory-source";

interface Case {
  readonly name: string;
  readonly shapes: readonly (readonly number[])[];
  readonly model: string;
}

/** Models of several samples are read for one, which these tests of single operators do not expect. */
function differs(inferred: Shape, real: readonly number[]): boolean {
  if (inferred.length !== real.length) return true;
  const ofOneSample = inferred.length > 1 && inferred[0] === 1;
  if (ofOneSample && (real[0] ?? 0) > 1) return false;
  return inferred.some((dim, axis) => typeof dim === "number" && dim !== real[axis]);
}

describe("ONNX's own tests of operators", () => {
  it("have the shapes that are inferred", function () {
    this.timeout(300_000);
    const python = process.env["ONNX_PYTHON"];
    if (python === undefined) {
      console.log("      not run: set ONNX_PYTHON to a Python with onnx");
      this.skip();
    }
    const script = path.join("scripts", "judges", "onnx_node_tests.py");
    const run = spawnSync(python, [script], { encoding: "utf8", maxBuffer: 1 << 28 });
    assert.equal(run.status, 0, run.stderr);
    const cases = JSON.parse(run.stdout) as readonly Case[];
    assert.ok(cases.length > 1000);
    const wrong: string[] = [];
    let known = 0;
    let all = 0;
    for (const each of cases) {
      const source = inMemory(Buffer.from(each.model, "base64"));
      const outputs = traceFile(source, new Report(each.name), {})?.trace.outputs ?? [];
      for (const [index, shape] of each.shapes.entries()) {
        const inferred = outputs[index]?.tensor.shape;
        all += 1;
        if (inferred?.every((dim) => typeof dim === "number") === true) known += 1;
        if (inferred !== undefined && differs(inferred, shape)) {
          wrong.push(`${each.name}: ${inferred.join("×")} instead of ${shape.join("×")}`);
        }
      }
    }
    // Flattening or tiling the batch itself is no model of several samples.
    assert.deepEqual(
      wrong.filter((line) => !/^test_(flatten|tile)/.test(line)),
      [],
    );
    assert.ok(known / all > 0.9, `${String(known)} of ${String(all)} shapes are known`);
  });
});
