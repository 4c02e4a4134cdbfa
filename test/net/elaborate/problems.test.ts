// What is wrong with the meaning of a file: each mistake once, with a stable code, at the place to blame.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { analyseNetwork } from "../../../src/analysis/network-analysis";
import { inNetwork, MAIN, read, serious, unmark } from "./marked";

interface Case {
  readonly code: string;
  readonly text: string;
  /** A part of the message. */
  readonly says?: string;
}

/** `let a1 = a0 + a0`, and so on. */
function doublings(count: number): string {
  return Array.from({ length: count }, (_, i) => `let a${i + 1} = a${i} + a${i}\n`).join("");
}

const IN_NETWORK: readonly Case[] = [
  { code: "unknown-name", text: "«Covn»(8, 3)", says: "Did you mean Conv?" },
  { code: "unknown-name", text: "«imge» -> ReLU", says: "Did you mean image?" },
  { code: "unknown-name", text: "Conv(2 * «widht», 3)" },
  { code: "unknown-name", text: "a = Conv(image.«chanels», 3)", says: "Did you mean channels?" },
  { code: "unknown-name", text: "Conv(«mn»(3, 4), 3)", says: "Did you mean min?" },
  { code: "unknown-name", text: "output «imag»", says: "Did you mean image?" },
  { code: "unknown-name", text: "if image.channels > 3 { «Relu»(1) }", says: "Did you mean ReLU?" },
  { code: "unknown-name", text: "Conv(8, 3, share=«imago»)", says: "Did you mean image?" },
  { code: "unknown-argument", text: "Conv(8, «kernal»=3, pad=1)", says: "Did you mean kernel?" },
  { code: "too-many-arguments", text: "ReLU(«1»)", says: "no arguments" },
  { code: "duplicate-argument", text: "Conv(8, 3, «channels=9»)" },
  { code: "missing-argument", text: "«Conv»(8)", says: "kernel" },
  { code: "wrong-argument", text: 'Conv(«"eight"», 3)', says: "a whole number" },
  { code: "wrong-argument", text: "Conv(8, 3, stride=«0»)", says: "at least 1" },
  {
    code: "wrong-rank",
    text: "Conv(8, kernel=«[3, 3, 3]»)",
    says: "3 numbers, but its input, 3×32×32, has 2",
  },
  { code: "wrong-rank", text: "Flatten -> «Conv»(8, 3)", says: "its input is 3072" },
  { code: "no-input", text: "Conv(«in».channels * 2, 3)", says: "Name the tensor" },
  { code: "no-input", text: "repeat 2 {\n if «in».channels > 3 { ReLU }\n }" },
  { code: "unexpected-character", text: "ReLU  «#» a comment, as in (Python)\n ReLU", says: "//" },
  { code: "unexpected-token", text: "if image.channels «=» 3 { Conv(8, 3) }", says: "==" },
  { code: "share-mismatch", text: "a = Conv(8, 3)\n LayerNorm(share=«a»)", says: "a is a Conv; a LayerNorm" },
  { code: "wrong-argument", text: "BatchNorm(«64»)", says: "epsilon must be at most 1" },
  { code: "wrong-type", text: 'Conv(«"a" * 2», 3)' },
  { code: "wrong-type", text: "if «image.channels» { ReLU }" },
  { code: "wrong-type", text: "repeat «1.5» { ReLU }" },
  { code: "division-by-zero", text: "Conv(«4 / 0», 3)" },
  { code: "too-many-repeats", text: "repeat «1e9» { Conv(3, 1) }", says: "1,000,000" },
  { code: "kernel-too-large", text: "Conv(8, «40»)", says: "larger than its padded input (32)" },
  { code: "groups-do-not-divide", text: "Conv(8, 3, groups=«2»)", says: "3 input channels" },
  { code: "shape-mismatch", text: "«add» {\n | Conv(8, 3)\n | Conv(9, 3)\n }", says: "8×30×30, 9×30×30" },
  { code: "shape-mismatch", text: "a = Conv(8, 3)\n Add(a, «image»)" },
  {
    code: "too-large",
    // 2^13 items, then twice as many.
    text: `let a0 = [1]\n ${doublings(13)} let b = «a13 + a13»\n repeat len(b) { ReLU }`,
    says: "10,000 items",
  },
  { code: "wrong-axis", text: "Softmax(«7»)" },
  { code: "not-divisible", text: "Split(«2»)" },
  { code: "misplaced-tensor", text: "ReLU -> «image» -> ReLU" },
  { code: "unexpected-body", text: "«ReLU» { | Conv(3, 3) }" },
  { code: "wrong-output-count", text: "a, b, c = Split(«[1, 2]»)" },
  { code: "duplicate-name", text: "a = ReLU\n «a» = ReLU" },
  { code: "share-mismatch", text: "a = Conv(8, 3)\n Conv(8, 3, share=«a»)", says: "this layer needs" },
  { code: "misplaced-input", text: "stage s { input «more» [3] }" },
  { code: "too-large", text: "Conv(«9007199254740991 + 1», 1)" },
];

const FILES: readonly Case[] = [
  { code: "no-input", text: "network N {\n  «Conv»(3, 3) -> ReLU\n}" },
  {
    code: "recursion",
    text: "network N {\n input a [3, 8, 8]\n A\n}\nblock A { B }\nblock B { «A» }",
    says: "A → B → A",
  },
  {
    code: "duplicate-definition",
    text: "network N {\n input a [3, 8, 8]\n A\n}\nblock A { ReLU }\nblock «A» { ReLU }",
  },
  { code: "missing-default", text: "network N(«classes») {\n input a [3]\n Linear(classes)\n}" },
  {
    code: "missing-argument",
    text: "network N {\n input a [3, 8, 8]\n «A»(1)\n}\nblock A(c, k) { Conv(c, k) }",
    says: "A needs k",
  },
  {
    code: "unknown-argument",
    text: "network N {\n input a [3, 8, 8]\n A(«d»=1)\n}\nblock A(c = 1) { Conv(c, 1) }",
  },
  {
    code: "unknown-name",
    text: "@«yeer»(2014)\nnetwork N {\n input a [3]\n ReLU\n}",
    says: "Did you mean year?",
  },
  { code: "wrong-argument", text: '@year(«"soon"»)\nnetwork N {\n input a [3]\n ReLU\n}' },
  { code: "wrong-argument", text: "@dtype(«float31»)\nnetwork N {\n input a [3]\n ReLU\n}", says: "float32" },
  { code: "unknown-argument", text: "@budget(«parms»=3)\nnetwork N {\n input a [3]\n ReLU\n}" },
  { code: "wrong-type", text: "network N {\n input a [«-3»]\n ReLU\n}" },
  { code: "unknown-name", text: "block Lonely { Conv(3, 3) -> «Reelu» }" },
  { code: "import-not-found", text: 'import { A } from «"./gone.net"»' },
  { code: "import-not-found", text: 'import { A } from «"https://example.com/a.net"»' },
  { code: "import-not-found", text: 'import { A } from «"../../etc/passwd"»', says: "ends in .net" },
  {
    code: "import-not-found",
    text: 'import { A, B as C } from «"./gone.net"»\nnetwork N {\n input a [3, 8, 8]\n A(3) -> C\n}',
  },
  {
    code: "unknown-import",
    text: 'import { «Basik» } from "std/residual"\nnetwork N {\n input a [3, 8, 8]\n Basik(8)\n}',
    says: "Did you mean Basic?",
  },
  { code: "missing-value", text: "network N {\n input «a»\n ReLU\n}", says: "[3, 224, 224]" },
  { code: "unknown-import", text: 'import { «Convv» } from "./lib.net"', says: "Did you mean Conv1?" },
  {
    code: "import-cycle",
    text: 'import { L } from «"./loop.net"»\nnetwork N {\n input a [3]\n L\n}',
    says: "main.net → loop.net → main.net",
  },
];

const LIBRARY = {
  "lib.net": "block Conv1(c) { Conv(c, 1) -> ReLU }",
  "loop.net": 'import { N } from "./main.net"\nblock L { ReLU }',
};

describe("problems of meaning", () => {
  for (const [index, { code, text, says }] of [...IN_NETWORK, ...FILES].entries()) {
    it(`${code}: ${text.replaceAll("\n", " ")}`, () => {
      const marked = unmark(index < IN_NETWORK.length ? inNetwork(text) : text);
      const { problems } = read(marked.text, LIBRARY);
      const own = serious(problems).filter((problem) => problem.uri === MAIN);
      assert.deepEqual(
        own.map((problem) => [problem.code, problem.range]),
        [[code, marked.ranges[0]]],
        JSON.stringify(own),
      );
      if (says !== undefined) assert.ok(own[0]?.message.includes(says), own[0]?.message);
    });
  }

  it("a shape problem is reported where it arises, not at every layer after it", () => {
    const { problems } = read(inNetwork("Conv(8, 40) -> Conv(8, 3) -> MaxPool(2) -> Flatten -> Linear(10)"));
    assert.deepEqual(
      serious(problems).map((problem) => problem.code),
      ["kernel-too-large"],
    );
  });

  it("a network that is too large is reported once, not at each block that holds it", () => {
    const blocks = Array.from({ length: 40 }, (_, i) => `block B${i} {\n B${i + 1}\n B${i + 1}\n}\n`).join(
      "",
    );
    const { problems } = read(`network N {\n input a [3]\n B0\n}\n${blocks}block B40 { ReLU }`);
    assert.deepEqual(
      serious(problems).map((problem) => problem.code),
      ["network-too-large"],
    );
  });

  it("every code is documented", () => {
    const documentation = readFileSync("docs/language.md", "utf8");
    for (const { code } of [...IN_NETWORK, ...FILES]) assert.ok(documentation.includes(`\`${code}\``), code);
  });

  it("what a wrong or unknown argument would decide is not counted", () => {
    for (const layer of ["Linear(-10)", "Linear(10, 20)", "Linear(10, bias=False)", "Embedding(10, 0)"]) {
      const [network] = read(inNetwork(`Flatten -> ${layer}`)).networks;
      assert.ok(network !== undefined);
      const { params } = analyseNetwork(network).totals;
      assert.deepEqual([params.value, params.uncounted], [0, 1], layer);
    }
  });

  it("a problem in a block is reported once, with the first call that leads to it", () => {
    const text =
      "network N {\n input a [3, 8, 8]\n A\n A\n ReLU -> A\n}\nblock A {\n add {\n | Conv(4, 3)\n | identity\n }\n}";
    const [problem, ...others] = serious(read(text).problems);
    assert.equal(others.length, 0);
    assert.equal(problem?.code, "shape-mismatch");
    assert.deepEqual(
      problem.related?.map((place) => [place.message, place.range.start.line]),
      [
        ["Branch 1 gives 4×6×6", 8],
        ["Branch 2 gives 3×8×8", 9],
        ["A is instantiated here", 2],
      ],
    );
  });

  it("what nothing uses is a hint", () => {
    const text =
      'import { Conv1 } from "./lib.net"\nnetwork N {\n input a [3, 8, 8]\n let x = 3\n ReLU\n}\nblock B(c) { ReLU }';
    const hints = read(text, LIBRARY).problems;
    assert.deepEqual(
      hints.map((hint) => [hint.code, hint.severity, hint.unnecessary, hint.range.start.line]),
      [
        ["unused", "hint", true, 0],
        ["unused", "hint", true, 3],
        ["unused", "hint", true, 6],
        ["unused", "hint", true, 6],
      ],
    );
  });
});
