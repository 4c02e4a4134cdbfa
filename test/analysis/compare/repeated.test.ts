// Differences of stacks that repeat, and of networks of which one gathers in blocks what the other one lists.

import assert from "node:assert/strict";
import type { Difference } from "../../../src/analysis/compare/change";
import { compareNetworks, leafDifferences } from "../../../src/analysis/compare/difference";
import { summarizeDifference } from "../../../src/analysis/compare/summary";
import { analyseNetwork } from "../../../src/analysis/network-analysis";
import type { Attributes, Network } from "../../../src/model/network";
import { chain } from "../../fixtures/models";
import { buildNetwork } from "../../fixtures/network-builder";

type Step = readonly [string, Attributes?, string?];

const conv = (channels: number, more: Attributes = {}): Step => [
  "Conv",
  { channels, kernel: 3, pad: 1, bias: false, ...more },
];

/** A convolution of so many channels, normalized and rectified. */
const block = (channels: number): readonly Step[] => [conv(channels), ["BatchNorm"], ["ReLU"]];

const listed = (...blocks: readonly (readonly Step[])[]): Network =>
  buildNetwork("listed", { x: [8, 16, 16] }, (b, [x]) => chain(b, x!, blocks.flat()));

const gathered = (...blocks: readonly (readonly Step[])[]): Network =>
  buildNetwork("gathered", { x: [8, 16, 16] }, (b, [x]) =>
    blocks.reduce((at, steps) => b.group("block", at, (g, [y]) => chain(g, y!, steps)), x!),
  );

const times = (count: number, channels = 8): readonly (readonly Step[])[] =>
  Array.from({ length: count }, () => block(channels));

/** The changes of single layers and blocks, with the operator and the attributes that changed. */
function changes(left: Network, right: Network): readonly string[] {
  const difference = compareNetworks(analyseNetwork(left), analyseNetwork(right));
  const leaves = [...leafDifferences(difference.differences)].filter(({ change }) => change !== "same");
  return leaves.map(({ change, left: from, right: to, attributes }: Difference) => {
    const { node } = (to ?? from)!;
    const what = node.kind === "layer" ? node.operator : node.groupKind;
    return [change, what, ...attributes.map(({ name }) => name)].join(" ");
  });
}

const added = (count: number): readonly string[] =>
  Array.from({ length: count }, () => ["added Conv", "added BatchNorm", "added ReLU"]).flat();

describe("the difference of stacks that repeat", () => {
  it("is the repetitions more or fewer", () => {
    for (const [few, many] of [
      [1, 2],
      [5, 8],
      [30, 31],
    ] as const) {
      assert.deepEqual(changes(listed(...times(few)), listed(...times(many))), added(many - few));
      assert.deepEqual(
        changes(gathered(...times(few)), gathered(...times(many))),
        Array<string>(many - few).fill("added block"),
      );
    }
  });

  it("is the one changed in the middle, and the repetitions more", () => {
    const left = times(8);
    const right = [...times(4), block(12), ...times(3)];
    assert.deepEqual(changes(listed(...left), listed(...right)), ["changed Conv channels"]);
    assert.deepEqual(changes(gathered(...left), gathered(...right)), ["changed Conv channels"]);
    // With one more, all eight are there still: only the other one was put among them.
    assert.deepEqual(changes(listed(...left), listed(...right, ...times(1))), added(1));
    assert.deepEqual(changes(gathered(...left), gathered(...right, ...times(1))), ["added block"]);
  });

  it("is each of several changed ones, wherever they are", () => {
    const left = times(10);
    for (const places of [
      [1, 4],
      [2, 7],
      [0, 5, 9],
    ]) {
      const right = left.map((steps, index) => (places.includes(index) ? block(12 + index) : steps));
      const expected = places.map(() => "changed Conv channels");
      assert.deepEqual(changes(listed(...left), listed(...right)), expected);
      assert.deepEqual(changes(gathered(...left), gathered(...right)), expected);
    }
  });

  it("is each changed one also where all of its layers are others", () => {
    const activated = (channels: number, operator: string): readonly Step[] => [conv(channels), [operator]];
    const left = Array.from({ length: 6 }, () => activated(8, "ReLU"));
    const right = left.map((steps, index) =>
      [1, 4].includes(index) ? activated(12 + index, "GELU") : steps,
    );
    assert.deepEqual(changes(listed(...left), listed(...right)), [
      "changed Conv channels",
      "changed GELU operator",
      "changed Conv channels",
      "changed GELU operator",
    ]);
  });
});

describe("the difference of long stacks that repeat", () => {
  const activated = (channels: number, operator: string): readonly Step[] => [conv(channels), [operator]];
  const stack = (count: number, ...places: readonly number[]): readonly (readonly Step[])[] =>
    Array.from({ length: count }, (_, index) =>
      places.includes(index) ? activated(12, "GELU") : activated(8, "ReLU"),
    );
  const both = ["changed Conv channels", "changed GELU operator"];

  it("is each changed one, however far apart", () => {
    for (const places of [
      [100, 900],
      [3, 400, 1100, 1490],
    ]) {
      const found = changes(listed(...stack(1500)), listed(...stack(1500, ...places)));
      assert.deepEqual(
        found,
        places.flatMap(() => both),
      );
    }
  });

  it("is each changed one, and the repetitions more among them", () => {
    const more = listed(...stack(1501, 100, 900));
    assert.deepEqual(changes(listed(...stack(1500)), more), [...both, "added Conv", "added GELU"]);
    assert.deepEqual(changes(more, listed(...stack(1500))), [
      "changed Conv channels",
      "changed ReLU operator",
      "removed Conv",
      "removed GELU",
    ]);
  });
});

describe("the difference of blocks and the same layers listed", () => {
  const nested = (blocks: readonly (readonly Step[])[]): Network =>
    buildNetwork("nested", { x: [8, 16, 16] }, (b, [x]) =>
      blocks.reduce(
        (at, steps) =>
          b.group("stage", at, (s, [y]) => s.group("block", y!, (g, [z]) => chain(g, z!, steps))),
        b.layer("MaxPool", { kernel: 2 }, x!, { name: "first" }),
      ),
    );
  const stages = [8, 16, 24, 32].map((channels) => [
    ...block(channels),
    ...block(channels),
    ["MaxPool", { kernel: 1 }] as const,
  ]);

  it("is what was put before and after them", () => {
    const flat = buildNetwork("flat", { x: [8, 16, 16] }, (b, [x]) =>
      chain(b, x!, [["Identity"], ["MaxPool", { kernel: 2 }], ...stages.flat(), ["Softmax"]]),
    );
    assert.deepEqual(changes(nested(stages), flat), ["added Identity", "added Softmax"]);
    assert.deepEqual(changes(flat, nested(stages)), ["removed Identity", "removed Softmax"]);
  });

  it("is none where the list has groups only since its names have slashes", () => {
    const scoped = buildNetwork("scoped", { x: [8, 16, 16] }, (b, [x]) =>
      stages.reduce(
        // As in a file of Caffe, scopes do not end where the other's stages do.
        (at, steps) =>
          b.group("scope", chain(b, at, steps.slice(0, 2)), (g, [y]) => chain(g, y!, steps.slice(2))),
        b.layer("MaxPool", { kernel: 2 }, x!),
      ),
    );
    assert.deepEqual(changes(nested(stages), scoped), []);
  });

  it("is one attribute where only that is another", () => {
    const flat = buildNetwork("flat", { x: [8, 16, 16] }, (b, [x]) =>
      chain(b, x!, [
        ["MaxPool", { kernel: 2 }],
        ...stages.flat().map((step, index): Step => (index === 10 ? conv(16, { groups: 2 }) : step)),
      ]),
    );
    assert.deepEqual(changes(nested(stages), flat), ["changed Conv groups"]);
  });
});

describe("the difference of BatchNorm with and without a Scale of its own", () => {
  const normalized = (...norm: readonly Step[]): Network =>
    listed([conv(8), ...norm, ["ReLU"]], [conv(8), ...norm, ["ReLU"]]);
  const bare: Step = ["BatchNorm", { affine: false, factor: true }];

  it("is none where Caffe's two layers are one of another format", () => {
    const [one, two] = [normalized(["BatchNorm"]), normalized(bare, ["Scale", { bias: true }])];
    assert.deepEqual(changes(one, two), []);
    assert.deepEqual(changes(two, one), []);
    const { consequences } = summarizeDifference(compareNetworks(analyseNetwork(one), analyseNetwork(two)));
    // What the Scale leaves is kept as well: two maps of 8·16·16 floats.
    assert.deepEqual([consequences.params, consequences.activationBytes], [0, 2 * 8 * 16 * 16 * 4]);
  });

  it("is told where no Scale follows, or one without a term", () => {
    assert.deepEqual(
      changes(normalized(["BatchNorm"]), normalized(bare)),
      Array<string>(2).fill("changed BatchNorm affine factor"),
    );
    assert.equal(changes(normalized(["BatchNorm"]), normalized(bare, ["Scale"])).length, 4);
  });
});
