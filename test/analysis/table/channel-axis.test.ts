// The layer table of networks that keep their channels, or features, on the last axis.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { analyseNetwork } from "../../../src/analysis/network-analysis";
import type { TableRow } from "../../../src/analysis/table/table-rows";
import { tableRows } from "../../../src/analysis/table/table-rows";
import { KERAS_JSON } from "../../../src/formats/keras/keras";
import { analysisOf, analysisOfSample } from "../../view/sample";

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

describe("the layer table of a network of sequences", () => {
  const shown = (rows: readonly TableRow[], name: string): readonly string[] => {
    const row = rows.find((each) => each.name === name);
    assert.ok(row, name);
    return [row.inputChannels, row.inputSize, row.filters, row.outputChannels, row.outputSize];
  };

  it("has the features of ViT-B/16: 196 patches and a class token of 768, 3072 within", () => {
    const { rows } = tableRows(analysisOfSample("vit-b16"), "multiply-add");
    assert.deepEqual(shown(rows, "Conv"), ["3", "224×224", "768", "768", "14×14"]);
    assert.deepEqual(shown(rows, "Flatten"), ["768", "14×14", "", "768", "196"]);
    assert.deepEqual(shown(rows, "Transpose"), ["768", "196", "", "768", "196"]);
    assert.deepEqual(shown(rows, "Linear"), ["768", "197", "3072", "3072", "197"]);
    assert.deepEqual(shown(rows, "GELU"), ["3072", "197", "", "3072", "197"]);
    assert.deepEqual(shown(rows, "head"), ["768", "", "1000", "1000", ""]);
  });

  it("has channels and lengths where convolutions run along one axis", () => {
    const text =
      "network N {\n  input x [16, 100]\n  c = Conv(32, 3, pad=1)\n  r = ReLU\n  p = MaxPool(2)\n}\n";
    const { rows } = tableRows(analysisOf(text), "multiply-add");
    assert.deepEqual(shown(rows, "c"), ["16", "100", "32", "32", "100"]);
    assert.deepEqual(shown(rows, "r"), ["32", "100", "", "32", "100"]);
    assert.deepEqual(shown(rows, "p"), ["32", "100", "", "32", "50"]);
  });
});
