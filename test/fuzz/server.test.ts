// Seeded fuzzing of the real server process: whatever is typed and asked, it answers, logs no failure and lives on.

import assert from "node:assert/strict";
import fc from "fast-check";
import { mutatedTexts } from "../fixtures/mutations";
import { startClient } from "../server/client";
import { seeds, WORDS } from "./seeds";

const RUNS = 300;
const URI = "file:///fuzz/model.net";

/** Everything that an editor asks of a document, at a position where it asks for one. */
const REQUESTS: readonly string[] = [
  "textDocument/hover",
  "textDocument/completion",
  "textDocument/definition",
  "textDocument/documentHighlight",
  "textDocument/documentSymbol",
  "textDocument/foldingRange",
  "textDocument/codeLens",
  "textDocument/signatureHelp",
  "textDocument/prepareRename",
  "netlens/pathsAt",
];

describe("the server under any typing", function () {
  this.timeout(300_000);

  it(`answers everything and lives on: ${String(RUNS)} mutations of the samples`, async () => {
    const client = await startClient();
    const { connection } = client;
    await client.open(URI, "");
    const place = fc.record({ line: fc.nat({ max: 60 }), character: fc.nat({ max: 60 }) });
    await fc.assert(
      fc.asyncProperty(mutatedTexts(seeds(), WORDS), place, async (text, position) => {
        await client.replace(URI, text);
        const params = { uri: URI, textDocument: { uri: URI }, position };
        await Promise.all(REQUESTS.map((method) => connection.sendRequest(method, params)));
        const references = { ...params, context: { includeDeclaration: true } };
        await connection.sendRequest("textDocument/references", references);
        const options = { tabSize: 2, insertSpaces: true };
        await connection.sendRequest("textDocument/formatting", { ...params, options });
        await client.hints(URI);
        assert.deepEqual(client.errors, []);
        assert.equal(client.process.exitCode, null);
      }),
      { seed: 1409_4842, numRuns: RUNS },
    );
    await client.replace(URI, "network N {\n  input x [3, 8, 8]\n  Conv(4, 1)\n}\n");
    assert.equal((await client.hints(URI))[0]?.text, "4×8×8 · 16 · 768");
    await client.stop();
  });
});
