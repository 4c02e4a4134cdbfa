// Every model of keras.applications, and small ones with most layers, against Keras: counts, and each layer's shapes.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { unzipSync } from "fflate";
import type { LayerAnalysis } from "../../../src/analysis/body-analysis";
import { analyseBody, outputShapes } from "../../../src/analysis/body-analysis";
import type { Tally } from "../../../src/analysis/tally";
import { KERAS_ARCHIVE, KERAS_JSON } from "../../../src/formats/keras/keras";
import type { Body, Network } from "../../../src/model/network";
import type { SourceModel } from "../../../src/model/source-model";
import type { LayerFact, ModelFacts } from "./fixtures";
import { agrees, archiveOf, configOf, factsOf, KERAS2_MODELS, MODELS, sourceOf } from "./fixtures";
import { inKeras2Form } from "./keras2-form";

function theNetwork(model: SourceModel): Network {
  assert.deepEqual(model.problems, []);
  assert.equal(model.networks.length, 1);
  return model.networks[0]!;
}

/** The count, which must be of every layer. */
function whole({ value, uncounted }: Tally): number {
  assert.equal(uncounted, 0);
  return value!;
}

function checkTotals(network: Network, facts: ModelFacts): void {
  const { params, frozenParams, buffers } = analyseBody(network.body, network.dtype).figures;
  assert.equal(whole(params) + whole(buffers), facts.params, "count_params()");
  assert.equal(whole(params) - whole(frozenParams), facts.trainable, "trainable");
  assert.equal(whole(frozenParams) + whole(buffers), facts.nonTrainable, "non-trainable");
}

function checkLayers(body: Body, network: Network, facts: readonly LayerFact[], inside: string): void {
  const analysis = analyseBody(body, network.dtype);
  for (const fact of facts) {
    if (fact.class === "InputLayer") continue;
    const name = `${inside}${fact.name}`;
    const index = body.nodes.findIndex((node) => node.name === fact.name);
    const node = body.nodes[index];
    assert.ok(node, `${name} is missing`);
    if (fact.outputs !== null) {
      const shapes = outputShapes(node);
      const agree =
        shapes.length === fact.outputs.length &&
        fact.outputs.every((shape, output) => agrees(shapes[output], shape));
      assert.ok(agree, `${name}: ${JSON.stringify(shapes)}, but Keras says ${JSON.stringify(fact.outputs)}`);
    }
    if (node.kind === "group") checkLayers(node.body, network, fact.layers ?? [], `${name}/`);
    else if (fact.params !== null) {
      const { cost } = analysis.nodes[index] as LayerAnalysis;
      assert.equal(Number(cost.params) + Number(cost.buffers), fact.params, `${name}: parameters`);
    }
  }
}

function check(model: SourceModel, facts: ModelFacts): void {
  const network = theNetwork(model);
  checkTotals(network, facts);
  checkLayers(network.body, network, facts.layers, "");
}

/** What they are made of is written otherwise in Keras 2, which has them itself, or not at all. */
const OTHERWISE_IN_KERAS2: ReadonlySet<string> = new Set([
  "calls_of_models",
  "calls_in_a_row",
  "model_at_each_step",
  "thawed",
  "quantized",
  "hub",
]);

/** Those that are quick to build. */
const SOME_MODELS = [
  "sequential_mixed",
  "recurrent",
  "attention",
  "shared_and_nested",
  "transformer",
  "MobileNetV2",
  "ResNet50",
  "EfficientNetB0",
];
const KERAS_ENVIRONMENT = {
  ...process.env,
  KERAS_BACKEND: process.env["KERAS_BACKEND"] ?? "jax",
  JAX_PLATFORMS: "cpu",
  PYTHONDONTWRITEBYTECODE: "1",
};

describe("Keras models against Keras", () => {
  it("has all models of keras.applications", () => {
    assert.ok(MODELS.length >= 49, `${String(MODELS.length)} models`);
  });

  for (const name of [...MODELS, ...KERAS2_MODELS]) {
    it(`${name}: counts, trainable and not, and each layer's shapes and parameters`, () => {
      check(KERAS_ARCHIVE.read(`file:///${name}.keras`, archiveOf(name), {}), factsOf(name));
    });
  }

  for (const name of MODELS) {
    const form = OTHERWISE_IN_KERAS2.has(name) ? "" : ", and in the form of Keras 2";
    it(`${name}: the same as JSON${form}`, () => {
      const facts = factsOf(name);
      const text = configOf(name);
      assert.ok(KERAS_JSON.matches(text));
      check(KERAS_JSON.read(`file:///${name}.json`, text, {}), facts);
      if (form !== "") check(KERAS_JSON.read(`file:///${name}.json`, inKeras2Form(text), {}), facts);
    });
  }

  for (const name of KERAS2_MODELS) {
    it(`${name}: the same as JSON`, () => {
      check(KERAS_JSON.read(`file:///model.json`, configOf(name), {}), factsOf(name));
    });
  }

  // Figures published for networks that Keras has as in the papers: shared with other readers' tests.
  for (const [name, macs] of [
    ["VGG16", 15_470_264_320],
    ["VGG19", 19_632_062_464],
    ["InceptionResNetV2", 13_155_794_016],
    ["InceptionV3", 5_713_216_096],
  ] as const) {
    it(`${name}: multiply-adds`, () => {
      const network = theNetwork(KERAS_ARCHIVE.read(`file:///${name}.keras`, archiveOf(name), {}));
      assert.equal(whole(analyseBody(network.body, network.dtype).figures.macs), macs);
    });
  }

  it("models are still what Keras says, where Python has it (all of them with KERAS_ALL=1)", function () {
    this.timeout(3_600_000);
    const python = process.env["KERAS_PYTHON"] ?? "python3";
    if (spawnSync(python, ["-c", "import keras"], { env: KERAS_ENVIRONMENT }).status !== 0) {
      console.log(
        "      not run: python3, or the Python that KERAS_PYTHON names, has no keras with a backend",
      );
      this.skip();
    }
    const folder = mkdtempSync(path.join(tmpdir(), "netlens-keras-"));
    try {
      const script = path.resolve(__dirname, "../../../scripts/judges/keras_applications.py");
      const names = process.env["KERAS_ALL"] === "1" ? [] : SOME_MODELS;
      const run = spawnSync(python, [script, folder, ...names], { encoding: "utf8", env: KERAS_ENVIRONMENT });
      assert.equal(run.status, 0, run.stderr);
      assert.doesNotMatch(run.stderr, /failed:/);
      const files = readdirSync(folder);
      assert.notEqual(files.length, 0);
      for (const file of files) {
        const bytes = readFileSync(path.join(folder, file));
        const facts = JSON.parse(new TextDecoder().decode(unzipSync(bytes)["facts.json"])) as ModelFacts;
        check(KERAS_ARCHIVE.read(`file:///${file}`, sourceOf(bytes), {}), facts);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
