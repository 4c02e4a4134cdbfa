// Formatting: what it makes of texts, and that it changes nothing but white space.

import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { edited, open } from "./cursor-marks";

function format(source: string): string {
  const one = open(source);
  return edited(source, one.services.format(one.text, undefined));
}

describe("formatting", () => {
  it("indents by two and spaces evenly", () => {
    const source = [
      "@year( 2014 )  @budget(params = 7M)",
      "network   A( classes=1000 ){",
      "input image[3,224,224]",
      "let w=4*-2//1",
      "    conv1=Conv(64,7 , stride = 2)->ReLU",
      "add(axis=1){",
      "| Conv(w [0],1)->",
      "BatchNorm",
      "|if in . channels!=w{Conv(w,1)}else{",
      "ReLU // keep",
      "}",
      "}",
      "q,k , v=Split( 3 )",
      "repeat 3 as i{ Conv( (i+1)*2,[ 1,3 ] ) }",
      "",
      "",
      "output q,k",
      "}",
    ].join("\n");
    const expected = [
      "@year(2014) @budget(params=7M)",
      "network A(classes = 1000) {",
      "  input image [3, 224, 224]",
      "  let w = 4 * -2 // 1",
      "  conv1 = Conv(64, 7, stride=2) -> ReLU",
      "  add(axis=1) {",
      "    | Conv(w[0], 1) ->",
      "        BatchNorm",
      "    | if in.channels != w { Conv(w, 1) } else {",
      "        ReLU  // keep",
      "      }",
      "  }",
      "  q, k, v = Split(3)",
      "  repeat 3 as i { Conv((i + 1) * 2, [1, 3]) }",
      "",
      "  output q, k",
      "}",
      "",
    ].join("\n");
    assert.equal(format(source), expected);
    assert.equal(format(expected), expected);
  });

  it("indents arguments and flows over several lines", () => {
    assert.equal(
      format("network A {\nConv(\n64,\nkernel = 3,\n)\nReLU\n-> ReLU\n}\n"),
      "network A {\n  Conv(\n    64,\n    kernel=3,\n  )\n  ReLU\n    -> ReLU\n}\n",
    );
  });

  it("keeps comments, and moves those that begin with * as one", () => {
    const source =
      "/**\n   * Doc.\n   */\nblock A() {\n// one\nReLU   /* two */\n/*\n free\n*/\n/**\n* doc\n*/\n}\n";
    const expected =
      "/**\n * Doc.\n */\nblock A() {\n  // one\n  ReLU /* two */\n  /*\n free\n   */\n  /**\n   * doc\n   */\n}\n";
    assert.equal(format(source), expected);
    assert.equal(format(expected), expected);
  });

  it("keeps line ends", () => {
    assert.equal(format("network A {\r\nReLU\r\n}"), "network A {\r\n  ReLU\r\n}\r\n");
  });

  it("refuses a text whose syntax is wrong", () => {
    assert.equal(format("network A {\nReLU(\n}"), "network A {\nReLU(\n}");
  });

  it("changes only the lines that are asked for", () => {
    const source = "network A {\nReLU\nReLU\n}\n";
    const one = open(source);
    const range = { start: { line: 2, character: 0 }, end: { line: 2, character: 4 } };
    assert.equal(edited(source, one.services.format(one.text, range)), "network A {\nReLU\n  ReLU\n}\n");
  });

  for (const file of [...globSync("samples/*.net"), ...globSync("src/net/std/*.net")]) {
    it(`leaves ${file} as it is`, () => {
      const source = readFileSync(file, "utf8");
      assert.equal(format(source), source);
    });
  }
});
