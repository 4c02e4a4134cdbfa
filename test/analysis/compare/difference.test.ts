// The structural difference of two networks: exactly what was changed, and nothing else.

import assert from "node:assert/strict";
import type { Change, Difference, NetworkDifference } from "../../../src/analysis/compare/change";
import { compareNetworks, leafDifferences } from "../../../src/analysis/compare/difference";
import { summarizeDifference } from "../../../src/analysis/compare/summary";
import { analyseNetwork } from "../../../src/analysis/network-analysis";
import type { Attributes, Network } from "../../../src/model/network";
import { chain, googlenet, GOOGLENET_MODULES, lectureAlexNet, resnet, vgg16 } from "../../fixtures/models";
import type { Define, LayerOptions } from "../../fixtures/network-builder";
import { buildBody, buildNetwork } from "../../fixtures/network-builder";

function compare(left: Network, right: Network): NetworkDifference {
  return compareNetworks(analyseNetwork(left), analyseNetwork(right));
}

/** `added conv2`, `changed conv1 channels`, `moved a -> b`; what is the same is left out. */
function changes({ differences, attributes }: NetworkDifference): readonly string[] {
  const describe = ({ change, left, right, attributes: own }: Difference): string => {
    const path = change === "moved" ? `${left!.path} -> ${right!.path}` : (right ?? left)!.path;
    return [change, path, ...own.map(({ name }) => name)].join(" ");
  };
  const leaves = [...leafDifferences(differences)].filter(({ change }) => change !== "same");
  return [...attributes.map(({ name }) => name), ...leaves.map(describe)];
}

function network(define: Define, shape = [3, 32, 32]): Network {
  return buildNetwork("n", { x: shape }, define);
}

type Step = readonly [string, Attributes?, string?];
const conv = (channels: number, name?: string): Step =>
  name === undefined
    ? ["Conv", { channels, kernel: 3, pad: 1 }]
    : ["Conv", { channels, kernel: 3, pad: 1 }, name];
const plain = (...steps: readonly Step[]): Network => network((b, [x]) => chain(b, x!, steps));

/** Costs of what changed and of its consequences add up to the difference of the totals. */
function assertCostsAddUp(difference: NetworkDifference): void {
  const summary = summarizeDifference(difference);
  for (const name of ["params", "macs", "activationBytes"] as const) {
    const side = (which: "left" | "right"): number => {
      const { totals } = difference[which];
      return totals[name].value! + totals.auxiliary[name].value!;
    };
    assert.equal(summary.changes[name]! + summary.consequences[name]!, side("right") - side("left"), name);
  }
}

describe("difference of networks", () => {
  it("of ResNet-50 and ResNet-101 is 17 more blocks in one stage and nothing else", () => {
    const difference = compare(resnet("ResNet-50", [3, 4, 6, 3]), resnet("ResNet-101", [3, 4, 23, 3]));
    const found = changes(difference);
    assert.equal(found.length, 17);
    assert.ok(
      found.every((text) => /^added layer3\/bottleneck2\[\d+\]$/u.test(text)),
      found.join(),
    );
    const summary = summarizeDifference(difference);
    // PyTorch: 44,549,160 − 25,557,032 params, 7,801,405,440 − 4,089,184,256 multiply-adds.
    assert.equal(summary.changes.params, 18_992_128);
    assert.equal(summary.changes.macs, 3_712_221_184);
    assert.equal(summary.consequences.params, 0);
    assertCostsAddUp(difference);
  });

  it("of GoogLeNet with one branch changed is exactly that branch", () => {
    const before = googlenet();
    const after = googlenet({ ...GOOGLENET_MODULES, "4c": [128, 128, 256, 24, 72, 64] });
    const difference = compare(before, after);
    assert.deepEqual(changes(difference), ["changed inception4c/convrelu5/conv channels"]);
    const leaf = [...leafDifferences(difference.differences)].find(({ change }) => change === "changed")!;
    assert.deepEqual(leaf.attributes, [{ name: "channels", left: 64, right: 72 }]);
    // Eight more filters of 24·5·5 and a bias, at 14×14.
    assert.equal(leaf.cost.params, 8 * (24 * 25 + 1));
    assert.equal(leaf.cost.macs, 8 * 24 * 25 * 14 * 14);
    // The four 1×1 convolutions of 4d take eight channels more: 112 + 144 + 32 + 64 filters.
    assert.equal(summarizeDifference(difference).consequences.params, 8 * (112 + 144 + 32 + 64));
    assertCostsAddUp(difference);
  });

  it("of a network and its copy with other names is none", () => {
    const difference = compare(
      plain(conv(8, "a"), ["ReLU", {}, "b"], conv(9, "c")),
      plain(conv(8, "x"), ["ReLU", {}, "y"], conv(9, "z")),
    );
    assert.deepEqual(changes(difference), []);
    assert.equal(summarizeDifference(difference).identical, true);
  });

  it("takes one number and a list of equal ones for the same", () => {
    const listed = plain(["Conv", { channels: 8, kernel: [3, 3], pad: [1, 1], stride: [1, 1] }]);
    assert.deepEqual(changes(compare(plain(conv(8)), listed)), []);
  });

  it("finds what was added and what was removed", () => {
    const [less, more] = [plain(conv(8), conv(9)), plain(conv(8), ["ReLU"], conv(9))];
    assert.deepEqual(changes(compare(less, more)), ["added relu"]);
    assert.deepEqual(changes(compare(more, less)), ["removed relu"]);
    assertCostsAddUp(compare(less, more));
  });

  it("does not count what a change does to the shapes after it", () => {
    const strided = (stride: number): Network =>
      plain(["Conv", { channels: 8, kernel: 3, pad: 1, stride }, "first"], conv(9), ["ReLU"], conv(10));
    const difference = compare(strided(1), strided(2));
    assert.deepEqual(changes(difference), ["changed first stride"]);
    assert.equal(summarizeDifference(difference).consequences.macs, -0.75 * 1024 * (8 * 9 * 9 + 9 * 9 * 10));
  });

  it("names the interface's changes", () => {
    const wide = network((b, [x]) => chain(b, x!, [conv(8)]), [3, 64, 64]);
    assert.deepEqual(changes(compare(plain(conv(8)), wide)), ["input x"]);
  });

  it("finds a changed operator and changed attributes", () => {
    const before = plain(conv(8), ["MaxPool", { kernel: 2 }], ["ReLU"]);
    const after = plain(conv(8), ["AvgPool", { kernel: 2 }], ["GELU"]);
    const found = changes(compare(before, after));
    assert.equal(found.length, 2);
    assert.match(found[0]!, /^changed avgpool operator/u);
    assert.match(found[1]!, /^changed gelu operator/u);
  });

  it("finds what was moved", () => {
    const before = plain(conv(8, "a"), conv(9, "b"), conv(10, "c"), conv(11, "d"));
    const after = plain(conv(9, "b"), conv(10, "c"), conv(11, "d"), conv(8, "a"));
    assert.deepEqual(changes(compare(before, after)), ["moved a -> a"]);
  });

  it("finds a branch that takes another tensor", () => {
    const skip = (from: 0 | 1): Network =>
      network((b, [x]) => {
        const first = b.layer("Conv", { channels: 3, kernel: 1 }, x!, { name: "first" });
        const second = b.layer("Conv", { channels: 3, kernel: 1, bias: false }, first, { name: "second" });
        return b.layer("Add", {}, [second, from === 0 ? x! : first], { name: "sum" });
      });
    assert.deepEqual(changes(compare(skip(0), skip(1))), ["changed sum inputs"]);
    const difference = compare(skip(0), skip(1));
    const leaf = [...leafDifferences(difference.differences)].find(({ change }) => change === "changed")!;
    assert.deepEqual(leaf.attributes[0]?.left, ["second", "input"]);
    assert.deepEqual(leaf.attributes[0].right, ["second", "first"]);
  });

  it("finds a branch that was added, without a change of the concatenation", () => {
    const module = (branches: readonly number[]): Network =>
      network((b, [x]) =>
        b.layer(
          "Concat",
          { axis: 1 },
          branches.map((channels) => b.layer("Conv", { channels, kernel: 1 }, x!)),
        ),
      );
    assert.deepEqual(changes(compare(module([4, 8]), module([4, 6, 8]))), ["added conv2"]);
  });

  it("finds swapped branches of a concatenation", () => {
    const module = (swapped: boolean): Network =>
      network((b, [x]) => {
        const branches = [4, 8].map((channels) => b.layer("Conv", { channels, kernel: 1 }, x!));
        return b.layer("Concat", { axis: 1 }, swapped ? branches.reverse() : branches);
      });
    assert.deepEqual(changes(compare(module(false), module(true))), ["changed concat inputs"]);
  });

  it("looks through stages and scopes", () => {
    const steps = [conv(8), ["ReLU"], conv(9), ["ReLU"]] as const;
    const flat = plain(...steps, conv(10));
    const staged = network((b, [x]) =>
      chain(
        b,
        b.group("stage", x!, (s, [y]) => chain(s, y!, steps)),
        [conv(10)],
      ),
    );
    assert.deepEqual(changes(compare(flat, staged)), []);
    assert.deepEqual(changes(compare(staged, flat)), []);
  });

  it("takes a run of equal blocks and the same blocks written out for the same", () => {
    const block = buildBody([[3, 32, 32]], (b, [x]) => chain(b, x!, [conv(3), ["ReLU"]]));
    const run = network((b, [x]) => b.group("repeat", x!, block, { count: 3 }));
    const written = network((b, [x]) => [1, 2, 3].reduce((at) => b.group("block", at, block), x!));
    assert.deepEqual(changes(compare(run, written)), []);
  });

  it("finds one changed block amid a run", () => {
    const body = (channels: number) =>
      buildBody([[3, 32, 32]], (b, [x]) => chain(b, x!, [conv(channels), ["ReLU"], conv(3)]));
    const same = body(16);
    const run = network((b, [x]) => b.group("repeat", x!, same, { name: "block", count: 20 }));
    const changed = network((b, [x]) => {
      const before = b.group("repeat", x!, same, { name: "before", count: 9 });
      return b.group("repeat", b.group("block", before, body(24), { name: "odd" }), same, {
        name: "after",
        count: 10,
      });
    });
    assert.deepEqual(changes(compare(run, changed)), ["changed odd/conv channels"]);
  });

  it("keeps auxiliary heads apart from other groups", () => {
    const head = (kind: "auxiliary" | "block"): Network =>
      network((b, [x]) => {
        b.group(kind, x!, (g, [y]) => chain(g, y!, [conv(5)]));
        return b.layer("ReLU", {}, x!);
      });
    assert.equal(changes(compare(head("block"), head("auxiliary"))).length, 2);
  });

  it("of networks with little in common adds up", () => {
    for (const [left, right] of [
      [lectureAlexNet(), vgg16()],
      [vgg16(), googlenet()],
      [googlenet(), resnet("ResNet-50", [3, 4, 6, 3])],
    ] as const) {
      const difference = compare(left, right);
      assertCostsAddUp(difference);
      assertCostsAddUp(compare(right, left));
      assert.ok(changes(difference).length > 0);
    }
  });

  it("counts layers and blocks by kind of change", () => {
    const { counts } = compare(resnet("ResNet-50", [3, 4, 6, 3]), resnet("ResNet-101", [3, 4, 23, 3]));
    const expected: Partial<Record<Change, number>> = { added: 17, removed: 0, changed: 0, moved: 0 };
    for (const [change, count] of Object.entries(expected)) assert.equal(counts[change as Change], count);
  });

  it("tells unknown costs from none", () => {
    const strange = (options: LayerOptions): Network =>
      network((b, [x]) => b.layer("ReLU", {}, b.layer("Strange", {}, x!, options)));
    const difference = compare(strange({}), plain(["ReLU"]));
    assert.deepEqual(changes(difference), ["removed strange"]);
    assert.equal(summarizeDifference(difference).changes.params, undefined);
  });

  describe("of ten thousand layers and ten thousand others", () => {
    const flat = (seed: number): Network =>
      plain(
        ...Array.from({ length: 5000 }, (_, index): readonly Step[] => [
          ["Conv", { channels: 3 + ((index * seed) % 40), kernel: 1 }],
          ["ReLU"],
        ]).flat(),
      );
    const run = (left: Network, right: Network): number => {
      const [a, b] = [analyseNetwork(left), analyseNetwork(right)];
      // Time on the processor: other tests may run beside this one.
      const times = [1, 2, 3].map(() => {
        const before = process.cpuUsage();
        compareNetworks(a, b);
        const { user, system } = process.cpuUsage(before);
        return (user + system) / 1000;
      });
      return Math.min(...times);
    };

    it("takes less than half a second when a few were changed", () => {
      const steps = Array.from({ length: 10_000 }, (_, index): Step => [
        "Conv",
        { channels: 3 + (index % 7), kernel: 1 },
      ]);
      const other = steps.map((step, index): Step =>
        index % 1000 === 5 ? ["Conv", { channels: 99, kernel: 1 }] : step,
      );
      assert.ok(run(plain(...steps), plain(...other)) < 500);
    });

    it("takes less than half a second when most were changed", () => {
      assert.ok(run(flat(7), flat(11)) < 500);
    });

    it("takes less than half a second when nothing is the same", () => {
      const all = (kernel: number): Network =>
        plain(
          ...Array.from({ length: 10_000 }, (_, index): Step => [
            "Conv",
            { channels: 1 + (index % 50), kernel, pad: 1 },
          ]),
        );
      assert.ok(run(all(1), all(3)) < 500);
    });
  });
});
