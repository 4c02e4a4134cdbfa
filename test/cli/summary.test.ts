// `netlens summary`: the JSON contract, the table for people, Markdown and CSV, and what it says of files that are wrong.

import assert from "node:assert/strict";
import { temporaryFolder } from "./files";
import type { Folder } from "./files";
import { run } from "./command-line";

/** The lecture's AlexNet; PyTorch counts 61,100,840 params and 716,767,232 multiply-adds in 21 layers. */
const ALEXNET = `network AlexNet(classes = 1000) {
  input image [3, 227, 227]
  stage stem {
    conv1 = Conv(64, 11, stride=4, pad=2) -> ReLU
    MaxPool(3, stride=2)
  }
  Conv(192, 5, pad=2) -> ReLU -> MaxPool(3, stride=2)
  Conv(384, 3, pad=1) -> ReLU
  Conv(256, 3, pad=1) -> ReLU
  Conv(256, 3, pad=1) -> ReLU -> MaxPool(3, stride=2)
  Flatten -> Dropout(0.5)
  fc6 = Linear(4096) -> ReLU
  Dropout(0.5)
  fc7 = Linear(4096) -> ReLU
  fc8 = Linear(classes)
}
`;

const BLOCKS = `network Small {
  input x [8, 4, 4]
  repeat 3 { Pair(8) }
  auxiliary head { Flatten -> Linear(10) }
  GlobalAvgPool -> Flatten
  output y
  y = Linear(5)
}
block Pair(c) {
  Conv(c, 3, pad=1, bias=false) -> BatchNorm
}
`;

describe("netlens summary", () => {
  let folder: Folder;
  let alexnet: string;
  before(() => {
    folder = temporaryFolder();
    alexnet = folder.write("alexnet.net", ALEXNET);
  });
  after(() => folder.remove());

  interface Json {
    [name: string]: unknown;
    readonly totals: Readonly<Record<string, number | boolean | null>>;
    readonly layers: readonly Readonly<Record<string, unknown>>[];
    readonly diagnostics: readonly Readonly<Record<string, unknown>>[];
  }

  async function json(file: string, ...options: readonly string[]): Promise<Json> {
    const { out } = await run(["summary", file, "--json", ...options]);
    return JSON.parse(out) as Json;
  }

  describe("--json", () => {
    it("is the contract's example", async () => {
      const summary = await json(alexnet);
      assert.equal(summary["schema"], 1);
      assert.equal(summary["file"], alexnet);
      assert.equal(summary["format"], "net");
      assert.equal(summary["network"], "AlexNet");
      assert.deepEqual(summary["inputs"], [{ name: "image", shape: [3, 227, 227], dtype: "float32" }]);
      assert.deepEqual(summary["outputs"], [{ name: "fc8", shape: [1000] }]);
      const { totals } = summary;
      assert.equal(totals["layers"], 21);
      assert.equal(totals["params"], 61_100_840);
      assert.equal(totals["buffers"], 0);
      assert.equal(totals["auxiliaryParams"], 0);
      assert.equal(totals["macs"], 716_767_232);
      assert.equal(totals["flops"], 716_767_232);
      assert.equal(totals["weightBytes"], 4 * 61_100_840);
      assert.equal(totals["depth"], 8);
      assert.equal(totals["complete"], true);
      assert.deepEqual(summary.diagnostics, []);
    });

    it("has each layer's fields as the contract says", async () => {
      const { layers } = await json(alexnet);
      const [conv] = layers;
      assert.ok(conv !== undefined);
      const { attributes, ...others } = conv;
      assert.deepEqual(others, {
        name: "conv1",
        path: "stem/conv1",
        op: "Conv",
        type: "Conv",
        inputs: ["image"],
        inputShapes: [[3, 227, 227]],
        outputShapes: [[64, 56, 56]],
        params: 23_296,
        frozenParams: 0,
        buffers: 0,
        macs: 72_855_552,
        flops: 72_855_552,
        // Two for each multiply-add, and a bias for each of 64·56·56 outputs.
        operations: 2 * 72_855_552 + 200_704,
        activationBytes: 802_816,
        receptiveField: { size: [11, 11], stride: [4, 4], offset: [-2, -2], global: false },
        auxiliary: false,
        source: { line: 4, column: 5 },
      });
      assert.deepEqual((attributes as Record<string, unknown>)["channels"], 64);
      assert.deepEqual((attributes as Record<string, unknown>)["kernel"], [11, 11]);
      assert.equal(layers.length, 21);
    });

    it("expands blocks and repeats, and names inputs by their paths", async () => {
      const file = folder.write("small.net", BLOCKS);
      const { layers, totals } = await json(file);
      const convs = layers.filter(({ op }) => op === "Conv");
      assert.equal(convs.length, 3);
      assert.equal(new Set(layers.map(({ path }) => path)).size, layers.length);
      for (const [index, layer] of layers.entries()) {
        const known = new Set(["x", ...layers.slice(0, index).map(({ path }) => path)]);
        for (const input of layer["inputs"] as string[]) assert.ok(known.has(input), input);
      }
      // 3 × (8·8·9 + 16) + 8·5 + 5; running means and variances are buffers; the head is apart: 128·10 + 10.
      assert.equal(totals["params"], 3 * (576 + 16) + 45);
      assert.equal(totals["buffers"], 3 * 16);
      assert.equal(totals["auxiliaryParams"], 1290);
      assert.equal(layers.filter(({ auxiliary }) => auxiliary === true).length, 2);
    });

    it("says null for what is not known, and that the totals are incomplete", async () => {
      const file = folder.write(
        "unknown.net",
        "network N {\n  input x [3, 8, 8]\n  Convv(3)\n  Linear(5)\n}\n",
      );
      const { status, errors, out } = await run(["summary", file, "--json"]);
      const { layers, totals, diagnostics } = JSON.parse(out) as Json;
      assert.equal(status, 1);
      assert.match(errors[0] ?? "", /unknown\.net:3:3: error: .*\[[a-z-]+\]$/u);
      assert.equal(totals["complete"], false);
      assert.equal(layers.at(-1)?.["params"], null);
      assert.deepEqual(layers.at(-1)?.["inputShapes"], [null]);
      assert.equal(diagnostics[0]?.["severity"], "error");
      assert.equal(diagnostics[0]["line"], 3);
      assert.equal(diagnostics[0]["column"], 3);
    });

    it("counts FLOPs by the convention asked for", async () => {
      const summary = await json(alexnet, "--flops", "operations");
      assert.equal(summary["flopsConvention"], "operations");
      assert.equal(summary.totals["flops"], summary.totals["operations"]);
      assert.ok(Number(summary.totals["flops"]) > 2 * 716_767_232);
    });

    it("takes other shapes for inputs, open dimensions included", async () => {
      const other = await json(alexnet, "--input", "image=3x224x224");
      // torchvision's AlexNet: 714,188,480 multiply-adds on 224×224.
      assert.equal(other.totals["macs"], 714_188_480);
      const open = await json(alexnet, "--input", "image=3xhxw");
      assert.deepEqual(open["inputs"], [{ name: "image", shape: [3, null, null], dtype: "float32" }]);
    });

    it("has the layers of a Caffe net's phase", async () => {
      const file = folder.write(
        "phases.prototxt",
        `layer { name: "data" type: "Input" top: "data" input_param { shape: { dim: 1 dim: 4 } } }
layer { name: "fc" type: "InnerProduct" bottom: "data" top: "fc" inner_product_param { num_output: 3 } }
layer { name: "train" type: "ReLU" bottom: "fc" top: "out" include { phase: TRAIN } }
layer { name: "test" type: "Softmax" bottom: "fc" top: "out" include { phase: TEST } }
`,
      );
      const last = async (...options: readonly string[]): Promise<unknown> =>
        (await json(file, ...options)).layers.at(-1)?.["name"];
      assert.equal(await last(), "test");
      assert.equal(await last("--phase", "TRAIN"), "train");
    });

    it("is there for a file without a network, too", async () => {
      const file = folder.write("empty.net", "");
      const { status, out, errors } = await run(["summary", file, "--json"]);
      assert.equal(status, 1);
      assert.match(errors[0] ?? "", /:1:1: error: .* \[no-network\]$/u);
      const summary = JSON.parse(out) as Json;
      assert.equal(summary["network"], null);
      assert.deepEqual(summary.layers, []);
    });
  });

  describe("as a table", () => {
    it("indents groups, aligns columns, and names units and convention", async () => {
      const { status, out, errors } = await run(["summary", alexnet]);
      assert.equal(status, 0);
      assert.deepEqual(errors, []);
      const lines = out.split("\n");
      const header = lines.find((line) => line.startsWith("Layer"));
      assert.match(header ?? "", /Operator +Output shape +Params +FLOPs \(multiply-adds\) +Memory/u);
      const conv = lines.find((line) => line.startsWith("  conv1"));
      assert.match(conv ?? "", /^ {2}conv1 +Conv +64×56×56 +23,296 +72,855,552 +784 KB$/u);
      assert.match(lines.find((line) => line.startsWith("stem")) ?? "", /64×27×27 +23,296 +72,855,552/u);
      const end = (header ?? "").indexOf("Params") + "Params".length;
      assert.equal(conv?.slice(0, end).endsWith("23,296"), true);
      assert.match(out, /^Params +61,100,840 +\(61\.1M, learnable\)$/mu);
      assert.match(out, /^FLOPs +716,767,232 +\(717M, 1 multiply-add = 1 FLOP\)$/mu);
      assert.match(out, /^Layers +21 +depth 8$/mu);
      assert.ok(!out.includes("\u001b"), "colours only on a terminal");
    });

    it("has colours on a terminal", async () => {
      const { out } = await run(["summary", alexnet], { colours: true, columns: 120 });
      assert.ok(out.includes("\u001b[1m"));
    });

    it("fits a narrow terminal", async () => {
      for (const columns of [100, 80, 60]) {
        const { out } = await run(["summary", alexnet], { columns });
        const table = out.slice(0, out.indexOf("\nLayers ")).split("\n");
        assert.ok(Math.max(...table.map((line) => line.length)) <= columns, `${String(columns)}:\n${out}`);
      }
    });

    it("shows equal instances in a chain once, and what was left out", async () => {
      const file = folder.write("chain.net", BLOCKS);
      const { out } = await run(["summary", file]);
      assert.match(out, /\[0…2\] +.*×3/u);
      assert.match(out, /^Auxiliary params +1,290 .*training-only/mu);
      const broken = folder.write("broken.net", "network N {\n  input x [3]\n  Linear(2)\n  Foo\n}\n");
      const { out: partial } = await run(["summary", broken]);
      assert.match(partial, /^Incomplete: 1 layer could not be counted/mu);
      // Two numbers of four bytes, and those of an operator that is not known.
      assert.match(partial, /^Activation memory +≥8 +bytes \(≥8 B, /mu);
    });
  });

  it("--csv has a row for each layer and quotes what needs it", async () => {
    const { out } = await run(["summary", alexnet, "--csv"]);
    const rows = out.trimEnd().split("\r\n");
    assert.equal(rows.length, 22);
    assert.match(rows[0] ?? "", /^path,name,op,/u);
    assert.match(rows[1] ?? "", /^stem\/conv1,conv1,Conv,Conv,3x227x227,64x56x56,23296,0,72855552,/u);
  });

  it("--markdown is a table", async () => {
    const { out } = await run(["summary", alexnet, "--markdown"]);
    assert.match(out, /^## AlexNet$/mu);
    assert.match(out, /^\| &emsp;conv1 \| Conv \| 64×56×56 \| 23,296 \| 72,855,552 \| 784 KB \|$/mu);
  });

  it("chooses a network by name, else the first that is not a part of another", async () => {
    const file = folder.write(
      "two.net",
      "network Backbone {\n  input x [3, 8, 8]\n  Conv(4, 1)\n}\nnetwork Whole {\n  input x [3, 8, 8]\n  Backbone\n  Flatten\n}\n",
    );
    assert.equal((await json(file))["network"], "Whole");
    assert.equal((await json(file, "--network", "Backbone"))["network"], "Backbone");
    const wrong = await run(["summary", file, "--network", "Other"]);
    assert.equal(wrong.status, 2);
    assert.match(wrong.errors[0] ?? "", /no network "Other" \(it has Backbone, Whole\)/u);
  });
});

describe("wrong usage of netlens", () => {
  let folder: Folder;
  before(() => {
    folder = temporaryFolder();
  });
  after(() => folder.remove());

  const cases: readonly (readonly string[])[] = [
    [],
    ["summary"],
    ["frobnicate"],
    ["summary", "/no/such/file.net"],
    ["summary", "."],
    ["summary", "-"],
    ["summary", "x.net", "--json", "--csv"],
    ["summary", "x.net", "--input", "3x4"],
    ["summary", "x.net", "--input", "image=3x-1"],
    ["summary", "x.net", "--flops", "maybe"],
    ["summary", "x.net", "--format", "word"],
    ["check"],
    ["check", "x.net", "--max-params", "many"],
    ["--nonsense"],
  ];
  for (const args of cases) {
    it(`${args.join(" ") || "without arguments"} is exit status 2 and no stack trace`, async () => {
      const { status, errors } = await run(args);
      assert.equal(status, 2);
      assert.ok(!errors.join("\n").includes("    at "), errors.join("\n"));
    });
  }

  it("an input that is not there is exit status 2", async () => {
    const file = folder.write("n.net", "network N {\n  input x [3]\n  ReLU\n}\n");
    const { status, errors } = await run(["summary", file, "--input", "y=3"]);
    assert.equal(status, 2);
    assert.match(errors[0] ?? "", /no input "y" \(it has x\)/u);
  });

  it("a file of no known format is exit status 2", async () => {
    const file = folder.write("notes.txt", "hello");
    assert.equal((await run(["summary", file])).status, 2);
  });

  it("help and version are exit status 0", async () => {
    assert.equal((await run(["--help"])).status, 0);
    const { status, out } = await run(["--version"]);
    assert.equal(status, 0);
    assert.match(out, /^\d+\.\d+\.\d+\n$/u);
  });
});
