// The server over its wire: a real process, a client that edits, asks, cancels and closes.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { CancellationTokenSource } from "vscode-languageserver/node";
import type { CodeLens, DocumentSymbol, Hover, InlayHint } from "vscode-languageserver/node";
import { CHOOSE_INSTANCE, INSTANCES, LOCATION_OF, PATHS_AT } from "../../src/protocol/locate";
import type { InstanceChoice, InstanceLocation, InstanceName } from "../../src/protocol/locate";
import { startClient } from "./client";
import type { Client } from "./client";

const NET = (channels: number): string => `network N {
  input x [3, 8, 8]
  Conv(${String(channels)}, 1)
}
`;

const BLOCKS = `network N {
  input x [3, 8, 8]
  a = Square(16)
  b = Square(32)
}
block Square(c) {
  Conv(c, 1)
}
`;

describe("the language server", function () {
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

  const uriOf = (name: string): string => pathToFileURL(path.join(folder, name)).href;

  it("answers hints from the text as it is after each edit", async () => {
    const uri = uriOf("edited.net");
    await client.open(uri, NET(4));
    assert.deepEqual(await client.hints(uri), [{ line: 2, character: 12, text: "4×8×8 · 16 · 768" }]);
    for (const channels of [5, 6, 7]) {
      await client.replace(uri, NET(channels));
      const [hint] = await client.hints(uri);
      assert.match(hint?.text ?? "", new RegExp(`^${String(channels)}×8×8`, "u"));
    }
  });

  it("answers no request with figures of an older text", async () => {
    const uri = uriOf("fast.net");
    await client.open(uri, NET(1));
    const answers: Promise<readonly InlayHint[]>[] = [];
    for (let channels = 2; channels < 40; channels++) {
      await client.replace(uri, NET(channels));
      answers.push(client.rawHints(uri));
    }
    for (const [index, hints] of (await Promise.all(answers)).entries()) {
      const [shape] = hints[0]?.label ?? [];
      const channels = Number.parseInt(typeof shape === "object" ? shape.value : "0", 10);
      assert.ok(channels >= index + 2, `asked at ${String(index + 2)}, answered ${String(channels)}`);
    }
  });

  it("resolves a hint's tooltips", async () => {
    const uri = uriOf("tooltips.net");
    await client.open(uri, NET(4));
    const [hint] = await client.rawHints(uri);
    const resolved = await client.connection.sendRequest<InlayHint>("inlayHint/resolve", hint);
    assert.match(JSON.stringify(resolved.label), /768 FLOPs/u);
  });

  it("publishes diagnostics for each version, and clears them when the document closes", async () => {
    const uri = uriOf("wrong.net");
    await client.open(uri, "network N {\n  input x [3, 8, 8]\n  Conv(4, 11)\n}\n");
    const [problem] = await client.diagnostics(uri);
    assert.equal(problem?.code, "kernel-too-large");
    assert.equal(problem.range.start.line, 2);
    await client.replace(uri, NET(4));
    assert.deepEqual(await client.diagnostics(uri), []);
  });

  it("offers quick fixes for what is misspelt", async () => {
    const uri = uriOf("misspelt.net");
    await client.open(uri, "network N {\n  input x [3, 8, 8]\n  Convv(4, 1)\n}\n");
    const diagnostics = await client.diagnostics(uri);
    const actions = await client.connection.sendRequest<readonly { title: string }[]>(
      "textDocument/codeAction",
      {
        textDocument: { uri },
        range: diagnostics[0]?.range,
        context: { diagnostics },
      },
    );
    assert.ok(
      actions.some(({ title }) => title.includes('"Conv"')),
      JSON.stringify(actions),
    );
  });

  it("hovers, outlines, folds and puts lenses", async () => {
    const uri = uriOf("features.net");
    const textDocument = { uri };
    await client.open(uri, BLOCKS);
    const { connection } = client;
    const hover = await connection.sendRequest<Hover>("textDocument/hover", {
      textDocument,
      position: { line: 6, character: 4 },
    });
    assert.match(JSON.stringify(hover.contents), /16·3·1·1/u);
    const argument = await connection.sendRequest<Hover>("textDocument/hover", {
      textDocument,
      position: { line: 6, character: 7 },
    });
    assert.match(JSON.stringify(argument.contents), /\(parameter\) c/u);
    const instance = await connection.sendRequest<Hover>("textDocument/hover", {
      textDocument,
      position: { line: 3, character: 8 },
    });
    assert.match(JSON.stringify(instance.contents), /544 params/u);
    const symbols = await connection.sendRequest<DocumentSymbol[]>("textDocument/documentSymbol", {
      textDocument,
    });
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ["N", "Square"],
    );
    const folds = await connection.sendRequest<object[]>("textDocument/foldingRange", { textDocument });
    assert.equal(folds.length, 2);
    const lenses = await connection.sendRequest<CodeLens[]>("textDocument/codeLens", { textDocument });
    assert.match(lenses[1]?.command?.title ?? "", /^2 instances · showing a /u);
  });

  it("lists a block's instances and shows the one that is chosen", async () => {
    const uri = uriOf("instances.net");
    await client.open(uri, BLOCKS);
    const { connection } = client;
    const instances = await connection.sendRequest<InstanceChoice[]>(INSTANCES.method, {
      uri,
      definition: "Square",
    });
    assert.deepEqual(
      instances.map(({ path: name, chosen }) => [name, chosen]),
      [
        ["a", true],
        ["b", false],
      ],
    );
    const inside = async (): Promise<string | undefined> =>
      (await client.hints(uri)).find(({ line }) => line === 6)?.text;
    assert.equal(await inside(), "16×8×8 · 64 · 3.07K");
    const before = client.refreshes();
    const chosen = await connection.sendRequest<boolean>(CHOOSE_INSTANCE.method, {
      uri,
      network: "N",
      path: "b",
    });
    assert.equal(chosen, true);
    assert.equal(await inside(), "32×8×8 · 544 · 32.8K");
    assert.ok(client.refreshes() > before);
    const wrong = { uri, network: "N", path: "c" };
    assert.equal(await connection.sendRequest<boolean>(CHOOSE_INSTANCE.method, wrong), false);
    const command = { command: "netlens.chooseInstance", arguments: [uri, "N", "a"] };
    assert.equal(await connection.sendRequest<boolean>("workspace/executeCommand", command), true);
    assert.equal(await inside(), "16×8×8 · 64 · 3.07K");
  });

  it("leads from a place to its instances, and from an instance to its places", async () => {
    const uri = uriOf("places.net");
    await client.open(uri, BLOCKS);
    const { connection } = client;
    const position = { line: 6, character: 4 };
    const paths = await connection.sendRequest<InstanceName[]>(PATHS_AT.method, { uri, position });
    assert.deepEqual(paths, [
      { network: "N", path: "a/Conv" },
      { network: "N", path: "b/Conv" },
    ]);
    const location = await connection.sendRequest<InstanceLocation>(LOCATION_OF.method, { uri, ...paths[1] });
    assert.equal(location.definition.range.start.line, 6);
    assert.equal(location.instantiation?.range.start.line, 3);
  });

  it("reads imports from open documents first, and analyses anew when they or files change", async () => {
    const main = uriOf("main.net");
    const common = uriOf("common.net");
    writeFileSync(path.join(folder, "common.net"), "block Part {\n  Conv(5, 1)\n}\n");
    await client.open(
      main,
      'import { Part } from "./common.net"\nnetwork N {\n  input x [3, 8, 8]\n  Part\n}\n',
    );
    const shown = async (): Promise<string | undefined> => (await client.hints(main))[0]?.text.split(" ")[0];
    assert.equal(await shown(), "5×8×8");
    const before = client.refreshes();
    await client.open(common, "block Part {\n  Conv(6, 1)\n}\n");
    assert.equal(await shown(), "6×8×8");
    await client.replace(common, "block Part {\n  Conv(7, 1)\n}\n");
    assert.equal(await shown(), "7×8×8");
    assert.ok(client.refreshes() > before);
    await client.connection.sendNotification("textDocument/didClose", { textDocument: { uri: common } });
    assert.equal(await shown(), "5×8×8");
    writeFileSync(path.join(folder, "common.net"), "block Part {\n  Conv(8, 1) -> ReLU\n}\n");
    await client.connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [{ uri: common, type: 2 }],
    });
    assert.equal(await shown(), "8×8×8");
  });

  it("knows a file by whatever encoding a client uses", async () => {
    const main = uriOf("encoded.net");
    await client.open(
      uriOf("a (1)+b.net").replace("%2B", "+").replace("%28", "("),
      "block Part {\n  Conv(5, 1)\n}\n",
    );
    await client.open(
      main,
      'import { Part } from "./a (1)+b.net"\nnetwork N {\n  input x [3, 8, 8]\n  Part\n}\n',
    );
    assert.equal((await client.hints(main))[0]?.text.split(" ")[0], "5×8×8");
  });

  it("shows a library's blocks as the open files that import it use them", async () => {
    const library = uriOf("library.net");
    const user = uriOf("user.net");
    const text = (kernel: number): string => `block Part(c) {\n  Conv(c, ${String(kernel)}, pad=1)\n}\n`;
    writeFileSync(path.join(folder, "library.net"), text(1));
    await client.open(library, text(1));
    assert.deepEqual(await client.hints(library), []);
    await client.open(
      user,
      'import { Part } from "./library.net"\nnetwork N {\n  input x [3, 8, 8]\n  Part(5)\n}\n',
    );
    await client.hints(user);
    assert.deepEqual(
      (await client.hints(library)).map(({ text: hint }) => hint),
      ["5×10×10 · 20 · 1.5K"],
    );
    await client.replace(library, text(3));
    assert.deepEqual(
      (await client.hints(library)).map(({ text: hint }) => hint),
      ["5×8×8 · 140 · 8.64K"],
    );
    await client.connection.sendNotification("textDocument/didClose", { textDocument: { uri: user } });
    assert.deepEqual(await client.hints(library), []);
  });

  it("finds a file that an import missed once it is there", async () => {
    const main = uriOf("early.net");
    await client.open(
      main,
      'import { Late } from "./late.net"\nnetwork N {\n  input x [3, 8, 8]\n  Late\n}\n',
    );
    assert.equal((await client.diagnostics(main))[0]?.severity, 1);
    writeFileSync(path.join(folder, "late.net"), "block Late {\n  Conv(9, 1)\n}\n");
    const changes = [{ uri: uriOf("late.net"), type: 1 }];
    await client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes });
    assert.equal((await client.hints(main))[0]?.text.split(" ")[0], "9×8×8");
  });

  it("refuses huge and binary texts with a message, and lives on", async () => {
    const huge = uriOf("huge.net");
    await client.open(huge, `network N {\n${"  ReLU\n".repeat(1_500_000)}}`);
    assert.equal((await client.diagnostics(huge))[0]?.code, "file-too-large");
    assert.deepEqual(await client.hints(huge), []);
    const binary = uriOf("binary.net");
    await client.open(binary, "\u0000\u0001PK\u0003network");
    assert.equal((await client.diagnostics(binary))[0]?.code, "binary-file");
  });

  it("answers requests that make no sense emptily", async () => {
    const { connection } = client;
    const uri = uriOf("unknown.net");
    assert.deepEqual(await client.hints(uri), []);
    const far = { textDocument: { uri: uriOf("edited.net") }, position: { line: 1e6, character: 1e6 } };
    assert.equal(await connection.sendRequest("textDocument/hover", far), null);
    assert.deepEqual(await connection.sendRequest("textDocument/references", { ...far, context: {} }), []);
    assert.equal(await connection.sendRequest("workspace/executeCommand", { command: "format c:" }), null);
  });

  it("honours cancellation", async () => {
    const uri = uriOf("cancelled.net");
    await client.open(
      uri,
      `network N {\n  input x [8, 4, 4]\n${"  Conv(8, 3, pad=1) -> ReLU\n".repeat(3000)}}\n`,
    );
    const source = new CancellationTokenSource();
    const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    const answer = client.connection.sendRequest<unknown[]>(
      "textDocument/inlayHint",
      { textDocument: { uri }, range },
      source.token,
    );
    source.cancel();
    assert.deepEqual(await answer, []);
    assert.equal((await client.hints(uri)).length, 6000);
  });
});

describe("a client that goes away", function () {
  this.timeout(60_000);

  it("ends the server without a stack trace", async () => {
    const client = await startClient();
    await client.open("file:///gone.net", NET(4));
    await client.hints("file:///gone.net");
    const { process: server } = client;
    const ended = new Promise((resolve) => server.once("exit", resolve));
    client.connection.dispose();
    server.stdout.destroy();
    const request = { jsonrpc: "2.0", id: 99, method: "textDocument/foldingRange" };
    const body = JSON.stringify({ ...request, params: { textDocument: { uri: "file:///gone.net" } } });
    server.stdin.write(`Content-Length: ${String(body.length)}\r\n\r\n${body}`);
    server.stdin.end();
    await ended;
    assert.ok(!client.errors.join("\n").includes("    at "), client.errors.join("\n"));
  });
});

describe("the settings of the language server", function () {
  this.timeout(60_000);

  it("are pulled before the first answer, and whenever they change", async () => {
    const settings = { inlayHints: { params: false }, flops: { convention: "operations" } };
    const client = await startClient(settings);
    try {
      const uri = "file:///settings.net";
      await client.open(uri, NET(4));
      assert.deepEqual(
        (await client.hints(uri)).map(({ text }) => text),
        ["4×8×8 · 1.79K"],
      );
      settings.flops.convention = "multiply-add";
      await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
      assert.deepEqual(
        (await client.hints(uri)).map(({ text }) => text),
        ["4×8×8 · 768"],
      );
      Object.assign(settings.inlayHints, { params: "nonsense" });
      await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
      assert.deepEqual(
        (await client.hints(uri)).map(({ text }) => text),
        ["4×8×8 · 16 · 768"],
      );
    } finally {
      await client.stop();
    }
  });
});
