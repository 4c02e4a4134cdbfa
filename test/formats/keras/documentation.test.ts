// docs/keras.md is made from the rows.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { kerasPage } from "../../../scripts/docs/keras";

describe("docs/keras.md", () => {
  it("lists the layers that are read (else run `npx tsx scripts/docs/keras.ts`)", async () => {
    const page = readFileSync(path.resolve(__dirname, "../../../docs/keras.md"), "utf8");
    assert.equal(page, await kerasPage());
  });
});
