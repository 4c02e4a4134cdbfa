// Hovers: what they say about layers, merges, groups, blocks and networks, and that texts from files stay text.

import assert from "node:assert/strict";
import { hoverAt } from "../../src/features/hover";
import { ALEXNET, markedDocument } from "./net-document";
import type { DocumentOptions } from "./net-document";

/** The hover at `¦` as Markdown; empty when there is none. */
function hoverText(marked: string, options: DocumentOptions = {}): string {
  const { document, position } = markedDocument(marked, options);
  const hover = hoverAt(document, position, "multiply-add");
  if (hover === undefined) return "";
  assert.ok(typeof hover.contents === "object" && "value" in hover.contents);
  assert.equal("kind" in hover.contents && hover.contents.kind, "markdown");
  return hover.contents.value;
}

/** Every one of `expected` is in the hover at `¦`. */
function assertHover(marked: string, ...expected: readonly (string | RegExp)[]): void {
  const text = hoverText(marked);
  for (const part of expected) {
    assert.ok(
      typeof part === "string" ? text.includes(part) : part.test(text),
      `${String(part)} in:\n${text}`,
    );
  }
}

describe("hover", () => {
  it("explains a convolution: the lecture's numbers", () => {
    assertHover(
      ALEXNET.replace("conv1 = Conv", "conv1 = ¦Conv"),
      "**Conv** `conv1`",
      "channels=64",
      "stride=4",
      "(227 − 11 + 2·2)/4 + 1 = 56",
      /64·3·11·11 \+ 64 = 23,296/u,
      /= 72,855,552/u,
      "`64×56×56` (200,704 elements",
      "784 KB (802,816 bytes)",
      "Receptive field: 11×11 elements of the input, stride 4×4, starting at −2, −2",
      // 72,855,552 of 716,767,232 multiply-adds, 23,296 of 61,100,840 params.
      "10.2% of FLOPs",
      "<0.1% of params",
    );
  });

  it("explains a named argument", () => {
    const text = hoverText(ALEXNET.replace("stride=4", "str¦ide=4"));
    assert.match(text, /^`stride=4` of \*\*Conv\*\*\n\n\w/u);
    assertHover(ALEXNET.replace("conv1 = Conv", "con¦v1 = Conv"), "**Conv** `conv1`");
  });

  it("names the convention wherever it shows FLOPs", () => {
    assertHover(
      ALEXNET.replace("conv1 = Conv", "conv1 = ¦Conv"),
      /72,855,552 FLOPs, counted as multiply-adds/u,
    );
  });

  it("gives a repeat the receptive field that its last iteration leaves", () => {
    // Each 3×3 convolution adds 2 to the field of 1: whether the iterations are equal or not.
    const network = (body: string): string =>
      `network N {\n  input x [8, 32, 32]\n  ${body}\n}\nblock B(c) { Conv(c, 3, pad=1) }\n`;
    assertHover(network("¦repeat 5 { Conv(8, 3, pad=1) }"), "Receptive field: 11×11");
    assertHover(network("repeat 5 { ¦B(8) }"), "Receptive field: 11×11");
    assertHover(network("¦repeat 3 as i { Conv(8 + i, 3, pad=1) }"), "Receptive field: 7×7");
  });

  it("gives no share to what could not be counted", () => {
    const text = hoverText("network N {\n  input x [8]\n  Linear(4)\n  ¦Nonsense\n}\n");
    assert.match(text, /Of N: \? of params, \? of FLOPs, \? of activation memory/u);
  });

  it("composes receptive fields through the network", () => {
    // conv1 11/4, pool 3/2, conv2 5: 11 + 2·4 + 4·8 = 51, stride 8; then pool2 3/2: 67, stride 16; conv3 3: 99.
    assertHover(ALEXNET.replace("conv2 = Conv", "conv2 = ¦Conv"), "Receptive field: 51×51");
    assertHover(ALEXNET.replace("conv3 = Conv", "conv3 = ¦Conv"), "Receptive field: 99×99");
  });

  it("shows a network's totals, facts and where they sit", () => {
    assertHover(
      ALEXNET.replace("network AlexNet", "network Alex¦Net"),
      "**Network** `AlexNet`",
      "AlexNet as in the lecture.",
      "61,100,840 params",
      "716,767,232 FLOPs",
      "depth 8",
      "Year 2012",
      "Top-5 error 16.4%",
      "| `stem` |",
      // fc6: 37,752,832 of 61,100,840 params.
      /`fc6` Linear.*37\.8M \(61\.8%\)/u,
    );
  });

  it("shows a stage's subtotals", () => {
    // conv1 and conv2: 23,296 + 307,392 params, 72,855,552 + 223,948,800 multiply-adds.
    assertHover(
      ALEXNET.replace("stage stem", "stage st¦em"),
      "**Stage** `stem`",
      "330,688 params",
      "296,804,352 FLOPs",
    );
  });

  const RESIDUAL = `
network N {
  input x [64, 8, 8]
  first = Block(64)
  second = Block(128, stride=2)
}
/** Two paths that meet. */
block Block(c, stride = 1) {
  add {
    | Conv(c, 3, stride=stride, pad=1, bias=false) -> BatchNorm
    | if stride != 1 { Conv(c, 1, stride=stride, bias=false) }
  }
}`;

  it("shows the shapes that meet at a merge, and where they come from", () => {
    assertHover(
      RESIDUAL.replace("  add {", "  a¦dd {"),
      "The shapes that meet",
      /BatchNorm.*line 10.*`64×8×8`/u,
      /enters.*`64×8×8`|`in`.*`64×8×8`/u,
    );
  });

  it("shows a block's arguments, subtotals and documentation where it is instantiated", () => {
    assertHover(
      RESIDUAL.replace("Block(128", "¦Block(128"),
      "Block(c=128, stride=2)",
      "Two paths that meet.",
      "`128×4×4`",
      // 3·3·64·128 + 2·128 + 64·128, and 256 buffers.
      "82,176 params",
    );
  });

  it("shows a block's definition for the instance that is looked at", () => {
    assertHover(
      RESIDUAL.replace("block Block", "block Bl¦ock"),
      "2 instances, 2 distinct",
      "`first`",
      "`64×8×8`",
    );
  });

  it("says why there is nothing to show for a block that nothing instantiates", () => {
    assertHover(
      "network N {\n  input x [1]\n  ReLU\n}\nblock Lonely¦(c) {\n  Conv(c, 1)\n}",
      "Not instantiated",
    );
  });

  it("is not there where nothing stands", () => {
    assert.equal(hoverText("network N {\n  input x [3]\n\n¦\n  ReLU\n}"), "");
  });

  it("escapes what comes from the file", () => {
    const evil =
      "<img src=x onerror=alert(1)> [link](command:evil) **bold** `code` ${x} https://evil.example";
    const text = hoverText(`/** ${evil} */\nnetwork Ne¦t {\n  input x [3]\n  ReLU\n}`);
    assert.ok(!text.includes("<img"), text);
    assert.ok(!/(?<!\\)\[link(?!\\)\]/u.test(text), text);
    assert.ok(!text.includes("**bold**"), text);
    assert.ok(!text.includes("https://"), text);
  });
});
