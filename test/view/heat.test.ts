import assert from "node:assert/strict";
import { receptiveFields } from "../../src/view/receptive-fields";
import { fieldsByPath, heatMaximum, heatShare } from "../../src/view/heat";
import { analysisOfSample, viewOfSample } from "./sample";

describe("colouring by a figure", () => {
  it("knows the receptive field of every layer, and of the groups around", () => {
    const fields = fieldsByPath(receptiveFields(analysisOfSample("vgg16"), 1000));
    // 1 + 2·(3 − 1) after two 3×3 convolutions; 2 × 2 pooling adds 1.
    assert.equal(fields.get("conv1/Convs/repeat[1]/Conv"), 5);
    assert.equal(fields.get("conv1"), 6);
    // Araujo, Norris and Sim give 212 for the last pooling layer of VGG-16.
    assert.equal(fields.get("conv5"), 212);
    assert.equal(fields.get("classifier"), null);
  });

  it("ends the scale with the greatest layer", () => {
    // fc6 of VGG-16: 4096 · 25,088 weights and 4096 biases.
    assert.equal(heatMaximum("params", viewOfSample("vgg16"), undefined), 102_764_544);
    assert.deepEqual([heatShare(0, 100), heatShare(25, 100), heatShare(100, 100)], [0, 0.5, 1]);
    assert.equal(heatShare(Infinity, 100), 1);
    assert.equal(heatShare(5, 0), 0);
  });
});
