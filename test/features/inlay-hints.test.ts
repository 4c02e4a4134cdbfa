// Inlay hints: texts with the hints that are expected behind each line.

import assert from "node:assert/strict";
import type { InlayHint } from "vscode-languageserver";
import type { FlopsConvention } from "../../src/analysis/figures";
import type { HintSettings } from "../../src/features/inlay-hints";
import { inlayHints, resolveInlayHint } from "../../src/features/inlay-hints";
import { ALEXNET, documentOf, URI } from "./net-document";
import type { DocumentOptions } from "./net-document";

const ON: HintSettings = {
  enabled: true,
  shape: true,
  params: true,
  flops: true,
  memory: false,
  receptiveField: false,
};
const EVERYTHING = { start: { line: 0, character: 0 }, end: { line: 10_000, character: 0 } };

/** Hints as `column:text`, joined by ` | `, for each line that has any. */
function hintsByLine(hints: readonly InlayHint[]): ReadonlyMap<number, string> {
  const lines = new Map<number, string>();
  for (const { position, label } of hints) {
    const text = typeof label === "string" ? label : label.map(({ value }) => value).join("");
    const before = lines.get(position.line);
    lines.set(position.line, before === undefined ? text : `${before} | ${text}`);
  }
  return lines;
}

interface HintOptions extends DocumentOptions {
  readonly settings?: Partial<HintSettings>;
  readonly convention?: FlopsConvention;
}

/** Each line of `annotated` may end with `//= ` and its hints, inner ones first. */
function assertHints(annotated: string, options: HintOptions = {}): void {
  const document = documentOf(annotated, options);
  const { settings = {}, convention = "multiply-add" } = options;
  const found = hintsByLine(inlayHints(document, EVERYTHING, { ...ON, ...settings }, convention));
  const actual = annotated
    .split("\n")
    .map((line) => line.replace(/ *\/\/=.*/u, ""))
    .map((line, index) => (found.has(index) ? `${line} //= ${found.get(index) ?? ""}` : line));
  assert.deepEqual(
    actual,
    annotated.split("\n").map((line) => line.replace(/ +\/\/=/u, " //=")),
  );
}

describe("inlay hints", () => {
  it("show output shape, params and multiply-adds at the end of each layer's line", () => {
    // The figures are those of the lecture, and of PyTorch for the same network.
    assertHints(`
network AlexNet {
  input image [3, 227, 227]
  conv1 = Conv(64, 11, stride=4, pad=2)        //= 64×56×56 · 23.3K · 72.9M
  ReLU                                         //= 64×56×56 · 0 · 0
  MaxPool(3, stride=2)                         //= 64×27×27 · 0 · 0
  conv2 = Conv(192, 5, pad=2)                  //= 192×27×27 · 307K · 224M
  MaxPool(3, stride=2)                         //= 192×13×13 · 0 · 0
  conv3 = Conv(384, 3, pad=1)                  //= 384×13×13 · 664K · 112M
  Conv(256, 3, pad=1)                          //= 256×13×13 · 885K · 150M
  Conv(256, 3, pad=1)                          //= 256×13×13 · 590K · 99.7M
  MaxPool(3, stride=2)                         //= 256×6×6 · 0 · 0
  Flatten                                      //= 9216 · 0 · 0
  Linear(4096)                                 //= 4096 · 37.8M · 37.7M
  Linear(4096)                                 //= 4096 · 16.8M · 16.8M
  Linear(1000)                                 //= 1000 · 4.10M · 4.10M
}`);
  });

  it("show shapes within a chain on one line, and the line's sum at its end", () => {
    assertHints(`
network N {
  input x [3, 224, 224]
  Conv(64, 7, stride=2, pad=3, bias=false) -> BatchNorm -> ReLU  //= 64×112×112 | 64×112×112 | 64×112×112 · 9.54K · 118M
}`);
  });

  it("show a stage's and a block instance's output, params and FLOPs, without counting a line twice", () => {
    assertHints(`
network N {
  input x [3, 32, 32]
  stage stem {                      //= 16×32×32 · 448 · 442K
    Conv(16, 3, pad=1)              //= 16×32×32 · 448 · 442K
  }
  Double(8)                         //= 8×32×32 · 1.74K · 1.77M
  stage one { Conv(8, 1) -> ReLU }  //= 8×32×32 · 72 · 65.5K
}
block Double(c) {
  Conv(c, 3, pad=1) -> ReLU         //= 8×32×32 | 8×32×32 · 1.16K · 1.18M
  Conv(c, 3, pad=1)                 //= 8×32×32 · 584 · 590K
}`);
  });

  it("show a stage's first output, and equal outputs of a layer once", () => {
    assertHints(`
network N {
  input x [8, 4, 4]
  stage down {                      //= 8×2×2 · 72 · 1.02K
    early = Conv(8, 1)              //= 8×4×4 · 72 · 1.02K
    MaxPool(2)                      //= 8×2×2 · 0 · 0
  }
  Upsample(2) -> Concat(early)      //= 8×4×4 | 16×4×4 · 0 · 0
  a, b = Split(2)                   //= 2 of 8×4×4 · 0 · 0
  Add(a, b)                         //= 8×4×4 · 0 · 0
}`);
  });

  it("show the first instance in a block's own definition, unless another is chosen", () => {
    const text = (first: string): string => `
network N {
  input x [3, 8, 8]
  a = Square(16)                    //= 16×8×8 · 448 · 27.6K
  b = Square(32)                    //= 32×8×8 · 4.64K · 295K
}
block Square(c) {
  Conv(c, 3, pad=1)                 //= ${first}
}`;
    assertHints(text("16×8×8 · 448 · 27.6K"));
    assertHints(text("32×8×8 · 4.64K · 295K"), { chosen: [{ network: "N", path: "b" }] });
    assertHints(text("16×8×8 · 448 · 27.6K"), { chosen: [{ network: "N", path: "gone" }] });
  });

  it("show no figures in a block that nothing instantiates", () => {
    assertHints(`
network N {
  input x [3, 8, 8]
  Conv(4, 1)                        //= 4×8×8 · 16 · 768
}
block Lonely(c) {
  Conv(c, 3, pad=1)
}`);
  });

  it("show what is unknown as ? and sums that leave something out with ≥", () => {
    assertHints(`
network N {
  input x [3, 8, 8]
  stage first {                     //= ? · ≥448 · ≥27.6K
    Conv(16, 3, pad=1)              //= 16×8×8 · 448 · 27.6K
    Convv(8, 3)                     //= ? · ? · ?
    Conv(32, 3)                     //= ? · ? · ?
  }
  Flatten -> Linear(10)             //= ? | ? · ? · ?
}`);
  });

  it("sum all iterations of a repeat at its header, and show one of them within", () => {
    assertHints(`
network N {
  input x [8, 4, 4]
  repeat 3 {                        //= 8×4×4 · 1.75K · 27.6K
    Conv(8, 3, pad=1)               //= 8×4×4 · 584 · 9.22K
  }
}`);
  });

  it("count FLOPs by the convention of the settings", () => {
    // 2 × MACs and one bias addition for each output element: 2·1728·64·2 … of a 1×1 convolution from 3 to 4 channels.
    assertHints(
      `
network N {
  input x [3, 8, 8]
  Conv(4, 1)                        //= 4×8×8 · 16 · 1.79K
}`,
      { convention: "operations" },
    );
  });

  it("show the parts that the settings ask for", () => {
    const text = (hint: string): string => `
network N {
  input x [3, 227, 227]
  Conv(64, 11, stride=4, pad=2)${hint === "" ? "" : ` //= ${hint}`}
}`;
    assertHints(text(""), { settings: { enabled: false } });
    assertHints(text("64×56×56"), { settings: { params: false, flops: false } });
    assertHints(text("23.3K · 72.9M"), { settings: { shape: false } });
    assertHints(text("64×56×56 · 784 KB"), { settings: { params: false, flops: false, memory: true } });
    assertHints(text("64×56×56 · RF 11×11/4"), {
      settings: { params: false, flops: false, receptiveField: true },
    });
    assertHints(text(""), { settings: { shape: false, params: false, flops: false } });
    assertHints("network N {\n  input x [10]\n  Linear(5) //= 5\n}", {
      settings: { params: false, flops: false, receptiveField: true },
    });
  });

  it("stand after a comment, before trailing blanks and line ends", () => {
    const document = documentOf("network N {\r\n  input x [3, 8, 8]\r\n\tReLU // 🙂 done  \r\n}\r\n");
    const [hint] = inlayHints(document, EVERYTHING, ON, "multiply-add");
    assert.deepEqual(hint?.position, { line: 2, character: "\tReLU // 🙂 done".length });
  });

  it("are computed for the lines asked for only", () => {
    const document = documentOf(ALEXNET);
    const range = { start: { line: 6, character: 0 }, end: { line: 8, character: 0 } };
    const lines = [...hintsByLine(inlayHints(document, range, ON, "multiply-add")).keys()];
    assert.deepEqual(lines, [6, 7, 8]);
  });

  it("explain each part with exact digits, unit and convention when resolved", () => {
    const document = documentOf(ALEXNET);
    const hints = inlayHints(
      document,
      EVERYTHING,
      { ...ON, memory: true, receptiveField: true },
      "multiply-add",
    );
    const hint = hints.find(({ position, label }) => position.line === 5 && label.length > 1);
    assert.ok(hint !== undefined);
    const resolved = resolveInlayHint(
      document,
      hint,
      { ...ON, memory: true, receptiveField: true },
      "multiply-add",
    );
    assert.ok(typeof resolved.label !== "string");
    const tooltips = resolved.label.map(({ tooltip }) =>
      typeof tooltip === "object" ? tooltip.value : (tooltip ?? ""),
    );
    assert.match(tooltips[0] ?? "", /64×56×56.*200,704 elements/u);
    assert.match(tooltips[1] ?? "", /23,296 params/u);
    assert.match(tooltips[2] ?? "", /72,855,552 FLOPs.*multiply-add/u);
    // The convolution's and the ReLU's output: 2 × 802,816.
    assert.match(tooltips[3] ?? "", /1,605,632 bytes/u);
    assert.match(tooltips[4] ?? "", /11×11.*stride 4×4/u);
  });

  it("are left as they are when the text has changed since", () => {
    const document = documentOf(ALEXNET);
    const [hint] = inlayHints(document, EVERYTHING, ON, "multiply-add");
    assert.ok(hint !== undefined);
    const stale = { ...hint, data: { uri: URI, version: 0, line: 5 } };
    assert.equal(resolveInlayHint(document, stale, ON, "multiply-add"), stale);
  });

  it("show the lines of an imported block's use, not those of its file", () => {
    const files = { "file:///test/common.net": "block Twice(c) {\n  Conv(c, 1)\n  Conv(c, 1)\n}\n" };
    assertHints(
      `import { Twice } from "./common.net"
network N {
  input x [3, 8, 8]
  Twice(4)                          //= 4×8×8 · 36 · 1.79K
}`,
      { files },
    );
  });
});
