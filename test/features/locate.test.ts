// From places to instances and back.

import assert from "node:assert/strict";
import { resolvePath } from "../../src/analysis/resolve-path";
import { layerInstances } from "../../src/analysis/instances";
import { fieldAtPath } from "../../src/analysis/field-at-path";
import { instancesAt, locationOf, siteAt } from "../../src/features/locate";
import { usesOf } from "../../src/features/instances";
import { documentOf, markedDocument } from "./net-document";

const TEXT = `network N {
  input x [3, 16, 16]
  stem = Conv(8, 3, pad=1)
  repeat 3 {
    Pair(8)
  }
  stage deep {
    Pair(16)
  }
}
block Pair(c) {
  left = Conv(c, 3, pad=1)
  Wrap(c)
}
block Wrap(c) {
  inner = Conv(c, 1)
}`;

function pathsAt(marked: string): readonly string[] {
  const { document, position } = markedDocument(marked);
  const site = siteAt(document.sites, position);
  return site === undefined ? [] : instancesAt(document.analyses, site).map(({ path }) => path);
}

describe("locate", () => {
  it("finds every instance of a layer in a block, the one looked at first", () => {
    const paths = pathsAt(TEXT.replace("inner = Conv", "inner = Co¦nv"));
    const { analyses } = documentOf(TEXT);
    const inner = [...layerInstances(analyses[0]!)]
      .map(({ path }) => path)
      .filter((path) => path.endsWith("inner"));
    assert.equal(inner.length, 4);
    assert.deepEqual(paths, inner);
  });

  it("finds the smallest layer around a position, and groups at their edges", () => {
    assert.deepEqual(pathsAt(TEXT.replace("stem =", "st¦em =")), ["stem"]);
    assert.deepEqual(pathsAt(TEXT.replace("stage deep", "stage de¦ep")), ["deep"]);
    assert.deepEqual(pathsAt(TEXT.replace("  input x", "¦  input x")), []);
  });

  it("leads from every path to where it is written, and to where its block is instantiated", () => {
    const { analyses } = documentOf(TEXT);
    for (const { path, layer } of layerInstances(analyses[0]!)) {
      const found = locationOf(analyses, { network: "N", path });
      assert.equal(found?.definition.range.start.line, layer.origin.range.start.line, path);
      assert.equal(found.instantiation !== undefined, path !== "stem", path);
    }
    assert.equal(
      locationOf(analyses, { network: "N", path: "deep/Pair/Wrap/inner" })?.instantiation?.range.start.line,
      12,
    );
    assert.equal(locationOf(analyses, { network: "N", path: "nowhere" }), undefined);
    assert.equal(locationOf(analyses, { network: "M", path: "stem" }), undefined);
  });

  it("resolves every instance's path to its own node", () => {
    const { analyses } = documentOf(TEXT);
    const [analysis] = analyses;
    for (const { path, layer, receptiveField } of layerInstances(analysis!)) {
      assert.equal(resolvePath(analysis!.network, path)?.at(-1)?.node, layer, path);
      assert.deepEqual(fieldAtPath(analysis!, path), receptiveField, path);
    }
  });

  it("lists a block's distinct instances, and which is chosen", () => {
    const { analyses, model } = documentOf(TEXT);
    const pair = model.definitions.find(({ name }) => name === "Pair")!;
    const { count, distinct } = usesOf(analyses, pair, []);
    assert.equal(count, 4);
    assert.deepEqual(
      distinct.map(({ label, description, chosen }) => [label, description, chosen]),
      [
        ["Pair(c=8)", "8×16×16 → 8×16×16", true],
        ["Pair(c=16)", "8×16×16 → 16×16×16", false],
      ],
    );
    const chosen = usesOf(analyses, pair, [{ network: "N", path: "deep/Pair/Wrap" }]);
    assert.deepEqual(
      chosen.distinct.map((instance) => instance.chosen),
      [false, true],
    );
    assert.equal(chosen.distinct[1]?.path, "deep/Pair");
  });
});
