// `npm run corpus`: everything that is measured against files and figures of others, where they are at hand.
// The last line is "N passed, N failed".

import path from "node:path";
import process from "node:process";
import { check as checkCaffe } from "./caffe";
import type { CheckResult } from "./check";
import { check as checkConversion } from "./convert";
import { check as checkDarknet } from "./darknet";
import { check as checkOnnx } from "./onnx";
import { checkSamples } from "./samples";

const root = path.join(__dirname, "..", "..");
const shared = process.argv[2] ?? path.join(root, "..", "shared");

const CHECKS: readonly { readonly name: string; readonly run: () => CheckResult }[] = [
  { name: "samples", run: () => checkSamples(path.join(root, "samples"), path.join(shared, "reference")) },
  { name: "caffe", run: () => checkCaffe(path.join(shared, "corpus", "caffe")) },
  { name: "darknet", run: () => checkDarknet(path.join(shared, "corpus", "darknet")) },
  { name: "onnx", run: () => checkOnnx(path.join(shared, "corpus", "onnx")) },
  { name: "convert", run: () => checkConversion(path.join(shared, "corpus"), path.join(root, "samples")) },
];

let passed = 0;
let failed = 0;
for (const { name, run } of CHECKS) {
  const result = run();
  passed += result.passed;
  failed += result.failed.length;
  for (const line of result.failed.slice(0, 40)) process.stdout.write(`FAIL ${name}: ${line}\n`);
  process.stdout.write(`${name}: ${String(result.passed)} passed, ${String(result.failed.length)} failed\n`);
}
process.stdout.write(`${String(passed)} passed, ${String(failed)} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
