// Any network that can be read is written as text that is the same network: operations, figures, and what takes what.

import assert from "node:assert/strict";
import fc from "fast-check";
import { differenceBetween } from "../../../src/exporters/difference";
import { NET_EXPORTER } from "../../../src/exporters/net/net";
import type { Body, KnownCosts, Layer, Network, Node, Weight } from "../../../src/model/network";
import { NET } from "../../../src/net/format";
import { open } from "../../net/services/cursor-marks";

/** Numbers that decide what is written next; the same list gives the same network. */
class Choices {
  private at = 0;

  constructor(private readonly numbers: readonly number[]) {}

  get isSpent(): boolean {
    return this.at >= this.numbers.length;
  }

  below(count: number): number {
    return (this.numbers[this.at++] ?? 0) % count;
  }

  pick<T>(list: readonly [T, ...T[]]): T {
    return list[this.below(list.length)] ?? list[0];
  }
}

/** A flow that keeps [8, 6, 6], so that it can stand anywhere. */
function flow(choices: Choices, depth: number): string {
  const kind = choices.below(depth > 2 ? 6 : 10);
  switch (kind) {
    case 0:
      return `Conv(8, 3, pad=1${choices.pick(["", ", bias=false", ", groups=2", ", frozen=true", ", dilation=1"])}) -> BatchNorm -> ReLU`;
    case 1:
      return `Conv(${choices.pick(["4", "12", "16"])}, 1) -> ${choices.pick(["ReLU", "SiLU", "LeakyReLU(0.2)"])} -> Conv(8, 1)`;
    case 2:
      return choices.pick([
        "BatchNorm",
        "GroupNorm(2)",
        "Dropout(0.3)",
        "Scale(bias=true)",
        "Add(value=2)",
        "Sigmoid",
      ]);
    case 3:
      return `MaxPool(3, stride=1, pad=1) -> Conv(8, [1, 3], pad=[0, 1])`;
    case 4:
      return `Custom("Mixer", shape=[8, 6, 6]${choices.pick(["", ", params=7", ", params=0, macs=90", ", params=5, buffers=2, macs=9, operations=3, depth=1"])})`;
    case 5:
      return "Conv(16, 1) -> Split([8, 8], axis=1)";
    case 6:
      return `${choices.pick(["add", "mul", "max", "average"])} {\n| ${body(choices, depth + 1)}\n| ${choices.pick(["identity", "Conv(8, 1)", body(choices, depth + 1)])}\n}`;
    case 7:
      return `concat {\n| ${body(choices, depth + 1)}\n| identity\n| Conv(4, 1)\n}\nConv(8, 1, bias=false)`;
    case 8:
      return `repeat ${String(1 + choices.below(4))} {\n${body(choices, depth + 1)}\n}`;
    default:
      return `Block(${choices.pick(["4", "8", "16"])}${choices.pick(["", ", kernel=1", ", kernel=3"])})`;
  }
}

function body(choices: Choices, depth: number): string {
  const count = 1 + choices.below(3);
  return Array.from({ length: count }, () => flow(choices, depth)).join("\n");
}

/** A whole file: named tensors that are used again, stages, shared weights, several outputs. */
function netOf(numbers: readonly number[]): string {
  const choices = new Choices(numbers);
  const statements: string[] = [];
  const names: string[] = [];
  for (let index = 0; !choices.isSpent && index < 12; index++) {
    const name = `t${String(index)}`;
    const earlier = names.length === 0 ? "image" : (names[choices.below(names.length)] ?? "image");
    switch (choices.below(7)) {
      case 0:
        statements.push(
          `${name} = Conv(8, 3, pad=1)`,
          `s${String(index)} = Conv(8, 3, pad=1, share=${name})`,
        );
        names.push(`s${String(index)}`);
        break;
      case 1:
        statements.push(`stage ${name} {\n${body(choices, 0)}\n}`);
        break;
      case 2:
        statements.push(`${name} = Add(${earlier})`);
        names.push(name);
        break;
      case 3:
        statements.push(`${name} = ${earlier} -> ${flow(choices, 3)}`);
        names.push(name);
        break;
      case 4:
        statements.push(
          `a${String(index)}, b${String(index)} = Split(2, axis=1)`,
          `Concat(b${String(index)}, a${String(index)})`,
        );
        break;
      case 5:
        statements.push(`auxiliary ${name} {\nGlobalAvgPool -> Flatten -> Linear(3)\n}`);
        break;
      default:
        statements.push(body(choices, 0));
    }
  }
  const outputs =
    choices.below(2) === 0 || names.length < 2 ? "" : `output ${[...new Set(names)].slice(-2).join(", ")}\n`;
  return `network Random {
input image [8, 6, 6]
${statements.join("\n") || "ReLU"}
${outputs}}
block Block(channels, kernel = 1) {
add {
| Conv(channels, kernel, pad=kernel // 2, bias=false) -> BatchNorm -> ReLU
Conv(8, 1)
| if in.channels != 8 { Conv(8, 1) }
}
ReLU
}
`;
}

function read(text: string): { readonly network: Network; readonly errors: readonly string[] } {
  const { networks, problems } = NET.read("file:///random.net", text, {});
  const errors = problems.filter(({ severity }) => severity === "error").map(({ message }) => message);
  return { network: networks[0]!, errors };
}

/** Converts, reads the result, and compares; its text is as formatting would leave it, and converts to itself. */
function check(network: Network): void {
  const written = NET_EXPORTER.write(network);
  assert.ok("text" in written, "refusal" in written ? written.refusal : "");
  const again = read(written.text);
  assert.deepEqual(again.errors, [], written.text);
  assert.equal(differenceBetween(network, again.network), undefined, written.text);
  const file = open(written.text);
  assert.deepEqual(file.services.format(file.text, undefined), [], written.text);
}

/** The same body with some layers given other figures than the catalogue's, as a reader may know them. */
function withKnown(given: Body, choices: Choices): Body {
  const nodes = given.nodes.map((node): Node => {
    if (node.kind === "group") return { ...node, body: withKnown(node.body, choices) };
    const known = knownFor(node, choices);
    return known === undefined ? node : { ...node, known };
  });
  return { ...given, nodes };
}

function knownFor({ sharedWith, operator }: Layer, choices: Choices): KnownCosts | undefined {
  if (sharedWith !== undefined || operator === "Custom" || choices.below(3) > 0) return undefined;
  const weight = (kind: Weight["kind"], size: number): Weight => ({ name: kind, shape: [size], kind });
  return choices.pick<KnownCosts>([
    { weights: [], macs: 0, operations: 0 },
    {
      weights: [weight("parameter", 5), { ...weight("parameter", 3), frozen: true }],
      macs: 12,
      operations: 1,
    },
    { weights: [weight("buffer", 4)], macs: 77 },
    { weights: undefined, macs: undefined, operations: undefined },
    { weights: [weight("parameter", 9)], macs: 0, operations: undefined },
  ]);
}

const numbers = fc.array(fc.nat({ max: 5039 }), { minLength: 3, maxLength: 60 });

describe("any network, written as .net and read again,", () => {
  it("is the same network", () => {
    fc.assert(
      fc.property(numbers, (list) => {
        const { network, errors } = read(netOf(list));
        assert.deepEqual(errors, [], netOf(list));
        check(network);
      }),
      { numRuns: 400, seed: 11 },
    );
  }).timeout(120_000);

  it("is the same network where its figures are not the catalogue's", () => {
    fc.assert(
      fc.property(numbers, numbers, (list, figures) => {
        const { network } = read(netOf(list));
        check({ ...network, body: withKnown(network.body, new Choices(figures)) });
      }),
      { numRuns: 300, seed: 12 },
    );
  }).timeout(120_000);

  it("is told from another one", () => {
    const one = (text: string): Network => read(`network A {\ninput x [8, 6, 6]\n${text}\n}`).network;
    const base = "a = Conv(8, 3, pad=1)\nb = ReLU\nAdd(a, b)";
    for (const other of [
      "a = Conv(8, 1)\nb = ReLU\nAdd(a, b)",
      "a = Conv(8, 3, pad=1)\nb = ReLU\nAdd(b, x)",
      "a = Conv(8, 3, pad=1)\nb = Sigmoid\nAdd(a, b)",
      "a = Conv(8, 3, pad=1)\nb = ReLU\nAdd(a, b) -> ReLU",
      "a = Conv(8, 3, pad=1, frozen=true)\nb = ReLU\nAdd(a, b)",
      "a = Conv(8, 3, pad=1)\nb = ReLU\nMul(a, b)",
    ]) {
      assert.match(differenceBetween(one(base), one(other)) ?? "the same", /^Its? |^It would/, other);
    }
    assert.equal(differenceBetween(one(base), one("a = Conv(8, 3, pad=1)\nb = ReLU\nAdd(b, a)")), undefined);
  });
});
