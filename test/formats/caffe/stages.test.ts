// Nets whose stages a solver chooses: the ones that are needed are taken, and said.

import assert from "node:assert/strict";
import { CAFFE } from "../../../src/formats/caffe/caffe";
import { readNet } from "./read-net";

const data = (rule: string, size: number): string =>
  `layer { name: "data" type: "Input" top: "data" input_param { shape { dim: [1, ${size}] } } include { ${rule} } }`;
const layer = (name: string, bottom: string, rule = ""): string =>
  `layer { name: "${name}" type: "Sigmoid" bottom: "${bottom}" top: "${name}" ${rule} }`;

describe("a net whose stages a solver chooses", () => {
  it("is shown in the first stage in which nothing is missing", () => {
    const { layers, problems } = readNet(
      [
        data("phase: TRAIN", 3),
        data('phase: TEST stage: "on-train"', 4),
        data('phase: TEST stage: "on-val"', 5),
        layer("a", "data"),
      ].join("\n"),
    );
    assert.deepEqual(problems, ["assumed-stage: on-train"]);
    assert.deepEqual(layers.at(-1)!.outputs[0]!.shape, [4]);
  });

  it("takes stages together, as LRCN's data and its LSTMs need them", () => {
    const { layers, problems } = readNet(
      [
        data('phase: TEST stage: "val"', 4),
        layer("frozen", "data", 'include { stage: "freeze" }'),
        layer("conv", "data", 'exclude { stage: "freeze" }'),
        layer("lstm", "conv", 'include { stage: "factored" stage: "2-layer" }'),
        layer("predict", "lstm"),
      ].join("\n"),
    );
    assert.deepEqual(problems, ["assumed-stage: val", "assumed-stage: factored", "assumed-stage: 2-layer"]);
    assert.deepEqual(
      layers.map(({ name }) => name),
      ["data", "conv", "lstm", "predict"],
    );
  });

  it("is left as it is where nothing is missing, and where it says its stages itself", () => {
    const optional = [
      data("phase: TEST", 4),
      layer("a", "data"),
      layer("b", "a", 'include { stage: "more" }'),
    ];
    assert.deepEqual(readNet(optional.join("\n")).problems, []);
    assert.equal(readNet(optional.join("\n")).layers.length, 2);
    const stated = ['state { stage: "x" }', data('stage: "y"', 4), layer("a", "data")].join("\n");
    assert.deepEqual(readNet(stated).problems, ["other-phase: data"]);
  });

  it("says in which stage or phase a blob is made that no other choice brings", () => {
    const message = (text: string): string | undefined =>
      CAFFE.read("file:///x", text, {}).problems.find(({ code }) => code === "other-phase")?.message;
    assert.equal(
      message(['state { stage: "x" }', data('stage: "y"', 4), layer("a", "data")].join("\n")),
      '"data" is made only in the stage "y".',
    );
    assert.equal(
      message([data("phase: TRAIN", 4), layer("a", "data")].join("\n")),
      '"data" is made only in the phase TRAIN.',
    );
  });
});
