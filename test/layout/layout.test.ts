import assert from "node:assert/strict";
import { layerInstances, outputProducers } from "../../src/analysis/instances";
import { elkInProcess } from "../../src/layout/elk-in-process";
import type { Direction } from "../../src/layout/geometry";
import { createLayouter } from "../../src/layout/layout";
import { measureInter } from "../../src/layout/measure";
import type { Scene, SceneNode } from "../../src/layout/scene";
import { buildView } from "../../src/view/build-view";
import { CLOSED, levelsOf, openToLevel, withGroup } from "../../src/view/open-state";
import type { ViewGraph } from "../../src/view/view-graph";
import { analysisOfSample, SAMPLE_NAMES, viewOf, viewOfSample } from "../view/sample";
import { coveredLabelsOf, crossingsOf, faultsOf } from "./geometry";

const layouter = createLayouter(elkInProcess, measureInter);

describe("the layout of the samples", () => {
  for (const name of SAMPLE_NAMES) {
    it(`is without overlaps and crossings: ${name}`, async () => {
      const view = viewOfSample(name);
      for (const direction of ["down", "right"] as const) {
        for (let level = 0; level <= levelsOf(view); level++) {
          const { scene, fallback } = await layouter.layout(view, openToLevel(level), direction);
          assert.equal(fallback, undefined);
          assert.deepEqual(faultsOf(scene), [], `${direction}, level ${level}`);
          assert.deepEqual(crossingsOf(scene), [], `${direction}, level ${level}`);
          assert.deepEqual(coveredLabelsOf(scene), [], `${direction}, level ${level}`);
        }
      }
    });

    it(`has every layer and every connection of ${name} when all is open`, async () => {
      const analysis = analysisOfSample(name);
      const scene = await expanded(buildView(analysis, "multiply-add"));
      const instances = [...layerInstances(analysis)];
      const drawn = scene.nodes.filter(({ node }) => node.kind === "layer" && node.operator !== node.role);
      assert.deepEqual(
        drawn.map(({ path }) => path),
        instances.map(({ path }) => path),
      );
      const expected = new Set([
        ...instances.flatMap(({ path, inputs }) => inputs.map((input) => `${input}->${path}`)),
        ...outputProducers(analysis.network).map(
          (producer, index) => `${producer}->output:${analysis.network.outputs[index] ?? ""}`,
        ),
      ]);
      const edges = scene.edges.map(({ from, to }) => `${from}->${to}`);
      assert.equal(new Set(edges).size, edges.length, "each once");
      assert.deepEqual(new Set(edges), expected);
    });
  }
});

describe("the layout", () => {
  it("keeps Inception's branches in the order written, symmetric about the trunk", async () => {
    const scene = await expanded(viewOfSample("googlenet"));
    for (const module of ["inception3/inception3a", "inception4/inception4e", "inception5/inception5b"]) {
      const concat = at(scene, `${module}/Concat`);
      const into = scene.edges.filter(({ to }) => to === concat.path).map(({ from }) => at(scene, from));
      const centers = into.map(centerX);
      assert.equal(centers.length, 4);
      assert.deepEqual(
        centers,
        [...centers].sort((a, b) => a - b),
        "in order",
      );
      assert.deepEqual(
        into.map(({ path }) => path.slice(module.length + 1).split("/")[0]),
        ["ConvRelu", "ConvRelu_3", "ConvRelu_5", "ConvRelu_6"],
      );
      const group = at(scene, module);
      const [left, right] = [centers[0]! - centerX(concat), centers[3]! - centerX(concat)];
      assert.ok(Math.abs(left + right) < 1, `${module}: ${left} and ${right}`);
      assert.ok(Math.abs(centerX(group) - centerX(concat)) < 1);
    }
  });

  it("runs a residual trunk along one line, its shortcuts on one side", async () => {
    const scene = await expanded(viewOfSample("resnet50"));
    const blocks = scene.nodes.filter(({ path, open }) => open && /Bottleneck(_2\[\d+\])?$/u.test(path));
    assert.equal(blocks.length, 16);
    const trunk = new Set<number>();
    for (const { path } of blocks) {
      for (const { path: own, x, width } of scene.nodes) {
        const name = own.slice(path.length + 1);
        const isMain = own.startsWith(`${path}/`) && !isShortcut(scene, path, own);
        if (isMain && name !== "") trunk.add(Math.round((x + width / 2) * 10) / 10);
      }
      const skip = scene.edges.find(({ to, from }) => to === `${path}/Add` && isShortcut(scene, path, from));
      const right = Math.max(...(skip?.route ?? []).map(({ x }) => x));
      assert.ok(right > centerX(at(scene, `${path}/Add`)), `${path}: shortcut at ${right}`);
    }
    assert.equal(trunk.size, 1, [...trunk].join(", "));
  });

  it("starts branches of one tensor side by side, though they meet one after the other", async () => {
    const scene = await expanded(viewOf(ATTENTION));
    const [query, key, value] = ["query", "key", "value"].map((name) => at(scene, name));
    assert(query !== undefined && key !== undefined && value !== undefined);
    assert.equal(query.y, value.y);
    assert.equal(key.y, value.y);
    assert.ok(query.x + query.width < key.x && key.x + key.width < value.x);
    assert.equal(centerX(key), centerX(at(scene, "norm")), "the one in the middle goes straight on");
    const turns = scene.edges.filter(({ from }) => from === "norm").map(({ route }) => route[1]?.y);
    assert.equal(turns.length, 3);
    assert.equal(turns[0], turns[2], "on one line");
    assert.deepEqual(faultsOf(scene), []);
    assert.deepEqual(crossingsOf(scene), []);
  });

  it("puts auxiliary heads aside", async () => {
    const { scene } = await layouter.layout(viewOfSample("googlenet"), openToLevel(1), "down");
    const trunk = centerX(at(scene, "inception4/inception4a"));
    for (const name of ["inception4/aux1", "inception4/aux2"]) {
      const head = at(scene, name);
      assert.equal(head.auxiliary, true);
      assert.ok(head.x + head.width < trunk);
    }
  });

  it("writes a tensor's shape where it changes, once", async () => {
    const view = viewOf("network N {\n  input x [3, 8, 8]\n  Conv(4, 3) -> ReLU -> Flatten\n}");
    const { scene } = await layouter.layout(view, CLOSED, "down");
    const labels = scene.edges.filter(({ label }) => label !== undefined).map(({ shape }) => shape);
    assert.deepEqual(labels, ["3×8×8", "4×6×6", "144"]);
  });

  it("writes it where no edge runs, also where edges cross", async () => {
    const network = `network N {
      input x [4, 8, 8]
      a = x -> Conv(8, 1)
      b = x -> Conv(16, 1)
      c = concat { | a | b }
      d = concat { | b | x }
      concat { | a -> Conv(32, 1) | c | d }
    }`;
    for (const direction of ["down", "right"] as const) {
      const { scene } = await layouter.layout(viewOf(network), openToLevel(1), direction);
      assert.ok(scene.edges.filter(({ label }) => label !== undefined).length > 6);
      assert.deepEqual(coveredLabelsOf(scene), [], direction);
    }
  });

  it("opens and closes one group, and leaves the others as they were", async () => {
    const view = viewOfSample("resnet50");
    const closed = await layouter.layout(view, openToLevel(1), "down");
    const open = await layouter.layout(view, withGroup(openToLevel(1), "conv3/Bottleneck", true), "down");
    assert.equal(at(open.scene, "conv3/Bottleneck").open, true);
    assert.equal(at(open.scene, "conv4/Bottleneck").open, false);
    assert.deepEqual(faultsOf(open.scene), []);
    const again = await layouter.layout(view, openToLevel(1), "down");
    assert.deepEqual(again.scene, closed.scene);
  });

  it("folds equal consecutive instances into one, and unfolds them one by one", async () => {
    const view = viewOf(`network N {
      input x [8, 4, 4]
      repeat 6 { Block() }
    }
    block Block() { add { | Conv(8, 3, pad=1) | } }`);
    const folded = await layouter.layout(view, CLOSED, "down");
    const chain = at(folded.scene, "Block");
    assert.equal(chain.node.kind === "group" && chain.node.count, 6);
    const unfolded = await layouter.layout(view, openToLevel(1), "down");
    const instances = unfolded.scene.nodes.filter(({ path }) => path.startsWith("Block["));
    assert.deepEqual(
      instances.map(({ path }) => path),
      [0, 1, 2, 3, 4, 5].map((index) => `Block[${index}]`),
    );
    const edges = unfolded.scene.edges.map(({ from, to }) => `${from}->${to}`);
    assert.ok(edges.includes("Block[2]->Block[3]"));
  });

  it("closes the groups when a layout fails, and says so", async () => {
    const failing = createLayouter({ layout: () => Promise.reject(new Error("no")) }, measureInter);
    const view = viewOf(TANGLED);
    const { scene, fallback, open, reason } = await failing.layout(view, openToLevel(1), "down");
    assert.equal(fallback, "collapsed");
    assert.equal(reason, "Error: no");
    assert.deepEqual(open, CLOSED);
    assert.deepEqual(faultsOf(scene), []);
  });

  it("stacks what cannot be laid out in any other way in one column", async () => {
    const failing = createLayouter({ layout: () => Promise.reject(new Error("no")) }, measureInter);
    const view = viewOf(TANGLED.replace("stage s {", "").replace("}//", ""));
    const { scene, fallback } = await failing.layout(view, CLOSED, "down");
    assert.equal(fallback, "column");
    assert.deepEqual(faultsOf(scene), []);
  });

  it("leaves to ELK what is neither a chain nor branches that meet again", async () => {
    let calls = 0;
    const counting = createLayouter(
      { layout: (graph) => ((calls += 1), elkInProcess.layout(graph)) },
      measureInter,
    );
    const { scene, fallback } = await counting.layout(viewOf(TANGLED), openToLevel(1), "down");
    assert.equal(calls, 1);
    assert.equal(fallback, undefined);
    assert.deepEqual(faultsOf(scene), []);
  });

  it("lays out ten thousand layers in repeated blocks", async () => {
    const view = viewOf(`network Deep {
      input x [16, 8, 8]
      repeat 100 { stage s { repeat 25 { Block() } } }
    }
    block Block() { add { | Conv(16, 3, pad=1) -> BatchNorm -> ReLU | } }`);
    const scene = await expanded(view);
    assert.equal(scene.nodes.filter(({ node }) => node.kind === "layer").length, 10_002);
  });
});

const ATTENTION = `network N {
  input x [16, 64]
  norm = LayerNorm
  query = norm -> Linear(64)
  key = norm -> Linear(64)
  value = norm -> Linear(64)
  scores = Concat(query, key)
  weights = scores -> Softmax
  Concat(weights, value)
}`;

const TANGLED = `network N {
  input x [4, 8, 8]
  stage s {
    a = Conv(4, 1)
    b = Conv(4, 3, pad=1)
    c = x2 -> Conv(4, 1)
    d = Add(a, b)
    e = Add(a, c)
    f = Add(b, c)
    Concat(d, e, f)
  }//
}`.replace("x2 -> ", "a -> ");

async function expanded(view: ViewGraph, direction: Direction = "down"): Promise<Scene> {
  const { scene } = await layouter.layout(view, openToLevel(levelsOf(view)), direction);
  return scene;
}

function at(scene: Scene, path: string): SceneNode {
  const node = scene.nodes.find((candidate) => candidate.path === path);
  assert.ok(node !== undefined, `${path} is not drawn`);
  return node;
}

function centerX({ x, width }: SceneNode): number {
  return x + width / 2;
}

/** The projection's two layers, or what comes from before the block. */
function isShortcut(scene: Scene, block: string, path: string): boolean {
  if (!path.startsWith(`${block}/`)) return true;
  const entering = scene.edges.filter(
    ({ from, to }) => to.startsWith(`${block}/`) && !from.startsWith(`${block}/`),
  );
  const heads = entering.map(({ to }) => to).filter((to) => !to.endsWith("/Add"));
  if (heads.length < 2) return false;
  const projection = heads[1]!;
  const next = scene.edges.find(({ from }) => from === projection)?.to;
  return path === projection || path === next;
}
