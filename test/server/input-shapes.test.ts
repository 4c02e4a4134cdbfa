// The setting that gives numbers to sizes which files of other formats leave open.

import assert from "node:assert/strict";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { DESCRIBE } from "../../src/protocol/model-file";
import { settingsFrom } from "../../src/server/settings";
import { startClient } from "./client";
import type { Client } from "./client";

const unet = pathToFileURL(path.resolve("test/formats/onnx/fixtures/networks/unet_dynamic.onnx")).href;

const DATA = `layer { name: "data" type: "Data" top: "data" }
layer { name: "conv" type: "Convolution" bottom: "data" top: "conv" convolution_param { num_output: 4 kernel_size: 3 } }
`;
const NET = "network n {\n  input data [3, 8, 8]\n  Conv(4, 3)\n}\n";

describe("the setting for inputs' shapes", function () {
  this.timeout(60_000);
  const settings: { inputShapes?: unknown } = {};
  let client: Client;

  before(async () => {
    client = await startClient(settings);
  });
  after(async () => {
    assert.deepEqual(client.errors, []);
    await client.stop();
  });

  async function set(inputShapes: unknown): Promise<void> {
    settings.inputShapes = inputShapes;
    await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
  }

  const describeNetwork = (): Promise<string> =>
    client.connection.sendRequest<string>(DESCRIBE.method, { uri: unet, network: "unet_dynamic", path: "" });

  it("gives a model's open sizes numbers, as often as it changes", async () => {
    assert.doesNotMatch(await describeNetwork(), /2,801,664/);
    await set({ input: "3x48x48" });
    // What PyTorch computes at that size.
    assert.match(await describeNetwork(), /2,801,664/);
    await set({ input: "3×height×48" });
    assert.doesNotMatch(await describeNetwork(), /2,801,664/);
  });

  it("gives data a size, and leaves what a .net file says", async () => {
    await set({ data: "3, 10, 12" });
    await client.open("file:///net.prototxt", DATA, "prototxt");
    const shapes = (await client.hints("file:///net.prototxt")).map(({ text }) => text.split(" · ")[0]);
    assert.deepEqual(shapes, ["3×10×12", "4×8×10"]);
    await client.open("file:///n.net", NET);
    assert.equal((await client.hints("file:///n.net")).at(-1)?.text.split(" · ")[0], "4×6×6");
  });

  it("leaves out what is no shape", () => {
    const given = { a: "3x0x4", b: "3x", c: 7, d: "-1x4", e: "seqx16", f: "99999999999999999999", g: "" };
    assert.deepEqual(settingsFrom({ inputShapes: given }).inputShapes, { e: ["seq", 16] });
    for (const none of [undefined, null, "3x4", [3, 4], 5])
      assert.deepEqual(settingsFrom({ inputShapes: none }).inputShapes, {});
  });
});
