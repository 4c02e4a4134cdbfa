// `.keras` archives: only the config is read, and damage, bombs and tricks come to nothing.

import assert from "node:assert/strict";
import { zipSync } from "fflate";
import type { ByteSource } from "../../../src/formats/format";
import { LARGEST_TEXT, readEntry } from "../../../src/formats/keras/archive";
import { KERAS_ARCHIVE } from "../../../src/formats/keras/keras";
import { configOf, sourceOf } from "./fixtures";

const encoder = new TextEncoder();
const CONFIG = encoder.encode(configOf("frozen"));

function read(bytes: Uint8Array | ByteSource): readonly string[] {
  const source = bytes instanceof Uint8Array ? sourceOf(bytes) : bytes;
  const model = KERAS_ARCHIVE.read("file:///m.keras", source, {});
  return [`${String(model.networks.length)} networks`, ...model.problems.map(({ message }) => message)];
}

/** Writes a little-endian number of 4 bytes over every place where the archive has this one. */
function overwrite(bytes: Uint8Array, from: number, to: number): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  for (let at = 0; at + 4 <= copy.length; at++)
    if (view.getUint32(at, true) === from) view.setUint32(at, to, true);
  return copy;
}

describe("a Keras archive", () => {
  it("is read compressed or stored", () => {
    for (const level of [0, 9] as const) {
      assert.deepEqual(read(zipSync({ "config.json": CONFIG }, { level })), ["1 networks"]);
    }
  });

  it("is read without its weights", () => {
    const weights = new Uint8Array(8_000_000).fill(7);
    const bytes = zipSync({ "model.weights.h5": [weights, { level: 0 }], "config.json": CONFIG });
    let most = 0;
    const source: ByteSource = {
      size: bytes.length,
      read(offset, length) {
        most = Math.max(most, length);
        return bytes.subarray(offset, offset + length);
      },
    };
    assert.deepEqual(read(source), ["1 networks"]);
    assert.ok(most < 100_000, `${String(most)} bytes at once`);
  });

  it("gives nothing but its config: paths of other kinds are not looked at", () => {
    const tricks = ["../config.json", "/config.json", "a/config.json", "config.json/", "..\\config.json"];
    const bytes = zipSync(Object.fromEntries(tricks.map((name) => [name, CONFIG])));
    assert.deepEqual(read(bytes), ["0 networks", "The archive has no config.json."]);
  });

  it("is refused when it is none, empty, or cut short", () => {
    const text = encoder.encode("{}");
    for (const bytes of [new Uint8Array(), text, encoder.encode("PK")]) {
      assert.deepEqual(read(bytes), ["0 networks", "This is not a .keras archive: those are ZIP files."]);
    }
    const whole = zipSync({ "config.json": CONFIG });
    for (let length = 4; length < whole.length; length += 7) {
      assert.equal(read(whole.subarray(0, length)).length, 2, `${String(length)} bytes`);
    }
  });

  it("does not unpack more than it says there is: bombs end at the stated size", () => {
    const zeros = new Uint8Array(10_000_000);
    const bomb = zipSync({ "config.json": zeros });
    assert.ok(bomb.length < 100_000);
    const large = overwrite(bomb, zeros.length, LARGEST_TEXT + 1);
    assert.deepEqual(read(large), ["0 networks", "config.json is larger than 64 MB and is not read."]);
    const [networks, problem] = read(overwrite(bomb, zeros.length, 1000));
    assert.equal(networks, "0 networks");
    assert.ok(problem !== undefined);
  }).timeout(20_000);

  it("is refused when sizes or places in it are wrong", () => {
    const whole = zipSync({ "config.json": CONFIG });
    for (const size of [0, 1, 0x7fffffff, 0xffffffff]) {
      assert.equal(read(overwrite(whole, CONFIG.length, size))[0], "0 networks", String(size));
    }
    const damaged = whole.slice();
    damaged.fill(255, 60, 90);
    assert.equal(read(damaged)[0], "0 networks");
  });

  it("reads an entry's text, not what is behind it", () => {
    const bytes = zipSync({ a: encoder.encode("one"), b: encoder.encode("two") });
    assert.deepEqual(readEntry(sourceOf(bytes), "a"), { text: "one" });
    assert.deepEqual(readEntry(sourceOf(bytes), "c"), { problem: "The archive has no c." });
  });
});
