// Seeded mutations of real models: reading and analysing never throws, never takes long, and yields a body that holds together.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { analyseNetwork } from "../../../src/analysis/network-analysis";
import { readOnnx } from "../../../src/formats/onnx/onnx";
import type { Body, Source } from "../../../src/model/network";
import { inMemory } from "./memory-source";

const CASES = 10_000;
const SLOWEST = 1000;
const SEED = 20_150_512;

const fixtures = path.join("test", "formats", "onnx", "fixtures");

function bases(): readonly Uint8Array[] {
  const text = readFileSync(path.join(fixtures, "operators.json"), "utf8");
  const models = (JSON.parse(text) as readonly { readonly model: string }[]).map(({ model }) =>
    Buffer.from(model, "base64"),
  );
  const small = models.filter((model) => model.length < 2000);
  const networks = ["unet", "mixed", "recurrent_dynamic", "sequence_first"].map((name) =>
    readFileSync(path.join(fixtures, "networks", `${name}.onnx`)),
  );
  return [...small, ...networks, ...networks, ...networks, ...networks];
}

/** Mulberry32: a small generator whose whole state is its seed. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

function mutate(base: Uint8Array, random: (below: number) => number): Uint8Array {
  let bytes = Uint8Array.from(base);
  for (let left = 1 + random(4); left > 0; left--) {
    const at = random(bytes.length || 1);
    switch (random(6)) {
      case 0:
        bytes[at] = random(256);
        break;
      case 1:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
        break;
      case 2:
        bytes = bytes.slice(0, at);
        break;
      case 3: {
        const part = bytes.slice(at, at + random(64));
        bytes = Uint8Array.from([...bytes.slice(0, at), ...part, ...bytes.slice(at)]);
        break;
      }
      case 4:
        bytes = Uint8Array.from([...bytes.slice(0, at), ...bytes.slice(at + 1 + random(16))]);
        break;
      default:
        // A varint of the largest size, negative numbers among them.
        bytes = Uint8Array.from([
          ...bytes.slice(0, at),
          0xff,
          0xff,
          0xff,
          0xff,
          0x7f,
          ...bytes.slice(at + random(6)),
        ]);
    }
  }
  return bytes;
}

function checkBody(body: Body): void {
  const check = (source: Source, before: number): void => {
    if ("input" in source) assert.ok(source.input < body.inputs.length);
    else assert.ok(source.node < before, "a node takes what comes later");
  };
  const names = new Set<string>();
  for (const [index, node] of body.nodes.entries()) {
    for (const source of node.inputs) check(source, index);
    assert.ok(!names.has(node.name), `two nodes are named ${node.name}`);
    names.add(node.name);
    if (node.kind === "group") {
      assert.equal(node.inputs.length, node.body.inputs.length);
      checkBody(node.body);
    }
  }
  for (const source of body.outputs) check(source, body.nodes.length);
}

describe("fuzzing the ONNX reader", () => {
  it(`${String(CASES)} mutated models`, function () {
    this.timeout(300_000);
    const random = generator(SEED);
    const models = bases();
    for (let index = 0; index < CASES; index++) {
      const bytes = mutate(models[random(models.length)] ?? new Uint8Array(0), random);
      const started = performance.now();
      const { networks, problems } = readOnnx("fuzz.onnx", inMemory(bytes), {});
      for (const network of networks) {
        checkBody(network.body);
        analyseNetwork(network);
      }
      const took = performance.now() - started;
      assert.ok(took < SLOWEST, `case ${String(index)} took ${took.toFixed(0)} ms`);
      assert.ok(networks.length > 0 || problems.length > 0);
    }
  });
});
