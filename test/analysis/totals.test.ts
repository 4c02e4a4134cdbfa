// Totals of known networks. Params and multiply-adds: counted by running the networks in PyTorch (torchvision, and the
// papers' networks built in it).

import assert from "node:assert/strict";
import { layerInstances } from "../../src/analysis/instances";
import { analyseNetwork } from "../../src/analysis/network-analysis";
import type { Network } from "../../src/model/network";
import { googlenet, lectureAlexNet, resnet, vgg16 } from "../fixtures/models";

interface Expected {
  readonly params: number;
  readonly macs: number;
  readonly depth: number;
  readonly buffers?: number;
}

function assertTotals(network: Network, expected: Expected): void {
  const { totals } = analyseNetwork(network);
  assert.deepEqual(totals.params, { value: expected.params, uncounted: 0 });
  assert.deepEqual(totals.macs, { value: expected.macs, uncounted: 0 });
  assert.equal(totals.depth, expected.depth);
  assert.equal(totals.buffers.value, expected.buffers ?? 0);
  assert.equal(totals.complete, true);
}

describe("totals", () => {
  it("of the lecture's AlexNet", () => {
    assertTotals(lectureAlexNet(), { params: 61_100_840, macs: 716_767_232, depth: 8 });
  });

  it("of VGG-16", () => {
    assertTotals(vgg16(), { params: 138_357_544, macs: 15_470_264_320, depth: 16 });
  });

  it("of ResNet-50 and ResNet-101, whose shortcuts are not on the longest path", () => {
    assertTotals(resnet("ResNet-50", [3, 4, 6, 3]), {
      params: 25_557_032,
      macs: 4_089_184_256,
      depth: 50,
      buffers: 53_120,
    });
    assertTotals(resnet("ResNet-101", [3, 4, 23, 3]), {
      params: 44_549_160,
      macs: 7_801_405_440,
      depth: 101,
      buffers: 105_344,
    });
  });

  it("of GoogLeNet leave its auxiliary heads out", () => {
    // Convolutions of the paper's table 1 with biases, and the classifier; heads: 128·(512 or 528) + 128, 2048·1024 + 1024, 1024·1000 + 1000.
    const { totals } = analyseNetwork(googlenet());
    assert.equal(totals.params.value, 6_998_552);
    assert.equal(
      totals.auxiliary.params.value,
      2 * (2048 * 1024 + 1024 + 1_025_000 + 128) + 128 * 512 + 128 * 528,
    );
    assert.equal(totals.depth, 22);
  });

  it("of AlexNet's first layer are the lecture's", () => {
    const [conv1] = layerInstances(analyseNetwork(lectureAlexNet()));
    const { params, macs, activationBytes } = conv1!.analysis.figures;
    assert.deepEqual([params.value, macs.value, activationBytes.value], [23_296, 72_855_552, 784 * 1024]);
  });
});
