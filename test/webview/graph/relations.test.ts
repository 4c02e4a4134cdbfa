import assert from "node:assert/strict";
import type { Scene, SceneEdge, SceneNode } from "../../../src/layout/scene";
import { relationsOf, stepFrom, turned } from "../../../webview/graph/relations";

/** a → b → d and a → c → d, b on the left and c on the right. */
const DIAMOND: Scene = {
  width: 400,
  height: 300,
  direction: "down",
  nodes: [node("a", 100, 0), node("b", 0, 100), node("c", 200, 100), node("d", 100, 200)],
  edges: [edge("a", "b"), edge("a", "c"), edge("b", "d"), edge("c", "d")],
};

describe("walking the graph", () => {
  it("finds all that a node depends on and feeds", () => {
    assert.deepEqual(relationsOf(DIAMOND, "b"), { upstream: new Set(["a"]), downstream: new Set(["d"]) });
    assert.deepEqual(relationsOf(DIAMOND, "d").upstream, new Set(["b", "c", "a"]));
    assert.deepEqual(relationsOf(DIAMOND, "d").downstream, new Set());
  });

  it("steps along edges and to what stands beside", () => {
    assert.equal(stepFrom(DIAMOND, undefined, "forward")?.path, "a");
    assert.equal(stepFrom(DIAMOND, undefined, "back")?.path, "d");
    assert.equal(stepFrom(DIAMOND, "b", "forward")?.path, "d");
    assert.equal(stepFrom(DIAMOND, "c", "back")?.path, "a");
    assert.equal(stepFrom(DIAMOND, "b", "right")?.path, "c");
    assert.equal(stepFrom(DIAMOND, "c", "left")?.path, "b");
    assert.equal(stepFrom(DIAMOND, "d", "forward"), undefined);
  });

  it("steps from an open group into it, and from there along the edges", () => {
    const nodes = [
      { ...node("g", 0, 0), open: true },
      { ...node("g/b", 0, 60), parent: "g", depth: 1 },
      { ...node("c", 0, 300) },
    ];
    const scene: Scene = { ...DIAMOND, nodes, edges: [edge("g/b", "c")] };
    assert.equal(stepFrom(scene, "g", "forward")?.path, "g/b");
    assert.equal(stepFrom(scene, "g/b", "forward")?.path, "c");
    assert.equal(stepFrom(scene, "c", "back")?.path, "g/b");
  });

  it("takes arrow keys as they look in a picture that runs to the right", () => {
    assert.equal(turned("right"), "forward");
    assert.equal(turned("back"), "left");
  });
});

function node(path: string, x: number, y: number): SceneNode {
  const figures = { params: {}, flops: {}, activationBytes: {} };
  return {
    ...{ path, x, y, width: 160, height: 44, depth: 0, parent: "" },
    ...{ open: false, isChain: false, auxiliary: false },
    node: {
      ...{ kind: "layer", role: "layer", name: path, title: path, detail: "", shape: "", operator: "Conv" },
      ...{ family: "convolution", small: false, words: "", figures },
    },
  };
}

function edge(from: string, to: string): SceneEdge {
  return { from, to, route: [], shape: "", size: undefined, auxiliary: false };
}
