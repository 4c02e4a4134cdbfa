// The layer table of a network that keeps its channels on the last axis.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { analyseNetwork } from "../../../src/analysis/network-analysis";
import { tableRows } from "../../../src/analysis/table/table-rows";
import { KERAS_JSON } from "../../../src/formats/keras/keras";

describe("the layer table of a Keras model", () => {
  it("tells channels from sizes", () => {
    const text = readFileSync("test/vscode/fixtures/models/mnist.json", "utf8");
    const [network] = KERAS_JSON.read("file:///mnist.json", text, {}).networks;
    assert.ok(network);
    const [conv, , digits] = tableRows(analyseNetwork(network), "multiply-add").rows;
    // Keras' summary: (None, 28, 28, 1) → (None, 26, 26, 32), and (None, 21632) → (None, 10).
    assert.deepEqual(
      [conv?.inputChannels, conv?.inputSize, conv?.filters, conv?.outputChannels, conv?.outputSize],
      ["1", "28×28", "32", "32", "26×26"],
    );
    assert.deepEqual([digits?.inputChannels, digits?.inputSize, digits?.filters], ["21632", "", "10"]);
  });
});
