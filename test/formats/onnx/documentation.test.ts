// The page on ONNX says what the tables in the source say.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { onnxPage } from "../../../scripts/docs/onnx";

describe("docs/onnx.md", () => {
  it("is as scripts/docs/onnx.ts writes it", async () => {
    assert.equal(readFileSync(path.resolve(__dirname, "../../../docs/onnx.md"), "utf8"), await onnxPage());
  });
});
