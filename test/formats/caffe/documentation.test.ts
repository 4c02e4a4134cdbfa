// docs/caffe.md is made from the reader's tables.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { caffePage } from "../../../scripts/docs/caffe";

describe("docs/caffe.md", () => {
  it("lists what is read (else run `npx tsx scripts/docs/caffe.ts`)", async () => {
    const page = readFileSync(path.resolve(__dirname, "../../../docs/caffe.md"), "utf8");
    assert.equal(page, await caffePage());
  });
});
