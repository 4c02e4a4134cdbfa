// `netlens compare`: totals, differences and sentences. Figures are PyTorch's.

import assert from "node:assert/strict";
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
