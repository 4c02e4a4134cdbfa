// Document symbols, folding and code lenses.

import assert from "node:assert/strict";
import type { DocumentSymbol } from "vscode-languageserver";
import { codeLenses, SHOW_INSTANCES_COMMAND } from "../../src/features/code-lens";
import { foldingRanges } from "../../src/features/folding";
import { documentSymbols } from "../../src/features/symbols";
import { ALEXNET, documentOf } from "./net-document";

function tree(symbols: readonly DocumentSymbol[], depth = 0): readonly string[] {
  return symbols.flatMap(({ name, detail, children }) => [
    `${"  ".repeat(depth)}${name}: ${detail ?? ""}`,
    ...tree(children ?? [], depth + 1),
  ]);
}

describe("document symbols", () => {
  it("nest as the text does, with shape and cost in their detail", () => {
    const lines = tree(documentSymbols(documentOf(ALEXNET), "multiply-add"));
    assert.equal(lines[0], "AlexNet: 61.1M · 717M");
    assert.equal(lines[1], "  image: input 3×227×227");
    assert.equal(lines[2], "  stem: 192×13×13 · 331K · 297M");
    assert.equal(lines[3], "    conv1: Conv · 64×56×56 · 23.3K · 72.9M");
    assert.equal(lines[4], "    ReLU: 64×56×56 · 0 · 0");
    assert.equal(lines.at(-1), "  fc8: Linear · 1000 · 4.10M · 4.10M");
  });

  it("lie within their parents, and select within themselves", () => {
    const check = (symbol: DocumentSymbol): void => {
      const { range, selectionRange, children = [] } = symbol;
      assert.ok(selectionRange.start.line >= range.start.line && selectionRange.end.line <= range.end.line);
      children.forEach((child) => {
        assert.ok(child.range.start.line >= range.start.line && child.range.end.line <= range.end.line);
        check(child);
      });
    };
    documentSymbols(documentOf(ALEXNET), "multiply-add").forEach(check);
  });

  it("say how often a block is instantiated", () => {
    const text =
      "network N {\n  input x [3, 8, 8]\n  B\n  B\n}\nblock B {\n  Conv(3, 1)\n}\nblock C {\n  ReLU\n}\n";
    const lines = tree(documentSymbols(documentOf(text), "multiply-add"));
    assert.ok(lines.includes("B: 2 instances"), lines.join("\n"));
    assert.ok(lines.includes("C: 0 instances"), lines.join("\n"));
  });
});

describe("folding", () => {
  it("folds definitions and stages, leaving closing braces visible", () => {
    const ranges = foldingRanges(documentOf(ALEXNET)).map(({ startLine, endLine }) => [startLine, endLine]);
    assert.deepEqual(
      ranges.find(([start]) => start === 4),
      [4, 8],
    );
    assert.ok(ranges.some(([, end]) => end === 18));
  });
});

describe("code lenses", () => {
  it("show what a network costs", () => {
    const [lens] = codeLenses(documentOf(ALEXNET), "multiply-add");
    assert.match(lens?.command?.title ?? "", /^61\.1M params · 717M FLOPs · .* memory · depth 8$/u);
    assert.equal(lens?.range.start.line, 2);
  });

  it("tell the least depth where an operator that nobody knows may have weights", () => {
    const known = "network N {\n  input x [3, 8, 8]\n  Conv(4, 1)\n  ReLU\n}";
    const depth = (text: string): string =>
      codeLenses(documentOf(text), "multiply-add")[0]?.command?.title.split(" · ").at(-1) ?? "";
    assert.equal(depth(known), "depth 1");
    assert.equal(depth(known.replace("ReLU", "Mystery")), "depth ≥1");
    assert.equal(depth(known.replace("ReLU", "Mystery").replace("Conv(4, 1)", "ReLU")), "depth ?");
  });

  it("count auxiliary heads apart", () => {
    const text = `network N {
  input x [10]
  auxiliary head { Linear(5) }
  Linear(7)
}`;
    // 10·7 + 7, and 10·5 + 5 more.
    const [lens] = codeLenses(documentOf(text), "multiply-add");
    assert.match(lens?.command?.title ?? "", /^77 params \(132 with auxiliary heads\)/u);
  });

  it("count a block's instances and show them on a click", () => {
    const text = `network N {
  input x [3, 8, 8]
  repeat 3 { B(3) }
  last = B(4)
}
block B(c) {
  Conv(c, 1)
}`;
    const lenses = codeLenses(documentOf(text), "multiply-add");
    const lens = lenses.at(-1);
    assert.match(lens?.command?.title ?? "", /^4 instances · showing .*3×8×8 → 3×8×8/u);
    assert.equal(lens?.command?.command, SHOW_INSTANCES_COMMAND);
    assert.deepEqual(lens.command.arguments, ["file:///test/model.net", "B"]);
    const chosen = codeLenses(documentOf(text, { chosen: [{ network: "N", path: "last" }] }), "multiply-add");
    assert.match(chosen.at(-1)?.command?.title ?? "", /showing last .*3×8×8 → 4×8×8/u);
  });
});
