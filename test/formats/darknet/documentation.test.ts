// docs/darknet.md is made from the reader's tables.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { darknetPage } from "../../../scripts/docs/darknet";

describe("docs/darknet.md", () => {
  it("lists what is read (else run `npx tsx scripts/docs/darknet.ts`)", async () => {
    const page = readFileSync(path.resolve(__dirname, "../../../docs/darknet.md"), "utf8");
    assert.equal(page, await darknetPage());
  });
});
