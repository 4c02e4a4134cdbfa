// Parsing after an edit gives what parsing the whole text gives: the same tree, the same places, the same model.

import assert from "node:assert/strict";
import fc from "fast-check";
import type { AstNode, CstNode } from "langium";
import { isCompositeCstNode } from "langium";
import { elaborateFile } from "../../../src/net/read";
import { parseNet } from "../../../src/net/syntax/parse";
import type { ParsedFile } from "../../../src/net/syntax/parse";
import { mutatedTexts } from "../../fixtures/mutations";
import { seeds, WORDS } from "../../fuzz/seeds";

const URI = "file:///test/model.net";

/** Every token and node of a tree with its place, and the links between nodes. */
function shape(file: ParsedFile): unknown {
  return {
    tree: nodeShape(file.ast),
    tokens: file.ast.$cstNode && cstShape(file.ast.$cstNode),
    model: elaborateFile(file, {}),
  };
}

function nodeShape(node: AstNode): unknown {
  const entries = Object.entries(node).filter(([name]) => !name.startsWith("$"));
  return [
    node.$type,
    node.$containerProperty,
    node.$containerIndex,
    node.$cstNode?.range,
    node.$cstNode?.offset,
    node.$cstNode?.text,
    Object.fromEntries(entries.map(([name, value]) => [name, valueShape(value, node)])),
  ];
}

function valueShape(value: unknown, parent: AstNode): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => valueShape(item, parent));
  if (typeof value !== "object" || value === null) return value;
  if ("$refText" in value) return value.$refText;
  assert.equal((value as AstNode).$container, parent);
  return nodeShape(value as AstNode);
}

function cstShape(node: CstNode): unknown {
  const own = [node.offset, node.end, node.range, node.hidden, node.text];
  if (!isCompositeCstNode(node)) return own;
  for (const child of node.content) assert.equal(child.container, node);
  return [...own, node.astNode.$type, node.content.map(cstShape)];
}

/** Parses `before`, then `after` from it, which must give the tree of a parse of the whole. */
function assertSame(before: string, after: string): void {
  const file = parseNet(before, URI);
  shape(file);
  const fresh = parseNet(after, URI, file);
  const whole = parseNet(after, URI);
  assert.deepEqual(fresh.problems, whole.problems, after);
  assert.deepEqual(shape(fresh), shape(whole), after);
}

const TEXT = `/** A net. */
network N {
  input x [3, 32, 32]
  first = Conv(8, 3, pad=1) -> ReLU // comment
  stage one { Conv(8, 1) -> ReLU } // another
  add {
    | Conv(8, 3, pad=1) -> BatchNorm
      ReLU
    | if in.channels != 8 { Conv(8, 1) } else { ReLU }
  }
  repeat 2 as i {
    Block(8 * (i + 1))
  }
  Linear(10)
}

/* between */
block Block(c, stride = 1) {
  Conv(c, 3, stride=stride) /* inner */ -> ReLU
  MaxPool(3)
}
`;

describe("parsing after an edit", () => {
  const edits: readonly (readonly [string, string])[] = [
    ["Conv(8, 3, pad=1) -> ReLU // comment", "Conv(16, 3, pad=1) -> ReLU // comment"],
    ["first = Conv", "renamed = Conv"],
    ["Conv(8, 1) -> ReLU }", "Conv(8, 1) -> ReLU -> ReLU }"],
    ["BatchNorm", "GroupNorm(2)"],
    ["{ Conv(8, 1) }", "{ Conv(8, 1) -> BatchNorm }"],
    ["{ ReLU }", "{ Sigmoid }"],
    ["repeat 2 as i", "repeat 23 as i"],
    ["Block(8 * (i + 1))", "Block(8 * (i + 10))"],
    ["Linear(10)", "Linear(10) -> ReLU"],
    ["/* inner */ ", ""],
    ["stride=stride)", "stride=stride,\n    pad=1)"],
    ["MaxPool(3)", "M"],
    ["      ReLU\n    |", "      LeakyReLU(0.2)\n    |"],
    ["stage one {", "stage another {"],
    ["Conv(8, 3, pad=1) -> ReLU // comment", "Conv(8, 3,\n    pad=1) ->\n    ReLU // comment"],
    ["Linear(10)", "Linear(10"],
    ["Conv(8, 1) -> ReLU }", "Conv(8, 1) // -> ReLU }"],
    ["input x [3, 32, 32]", "input x [3, 64, 64]"],
    ["  Linear(10)\n", "  Linear(10)\n  ReLU\n"],
    ["  Linear(10)", "  -> Linear(10)"],
    ["  Linear(10)", "  "],
    ["  repeat 2 as i {", "  repeat 2 as i"],
    ["/* between */", "/* between\n * two */\n// and more"],
    ["/** A net. */\n", ""],
    ["network N {", "network N {\n"],
  ];
  for (const [old, fresh] of edits) {
    it(`${JSON.stringify(old)} → ${JSON.stringify(fresh)}`, () => {
      assert.ok(TEXT.includes(old));
      assertSame(TEXT, TEXT.replace(old, fresh));
    });
  }

  it("goes on from edit to edit", () => {
    let file = parseNet(TEXT, URI);
    let text = TEXT;
    for (const digits of ["1", "12", "128", "12", "1", "999"]) {
      const next = text
        .replace(/Linear\(\d+\)/u, `Linear(${digits})`)
        .replace(/first = Conv\(\d+/u, `first = Conv(${digits}`);
      const halfway = text.replace(/Linear\(\d+\)/u, `Linear(${digits})`);
      for (const edited of [halfway, next]) {
        if (edited === text) continue;
        const fresh = parseNet(edited, URI, file);
        assert.deepEqual(shape(fresh), shape(parseNet(edited, URI)));
        file = fresh;
        text = edited;
      }
    }
  });

  it("is the same as parsing the whole for any small edit", function () {
    this.timeout(120_000);
    const words = [
      ...WORDS,
      "3",
      "12",
      "-> ReLU",
      "Conv(4, 1)",
      "c",
      "x = ",
      "(1)",
      "//",
      "/*",
      "*/",
      "|",
      "\n",
      " ",
    ];
    const texts = [TEXT, ...seeds()];
    const cases = fc
      .constantFrom(...texts)
      .chain((before) => fc.tuple(fc.constant(before), mutatedTexts([before], words, 1, 9)));
    fc.assert(
      fc.property(cases, ([before, after]) => {
        assertSame(before, after);
      }),
      { seed: 4, numRuns: 500 },
    );
  });
});
