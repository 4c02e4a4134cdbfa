// The editor's features on a net whose names have scopes: hints at layers, an outline that is nested.

import assert from "node:assert/strict";
import type { DocumentSymbol } from "vscode-languageserver";
import { inlayHints } from "../../../src/features/inlay-hints";
import { documentSymbols } from "../../../src/features/symbols";
import { CAFFE } from "../../../src/formats/caffe/caffe";
import { documentOf } from "../../features/net-document";

const DOCUMENT = documentOf(
  `input: "data" input_dim: [1, 3, 8, 8]
layer { name: "stem/conv" type: "Convolution" bottom: "data" top: "conv" convolution_param { num_output: 4 kernel_size: 1 } }
layer { name: "stem/relu" type: "ReLU" bottom: "conv" top: "conv" }
layer {
  name: "prob"
  type: "Softmax"
  bottom: "conv"
  top: "prob"
}
`,
  { format: CAFFE, uri: "file:///net.prototxt" },
);

function outline({ name, children = [] }: DocumentSymbol): string {
  return children.length === 0 ? name : `${name}[${children.map(outline).join(" ")}]`;
}

describe("a net with scopes in the editor", () => {
  it("has a hint at each layer, and none for the scope", () => {
    const everything = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
    const on = {
      enabled: true,
      shape: true,
      params: true,
      flops: false,
      memory: false,
      receptiveField: false,
    };
    const hints = inlayHints(DOCUMENT, everything, on, "multiply-add");
    assert.deepEqual(
      hints.map(({ position, label }) => {
        const text = typeof label === "string" ? label : label.map(({ value }) => value).join("");
        return `${position.line}: ${text}`;
      }),
      ["1: 4×8×8 · 16", "2: 4×8×8 · 0", "4: 4×8×8 · 0"],
    );
  });

  it("shows the scope's layers within it in the outline", () => {
    assert.deepEqual(documentSymbols(DOCUMENT, "multiply-add").map(outline), [
      "net[data stem[conv relu] prob]",
    ]);
  });

  it("shows what a data layer brings in within it", () => {
    const text = `name: "n"
layer { name: "images" type: "ImageData" top: "data" top: "label" transform_param { crop_size: 8 } }
layer { name: "relu" type: "ReLU" bottom: "data" top: "data" }`;
    const document = documentOf(text, { format: CAFFE, uri: "file:///net.prototxt" });
    assert.deepEqual(documentSymbols(document, "multiply-add").map(outline), ["n[images[data label] relu]"]);
  });
});
