import assert from "node:assert/strict";
import { followOpen, pathsFrom } from "../../src/view/follow-path";
import { viewOf } from "./sample";

const TEXT = `network N {
  input x [3, 32, 32]
  stage one {
    conv1 = Conv(8, 3) -> ReLU
    conv2 = Conv(8, 3) -> ReLU
    conv3 = Conv(8, 3) -> ReLU
  }
  stage two { repeat 3 { Block() } }
  Flatten
}
block Block() { BatchNorm -> ReLU -> Conv(8, 3, pad=1) }`;

function follow(change: (text: string) => string): (path: string) => string | undefined {
  const [before, after] = [viewOf(TEXT), viewOf(change(TEXT))];
  assert.notDeepEqual(before, after);
  return pathsFrom(before, after);
}

describe("following paths through an edit", () => {
  it("follows layers and groups that are renamed", () => {
    const path = follow((text) => text.replace("conv2", "other").replace("stage one", "stage first"));
    assert.equal(path("one"), "first");
    assert.equal(path("one/conv2"), "first/other");
    assert.equal(path("one/conv3"), "first/conv3");
    assert.equal(path("two/Block[1]/Conv"), "two/Block[1]/Conv");
  });

  it("follows layers without names when their numbers change", () => {
    const path = follow((text) => text.replace("conv1 = ", "ReLU\n    conv1 = "));
    assert.equal(path("one/ReLU"), "one/ReLU_2");
    assert.equal(path("one/ReLU_3"), "one/ReLU_4");
    assert.equal(path("one/conv1"), "one/conv1");
  });

  it("says of what is removed that it is no more, and finds the rest", () => {
    const path = follow((text) => text.replace("    conv2 = Conv(8, 3) -> ReLU\n", ""));
    assert.equal(path("one/conv2"), undefined);
    assert.equal(path("one/conv1"), "one/conv1");
    assert.equal(path("one/conv3"), "one/conv3");
    assert.equal(path("one/ReLU_3"), "one/ReLU_2");
    assert.equal(path("nowhere/conv2"), undefined);
  });

  it("follows layers that change places", () => {
    const path = follow((text) =>
      text.replace("conv1", "swap").replace("conv2", "conv1").replace("swap", "conv2"),
    );
    assert.equal(path("one/conv1"), "one/conv1");
    assert.equal(path("one/conv2"), "one/conv2");
  });

  it("follows instances as far as there still are as many", () => {
    const path = follow((text) => text.replace("repeat 3", "repeat 2"));
    assert.equal(path("two/Block"), "two/Block");
    assert.equal(path("two/Block[1]/ReLU"), "two/Block[1]/ReLU");
    assert.equal(path("two/Block[2]"), undefined);
    const single = follow((text) => text.replace("repeat 3 { Block() }", "Block()"));
    assert.equal(single("two/Block[0]/Conv"), "two/Block/Conv");
    assert.equal(single("two/Block[1]/Conv"), undefined);
  });

  it("keeps open what was open", () => {
    const path = follow((text) => text.replace("stage one", "stage first"));
    const open = { level: 1, opened: ["two/Block", "gone"], closed: ["one"] };
    assert.deepEqual(followOpen(open, path), { level: 1, opened: ["two/Block", "gone"], closed: ["first"] });
  });
});
