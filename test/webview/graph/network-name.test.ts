import assert from "node:assert/strict";
import { nameAfter } from "../../../webview/graph/network-name";

describe("a network's name after an edit", () => {
  it("is the same, or the one in its place, or none", () => {
    assert.equal(nameAfter("B", ["A", "B"], ["B", "A"]), "B");
    assert.equal(nameAfter("B", ["A", "B"], ["A", "Bx"]), "Bx");
    assert.equal(nameAfter("B", ["A", "B"], ["A"]), undefined);
    assert.equal(nameAfter("C", ["A", "B"], ["A", "B"]), undefined);
  });
});
