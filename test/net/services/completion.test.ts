// Completion and signature help: what is offered where.

import assert from "node:assert/strict";
import { edited, open } from "./cursor-marks";

function labels(marked: string, others: Record<string, string> = {}): string[] {
  const one = open(marked, others);
  return one.services.completions(one.text, one.position).map(({ label }) => label);
}

function assertOffers(marked: string, expected: readonly string[], others: Record<string, string> = {}) {
  const offered = labels(marked, others);
  for (const label of expected)
    assert.ok(offered.includes(label), `${label} is not in ${offered.slice(0, 30).join(" ")}`);
}

function assertWithholds(marked: string, unwanted: readonly string[]) {
  const offered = labels(marked);
  for (const label of unwanted) assert.ok(!offered.includes(label), `${label} is offered`);
}

/** The text after taking an item, without the places of its snippet. */
function accepted(marked: string, label: string, others: Record<string, string> = {}): string {
  const one = open(marked, others);
  const item = one.services
    .completions(one.text, one.position)
    .find((candidate) => candidate.label === label);
  assert.ok(item?.textEdit !== undefined && "range" in item.textEdit, `${label} is offered`);
  const { range, newText } = item.textEdit;
  const source = one.text.getText();
  const text =
    source.slice(0, one.text.offsetAt(range.start)) + newText + source.slice(one.text.offsetAt(range.end));
  return text.replace(/\$\{\d+:([^}]*)\}/g, "$1").replace(/\$\d/g, "");
}

describe("completion", () => {
  it("at the top offers definitions, imports and annotations", () => {
    assertOffers("‸", ["network", "block", "import", "@year", "@budget"]);
    assertWithholds("‸", ["Conv", "stage"]);
    assertOffers("network A {\n  ReLU\n}\nbl‸", ["block"]);
  });
  it("in a body offers operators, merges, blocks, tensors and statements", () => {
    assertOffers("network A {\n  x = ReLU\n  ‸\n}\nblock B(n) { ReLU }", [
      "Conv",
      "concat",
      "add",
      "B",
      "x",
      "stage",
      "repeat",
      "if",
      "let",
      "in",
    ]);
  });
  it("after -> offers layers, but no statements", () => {
    assertOffers("network A {\n  Conv(3, 1) -> ‸\n}", ["BatchNorm", "add", "repeat"]);
    assertWithholds("network A {\n  Conv(3, 1) -> ‸\n}", ["let", "input", "network"]);
  });
  it("in a branch and after = offers layers", () => {
    assertOffers("network A {\n  add {\n    | ‸\n  }\n}", ["Conv"]);
    assertOffers("network A {\n  x = ‸\n}", ["Conv"]);
  });
  it("replaces the word that is being typed", () => {
    assert.equal(accepted("network A {\n  Con‸\n}", "Conv"), "network A {\n  Conv(channels, kernel)\n}");
    assert.equal(accepted("network A {\n  Re‸LU\n}", "ReLU6"), "network A {\n  ReLU6LU\n}");
  });
  it("within parentheses offers the parameters that are left", () => {
    assertOffers("network A {\n  Conv(64, ‸)\n}", ["kernel=", "stride=", "bias=", "share="]);
    assertWithholds("network A {\n  Conv(64, ‸)\n}", ["channels=", "ReLU"]);
    assertWithholds("network A {\n  Conv(64, stride=2, ‸, pad=1)\n}", ["stride=", "pad="]);
  });
  it("within open parentheses of a half-typed line", () => {
    assertOffers("network A {\n  Conv(64, ‸\n  ReLU\n}", ["kernel="]);
    assertOffers("network A {\n  Conv(64, st‸\n  ReLU -> ReLU\n}", ["stride="]);
    assertOffers("network A {\n  Conv(64, 3\n  ‸\n}", ["ReLU"]);
  });
  it("within parentheses over several lines", () => {
    assertOffers("network A {\n  Conv(\n    64,\n    ‸\n  )\n}", ["kernel="]);
  });
  it("offers a block's parameters, across imports", () => {
    assertOffers("network A {\n  B(‸)\n}\nblock B(n, wide = 2) { ReLU }", ["n=", "wide="]);
    assertOffers('import { B as C } from "./b.net"\nnetwork A {\n  C(‸)\n}', ["n="], {
      "b.net": "block B(n) { ReLU }",
    });
  });
  it("offers the values of a parameter", () => {
    assertOffers("network A {\n  Conv(64, 3, bias=‸)\n}", ["true", "false"]);
    assertOffers("network A {\n  Pad(1, mode=‸)\n}", ['"reflect"', '"constant"']);
    assertOffers('network A {\n  Pad(1, mode="‸")\n}', ["reflect"]);
    assertOffers("network A {\n  Conv(64, 3, pad=‸)\n}", ['"same"']);
  });
  it("offers names as values", () => {
    assertOffers("block A(n) {\n  let m = 3\n  x = ReLU\n  Conv(‸)\n}", ["n", "m", "x", "min"]);
    assertOffers("block A(n) {\n  let m = ‸\n}", ["n", "in", "max"]);
    assertOffers("block A(n) {\n  if ‸ { ReLU }\n}", ["n", "in", "not"]);
    assertOffers("block A(n) {\n  repeat ‸ { ReLU }\n}", ["n"]);
    assertWithholds("block A(n) {\n  let m = ‸\n  let later = 3\n}", ["later", "Conv"]);
  });
  it("offers the members of a tensor", () => {
    assertOffers("block A(n) {\n  if in.‸ { ReLU }\n}", ["channels", "height", "rank"]);
    assertOffers("block A(n) {\n  Conv(in.ch‸)\n}", ["channels"]);
  });
  it("offers tensors as outputs", () => {
    assertOffers("network A {\n  x = ReLU\n  output ‸\n}", ["x"]);
    assertWithholds("network A {\n  let n = 3\n  output ‸\n}", ["n", "Conv"]);
  });
  it("offers annotations and their arguments", () => {
    assertOffers("@‸\nnetwork A { ReLU }", ["year", "budget"]);
    assertOffers("@budget(params=5M, ‸)\nnetwork A { ReLU }", ["macs=", "memory="]);
    assertWithholds("@budget(params=5M, ‸)\nnetwork A { ReLU }", ["params="]);
    assertOffers("@dtype(‸)\nnetwork A { ReLU }", ["float16"]);
  });
  it("offers paths and names of imports", () => {
    assertOffers('import { } from "‸"', ["std/residual", "./b.net"], { "b.net": "" });
    assert.equal(
      accepted('import { B } from "./‸"', "./b.net", { "b.net": "" }),
      'import { B } from "./b.net"',
    );
    assertOffers('import { ‸ } from "./b.net"', ["B"], { "b.net": "block B(n) { ReLU }" });
    assertWithholds('import { Bottleneck, ‸ } from "std/residual"', ["Bottleneck"]);
    assertOffers('import { Bottleneck, ‸ } from "std/residual"', ["Basic"]);
  });
  it("offers nothing in comments, in numbers, and where a new name is due", () => {
    for (const marked of [
      "// net‸",
      "/* net‸ */ ",
      "network A {\n  Conv(6‸)\n}",
      "network ‸",
      "network A {\n  stage ‸\n}",
      "network A {\n  input ‸\n}",
      "network A {\n  let ‸\n}",
    ]) {
      assert.deepEqual(labels(marked), [], marked);
    }
  });
  it("imports the standard blocks that are taken", () => {
    const taken = (marked: string, label: string): string => {
      const one = open(marked);
      const item = one.services
        .completions(one.text, one.position)
        .find((candidate) => candidate.label === label && candidate.additionalTextEdits !== undefined);
      return edited(one.text.getText(), item?.additionalTextEdits ?? []);
    };
    const body = "network A {\n  ‸\n}\n";
    const rest = "network A {\n  \n}\n";
    assert.equal(taken(body, "Bottleneck"), `import { Bottleneck } from "std/residual"\n\n${rest}`);
    assert.equal(
      taken(`import { Basic } from "std/residual"\n${body}`, "Bottleneck"),
      `import { Basic, Bottleneck } from "std/residual"\n${rest}`,
    );
    assert.equal(
      taken(`import { A } from "./a.net"\n${body}`, "Bottleneck"),
      `import { A } from "./a.net"\nimport { Bottleneck } from "std/residual"\n${rest}`,
    );
    const known = open(`import { Bottleneck } from "std/residual"\n${body}`);
    const items = known.services.completions(known.text, known.position);
    assert.equal(items.filter(({ label }) => label === "Bottleneck").length, 1);
  });
  it("documents operators in Markdown and blocks in plain text", () => {
    const one = open("/** A *block*. */\nblock B(n) {\n  ‸\n}");
    const items = one.services.completions(one.text, one.position);
    const documentation = (label: string) => items.find((item) => item.label === label)?.documentation;
    assert.deepEqual(documentation("B"), { kind: "plaintext", value: "A *block*." });
    assert.equal((documentation("Conv") as { kind: string }).kind, "markdown");
  });
});

describe("signature help", () => {
  function help(marked: string) {
    const one = open(marked);
    const found = one.services.signatureHelp(one.text, one.position);
    const signature = found?.signatures[0];
    const active = found?.activeParameter;
    return {
      label: signature?.label,
      active: active === undefined ? undefined : signature?.parameters?.[active ?? -1]?.label,
    };
  }

  it("shows the parameter at the cursor", () => {
    assert.equal(help("network A {\n  MaxPool(‸)\n}").active, "kernel");
    assert.equal(help("network A {\n  MaxPool(3, ‸)\n}").active, "stride?");
    assert.equal(help("network A {\n  MaxPool(3, pad=‸)\n}").active, "pad = 0");
    assert.equal(help("network A {\n  MaxPool([3, ‸\n}").active, "kernel");
  });
  it("shows a block's signature", () => {
    assert.deepEqual(help("network A {\n  B(1, ‸\n}\nblock B(n, m = 2 * n) { ReLU }"), {
      label: "B(n, m = 2 * n)",
      active: "m = 2 * n",
    });
  });
  it("shows none elsewhere", () => {
    assert.equal(help("network A {\n  ReLU ‸\n}").label, undefined);
    assert.equal(help("network A {\n  Unknown(‸)\n}").label, undefined);
    assert.equal(help("@budget(‸)\nnetwork A { }").label, undefined);
  });
});
