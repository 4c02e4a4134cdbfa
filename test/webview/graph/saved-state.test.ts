import assert from "node:assert/strict";
import { savedStateFrom } from "../../../webview/graph/saved-state";

describe("the saved state", () => {
  it("is read back as it was written", () => {
    const state = {
      ...{ uri: "file:///a.net", network: "N", direction: "right", selected: "a/b", heat: "flops" },
      ...{ open: { level: 1, opened: ["a"], closed: [] }, transform: { x: 1, y: 2, k: 0.5 } },
      ...{ locked: true, minimap: false },
    } as const;
    assert.deepEqual(savedStateFrom(JSON.parse(JSON.stringify(state))), state);
  });

  it("is left out as far as it cannot be understood", () => {
    for (const junk of [undefined, null, 1, "x"]) assert.deepEqual(savedStateFrom(junk), {});
    const state = {
      uri: 1,
      open: { level: "x" },
      direction: "up",
      transform: { x: NaN, y: 0, k: 1 },
      heat: "y",
    };
    assert.deepEqual(savedStateFrom(state), { locked: false, minimap: true });
  });
});
