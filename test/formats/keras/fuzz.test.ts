// 10,000 damaged models: nothing throws, nothing hangs, and every figure is a figure.

import assert from "node:assert/strict";
import fc from "fast-check";
import { analyseBody } from "../../../src/analysis/body-analysis";
import { KERAS_ARCHIVE, KERAS_JSON } from "../../../src/formats/keras/keras";
import type { Json } from "../../../src/formats/keras/json/access";
import { isArray, isObject } from "../../../src/formats/keras/json/access";
import { distinctBodies } from "../../../src/model/visit";
import type { SourceModel } from "../../../src/model/source-model";
import { configOf, sourceOf } from "./fixtures";
import { zipSync } from "fflate";

const SMALL = [
  "sequential_mixed",
  "sequential_1d",
  "channels_first",
  "recurrent",
  "attention",
  "shared_and_nested",
  "frozen",
  "operations",
  "video",
  "preprocessing",
];

/** Without what no reader looks at, so that damage hits what matters. */
function lean(value: Json): Json {
  if (isArray(value)) return value.map(lean);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(
    ([name]) => !/initializer|regularizer|constraint|registered|^dtype$/.test(name),
  );
  return Object.fromEntries(kept.map(([name, item]) => [name, lean(item)]));
}

const CONFIGS = SMALL.map((name) => lean(JSON.parse(configOf(name)) as Json));
const TEXTS = CONFIGS.map((config) => JSON.stringify(config));

const ODD_VALUES: readonly Json[] = [
  null,
  -1,
  0,
  1,
  3,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  "",
  "same",
  "conv2d",
  "__proto__",
  true,
  [],
  [0],
  [2, 2, 2, 2],
  {},
  { class_name: "Dense", config: { units: 3 } },
];

function checkModel(model: SourceModel): void {
  for (const { range, message } of model.problems) {
    assert.ok(range.start.line >= 0 && range.end.line >= range.start.line);
    assert.ok(message.length > 0);
  }
  for (const { body, dtype } of model.networks) {
    for (const part of distinctBodies(body)) {
      assert.equal(new Set(part.nodes.map(({ name }) => name)).size, part.nodes.length, "names");
      for (const [index, node] of part.nodes.entries()) {
        for (const source of node.inputs) {
          assert.ok("input" in source ? source.input < part.inputs.length : source.node < index, "sources");
        }
      }
    }
    const { params, macs, operations } = analyseBody(body, dtype).figures;
    for (const { value } of [params, macs, operations]) {
      assert.ok(value === undefined || (Number.isSafeInteger(value) && value >= 0), String(value));
    }
  }
}

/** Replaces the n-th value of a tree by another. */
function replaced(root: Json, target: number, by: Json): Json {
  let count = -1;
  const visit = (value: Json): Json => {
    count++;
    if (count === target) return by;
    if (isArray(value)) return value.map(visit);
    if (isObject(value))
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, visit(item)]));
    return value;
  };
  return visit(root);
}

/** A second of the processor's own time: other processes do not count. */
function timed(read: () => SourceModel): void {
  const start = process.cpuUsage();
  checkModel(read());
  const { user, system } = process.cpuUsage(start);
  assert.ok(user + system < 1_000_000, `${String(user + system)} µs`);
}

describe("damaged Keras models", function () {
  this.timeout(120_000);

  it("5,000 with values of other kinds", () => {
    const property = fc.property(
      fc.nat(CONFIGS.length - 1),
      fc.array(fc.tuple(fc.nat(1200), fc.constantFrom(...ODD_VALUES)), { minLength: 1, maxLength: 3 }),
      (index, changes) => {
        const damaged = changes.reduce<Json>(
          (value, [target, by]) => replaced(value, target, by),
          CONFIGS[index]!,
        );
        timed(() => KERAS_JSON.read("file:///m.json", JSON.stringify(damaged), {}));
      },
    );
    fc.assert(property, { numRuns: 5000, seed: 20 });
  });

  it("4,000 with characters cut out, doubled or changed", () => {
    const property = fc.property(
      fc.nat(TEXTS.length - 1),
      fc.nat(),
      fc.nat(40),
      fc.string({ maxLength: 4 }),
      (index, place, length, insert) => {
        const text = TEXTS[index]!;
        const at = place % text.length;
        timed(() =>
          KERAS_JSON.read("file:///m.json", text.slice(0, at) + insert + text.slice(at + length), {}),
        );
      },
    );
    fc.assert(property, { numRuns: 4000, seed: 21 });
  });

  it("1,000 archives with bytes changed", () => {
    const archives = TEXTS.map((text) => zipSync({ "config.json": new TextEncoder().encode(text) }));
    const property = fc.property(
      fc.nat(archives.length - 1),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 }),
      fc.boolean(),
      (index, changes, nearTheEnd) => {
        const bytes = archives[index]!.slice();
        for (const [place, byte] of changes) {
          const span = nearTheEnd ? Math.min(120, bytes.length) : bytes.length;
          bytes[bytes.length - span + (place % span)] = byte;
        }
        timed(() => KERAS_ARCHIVE.read("file:///m.keras", sourceOf(bytes), {}));
      },
    );
    fc.assert(property, { numRuns: 1000, seed: 22 });
  });
});
