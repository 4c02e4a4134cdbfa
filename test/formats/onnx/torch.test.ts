// Exports networks with PyTorch on the spot and reads them, where torch and torchvision are installed.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, it } from "mocha";
import { analyseNetwork } from "../../../src/analysis/network-analysis";
import { outputShapes } from "../../../src/analysis/body-analysis";
import { readOnnx } from "../../../src/formats/onnx/onnx";
import { inMemory } from "./memory-source";

interface Expected {
  /** Null where the exporter folded normalizations away. */
  readonly params: number | null;
  readonly macs: number;
  readonly input_shapes: Readonly<Record<string, readonly number[]>>;
  readonly output_shapes: readonly (readonly number[])[];
}

/** Debian's, unless TORCH_PYTHON names another. */
const PYTHON = process.env["TORCH_PYTHON"] ?? "/usr/bin/python3";
const SCRIPT = path.join("scripts", "judges", "onnx_export.py");

function checkNetwork(folder: string, name: string): void {
  const expected = JSON.parse(readFileSync(path.join(folder, `${name}.expected.json`), "utf8")) as Expected;
  const inputShapes = Object.fromEntries(
    Object.entries(expected.input_shapes).map(([input, shape]) => [input, withoutBatch(shape)]),
  );
  const bytes = readFileSync(path.join(folder, `${name}.onnx`));
  const { networks, problems } = readOnnx(`${name}.onnx`, inMemory(bytes), { inputShapes });
  assert.deepEqual(problems, [], name);
  const network = networks[0];
  assert.ok(network);
  const { totals } = analyseNetwork(network);
  if (expected.params !== null) {
    assert.deepEqual(totals.params, { value: expected.params, uncounted: 0 }, `${name}: params`);
  }
  assert.deepEqual(totals.macs, { value: expected.macs, uncounted: 0 }, `${name}: MACs`);
  const outputs = network.body.outputs.map((source) => {
    const node = "node" in source ? network.body.nodes[source.node] : undefined;
    return node && "output" in source ? outputShapes(node)[source.output] : undefined;
  });
  assert.deepEqual(outputs, expected.output_shapes.map(withoutBatch), `${name}: outputs`);
}

function withoutBatch(shape: readonly number[]): readonly number[] {
  return shape.length > 1 && shape[0] === 1 ? shape.slice(1) : shape;
}

describe("ONNX against PyTorch", () => {
  it("networks exported on the spot are read as they ran, where PyTorch is installed", function () {
    this.timeout(600_000);
    const probe = spawnSync(PYTHON, ["-c", "import torch, torchvision, onnx"], { encoding: "utf8" });
    if (probe.status !== 0) {
      console.log(`      not run: ${PYTHON} has no torch, torchvision and onnx`);
      console.log("      (apt-get install python3-torch python3-torchvision python3-onnx)");
      this.skip();
    }
    const folder = mkdtempSync(path.join(tmpdir(), "netlens-onnx-"));
    try {
      const run = spawnSync(PYTHON, ["-W", "ignore", SCRIPT, folder], { encoding: "utf8" });
      assert.equal(run.status, 0, run.stderr);
      const names = readdirSync(folder).filter((file) => file.endsWith(".onnx"));
      assert.ok(names.length >= 12, run.stdout);
      for (const file of names) checkNetwork(folder, file.replace(/\.onnx$/, ""));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
