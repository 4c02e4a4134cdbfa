// The server speaks the language whose texts the client hands it, over the wire as an editor gets it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { CodeLens, DocumentSymbol, Hover } from "vscode-languageserver";
import { COMPARE, COMPARE_TEXT } from "../../src/protocol/compare";
import type { CompareParams, CompareResult } from "../../src/protocol/compare";
import { TABLE_TEXT } from "../../src/protocol/table";
import { SERVER_FROM_SOURCE, startClient } from "./client";
import type { Client } from "./client";

const BUNDLE = JSON.parse(readFileSync("l10n/bundle.l10n.json", "utf8")) as Record<string, string>;

/** A language without Latin letters: those that are left come from the files, or from a text that is not translated. */
const foreign = (text: string): string =>
  text.replace(/\{\d+\}|\p{L}/gu, (found) => (found.length > 1 ? found : "λ"));

const FOREIGN = Object.fromEntries(Object.keys(BUNDLE).map((text) => [text, foreign(text)]));

const uriOf = (sample: string): string => pathToFileURL(path.resolve(`samples/${sample}.net`)).href;
const pairOf = (left: string, right: string): CompareParams => ({
  models: [{ uri: uriOf(left) }, { uri: uriOf(right) }],
  pair: [0, 1],
});

/** Units of short numbers are the same in every language. */
const UNITS = ["B", "KB", "MB", "GB", "K", "M", "G"];

const wordsIn = (text: string): readonly string[] => text.match(/[A-Za-z][A-Za-z0-9_-]*/gu) ?? [];

/** Latin words of the comparison that are neither names in the files nor units. */
function untranslated({ models, insights, totals, difference }: CompareResult): readonly string[] {
  const all = [...insights, ...models.flatMap((model) => model.insights)];
  const names = models.flatMap(({ name, layers }) => [name, ...layers.map(({ path: layer }) => layer)]);
  const known = new Set([...names, ...all.flatMap(({ layers }) => layers)].flatMap(wordsIn).concat(UNITS));
  const texts = [
    ...all.flatMap(({ text, evidence }) => [text, ...evidence.map(({ name }) => name)]),
    ...totals.flatMap(({ title, unit }) => [title, unit]),
    difference?.cost ?? "",
    difference?.consequences ?? "",
  ];
  return texts.flatMap(wordsIn).filter((word) => !known.has(word));
}

describe("the server in another language", function () {
  this.timeout(60_000);
  let client: Client;

  before(async () => {
    client = await startClient({}, SERVER_FROM_SOURCE, { texts: FOREIGN });
  });

  after(() => client.stop());

  const SAMPLES = ["alexnet", "googlenet", "resnet50", "densenet121", "mobilenet-v2", "vit-b16"];

  for (const sample of SAMPLES) {
    it(`translates totals and insights of ${sample} against VGG-16`, async () => {
      const result = await client.connection.sendRequest<CompareResult>(
        COMPARE.method,
        pairOf("vgg16", sample),
      );
      assert.ok(result.insights.length + result.models.flatMap(({ insights }) => insights).length > 8);
      assert.deepEqual(untranslated(result), []);
    });
  }

  it("translates a figure's name, a sentence, and the columns of a table", async () => {
    const pair = pairOf("resnet50", "resnet101");
    const { totals, insights } = await client.connection.sendRequest<CompareResult>(COMPARE.method, pair);
    assert.equal(totals[0]?.title, "λλλλλλ");
    const structure = insights.find(({ id }) => id === "structure");
    assert.equal(
      structure?.text,
      foreign("The difference is 17 more blocks in {0}, and nothing else.").replace("{0}", "conv4"),
    );
    const markdown = await client.connection.sendRequest<string>(COMPARE_TEXT.method, {
      ...pair,
      format: "markdown",
    });
    assert.match(markdown, /\| λλλλλλ \| ResNet50 \| ResNet101 \| λλλλ \|/u);
    const table = await client.connection.sendRequest<string>(TABLE_TEXT.method, {
      uri: uriOf("alexnet"),
      network: "AlexNet",
      format: "markdown",
      columns: ["name", "activationBytes"],
    });
    assert.match(table, /\| λλλλλ \| λλλλλλ \\\(λλ\\\) \|/u);
  });

  describe("of features of the editor", () => {
    const uri = "file:///translated.net";
    const text = `@year(2012) @top1_error(36.7) @top5_error(16.4) @dataset("ImageNet") @paper("1404")
network N {
  input x [3, 32, 32]
  stage s {
    conv = Conv(8, 3)
    BatchNorm
  }
  add { | B(8) | B(8) }
  auxiliary aux { Flatten -> Linear(5) }
  Mystery
}
block B(c) {
  Conv(c, 1) -> ReLU
}
block Unused(c) {
  Conv(c, 1)
}
`;
    /** Names of the file, of operators and formats; and the catalogue's documentation, which is English everywhere. */
    const KNOWN = new Set(
      [
        ...[
          "N",
          "x",
          "s",
          "conv",
          "Conv",
          "BatchNorm",
          "add",
          "Add",
          "B",
          "B_2",
          "c",
          "ImageNet",
          "aux",
          "Unused",
        ],
        ...[
          "ReLU",
          "Flatten",
          "Linear",
          "Mystery",
          "float32",
          "net",
          "text",
          "channels",
          "kernel",
          "stride",
          "pad",
        ],
        ...[
          "true",
          "false",
          "dilation",
          "groups",
          "bias",
          "mode",
          "zeros",
          "affine",
          "track",
          "epsilon",
          "momentum",
        ],
        ...UNITS,
      ].flatMap(wordsIn),
    );
    const english = (shown: string): readonly string[] => wordsIn(shown).filter((word) => !KNOWN.has(word));
    const at = (line: number, character: number): object => ({
      textDocument: { uri },
      position: { line, character },
    });

    before(() => client.open(uri, text));

    it("translates hovers", async () => {
      for (const [line, character] of [
        [1, 9],
        [3, 9],
        [7, 3],
        [8, 14],
        [9, 4],
        [11, 7],
        [14, 7],
      ] as const) {
        const hover = await client.connection.sendRequest<Hover | null>(
          "textDocument/hover",
          at(line, character),
        );
        const shown = (hover?.contents as { readonly value?: string } | undefined)?.value ?? "";
        assert.match(shown, /λ/u, String(line));
        // The paragraph after a layer's call is the operator's documentation.
        const own = shown.replace(/(?<=```\n\n)[A-Z][^λ\n]*\n/u, "");
        assert.deepEqual(english(own), [], `line ${String(line)}:\n${shown}`);
      }
    });

    it("translates code lenses and the outline", async () => {
      const textDocument = { uri };
      const lenses = await client.connection.sendRequest<CodeLens[]>("textDocument/codeLens", {
        textDocument,
      });
      const symbols = await client.connection.sendRequest<DocumentSymbol[]>("textDocument/documentSymbol", {
        textDocument,
      });
      const details = (all: readonly DocumentSymbol[]): readonly string[] =>
        all.flatMap(({ detail, children }) => [detail ?? "", ...details(children ?? [])]);
      const shown = [...lenses.map(({ command }) => command?.title ?? ""), ...details(symbols)];
      assert.equal(lenses.length, 3);
      assert.deepEqual(shown.flatMap(english), [], shown.join("\n"));
    });
  });

  it("translates what is wrong with a file", async () => {
    const uri = "file:///wrong.net";
    const text = `import { Nothing } from "./nowhere.net"
@budget(params=1)
network N(a) {
  input x [3, 32, 32]
  Conv(8, 99)
  Conv("eight", 3, kernle=3)
  Konv(8)
  concat { | Conv(4, 1) | MaxPool(2) }
  y, z = ReLU
  Linear(1 +)
  ReLU(
  if 3 { ReLU }
  repeat "x" { ReLU }
  Conv(8, 3, groups=7)
  x[9]
}
block Unused(c) { Conv(c, 3
`;
    await client.open(uri, text);
    const published = await client.diagnostics(uri);
    const messages = published.flatMap(({ message, relatedInformation = [] }) => [
      typeof message === "string" ? message : message.value,
      ...relatedInformation.map((related) => related.message),
    ]);
    // Code and names of the file, operators, and what stands for itself in the language.
    const known = new Set([...wordsIn(text), "Concat", "channels", "kernel", "C", "H", "W", "D", "L"]);
    const left = messages.filter((message) => wordsIn(message).some((word) => !known.has(word)));
    assert.ok(messages.length > 10, messages.join("\n"));
    assert.deepEqual(left, []);
  });

  it("leaves what is for programs as it is", async () => {
    const csv = await client.connection.sendRequest<string>(TABLE_TEXT.method, {
      uri: uriOf("alexnet"),
      network: "AlexNet",
      format: "csv",
      columns: ["name", "activationBytes", "receptiveField"],
    });
    assert.match(csv, /^name,activation_bytes,receptive_field\r\n/u);
    assert.doesNotMatch(csv, /λ/u);
  });
});
