// Groups from the scopes in layers' names, by way of Caffe nets; the pictures of nets are those of their authors' papers.

import assert from "node:assert/strict";
import type { Body, Node } from "../../src/model/network";
import type { Position } from "../../src/model/origin";
import { readNet } from "./caffe/read-net";

/** A net of layers that each take the one before; a name that ends in `<a,b` takes the tops of those layers. */
function chain(...names: readonly string[]): string {
  let before = "data";
  const layers = names.map((written) => {
    const [name = "", taken] = written.split("<");
    const bottoms = (taken?.split(",") ?? [before]).map((bottom) => `bottom: "${bottom}"`).join(" ");
    before = name;
    return `layer { name: "${name}" type: "${taken === undefined ? "Sigmoid" : "Eltwise"}" ${bottoms} top: "${name}" }`;
  });
  return `input: "data" input_dim: [1, 3, 8, 8]\n${layers.join("\n")}`;
}

/** Names, those of a group's nodes in brackets: `a[b c] d`. */
function outline({ nodes }: Body): string {
  const text = (node: Node): string =>
    node.kind === "layer" ? node.name : `${node.name}[${outline(node.body)}]`;
  return nodes.map(text).join(" ");
}

function outlineOf(...names: readonly string[]): string {
  return outline(readNet(chain(...names)).network.body);
}

describe("groups from the scopes in names", () => {
  it("hold the layers of a scope that stand together, and scopes within", () => {
    assert.equal(outlineOf("a/1", "a/b/2", "a/b/3", "a/4", "c"), "a[1 b[2 3] 4] c");
  });

  it("keep every layer's path equal to its name", () => {
    const names = ["stem/conv", "stem/relu", "mix/a/x", "mix/a/y", "mix/join", "head/fc", "prob"];
    assert.deepEqual(
      readNet(chain(...names)).layers.map(({ name }) => name),
      names,
    );
  });

  it("leave single layers, scopes in several places, and scopes of a layer's own name as they are", () => {
    assert.equal(outlineOf("a/1", "b/1", "b/2"), "a/1 b[1 2]");
    assert.equal(outlineOf("a/1", "a/2", "b", "a/3"), "a/1 a/2 b a/3");
    // MobileNet's and SENet's names.
    assert.equal(outlineOf("dw", "dw/bn", "dw/scale", "relu/dw"), "dw dw/bn dw/scale relu/dw");
  });

  it("say nothing of a scope that holds the whole net, or nothing but another scope", () => {
    assert.equal(outlineOf("net/a", "net/b"), "net/a net/b");
    assert.equal(outlineOf("net/a/1", "net/a/2", "net/b"), "net/a[1 2] net/b");
    assert.equal(outlineOf("a/b/1", "a/b/2", "c"), "a/b[1 2] c");
  });

  it("take names with empty parts as they are", () => {
    assert.equal(outlineOf("/a", "/b", "c/", "c/", "d//e", "d//f"), "/a /b c/ c/_2 d//e d//f");
  });

  it("pass on what layers outside take, each tensor once", () => {
    const { network } = readNet(chain("a/1", "a/2", "b/1<a/1,a/2", "b/2", "out<b/2,a/1,data"));
    const [a, b, out] = network.body.nodes;
    assert.ok(a?.kind === "group" && b?.kind === "group" && out?.kind === "layer");
    assert.deepEqual(a.inputs, [{ input: 0 }]);
    assert.deepEqual(a.body.outputs, [
      { node: 0, output: 0 },
      { node: 1, output: 0 },
    ]);
    assert.deepEqual(b.inputs, [
      { node: 0, output: 0 },
      { node: 0, output: 1 },
    ]);
    assert.deepEqual(b.body.nodes[0]?.inputs, [{ input: 0 }, { input: 1 }]);
    assert.deepEqual(out.inputs, [{ node: 1, output: 0 }, { node: 0, output: 0 }, { input: 0 }]);
    assert.deepEqual(network.body.outputs, [{ node: 2, output: 0 }]);
    assert.deepEqual(b.body.inputs[1], { name: "a/2", shape: [3, 8, 8] });
  });

  it("give the outputs of the whole from within", () => {
    const { network } = readNet(chain("a", "head/1", "head/2", "tail<a,a"));
    assert.deepEqual(network.outputs, ["head/2", "tail"]);
    assert.deepEqual(network.body.outputs, [
      { node: 1, output: 0 },
      { node: 2, output: 0 },
    ]);
  });

  it("reach from the first layer's text to the last one's", () => {
    const [, group] = readNet(chain("a", "b/1", "b/2", "c")).network.body.nodes;
    const { start, end } = group!.origin.range;
    const place = ({ line, character }: Position): string => `${line}:${character}`;
    assert.equal(place(start), "2:0");
    assert.equal(place(end), `3:${'layer { name: "b/2" type: "Sigmoid" bottom: "b/1" top: "b/2" }'.length}`);
  });
});
