// Depth: the most weight layers on any path, worked out by hand.

import assert from "node:assert/strict";
import { depthOf } from "../../src/analysis/depth";
import type { Body, Source } from "../../src/model/network";
import { buildBody } from "../fixtures/network-builder";

const CONV = { channels: 2, kernel: 1 };

describe("depth", () => {
  it("of nothing and of layers without weights is 0", () => {
    assert.equal(depthOf(buildBody([[2, 4, 4]], (_, [x]) => x!)), 0);
    assert.equal(depthOf(buildBody([[2, 4, 4]], (b, [x]) => b.layer("ReLU", {}, x!))), 0);
  });

  it("counts each of the layers that a recurrent one stacks, and what a layer of its own kind states", () => {
    const lstm = (layers: number): number =>
      depthOf(buildBody([[7, 4]], (b, [x]) => b.layer("LSTM", { hidden: 5, layers }, x!)));
    assert.deepEqual([lstm(1), lstm(3)], [1, 3]);
    assert.equal(depthOf(buildBody([[7, 4]], (b, [x]) => b.layer("Opaquely", { depth: 6 }, x!))), 6);
  });

  it("takes the longer branch", () => {
    const body = buildBody([[2, 4, 4]], (b, [x]) => {
      const long = b.layer("Conv", CONV, b.layer("Conv", CONV, x!));
      return b.layer("Add", {}, [long, b.layer("Conv", CONV, x!)]);
    });
    assert.equal(depthOf(body), 2);
  });

  it("leaves out what does not lead to an output", () => {
    const body = buildBody([[2, 4, 4]], (b, [x]) => {
      b.group("auxiliary", x!, (inner, [y]) => inner.layer("Conv", CONV, inner.layer("Conv", CONV, y!)));
      return b.layer("Conv", CONV, x!);
    });
    assert.equal(depthOf(body), 1);
  });

  it("multiplies a chain", () => {
    const body = buildBody([[2, 4, 4]], (b, [x]) =>
      b.group("repeat", x!, (inner, [y]) => inner.layer("Conv", CONV, inner.layer("Conv", CONV, y!)), {
        count: 1000,
      }),
    );
    assert.equal(depthOf(body), 2000);
  });

  it("of a chain with a second input counts from where that enters first", () => {
    // Each instance: conv(a) + conv(conv(b)); b enters at each.
    const body = buildBody(
      [
        [2, 4, 4],
        [2, 4, 4],
      ],
      (b, [x, y]) =>
        b.group(
          "repeat",
          [x!, y!],
          (inner, [a, c]) =>
            inner.layer("Add", {}, [
              inner.layer("Conv", CONV, a!),
              inner.layer("Conv", CONV, inner.layer("Conv", CONV, c!)),
            ]),
          { count: 3 },
        ),
    );
    // From y: 2 in the first instance, then 1 in each of the two others; from x: 3.
    assert.equal(depthOf(body), 4);
  });

  it("of a chain's second output goes through the earlier instances' first output", () => {
    const block = (): Body =>
      buildBody([[2, 4, 4]], (b, [x]) => [
        b.layer("Conv", CONV, x!),
        b.layer("Conv", CONV, b.layer("Conv", CONV, b.layer("Conv", CONV, x!))),
      ]);
    const body = buildBody([[2, 4, 4]], (b, [x]) => {
      const first = b.group("repeat", x!, block(), { count: 4 }) as { readonly node: number };
      return { node: first.node, output: 1 } satisfies Source;
    });
    assert.equal(depthOf(body), 3 + 3);
  });

  it("counts from within where nothing comes in", () => {
    const body = buildBody([[2, 4, 4]], (b, [x]) => {
      const constant = b.layer("Constant", {}, []);
      const long = b.layer("Conv", CONV, b.layer("Conv", CONV, constant));
      return b.layer("Add", {}, [x!, long]);
    });
    assert.equal(depthOf(body), 2);
  });
});
