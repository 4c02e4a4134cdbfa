// Networks written as `.net` text and read again: the same figures, and the structure that a person would write.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { analyseNetwork } from "../../../src/analysis/network-analysis";
import { differenceBetween } from "../../../src/exporters/difference";
import { NET_EXPORTER } from "../../../src/exporters/net/net";
import { CAFFE } from "../../../src/formats/caffe/caffe";
import { DARKNET } from "../../../src/formats/darknet/darknet";
import type { Network } from "../../../src/model/network";
import { distinctBodies } from "../../../src/model/visit";
import { costOf } from "../../../src/operators/cost";
import { operatorNamed } from "../../../src/operators/index";
import { NET } from "../../../src/net/format";
import { CONFIGS } from "../../formats/darknet/configs";

const SAMPLES = path.resolve(__dirname, "../../../samples");

function readNet(text: string, uri = "file:///x.net"): Network {
  const { networks, problems } = NET.read(uri, text, {
    readText: (file) => readFileSync(new URL(file), "utf8"),
  });
  assert.deepEqual(
    problems.filter(({ severity }) => severity === "error").map(({ message }) => message),
    [],
    text,
  );
  return networks[0]!;
}

function converted(network: Network): string {
  const exported = NET_EXPORTER.write(network);
  assert.ok("text" in exported, "refusal" in exported ? exported.refusal : "");
  return exported.text;
}

function caffe(text: string): Network {
  return CAFFE.read("file:///net.prototxt", text, {}).networks[0]!;
}

/** Everything that is counted, in total. */
function totals(network: Network): unknown {
  const { params, buffers, macs, depth, auxiliary, complete } = analyseNetwork(network).totals;
  return {
    params: params.value,
    buffers: buffers.value,
    macs: macs.value,
    auxiliary: auxiliary.params.value,
    depth,
    complete,
  };
}

/** The totals but for completeness: what a detection layer computes is not counted in FLOPs of the other convention. */
function counted(network: Network): unknown {
  const { params, buffers, macs, depth } = analyseNetwork(network).totals;
  return [params.value, buffers.value, macs.value, depth];
}

/** The output shape and multiply-accumulates of each distinct layer that has any, sorted. */
function expensive(network: Network): readonly string[] {
  const layers = distinctBodies(network.body).flatMap(({ nodes, inputs }) =>
    nodes.flatMap((node) => (node.kind === "layer" ? [{ node, nodes, inputs }] : [])),
  );
  const lines = layers.map(({ node, nodes, inputs }) => {
    const shapes = node.inputs.map((source) => {
      if ("input" in source) return inputs[source.input]?.shape;
      const from = nodes[source.node];
      return from?.kind === "layer" ? from.outputs[source.output]?.shape : undefined;
    });
    const outputs = node.outputs.map(({ shape }) => shape);
    const call = { attributes: node.attributes, inputs: shapes, outputs };
    const { macs } = costOf(operatorNamed(node.operator), call, node.known);
    return `${String(outputs[0]?.join("×"))} ${String(macs)}`;
  });
  return [...new Set(lines.filter((line) => !/ (?:0|undefined)$/.test(line)))].sort();
}

const SMALL = 'input: "data" input_shape { dim: 1 dim: 3 dim: 32 dim: 32 }\n';

function conv(name: string, bottom: string, filters: number, fields = "kernel_size: 3 pad: 1"): string {
  return `layer { name: "${name}" type: "Convolution" bottom: "${bottom}" top: "${name}" convolution_param { num_output: ${filters} ${fields} } }\n`;
}

function residual(name: string, bottom: string, width: number): string {
  return `${conv(`${name}_1`, bottom, width)}layer { name: "${name}_relu" type: "ReLU" bottom: "${name}_1" top: "${name}_1" }
${conv(`${name}_2`, `${name}_1`, width)}layer { name: "${name}" type: "Eltwise" bottom: "${bottom}" bottom: "${name}_2" top: "${name}" }\n`;
}

describe("converting to .net", () => {
  describe("keeps every figure of the samples", () => {
    for (const name of readdirSync(SAMPLES).filter((file) => file.endsWith(".net"))) {
      it(name, () => {
        const file = path.join(SAMPLES, name);
        const network = readNet(readFileSync(file, "utf8"), `file://${file}`);
        const text = converted(network);
        assert.deepEqual(totals(readNet(text)), totals(network));
        assert.deepEqual(expensive(readNet(text)).length > 0, true);
        assert.ok(text.split("\n").length < 120, `${text.split("\n").length} lines`);
      });
    }
  });

  describe("keeps every figure of Darknet's networks", () => {
    for (const { title, text } of CONFIGS) {
      it(title, () => {
        const [network] = DARKNET.read("file:///x.cfg", text, {}).networks;
        const exported = NET_EXPORTER.write(network!);
        assert.ok("text" in exported);
        assert.deepEqual(counted(readNet(exported.text)), counted(network!));
        assert.equal(differenceBetween(network!, readNet(exported.text)), undefined);
      });
    }
  });

  it("writes a chain as lines, with the layers' names", () => {
    const text = converted(
      caffe(
        `name: "Tiny"\n${SMALL}${conv("conv1", "data", 8)}layer { name: "relu1" type: "ReLU" bottom: "conv1" top: "conv1" }
layer { name: "pool1" type: "Pooling" bottom: "conv1" top: "pool1" pooling_param { pool: MAX kernel_size: 2 stride: 2 } }
layer { name: "fc" type: "InnerProduct" bottom: "pool1" top: "fc" inner_product_param { num_output: 10 } }`,
      ),
    );
    assert.equal(
      text,
      `/** Converted from net.prototxt. */
network Tiny {
  input data [3, 32, 32]

  conv1 = Conv(8, 3, pad=1) -> ReLU
  pool1 = MaxPool(2) -> Flatten
  fc = Linear(10)
}
`,
    );
  });

  it("writes shortcuts as branches, equal units as a block, and equal instances as a repeat", () => {
    const net =
      SMALL +
      conv("stem", "data", 16) +
      residual("res1", "stem", 16) +
      residual("res2", "res1", 16) +
      residual("res3", "res2", 16);
    assert.equal(
      converted(caffe(net)),
      `/** Converted from net.prototxt. */
network net {
  input data [3, 32, 32]

  stem = Conv(16, 3, pad=1)
  repeat 3 { Residual }
}

block Residual {
  add {
    | Conv(16, 3, pad=1) -> ReLU
      Conv(16, 3, pad=1)
    | identity
  }
}
`,
    );
  });

  it("makes numbers that differ parameters of the block", () => {
    const net =
      SMALL +
      conv("a", "data", 16) +
      residual("res1", "a", 16) +
      conv("b", "res1", 32) +
      residual("res2", "b", 32);
    const text = converted(caffe(net));
    assert.match(text, /res1 = Residual\(16\)\n {2}b = Conv\(32, 3, pad=1\)\n {2}res2 = Residual\(32\)\n/);
    assert.match(
      text,
      /block Residual\(channels\) \{\n {2}add \{\n {4}\| Conv\(channels, 3, pad=1\) -> ReLU/,
    );
  });

  it("names tensors that are used again, and several outputs", () => {
    const net = `${SMALL}${conv("a", "data", 8)}${conv("b", "a", 4)}${conv("c", "b", 4)}
layer { name: "cat" type: "Concat" bottom: "a" bottom: "c" top: "cat" }
layer { name: "side" type: "ReLU" bottom: "b" top: "side" }`;
    const network = caffe(net);
    const text = converted(network);
    assert.match(text, /cat = Concat\(a, c\)/);
    assert.match(text, /output cat, side/);
    assert.deepEqual(totals(readNet(text)), totals(network));
  });

  it("says which weights are shared", () => {
    const shared = (name: string, bottom: string): string =>
      `layer { name: "${name}" type: "Convolution" bottom: "${bottom}" top: "${name}" param { name: "w" } param { name: "b" } convolution_param { num_output: 4 kernel_size: 1 } }\n`;
    const network = caffe(`${SMALL}${shared("left", "data")}${shared("right", "data")}
layer { name: "sum" type: "Eltwise" bottom: "left" bottom: "right" top: "sum" }`);
    const text = converted(network);
    assert.match(text, /share=left/);
    assert.deepEqual(totals(readNet(text)), totals(network));
  });

  it("keeps auxiliary heads apart", () => {
    const network = readNet(`network A {
  input image [3, 8, 8]
  Conv(4, 3, pad=1)
  auxiliary head { Conv(2, 1) -> Flatten -> Linear(3) }
  Conv(5, 3)
}`);
    const text = converted(network);
    assert.match(text, /auxiliary head \{/);
    assert.deepEqual(totals(readNet(text)), totals(network));
  });

  it("keeps symbols and unknown shapes open", () => {
    const network = readNet("network A {\n  input words [seq, 64]\n  Linear(10)\n}");
    assert.match(converted(network), /input words \[seq, 64\]/);
    const unknown = caffe(
      'layer { name: "d" type: "Data" top: "d" }\nlayer { name: "r" type: "ReLU" bottom: "d" top: "r" }',
    );
    assert.match(converted(unknown), /input d\n/);
    assert.deepEqual(totals(readNet(converted(unknown))), totals(unknown));
    const labelled = caffe(
      'layer { name: "d" type: "Data" top: "d" top: "l" transform_param { crop_size: 8 } }',
    );
    assert.deepEqual(readNet(converted(labelled)).inputs[1]!.shape, []);
  });

  it("writes weights of a merge as a tensor that it takes, or as figures where the shapes do not meet", () => {
    const withWeight = (shape: readonly number[]): Network => {
      const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
      const origin = { uri: "file:///x", range };
      const input = { name: "x", shape: [4, 8], dtype: "float32", origin } as const;
      return {
        name: "net",
        dtype: "float32",
        inputs: [input],
        outputs: ["y"],
        facts: {},
        origin,
        body: {
          inputs: [input],
          nodes: [
            {
              kind: "layer",
              name: "sum",
              named: true,
              operator: "Add",
              attributes: {},
              inputs: [{ input: 0 }],
              outputs: [{ shape: [4, 8] }],
              known: { weights: [{ name: "w", shape, kind: "parameter" }], macs: 0 },
              origin,
            },
          ],
          outputs: [{ node: 0, output: 0 }],
        },
      };
    };
    assert.match(converted(withWeight([8])), /Add\(x, sum\)/);
    assert.match(converted(withWeight([7, 3])), /Custom\("Add", shape=\[4, 8\], params=21, macs=0/);
    for (const shape of [[8], [7, 3]]) {
      const network = withWeight(shape);
      assert.equal(
        analyseNetwork(readNet(converted(network))).totals.params.value,
        shape.reduce((a, b) => a * b, 1),
      );
    }
  });

  it("writes a factor and a term as a product and a sum", () => {
    const network = caffe(`input: "s" input: "x" input: "y" input_shape { dim: 1 dim: 8 dim: 1 dim: 1 }
input_shape { dim: 1 dim: 8 dim: 7 dim: 7 } input_shape { dim: 1 dim: 8 dim: 7 dim: 7 }
layer { name: "axpy" type: "Axpy" bottom: "s" bottom: "x" bottom: "y" top: "axpy" }`);
    assert.match(converted(network), /Mul\(s, x\)\n.*Add\(.*y\)/);
  });

  it("states what the catalogue does not have, and leaves unknown what is", () => {
    const network = caffe(
      `${SMALL}layer { name: "crf" type: "Python" bottom: "data" top: "x" python_param { layer: "CRF" } }`,
    );
    const text = converted(network);
    assert.match(text, /crf = Custom\("Python"\)/);
    assert.deepEqual(totals(readNet(text)), totals(network));
    assert.equal(differenceBetween(network, readNet(text)), undefined);
  });

  it("writes names that are no identifiers, or are taken, as others", () => {
    const net = [
      SMALL,
      conv("conv-1x1-a", "data", 4),
      conv("conv-1x1_a", "conv-1x1-a", 5),
      conv("add", "conv-1x1_a", 6),
      conv("1", "add", 7),
    ].join("");
    const network = caffe(net);
    const text = converted(network);
    assert.match(text, /conv_1x1_a = .*\n.*conv_1x1_a_2 = .*\n.*add_ = /);
    assert.deepEqual(totals(readNet(text)), totals(network));
  });

  it("writes ten thousand layers in a second of computing", () => {
    const parts = [SMALL, conv("c0", "data", 8)];
    for (let index = 0; index < 2500; index++)
      parts.push(residual(`r${index}`, index === 0 ? "c0" : `r${index - 1}`, 8 + (index % 3 === 0 ? 0 : 0)));
    const network = caffe(parts.join(""));
    assert.equal(network.body.nodes.length, 10_001);
    const started = process.cpuUsage();
    const text = converted(network);
    assert.ok(process.cpuUsage(started).user < 3_000_000);
    assert.match(text, /repeat 2500 \{ Residual \}/);
  });
});
