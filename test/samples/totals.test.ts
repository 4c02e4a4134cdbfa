// The samples' totals, as the papers, PyTorch and torchvision publish them.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { analyseNetwork } from "../../src/analysis/network-analysis";
import { readNet } from "../../src/net/read";

const SAMPLES = join(__dirname, "..", "..", "samples");

interface Expected {
  readonly params: number;
  /** Multiply-accumulates, counted by running the network in PyTorch. */
  readonly macs?: number;
  readonly depth?: number;
  readonly auxiliaryParams?: number;
}

const EXPECTED: Readonly<Record<string, Expected>> = {
  alexnet: { params: 61_100_840, macs: 716_767_232, depth: 8 },
  "alexnet-paper": { params: 60_965_224, macs: 724_406_816, depth: 8 },
  zfnet: { params: 62_357_608, macs: 1_168_032_896, depth: 8 },
  vgg16: { params: 138_357_544, macs: 15_470_264_320, depth: 16 },
  vgg19: { params: 143_667_240, macs: 19_632_062_464, depth: 19 },
  googlenet: { params: 6_998_552, macs: 1_582_671_872, depth: 22, auxiliaryParams: 6_379_728 },
  "inception-v4": { params: 42_679_816, macs: 12_253_974_624 },
  "inception-resnet-v2": { params: 55_843_464, macs: 13_155_794_016 },
  resnet18: { params: 11_689_512, macs: 1_814_073_344, depth: 18 },
  resnet34: { params: 21_797_672, macs: 3_663_761_408, depth: 34 },
  resnet50: { params: 25_557_032, macs: 4_089_184_256, depth: 50 },
  resnet101: { params: 44_549_160, macs: 7_801_405_440, depth: 101 },
  resnet152: { params: 60_192_808, macs: 11_513_626_624, depth: 152 },
  resnext50: { params: 25_028_904, macs: 4_230_479_872, depth: 50 },
  "mobilenet-v2": { params: 3_504_872, macs: 300_774_272 },
  densenet121: { params: 7_978_856, macs: 2_834_161_664, depth: 121 },
  squeezenet: { params: 1_235_496, macs: 349_151_936, depth: 18 },
  "efficientnet-b0": { params: 5_288_548 },
  "convnext-tiny": { params: 28_589_128 },
  "vit-b16": { params: 86_567_656 },
  unet: { params: 31_030_658, depth: 23 },
};

describe("samples", () => {
  it("are all listed here", () => {
    const names = readdirSync(SAMPLES)
      .filter((file) => file.endsWith(".net"))
      .map((file) => file.slice(0, -4));
    assert.deepEqual(names.sort(), Object.keys(EXPECTED).sort());
  });

  for (const [name, expected] of Object.entries(EXPECTED)) {
    it(`${name} has the published totals, one network, and no problem`, () => {
      const file = join(SAMPLES, `${name}.net`);
      const model = readNet(pathToFileURL(file).href, readFileSync(file, "utf8"), {});
      assert.deepEqual(model.problems, []);
      const [network, ...others] = model.networks;
      assert.ok(network !== undefined && others.length === 0);
      assert.ok(
        network.documentation !== undefined &&
          network.facts.year !== undefined &&
          network.facts.paper !== undefined,
      );
      const { totals } = analyseNetwork(network);
      assert.equal(totals.complete, true);
      assert.equal(totals.params.value, expected.params);
      assert.equal(totals.auxiliary.params.value, expected.auxiliaryParams ?? 0);
      if (expected.macs !== undefined) assert.equal(totals.macs.value, expected.macs);
      if (expected.depth !== undefined) assert.equal(totals.depth, expected.depth);
    });
  }
});
