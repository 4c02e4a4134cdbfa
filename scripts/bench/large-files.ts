// Large files for the benchmark of formats, made on the spot: ONNX with weights as holes in the file, and a long prototxt.

import { closeSync, ftruncateSync, openSync, writeFileSync, writeSync } from "node:fs";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { encodeGraph } from "../../test/formats/onnx/encode";
import type { GraphSpec, NodeSpec, TensorSpec } from "../../test/formats/onnx/encode";

export interface LargeFile {
  readonly name: string;
  /** What opening should take at most. */
  readonly milliseconds: number;
  readonly megabytes?: number;
  write(path: string): void;
}

export const FILES: readonly LargeFile[] = [
  { name: "resnet152.onnx", milliseconds: 300, write: (path) => writeOnnx(path, resnet152()) },
  { name: "6500-nodes.onnx", milliseconds: 1000, write: (path) => writeOnnx(path, transformer(100)) },
  { name: "65000-nodes.onnx", milliseconds: 10_000, write: (path) => writeOnnx(path, transformer(1000)) },
  {
    name: "2-gigabytes.onnx",
    milliseconds: 1000,
    megabytes: 300,
    write: (path) => writeOnnx(path, stack(512, 1024)),
  },
  { name: "9000-lines.prototxt", milliseconds: 300, write: (path) => writeFileSync(path, prototxt(9000)) },
];

interface Weight extends TensorSpec {
  readonly dims: readonly number[];
}

interface Model {
  readonly graph: GraphSpec;
  readonly weights: readonly Weight[];
}

/** Writes the model; each weight's raw data is a hole of its size, so that the file takes little room on the disk. */
function writeOnnx(path: string, { graph, weights }: Model): void {
  const heads = weights.map((weight) => tensorHead(weight));
  const rest = encodeGraph(graph);
  const length = heads.reduce(
    (total, head, index) => total + head.length + bytesOf(weights[index]!),
    rest.length,
  );
  const descriptor = openSync(path, "w");
  let offset = 0;
  const put = (bytes: Uint8Array): void => {
    writeSync(descriptor, bytes, 0, bytes.length, offset);
    offset += bytes.length;
  };
  const opset = new BinaryWriter()
    .tag(8, WireType.LengthDelimited)
    .fork()
    .tag(2, WireType.Varint)
    .int64(13)
    .join();
  put(opset.finish());
  put(new BinaryWriter().tag(7, WireType.LengthDelimited).uint32(length).finish());
  for (const [index, head] of heads.entries()) {
    put(head);
    offset += bytesOf(weights[index]!);
  }
  put(rest);
  ftruncateSync(descriptor, offset);
  closeSync(descriptor);
}

function bytesOf({ dims }: Weight): number {
  return dims.reduce((total, dim) => total * dim, 4);
}

/** An initializer up to its raw data. */
function tensorHead(weight: Weight): Uint8Array {
  const writer = new BinaryWriter();
  for (const dim of weight.dims) writer.tag(1, WireType.Varint).int64(dim);
  writer.tag(2, WireType.Varint).int32(1).tag(8, WireType.LengthDelimited).string(weight.name);
  writer.tag(9, WireType.LengthDelimited).uint32(bytesOf(weight));
  const body = writer.finish();
  const total = body.length + bytesOf(weight);
  return new BinaryWriter().tag(5, WireType.LengthDelimited).uint32(total).raw(body).finish();
}

/** Adds nodes one after the other, each taking the last one's output unless told otherwise. */
class Builder {
  readonly nodes: NodeSpec[] = [];
  readonly weights: Weight[] = [];
  last = "input";

  add(
    op: string,
    name: string,
    more: readonly string[] = [],
    attributes: NodeSpec["attributes"] = {},
    input = this.last,
  ): string {
    const output = `${name}_output_0`;
    this.nodes.push({ op, name, inputs: [input, ...more], outputs: [output], attributes });
    this.last = output;
    return output;
  }

  weight(name: string, ...dims: readonly number[]): string {
    this.weights.push({ name, dims });
    return name;
  }

  constant(name: string, ints: readonly number[]): string {
    const output = `${name}_output_0`;
    const value: TensorSpec = { name: "", dims: [ints.length], ints };
    this.nodes.push({ op: "Constant", name, outputs: [output], attributes: { value } });
    return output;
  }

  model(input: readonly number[]): Model {
    return { graph: { nodes: this.nodes, inputs: { input }, outputs: [this.last] }, weights: this.weights };
  }
}

/** ResNet-152 as PyTorch exports it: 60 million parameters in 515 nodes. */
function resnet152(): Model {
  const net = new Builder();
  const conv = (name: string, input: number, output: number, kernel: number, stride: number): void => {
    const scope = name.replaceAll(/(^|\.)(layer\d)\.(\d+)/g, "$1$2/$2.$3").replaceAll(".conv", "/conv");
    const pad = (kernel - 1) / 2;
    net.add("Conv", `/${scope}/Conv`, [net.weight(`${name}.weight`, output, input, kernel, kernel)], {
      kernel_shape: [kernel, kernel],
      strides: [stride, stride],
      pads: [pad, pad, pad, pad],
    });
    const norm = ["weight", "bias", "running_mean", "running_var"];
    net.add(
      "BatchNormalization",
      `/${scope}_bn/BatchNormalization`,
      norm.map((part) => net.weight(`${name}.bn.${part}`, output)),
    );
  };
  conv("conv1", 3, 64, 7, 2);
  net.add("Relu", "/relu/Relu");
  net.add("MaxPool", "/maxpool/MaxPool", [], { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] });
  let channels = 64;
  for (const [stage, blocks] of [3, 8, 36, 3].entries()) {
    const width = 64 * 2 ** stage;
    for (let block = 0; block < blocks; block++) {
      const name = `layer${String(stage + 1)}.${String(block)}`;
      const stride = stage > 0 && block === 0 ? 2 : 1;
      const start = net.last;
      for (const [index, [from, to, kernel, step]] of [
        [channels, width, 1, 1],
        [width, width, 3, stride],
        [width, 4 * width, 1, 1],
      ].entries()) {
        conv(`${name}.conv${String(index + 1)}`, from!, to!, kernel!, step!);
        if (index < 2) net.add("Relu", `/${name.replace(/\..*/, "")}/${name}/relu${String(index)}/Relu`);
      }
      const main = net.last;
      net.last = start;
      if (block === 0) conv(`${name}.convdown`, channels, 4 * width, 1, stride);
      net.add("Add", `/${name.replace(/\..*/, "")}/${name}/Add`, [net.last], {}, main);
      net.add("Relu", `/${name.replace(/\..*/, "")}/${name}/relu2/Relu`);
      channels = 4 * width;
    }
  }
  net.add("GlobalAveragePool", "/avgpool/GlobalAveragePool");
  net.add("Flatten", "/Flatten");
  net.add("Gemm", "/fc/Gemm", [net.weight("fc.weight", 1000, 2048), net.weight("fc.bias", 1000)], {
    transB: 1,
  });
  return net.model([1, 3, 224, 224]);
}

/** Blocks of attention with the shape arithmetic that exporters write: 65 nodes each. */
function transformer(blocks: number): Model {
  const net = new Builder();
  for (let block = 0; block < blocks; block++) attentionBlock(net, `/encoder/layer.${String(block)}`);
  return net.model([1, 128, 256]);
}

function attentionBlock(net: Builder, scope: string): void {
  const start = net.last;
  const linear = (name: string, from: number, to: number, input: string): string => {
    net.add("MatMul", `${scope}/${name}/MatMul`, [net.weight(`${scope}.${name}.w`, from, to)], {}, input);
    return net.add("Add", `${scope}/${name}/Add`, [net.weight(`${scope}.${name}.b`, to)]);
  };
  const heads = (name: string, order: readonly number[]): string => {
    const values = linear(name, 256, 256, start);
    const shape = net.add("Shape", `${scope}/${name}/Shape`, [], {}, values);
    const index = net.constant(`${scope}/${name}/Constant`, [0, 1]);
    const sizes = net.add("Gather", `${scope}/${name}/Gather`, [index], {}, shape);
    const split = net.constant(`${scope}/${name}/Constant_1`, [8, 32]);
    const target = net.add("Concat", `${scope}/${name}/Concat`, [split], { axis: 0 }, sizes);
    net.add("Reshape", `${scope}/${name}/Reshape`, [target], {}, values);
    return net.add("Transpose", `${scope}/${name}/Transpose`, [], { perm: order });
  };
  const [query, key, value] = [
    heads("query", [0, 2, 1, 3]),
    heads("key", [0, 2, 3, 1]),
    heads("value", [0, 2, 1, 3]),
  ];
  net.add("MatMul", `${scope}/MatMul`, [key], {}, query);
  net.add("Softmax", `${scope}/Softmax`, [], { axis: -1 });
  net.add("MatMul", `${scope}/MatMul_1`, [value]);
  net.add("Transpose", `${scope}/Transpose`, [], { perm: [0, 2, 1, 3] });
  net.add("Reshape", `${scope}/Reshape`, [net.constant(`${scope}/Constant`, [1, -1, 256])]);
  const out = linear("out", 256, 256, net.last);
  const sum = norm(net, `${scope}/norm1`, net.add("Add", `${scope}/Add`, [out], {}, start));
  linear("up", 256, 1024, sum);
  net.add("Relu", `${scope}/act/Relu`);
  const down = linear("down", 1024, 256, net.last);
  norm(net, `${scope}/norm2`, net.add("Add", `${scope}/Add_1`, [down], {}, sum));
}

/** LayerNorm spelt out, as before opset 17. */
function norm(net: Builder, scope: string, input: string): string {
  const mean = net.add("ReduceMean", `${scope}/ReduceMean`, [], { axes: [-1] }, input);
  const centred = net.add("Sub", `${scope}/Sub`, [mean], {}, input);
  net.add("Pow", `${scope}/Pow`, [net.constant(`${scope}/Constant`, [2])]);
  net.add("ReduceMean", `${scope}/ReduceMean_1`, [], { axes: [-1] });
  net.add("Add", `${scope}/Add_0`, [net.constant(`${scope}/Constant_1`, [1])]);
  net.add("Sqrt", `${scope}/Sqrt`);
  net.add("Div", `${scope}/Div`, [net.last], {}, centred);
  net.add("Mul", `${scope}/Mul`, [net.weight(`${scope}.weight`, 256)]);
  return net.add("Add", `${scope}/Add`, [net.weight(`${scope}.bias`, 256)]);
}

/** Fully connected layers of `width`² floats. */
function stack(layers: number, width: number): Model {
  const net = new Builder();
  for (let layer = 0; layer < layers; layer++) {
    net.add("Gemm", `/fc${String(layer)}/Gemm`, [net.weight(`fc${String(layer)}.weight`, width, width)]);
  }
  return net.model([1, width]);
}

/** A plain Caffe network of so many lines. */
function prototxt(lines: number): string {
  const head = 'name: "deep"\ninput: "data"\ninput_shape {\n  dim: 1\n  dim: 16\n  dim: 32\n  dim: 32\n}\n';
  const layers = Array.from({ length: Math.ceil((lines - 8) / 18) }, (_, index) => {
    const [bottom, top] = [index === 0 ? "data" : `conv${String(index - 1)}`, `conv${String(index)}`];
    return `layer {
  name: "${top}"
  type: "Convolution"
  bottom: "${bottom}"
  top: "${top}"
  convolution_param {
    num_output: 16
    kernel_size: 3
    pad: 1
    stride: 1
  }
}
layer {
  name: "relu${String(index)}"
  type: "ReLU"
  bottom: "${top}"
  top: "${top}"
}
`;
  });
  return head + layers.join("");
}
