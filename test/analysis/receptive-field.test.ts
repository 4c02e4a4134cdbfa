// Receptive fields. Expected sizes and strides of AlexNet (195, 32) and VGG-16 (212, 32) are those of Araujo, Norris and Sim,
// "Computing Receptive Fields of Convolutional Neural Networks", 2019; the others are worked out by hand.

import assert from "node:assert/strict";
import type { LayerInstance } from "../../src/analysis/instances";
import { layerInstances } from "../../src/analysis/instances";
import { analyseNetwork } from "../../src/analysis/network-analysis";
import type { Network } from "../../src/model/network";
import { chain, lectureAlexNet, resnet, vgg16 } from "../fixtures/models";
import { buildNetwork } from "../fixtures/network-builder";

function fieldAt(network: Network, name: string): LayerInstance["receptiveField"] {
  const found = [...layerInstances(analyseNetwork(network))].filter(({ path }) => path.endsWith(name)).at(-1);
  assert.ok(found, `no layer ${name}`);
  return found.receptiveField;
}

describe("receptive field", () => {
  it("of AlexNet's conv1 is its kernel", () => {
    const field = fieldAt(lectureAlexNet(), "conv1");
    assert.deepEqual(field, { size: [11, 11], stride: [4, 4], offset: [-2, -2], global: false });
  });

  it("of AlexNet's and VGG's last pool", () => {
    assert.deepEqual(fieldAt(lectureAlexNet(), "pool5")?.size, [195, 195]);
    assert.deepEqual(fieldAt(lectureAlexNet(), "pool5")?.stride, [32, 32]);
    assert.deepEqual(fieldAt(vgg16(), "pool5")?.size, [212, 212]);
    assert.deepEqual(fieldAt(vgg16(), "pool5")?.stride, [32, 32]);
  });

  it("goes through repeated blocks and along the longer branch", () => {
    // 7; 11 after the pool; 3·8, 8 + 3·16, 16 + 5·32, 32 + 2·64 more in the four stages.
    const field = fieldAt(resnet("ResNet-50", [3, 4, 6, 3]), "relu3");
    assert.deepEqual(field?.size, [427, 427]);
    assert.deepEqual(field.stride, [32, 32]);
  });

  it("of a fully connected layer after a flatten is the whole input", () => {
    assert.equal(fieldAt(lectureAlexNet(), "flatten")?.global, false);
    assert.equal(fieldAt(lectureAlexNet(), "fc6")?.global, true);
  });

  it("counts dilation", () => {
    const network = buildNetwork("n", { x: [1, 32, 32] }, (b, [x]) =>
      chain(b, x!, [
        ["Conv", { channels: 1, kernel: 3, dilation: 2, pad: 2 }],
        ["Conv", { channels: 1, kernel: 3, dilation: [4, 1], pad: [4, 1] }],
      ]),
    );
    assert.deepEqual(fieldAt(network, "conv2")?.size, [13, 7]);
    assert.deepEqual(fieldAt(network, "conv2")?.offset, [-6, -3]);
  });

  it("is unknown after an operator that is not known, and where a branch is unknown", () => {
    const network = buildNetwork("n", { x: [1, 8, 8] }, (b, [x]) => {
      const strange = b.layer("Strange", {}, x!);
      return b.layer("Add", {}, [x!, strange]);
    });
    assert.equal(fieldAt(network, "strange"), undefined);
    assert.equal(fieldAt(network, "add"), undefined);
  });

  it("of a sum with something that comes from no input is that of the rest", () => {
    const network = buildNetwork("n", { x: [1, 8, 8] }, (b, [x]) => {
      const constant = b.layer("Constant", {}, []);
      const conv = b.layer("Conv", { channels: 1, kernel: 3, pad: 1 }, x!);
      return b.layer("Add", {}, [conv, b.layer("Identity", {}, constant)]);
    });
    assert.deepEqual(fieldAt(network, "add")?.size, [3, 3]);
  });

  it("is unknown where the input's rank is", () => {
    const network = buildNetwork("n", { x: undefined }, (b, [x]) => b.layer("ReLU", {}, x!));
    assert.equal(fieldAt(network, "relu"), undefined);
  });
});
