// `netlens compare`: totals, differences and sentences. Figures are PyTorch's.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { ALEXNET, VGG16 } from "../fixtures/hand-counts";
import { run } from "./command-line";
import { temporaryFolder } from "./files";
import type { Folder } from "./files";

interface Compared {
  readonly models: readonly { readonly name: string; readonly totals: Readonly<Record<string, number>> }[];
  readonly totals: readonly {
    readonly metric: string;
    readonly values: readonly (number | null)[];
    readonly ratios: readonly (number | null)[];
    readonly best: readonly number[];
  }[];
  readonly differences: readonly {
    readonly identical: boolean;
    readonly counts: Readonly<Record<string, number>>;
    readonly cost: Readonly<Record<string, number | null>>;
    readonly consequences: Readonly<Record<string, number | null>>;
    readonly changes: readonly {
      readonly change: string;
      readonly right: { readonly path: string; readonly op: string } | null;
      readonly attributes: readonly unknown[];
    }[];
  }[];
  readonly insights: readonly { readonly text: string }[];
}

async function compared(...files: readonly string[]): Promise<Compared> {
  const { status, out, errors } = await run(["compare", ...files, "--json"]);
  assert.deepEqual([status, errors], [0, []]);
  return JSON.parse(out) as Compared;
}

describe("netlens compare", () => {
  let folder: Folder;
  before(() => {
    folder = temporaryFolder();
  });
  after(() => folder.remove());

  it("puts AlexNet and VGG-16 side by side", async () => {
    const { models, totals, insights } = await compared("samples/alexnet.net", "samples/vgg16.net");
    assert.deepEqual(
      models.map(({ totals: { params, macs } }) => [params, macs]),
      [
        [61_100_840, 716_767_232],
        [138_357_544, 15_470_264_320],
      ],
    );
    const params = totals.find(({ metric }) => metric === "params")!;
    assert.equal(params.ratios[1], 138_357_544 / 61_100_840);
    assert.deepEqual(params.best, [0]);
    assert.deepEqual(totals.find(({ metric }) => metric === "top5Error")?.best, [1]);
    assert.match(insights[0]!.text, /^VGG16 has 2\.3 times the params, 21\.6 times the FLOPs/u);
  });

  it("has the same figures of AlexNet and VGG-16 in every format, and those that are worked out by hand", async () => {
    assert.deepEqual([VGG16.params, VGG16.macs], [138_357_544, 15_470_264_320]);
    const files = ["samples/alexnet.net", "samples/vgg16.net"];
    const { totals } = await compared(...files);
    const texts = await Promise.all(
      [["--csv"], ["--markdown"], []].map(
        async (options) => (await run(["compare", ...files, ...options])).out,
      ),
    );
    const [csv, markdown, table] = texts as [string, string, string];
    for (const [metric, title, figure, scales] of [
      ["params", "Params", "params", [1e6, 1e6]],
      ["flops", "FLOPs", "macs", [1e6, 1e9]],
      ["macs", "MACs", "macs", [1e6, 1e9]],
      ["activationBytes", "Activation memory", "activationBytes", [2 ** 20, 2 ** 20]],
    ] as const) {
      const counts = [ALEXNET[figure], VGG16[figure]] as const;
      const ratio = counts[1] / counts[0];
      const row = totals.find((total) => total.metric === metric)!;
      assert.deepEqual([row.values, row.ratios], [counts, [1, ratio]], metric);
      assert.ok(csv.includes(`\r\n${metric},${counts.join(",")},`), metric);
      for (const text of [markdown.replaceAll("\\", ""), table]) {
        const line = text.split("\n").find((found) => found.replace(/^\| /u, "").startsWith(`${title} `))!;
        assert.ok(line.includes(`(${ratio.toFixed(2)}×)`), line);
        const shown = line
          .slice(line.indexOf(title) + title.length)
          .match(/\d[\d.]*/gu)!
          .map(Number);
        const rounded = counts.map((figureOf, index) => Number((figureOf / scales[index]!).toPrecision(3)));
        assert.deepEqual(shown.slice(0, 2), rounded, line);
      }
    }
  });

  it("finds that ResNet-101 is ResNet-50 with 17 more blocks in one stage", async () => {
    const { differences, insights } = await compared("samples/resnet50.net", "samples/resnet101.net");
    const { changes, cost, consequences } = differences[0]!;
    assert.equal(changes.length, 17);
    for (const { change, right } of changes) {
      assert.deepEqual([change, right?.op, right?.path.split("/")[0]], ["added", "Bottleneck", "conv4"]);
    }
    assert.equal(cost["params"], 44_549_160 - 25_557_032);
    assert.equal(consequences["macs"], 0);
    assert.ok(
      insights.some(({ text }) => text === "The difference is 17 more blocks in conv4, and nothing else."),
    );
  });

  it("finds one branch of one module of GoogLeNet, and nothing else", async () => {
    const before = readFileSync("samples/googlenet.net", "utf8");
    const module = "inception4c = Inception(128, 128, 256, 24, 64, 64)";
    assert.ok(before.includes(module));
    const after = before.replace(module, module.replace("24, 64, 64", "24, 56, 64"));
    const { differences } = await compared("samples/googlenet.net", folder.write("googlenet.net", after));
    const { changes, cost, consequences } = differences[0]!;
    assert.equal(changes.length, 1);
    const [{ change, right, attributes }] = changes as [(typeof changes)[0]];
    assert.deepEqual([change, right?.op], ["changed", "Conv"]);
    // The third branch is a reduction (ConvRelu_4) and the convolution that it is for.
    assert.equal(right?.path, "inception4/inception4c/ConvRelu_5/Conv");
    assert.deepEqual(attributes, [{ name: "channels", left: 64, right: 56 }]);
    // Without eight filters of 24·5·5 and their biases at 14×14; then the four 1×1 convolutions of 4d take eight channels less.
    assert.deepEqual([cost["params"], cost["macs"]], [-8 * 601, -8 * 600 * 196]);
    assert.equal(consequences["params"], -8 * (112 + 144 + 32 + 64));
  });

  it("compares the networks of one file, and one of a file's networks", async () => {
    const file = folder.write(
      "two.net",
      "network A {\n  input x [10]\n  Linear(7)\n}\n\nnetwork B {\n  input x [10]\n  other = Linear(7)\n}\n",
    );
    for (const files of [[file], [`${file}#A`, `${file}#B`]]) {
      const { models, differences } = await compared(...files);
      assert.deepEqual(
        models.map(({ name }) => name),
        ["A", "B"],
      );
      assert.equal(differences[0]?.identical, true);
    }
  });

  it("tells networks of the same name apart", async () => {
    const [one, two] = [7, 8].map((features) =>
      folder.write(`${features}.net`, `network N {\n  input x [10]\n  Linear(${features})\n}\n`),
    ) as [string, string];
    const { models, differences } = await compared(one, two);
    assert.deepEqual(
      models.map(({ name }) => name),
      ["N (7.net)", "N (8.net)"],
    );
    assert.deepEqual(differences[0]?.changes[0]?.attributes, [{ name: "features", left: 7, right: 8 }]);
  });

  it("compares what is known of a file with errors, and fails", async () => {
    const bad = folder.write("bad.net", "network Bad {\n  input x [3, 8, 8]\n  Conv(4, 11)\n  ReLU\n}\n");
    const { status, out, errors } = await run(["compare", bad, "samples/alexnet.net"]);
    assert.equal(status, 1);
    assert.match(errors[0] ?? "", /kernel-too-large/u);
    assert.match(out, /Bad has errors: it is compared as far as it is known/u);
    assert.match(out, /≥/u);
  });

  it("says plainly what it cannot compare", async () => {
    const empty = folder.write("empty.net", "");
    assert.equal((await run(["compare", empty, "samples/alexnet.net"])).status, 1);
    const one = await run(["compare", "samples/alexnet.net"]);
    assert.equal(one.status, 2);
    assert.match(one.errors.join("\n"), /only one network/u);
    assert.equal((await run(["compare", "samples/alexnet.net", "no-such.net"])).status, 2);
    assert.equal((await run(["compare", "samples/alexnet.net#Nope", "samples/vgg16.net"])).status, 2);
    assert.equal((await run(["compare", ...Array<string>(7).fill("samples/alexnet.net")])).status, 2);
  });

  it("writes Markdown, CSV and a table that fits the terminal", async () => {
    const files = ["samples/vgg16.net", "samples/googlenet.net"];
    const { out: markdown } = await run(["compare", ...files, "--markdown"]);
    assert.match(markdown, /\| Params \| 138M \| 7\.00M .*✓ \|/u);
    assert.match(markdown, /## In short/u);
    const { out: csv } = await run(["compare", ...files, "--csv"]);
    assert.match(csv, /^metric,VGG16,GoogLeNet,unit\r\nparams,138357544,6998552,learnable\r\n/u);
    const { out: table } = await run(["compare", ...files], { columns: 80 });
    const grid = table
      .split("\n")
      .filter((line) => !line.startsWith("- ") && !line.startsWith("The changes"));
    for (const line of grid) assert.ok(line.length <= 80, line);
  });
});
