import assert from "node:assert/strict";
import {
  CLOSED,
  drawnAt,
  enclosingGroups,
  levelFor,
  levelsOf,
  openGroups,
  openToLevel,
  withGroup,
} from "../../src/view/open-state";
import { viewOf, viewOfSample } from "./sample";

const NESTED = `network N {
  input image [8, 8, 8]
  stage outer { stage inner { Conv(8, 3, pad=1) -> ReLU } }
  repeat 3 { Block() }
}
block Block() { Conv(8, 3, pad=1) -> BatchNorm }`;

describe("what is open", () => {
  it("counts levels, a chain of equal instances as one of its own", () => {
    assert.equal(levelsOf(viewOf(NESTED)), 2);
    assert.equal(levelsOf(viewOf("network N {\n  input x [3]\n  Linear(2)\n}")), 0);
  });

  it("counts what is drawn at each level", () => {
    const view = viewOf(NESTED);
    // input, outer, the chain, output; then inner and three closed instances; then all seven layers of 2 + 3 · 2.
    assert.deepEqual(
      [0, 1, 2].map((level) => drawnAt(view, level)),
      [4, 6, 10],
    );
  });

  it("opens as many levels as can be read", () => {
    const view = viewOf(NESTED);
    assert.equal(levelFor(view, 5), 0);
    assert.equal(levelFor(view, 6), 1);
    assert.equal(levelFor(view, 1000), 2);
  });

  it("lets single groups differ from their level", () => {
    const one = openGroups(withGroup(CLOSED, "a/b", true));
    assert.equal(one.isOpen("a/b", 1), true);
    assert.equal(one.isOpen("a/c", 1), false);
    const other = openGroups(withGroup(openToLevel(2), "a", false));
    assert.equal(other.isOpen("a", 0), false);
    assert.equal(other.isOpen("b", 0), true);
    const back = withGroup(withGroup(openToLevel(1), "a", false), "a", true);
    assert.equal(openGroups(back).isOpen("a", 0), true);
  });

  it("knows which groups something was opened in", () => {
    const groups = openGroups(withGroup(CLOSED, "stage/Block[3]/inner", true));
    for (const path of ["", "stage", "stage/Block", "stage/Block[3]", "stage/Block[3]/inner"]) {
      assert.equal(groups.isTouched(path), true, path);
    }
    assert.equal(groups.isTouched("stage/Block[2]"), false);
  });

  it("names the groups around a path, chains included", () => {
    const view = viewOfSample("resnet50");
    const path = "conv2/Bottleneck_2[1]/Add";
    assert.deepEqual(enclosingGroups(view, path), ["conv2", "conv2/Bottleneck_2", "conv2/Bottleneck_2[1]"]);
    assert.deepEqual(enclosingGroups(view, "fc"), []);
    assert.deepEqual(enclosingGroups(view, "nowhere/at/all"), []);
  });
});
