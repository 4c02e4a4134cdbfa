// Models in binary files and their conversion, asked over the server's wire.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { CONVERT } from "../../src/protocol/convert";
import type { ConvertResult } from "../../src/protocol/convert";
import { DESCRIBE, MODEL_FILE } from "../../src/protocol/model-file";
import type { ModelFileResult } from "../../src/protocol/model-file";
import { startClient } from "./client";
import type { Client } from "./client";

const unet = pathToFileURL(path.resolve("test/formats/onnx/fixtures/networks/unet.onnx")).href;

describe("a model's file at the server", function () {
  this.timeout(60_000);
  let client: Client;
  let folder: string;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "netlens-"));
    client = await startClient();
  });
  after(async () => {
    assert.deepEqual(client.errors, []);
    await client.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const ask = <Result>({ method }: { readonly method: string }, params: object): Promise<Result> =>
    client.connection.sendRequest<Result>(method, params);

  it("has its format and its problems told", async () => {
    assert.deepEqual(await ask<ModelFileResult>(MODEL_FILE, { uri: unet }), {
      format: "ONNX",
      problems: [],
      omitted: 0,
    });
    const file = path.join(folder, "text.onnx");
    writeFileSync(file, "This is only a text.");
    const { problems } = await ask<ModelFileResult>(MODEL_FILE, { uri: pathToFileURL(file).href });
    assert.equal(problems[0]?.severity, "error");
  });

  it("is nothing where there is no file", async () => {
    const uri = pathToFileURL(path.join(folder, "missing.onnx")).href;
    assert.equal(await ask(MODEL_FILE, { uri }), null);
    assert.equal(await ask(CONVERT, { uri }), null);
  });

  it("has its layers and groups described by their paths", async () => {
    const layer = await ask<string>(DESCRIBE, { uri: unet, network: "unet", path: "head" });
    // A convolution of 10 channels to 4 with a window of 3 × 3: 10·4·9 + 4 params.
    assert.match(layer, /364/);
    const group = await ask<string>(DESCRIBE, { uri: unet, network: "unet", path: "down1" });
    assert.match(group, /^\*\*Module\*\* `down1`/);
    assert.match(await ask<string>(DESCRIBE, { uri: unet, network: "unet", path: "" }), /6,724/);
    assert.equal(await ask(DESCRIBE, { uri: unet, network: "unet", path: "nowhere" }), null);
  });

  it("is converted, with the figures that it has", async () => {
    const result = await ask<ConvertResult>(CONVERT, { uri: unet });
    assert.ok("text" in result);
    assert.match(result.text, /^network unet \{$/mu);
  });

  it("is refused when it has no network", async () => {
    const uri = pathToFileURL(path.join(folder, "empty.net")).href;
    await client.open(uri, "");
    assert.deepEqual(await ask(CONVERT, { uri }), { refusal: "There is no network in this file." });
  });
});
