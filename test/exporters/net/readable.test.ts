// Networks of real files written as a person would: blocks with conditions, what is often said, cells, a layout said once.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { differenceBetween } from "../../../src/exporters/difference";
import { NET_EXPORTER } from "../../../src/exporters/net/net";
import { KERAS_ARCHIVE as KERAS } from "../../../src/formats/keras/keras";
import { ONNX } from "../../../src/formats/onnx/onnx";
import type { BinaryFormat } from "../../../src/formats/format";
import type { Network } from "../../../src/model/network";
import { NET } from "../../../src/net/format";

const FORMATS = path.resolve(__dirname, "../../formats");

function read(format: BinaryFormat, file: string): Network {
  const bytes = new Uint8Array(readFileSync(path.join(FORMATS, file)));
  const source = {
    size: bytes.length,
    read: (offset: number, length: number) => bytes.subarray(offset, offset + length),
  };
  return format.read(`file:///${path.basename(file)}`, source, {}).networks[0]!;
}

/** The text, which was checked to be the same network without a problem. */
function converted(network: Network): string {
  const written = NET_EXPORTER.write(network);
  assert.ok("text" in written, "refusal" in written ? written.refusal : "");
  const { networks, problems } = NET.read("file:///x.net", written.text, {});
  assert.deepEqual(problems, [], written.text);
  assert.equal(differenceBetween(network, networks[0]!), undefined);
  return written.text;
}

const keras = (name: string): string => converted(read(KERAS, `keras/fixtures/${name}.keras`));

function net(body: string, before = ""): string {
  const { networks, problems } = NET.read("file:///x.net", `${before}network A {\n${body}\n}\n`, {});
  assert.deepEqual(problems, []);
  return converted(networks[0]!);
}

describe("a converted network", () => {
  it("has a shortcut's projection where the shape changes", () => {
    const text = keras("ResNet50");
    assert.match(
      text,
      /\| if stride != 1 or in\.channels != 4 \* channels \{ Conv\(4 \* channels, 1, stride=stride\)/,
    );
    assert.match(
      text,
      /repeat 3 \{ Bottleneck\(64\) \}\n.*Bottleneck\(128, stride=2\)\n +repeat 3 \{ Bottleneck\(128\) \}/,
    );
    assert.ok(text.split("\n").length < 40);
  });

  it("has a projection by the stride alone where nothing else changes", () => {
    assert.match(keras("ResNet50V2"), /\| if stride != 1 \{ MaxPool\(1, stride=stride\) \}/);
  });

  it("says once that its channels are last", () => {
    const text = keras("MobileNet");
    assert.match(text, /^@layout\("channels-last"\)\nnetwork /m);
    assert.equal(text.match(/channels-last/g)?.length, 1);
    const mixed = net('input x [8, 8, 3]\nConv(4, 1, layout="channels-last")\nConv(4, 1)\nConv(5, 1)');
    assert.doesNotMatch(mixed, /@layout/);
    const mostly = net(
      'input x [8, 8, 3]\nConv(4, 1, layout="channels-last")\nMaxPool(2, layout="channels-last")\nConv(5, 1)',
    );
    assert.match(mostly, /@layout\("channels-last"\)[^]*Conv\(5, 1, layout="channels-first"\)/);
  });

  it("has a block for a convolution, normalization and activation that are often said", () => {
    const text = keras("InceptionV3");
    assert.match(text, /\| ConvNormReLU\(48, 1\)\n +ConvNormReLU\(64, 5\)/);
    assert.match(
      text,
      /block ConvNormReLU\(channels, kernel, stride = 1, pad = "same"\) \{\n {2}Conv\(channels, kernel, stride=stride, pad=pad, bias=false\) -> BatchNorm\(.*\) -> ReLU\n\}/,
    );
  });

  it("leaves half a window as the pad's default where most have that", () => {
    const line = (channels: number, kernel: number): string =>
      `Conv(${channels}, ${kernel}, pad=${kernel >> 1}, bias=false) -> BatchNorm(epsilon=0.001) -> ReLU6`;
    const body = [3, 1, 5, 3, 1, 7].map((kernel, index) => line(10 + index, kernel)).join("\n");
    const text = net(
      `input x [3, 32, 32]\n${body}\nConv(9, 3, bias=false) -> BatchNorm(epsilon=0.001) -> ReLU6`,
    );
    assert.match(text, /block ConvNormReLU6\(channels, kernel, pad = kernel \/\/ 2\)/);
    assert.match(text, /ConvNormReLU6\(10, 3\)\n {2}ConvNormReLU6\(11, 1\)/);
    assert.match(text, /ConvNormReLU6\(9, 3, pad=0\)/);
  });

  it("keeps a block's own parameters out of the defaults of another", () => {
    const unit = "Conv(c, 3, stride=s, pad=1, bias=false) -> BatchNorm(epsilon=0.001) -> ReLU";
    const block = `block B(c, s) {\nadd {\n| ${unit}\n${unit.replace("stride=s, ", "")}\n| Conv(c, 1, stride=s)\n}\n}\n`;
    const body = Array.from({ length: 6 }, (_, index) => `B(${8 + index}, ${1 + (index % 2)})`).join("\n");
    assert.doesNotMatch(net(`input x [3, 64, 64]\n${body}`, block), /block \w+\(.*= stride/);
  });

  it("names the filters of an inception block after their windows", () => {
    const block = `block I(a, b, c, d) {
concat {
| Conv(a, 1)
| Conv(b, 1) -> ReLU -> Conv(c, 3, pad=1)
| MaxPool(3, stride=1, pad=1) -> Conv(d, 1)
}
}
`;
    const text = net("input x [3, 16, 16]\nI(4, 5, 6, 7)\nI(8, 9, 11, 12)\nI(13, 17, 10, 15)", block);
    assert.match(text, /block I\w*\(c1, reduce3, c3, pool\)/);
  });

  it("takes numbers of a block from what enters it", () => {
    assert.match(
      keras("EfficientNetB0"),
      /block SqueezeExcite\(channels\) \{[^]*Reshape\(\[1, 1, in\.channels\]\)[^]*Conv\(in\.channels, 1/,
    );
  });

  it("makes blocks of cells that take several tensors", () => {
    for (const name of ["NASNetMobile", "NASNetLarge"]) {
      const text = keras(name);
      assert.ok(text.split("\n").length < 270, `${text.split("\n").length} lines`);
      assert.ok((text.match(/= NormalCell\w*\(\w+, /g)?.length ?? 0) >= 8, name);
      assert.match(text, /block ReductionCell\w*\(other, channels\) \{/);
    }
  });

  it("says which file it was, what that said about itself, and its budget", () => {
    assert.match(keras("VGG16"), /^\/\*\* Converted from VGG16\.keras\. \*\/\n/);
    const before = '/** A net. */\n@year(2020) @top1_error(3.5) @dataset("Few") @budget(params=5K)\n';
    const text = net("input x [3, 8, 8]\nConv(4, 3)", before);
    assert.match(
      text,
      /^\/\*\* A net\. \*\/\n@year\(2020\)\n@top1_error\(3\.5\)\n@dataset\("Few"\)\n@budget\(params=5000\)\nnetwork A/,
    );
  });

  it("keeps every operation of a transformer", () => {
    const text = converted(read(ONNX, "onnx/fixtures/networks/encoder.onnx"));
    assert.match(text, /Div\(value=/);
    assert.match(text, /Sub\(value=1\)/);
  });
});
