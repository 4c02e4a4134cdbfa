// Definition, references, highlights and rename, within a file and across imports.

import assert from "node:assert/strict";
import { edited, open, shown } from "./cursor-marks";

function assertDefinition(marked: string, expected: string[], others = {}) {
  const one = open(marked, others);
  const found = one.services
    .definitions(one.text, one.position)
    .map(({ uri, range }) => shown(one, uri, range));
  assert.deepEqual(found, expected);
}

function assertReferences(marked: string, expected: string[], others = {}) {
  const one = open(marked, others);
  const found = one.services
    .references(one.text, one.position, true)
    .map(({ uri, range }) => shown(one, uri, range));
  assert.deepEqual(found, expected);
}

function assertRename(marked: string, expected: Record<string, string>, others: Record<string, string> = {}) {
  const one = open(marked, others);
  const { changes } = one.services.rename(one.text, one.position, "renamed") ?? {};
  const results = Object.entries(changes ?? {}).map(([uri, edits]) => [
    uri.replace("file:///work/", ""),
    edited(one.sources.get(uri) ?? "", edits),
  ]);
  assert.deepEqual(Object.fromEntries(results), expected);
}

const COMMON = "/** Two. */\nblock Pair(width, stride = 1) {\n  Conv(width, 3, stride=stride)\n}\n";

describe("go to definition", () => {
  it("of a tensor, from the start of a flow", () => {
    assertDefinition("network A {\n  x = Conv(3, 1)\n  ReLU\n  x‸ -> ReLU\n}", ["main.net:2 x"]);
  });
  it("of a tensor, from an argument", () => {
    assertDefinition("network A {\n  a = ReLU\n  b = ReLU\n  Add(a, ‸b)\n}", ["main.net:3 b"]);
  });
  it("of a tensor, from output", () => {
    assertDefinition("network A {\n  a = ReLU\n  output ‸a\n}", ["main.net:2 a"]);
  });
  it("of a tensor of a stage, from outside", () => {
    assertDefinition("network A {\n  stage s {\n    a = ReLU\n  }\n  ‸a -> ReLU\n}", ["main.net:3 a"]);
  });
  it("of a stage", () => {
    assertDefinition("network A {\n  stage s {\n    ReLU\n  }\n  ‸s -> ReLU\n}", ["main.net:2 s"]);
  });
  it("of the last tensor of that name so far", () => {
    assertDefinition("network A {\n  x = ReLU\n  x = ReLU\n  ‸x -> ReLU\n  x = ReLU\n}", ["main.net:3 x"]);
  });
  it("of a tensor of this branch, not of another", () => {
    assertDefinition(
      "network A {\n  add {\n    | x = ReLU\n      x -> ReLU\n    | x = ReLU\n      ‸x -> ReLU\n  }\n}",
      ["main.net:5 x"],
    );
  });
  it("of a shared layer", () => {
    assertDefinition("network A {\n  conv1 = Conv(3, 1)\n  Conv(3, 1, share=conv‸1)\n}", [
      "main.net:2 conv1",
    ]);
  });
  it("of a let, a parameter and an index", () => {
    assertDefinition("block A(n) {\n  let m = n\n  Conv(‸m)\n}", ["main.net:2 m"]);
    assertDefinition("block A(n) {\n  let m = ‸n\n  Conv(m)\n}", ["main.net:1 n"]);
    assertDefinition("block A(n) {\n  repeat 3 as i { Conv(n + ‸i) }\n}", ["main.net:2 i"]);
  });
  it("of an input", () => {
    assertDefinition("network A {\n  input image [3, 8, 8]\n  ‸image -> ReLU\n}", ["main.net:2 image"]);
  });
  it("of a tensor's member", () => {
    assertDefinition("network A {\n  x = ReLU\n  Conv(‸x.channels, 1)\n}", ["main.net:2 x"]);
  });
  it("of a block in the same file", () => {
    assertDefinition("network A {\n  B‸(3)\n}\nblock B(n) { Conv(n, 1) }", ["main.net:4 B"]);
  });
  it("of a named argument", () => {
    assertDefinition("network A {\n  B(‸n=3)\n}\nblock B(n) { Conv(n, 1) }", ["main.net:4 n"]);
  });
  it("of an imported block, from a call, an import and an argument", () => {
    const common = { "common.net": COMMON };
    assertDefinition(
      'import { Pair } from "./common.net"\nnetwork A {\n  ‸Pair(3)\n}',
      ["common.net:2 Pair"],
      common,
    );
    assertDefinition('import { ‸Pair } from "./common.net"\n', ["common.net:2 Pair"], common);
    assertDefinition(
      'import { Pair } from "./common.net"\nnetwork A {\n  Pair(3, ‸stride=2)\n}',
      ["common.net:2 stride"],
      common,
    );
  });
  it("of an alias is what it renames", () => {
    const common = { "common.net": COMMON };
    assertDefinition(
      'import { Pair as P } from "./common.net"\nnetwork A {\n  ‸P(3)\n}',
      ["common.net:2 Pair"],
      common,
    );
    assertDefinition(
      'import { Pair as P } from "./common.net"\nnetwork A {\n  P(3, ‸width=2)\n}',
      ["common.net:2 width"],
      common,
    );
  });
  it("of an import's path is the file", () => {
    assertDefinition('import { Pair } from "./com‸mon.net"\n', ["common.net:1 "], { "common.net": COMMON });
  });
  it("of a standard block", () => {
    const one = open('import { Bottleneck } from "std/residual"\nnetwork A {\n  ‸Bottleneck(64)\n}');
    assert.equal(one.services.definitions(one.text, one.position)[0]?.uri, "netlens-std:/residual.net");
  });
  it("of an operator and of nothing is none", () => {
    assertDefinition("network A {\n  Re‸LU\n}", []);
    assertDefinition("network A {\n  Conv(1, ‸stride=2)\n}", []);
    assertDefinition("network A {\n‸\n}", []);
    assertDefinition("‸", []);
  });
  it("works while another line is half typed", () => {
    assertDefinition("network A {\n  x = ReLU\n  Conv(3, \n  ‸x -> ReLU\n}", ["main.net:2 x"]);
  });
});

describe("find references", () => {
  it("of a tensor", () => {
    assertReferences("network A {\n  x‸ = ReLU\n  Add(x, x)\n  x -> Conv(x.channels)\n}", [
      "main.net:2 x",
      "main.net:3 x",
      "main.net:3 x",
      "main.net:4 x",
      "main.net:4 x",
    ]);
  });
  it("of a block, across files", () => {
    const others = {
      "common.net": COMMON,
      "other.net": 'import { Pair } from "./common.net"\nblock Z() { Pair(1) }',
      "unrelated.net": "block Pair() { ReLU }\nblock Y() { Pair }",
    };
    assertReferences(
      'import { Pair } from "./common.net"\nnetwork A {\n  ‸Pair(3)\n}',
      ["common.net:2 Pair", "main.net:1 Pair", "main.net:3 Pair", "other.net:1 Pair", "other.net:2 Pair"],
      others,
    );
  });
  it("of a parameter, with the arguments that name it", () => {
    assertReferences(
      'import { Pair } from "./common.net"\nnetwork A {\n  Pair(3, ‸stride=2)\n  Conv(1, 1, stride=2)\n}',
      ["common.net:2 stride", "common.net:3 stride", "main.net:3 stride"],
      { "common.net": COMMON },
    );
  });
});

describe("rename", () => {
  it("of a tensor leaves equal names elsewhere alone", () => {
    assertRename("network A {\n  x = ReLU\n  ‸x -> ReLU\n}\nnetwork B {\n  x = ReLU\n}", {
      "main.net": "network A {\n  renamed = ReLU\n  renamed -> ReLU\n}\nnetwork B {\n  x = ReLU\n}",
    });
  });
  it("of a block changes its importers, but not what they call it by alias", () => {
    assertRename(
      "block P‸air(n) { Conv(n, 1) }",
      {
        "main.net": "block renamed(n) { Conv(n, 1) }",
        "other.net": 'import { renamed as Q } from "./main.net"\nblock Z() { Q(1) }',
      },
      { "other.net": 'import { Pair as Q } from "./main.net"\nblock Z() { Q(1) }' },
    );
  });
  it("of an alias stays in its file", () => {
    assertRename(
      'import { Pair as P } from "./common.net"\nblock Z() { P‸(1) }',
      { "main.net": 'import { Pair as renamed } from "./common.net"\nblock Z() { renamed(1) }' },
      { "common.net": COMMON },
    );
  });
  it("of a parameter changes the arguments that name it", () => {
    assertRename("block B(n‸, m = n) { Conv(n, m) }\nblock C() { B(n=3) }", {
      "main.net": "block B(renamed, m = renamed) { Conv(renamed, m) }\nblock C() { B(renamed=3) }",
    });
  });
  it("refuses operators, standard blocks and what is no name", () => {
    assertRename("network A {\n  Re‸LU\n}", {});
    assertRename('import { Bottle‸neck } from "std/residual"\n', {});
    const one = open("network A {\n  x‸ = ReLU\n}");
    assert.equal(one.services.rename(one.text, one.position, "a b"), undefined);
    assert.equal(one.services.rename(one.text, one.position, "in"), undefined);
    assert.equal(
      one.services.rename(one.text, one.position, "größe")?.changes?.["file:///work/main.net"]?.length,
      1,
    );
  });
});

describe("document highlights", () => {
  it("of an operator are its other uses", () => {
    const one = open("network A {\n  Re‸LU\n  Conv(1, 1) -> ReLU\n}");
    assert.deepEqual(
      one.services.highlights(one.text, one.position).map(({ range }) => range.start.line),
      [1, 2],
    );
  });
  it("of a tensor are its declaration and uses", () => {
    const one = open("network A {\n  x = ReLU\n  x‸ -> ReLU\n}");
    assert.deepEqual(
      one.services.highlights(one.text, one.position).map(({ range, kind }) => [range.start.line, kind]),
      [
        [1, 3],
        [2, 2],
      ],
    );
  });
});
