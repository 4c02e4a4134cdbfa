// Names, completion and formatting of `.net` files over the wire, across files.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { CompletionItem, Location, TextEdit, WorkspaceEdit } from "vscode-languageserver/node";
import { URI } from "vscode-uri";
import { STANDARD_TEXT } from "../../src/protocol/standard-blocks";
import { netFileUris } from "../../src/server/workspace-files";
import { startClient } from "./client";
import type { Client } from "./client";

const COMMON = "file:///names/common.net";
const MAIN = "file:///names/main.net";

describe("names over the wire", function () {
  this.timeout(60_000);
  let client: Client;

  before(async () => {
    client = await startClient();
    await client.open(COMMON, "block Pair(width) {\n  Conv(width, 1)\n}\n");
    await client.open(
      MAIN,
      'import { Pair } from "./common.net"\nimport { Basic } from "std/residual"\nnetwork N {\ninput x [3, 8, 8]\nPair(8)\nBasic(8)\n}\n',
    );
  });
  after(async () => {
    assert.deepEqual(client.errors, []);
    await client.stop();
  });

  const ask = <T>(method: string, uri: string, line: number, character: number, more = {}): Promise<T> =>
    client.connection.sendRequest(method, { textDocument: { uri }, position: { line, character }, ...more });

  it("lead to definitions in other files and in the standard blocks", async () => {
    const [pair] = await ask<Location[]>("textDocument/definition", MAIN, 4, 1);
    assert.deepEqual(pair, {
      uri: COMMON,
      range: { start: { line: 0, character: 6 }, end: { line: 0, character: 10 } },
    });
    const [basic] = await ask<Location[]>("textDocument/definition", MAIN, 5, 1);
    assert.ok(basic !== undefined);
    const text = await client.connection.sendRequest<string | null>(STANDARD_TEXT.method, { uri: basic.uri });
    assert.match(text?.split("\n")[basic.range.start.line] ?? "", /^block Basic\(/);
    assert.equal(
      await client.connection.sendRequest(STANDARD_TEXT.method, { uri: "netlens-std:/no.net" }),
      null,
    );
  });

  it("are found and renamed in all open files", async () => {
    const found = await ask<Location[]>("textDocument/references", COMMON, 0, 7, {
      context: { includeDeclaration: true },
    });
    assert.deepEqual(
      found.map(({ uri, range }) => `${uri}:${String(range.start.line)}`),
      [`${COMMON}:0`, `${MAIN}:0`, `${MAIN}:4`],
    );
    const { changes } = await ask<WorkspaceEdit>("textDocument/rename", COMMON, 0, 7, { newName: "Two" });
    assert.deepEqual(
      Object.entries(changes ?? {}).map(([uri, edits]) => [uri, edits.length]),
      [
        [COMMON, 1],
        [MAIN, 2],
      ],
    );
  });

  it("are completed, and the text is formatted", async () => {
    const items = await ask<CompletionItem[]>("textDocument/completion", MAIN, 4, 5);
    assert.ok(items.some(({ label }) => label === "width="));
    const edits = await client.connection.sendRequest<TextEdit[]>("textDocument/formatting", {
      textDocument: { uri: MAIN },
      options: { tabSize: 2, insertSpaces: true },
    });
    assert.deepEqual(
      edits.map(({ newText }) => newText),
      ["  input x [3, 8, 8]", "  Pair(8)", "  Basic(8)"],
    );
  });
});

describe("the workspace's files", () => {
  it("are the open ones and those below its folders, without what others made", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "netlens-"));
    try {
      for (const name of ["sub", "node_modules", ".git"]) mkdirSync(path.join(folder, name));
      for (const name of ["a.net", "sub/b.net", "c.txt", "node_modules/d.net", ".git/e.net"]) {
        writeFileSync(path.join(folder, name), "");
      }
      const uris = netFileUris(
        ["untitled:x"],
        [URI.file(folder).toString(), "vscode-vfs://remote/y", URI.file("/missing").toString()],
      );
      const relative = [...uris].map((uri) => uri.replace(URI.file(folder).toString(), ""));
      assert.deepEqual(relative, ["untitled:x", "/a.net", "/sub/b.net"]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
