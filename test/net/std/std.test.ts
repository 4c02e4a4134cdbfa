// The standard blocks, judged by the published parameter counts of the models that they build.

import assert from "node:assert/strict";
import { layerInstances } from "../../../src/analysis/instances";
import { analyseNetwork } from "../../../src/analysis/network-analysis";
import { readNet } from "../../../src/net/read";
import { importedUri, stdNames, stdText, stdUri } from "../../../src/net/syntax/imports";

function params(source: string): number | undefined {
  const model = readNet("file:///std-test.net", source, {});
  assert.deepEqual(
    model.problems.map(({ message, range }) => `${range.start.line + 1}: ${message}`),
    [],
  );
  const network = model.networks[0];
  assert.ok(network !== undefined);
  return analyseNetwork(network).totals.params.value;
}

describe("std/", () => {
  for (const name of stdNames()) {
    it(`${name} has no problems, and documents its blocks`, () => {
      const model = readNet(stdUri(name), stdText(stdUri(name)) ?? "", {});
      assert.deepEqual(
        model.problems.map(({ message }) => message),
        [],
      );
      assert.ok(model.definitions.length > 0);
      for (const { name: block, documentation } of model.definitions)
        assert.ok(documentation !== undefined, block);
    });
  }

  it("is found with and without its ending, and nowhere else", () => {
    const from = "file:///a/b.net";
    assert.equal(importedUri(from, "std/residual.net"), "netlens-std:/residual.net");
    assert.equal(importedUri(from, "std/residual"), "netlens-std:/residual.net");
    assert.equal(importedUri(from, "std/nothing"), undefined);
    assert.equal(importedUri(from, "std/__proto__"), undefined);
    assert.equal(importedUri(from, "./std.net"), "file:///a/std.net");
    assert.equal(importedUri(from, "../x y.net"), "file:///x%20y.net");
    assert.equal(importedUri(from, "https://example.org/x.net"), undefined);
    assert.equal(importedUri(from, "/etc/passwd"), undefined);
  });

  // Published by torchvision 0.14 for its models of these names.
  it("residual builds ResNet-18 and ResNet-50", () => {
    const resnet = (block: string, depths: number[]) => `
import { ${block} } from "std/residual"
network R {
  input image [3, 224, 224]
  Conv(64, 7, stride=2, pad=3, bias=false) -> BatchNorm -> ReLU -> MaxPool(3, stride=2, pad=1)
  repeat ${depths[0]} { ${block}(64) }
${[128, 256, 512].map((width, i) => `  ${block}(${width}, stride=2) -> repeat ${depths[i + 1]! - 1} { ${block}(${width}) }`).join("\n")}
  GlobalAvgPool -> Flatten -> Linear(1000)
}`;
    assert.equal(params(resnet("Basic", [2, 2, 2, 2])), 11_689_512);
    assert.equal(params(resnet("Bottleneck", [3, 4, 6, 3])), 25_557_032);
  });

  // He et al., 2016, figure 1b: nothing is on the shortcut of an identity mapping.
  it("the pre-activation bottleneck adds what enters it, as it is", () => {
    const source = `import { PreActivationBottleneck } from "std/residual"
network R {
  input image [64, 8, 8]
  PreActivationBottleneck(16)
}`;
    const [network] = readNet("file:///std-test.net", source, {}).networks;
    assert.ok(network !== undefined);
    const layers = [...layerInstances(analyseNetwork(network))];
    assert.equal(layers.at(-1)?.layer.operator, "Add");
    assert.equal(layers.at(-1)?.inputs[1], "image");
    // Three convolutions of 64·16 + 16·16·9 + 16·64 weights, normalizations of 64, 16 and 16 channels before them.
    assert.equal(params(source), 64 * 16 + 16 * 16 * 9 + 16 * 64 + 2 * (64 + 16 + 16));
  });

  it("residual builds ResNeXt-50 32x4d", () => {
    const stages = [64, 128, 256, 512].map((width, i) => {
      const call = `Bottleneck(${2 * width}, groups=32, channels=${4 * width}`;
      return `  ${call}, stride=${i === 0 ? 1 : 2}) -> repeat ${[3, 4, 6, 3][i]! - 1} { ${call}) }`;
    });
    const source = `import { Bottleneck } from "std/residual"
network X {
  input image [3, 224, 224]
  Conv(64, 7, stride=2, pad=3, bias=false) -> BatchNorm -> ReLU -> MaxPool(3, stride=2, pad=1)
${stages.join("\n")}
  GlobalAvgPool -> Flatten -> Linear(1000)
}`;
    assert.equal(params(source), 25_028_904);
  });

  it("mobile builds MobileNet v2", () => {
    const source = `import { InvertedResidual } from "std/mobile"
network M {
  input image [3, 224, 224]
  Conv(32, 3, stride=2, pad=1, bias=false) -> BatchNorm -> ReLU6
  InvertedResidual(16, expansion=1)
  InvertedResidual(24, 2) -> InvertedResidual(24)
  InvertedResidual(32, 2) -> repeat 2 { InvertedResidual(32) }
  InvertedResidual(64, 2) -> repeat 3 { InvertedResidual(64) }
  repeat 3 { InvertedResidual(96) }
  InvertedResidual(160, 2) -> repeat 2 { InvertedResidual(160) }
  InvertedResidual(320)
  Conv(1280, 1, bias=false) -> BatchNorm -> ReLU6
  GlobalAvgPool -> Flatten -> Linear(1000)
}`;
    assert.equal(params(source), 3_504_872);
  });

  it("mobile builds EfficientNet-B0, with squeeze-excite", () => {
    const source = `import { MBConv } from "std/mobile"
network E {
  input image [3, 224, 224]
  Conv(32, 3, stride=2, pad=1, bias=false) -> BatchNorm -> SiLU
  MBConv(16, expansion=1)
  MBConv(24, stride=2) -> MBConv(24)
  MBConv(40, 5, stride=2) -> MBConv(40, 5)
  MBConv(80, stride=2) -> repeat 2 { MBConv(80) }
  repeat 3 { MBConv(112, 5) }
  MBConv(192, 5, stride=2) -> repeat 3 { MBConv(192, 5) }
  MBConv(320)
  Conv(1280, 1, bias=false) -> BatchNorm -> SiLU
  GlobalAvgPool -> Flatten -> Linear(1000)
}`;
    assert.equal(params(source), 5_288_548);
  });

  it("dense builds DenseNet-121", () => {
    const source = `import { DenseBlock, Transition } from "std/dense"
network D {
  input image [3, 224, 224]
  Conv(64, 7, stride=2, pad=3, bias=false) -> BatchNorm -> ReLU -> MaxPool(3, stride=2, pad=1)
  DenseBlock(6) -> Transition -> DenseBlock(12) -> Transition -> DenseBlock(24) -> Transition -> DenseBlock(16)
  BatchNorm -> ReLU -> GlobalAvgPool -> Flatten -> Linear(1000)
}`;
    assert.equal(params(source), 7_978_856);
  });

  it("attention builds ViT-B/16", () => {
    const source = `import { EncoderBlock, PatchEmbedding } from "std/attention"
network V {
  input image [3, 224, 224]
  PatchEmbedding(768) -> ClassToken -> PositionalEmbedding
  repeat 12 { EncoderBlock(12) }
  LayerNorm -> Select(0) -> Linear(1000)
}`;
    assert.equal(params(source), 86_567_656);
  });

  // torch.nn.TransformerEncoderLayer(512, 8): 3,152,384 parameters.
  it("attention has the first transformer's block", () => {
    const source = `import { PostNormEncoderBlock } from "std/attention"
network T {
  input tokens [10, 512]
  PostNormEncoderBlock(8, 2048)
}`;
    assert.equal(params(source), 3_152_384);
  });

  // GoogLeNet's module 3a has 163,696 parameters (table 1 of the paper: 159K weights, here with biases).
  it("inception has GoogLeNet's modules", () => {
    const source = `import { Inception } from "std/inception"
network G {
  input image [192, 28, 28]
  Inception(64, 96, 128, 16, 32, 32)
}`;
    assert.equal(params(source), 163_696);
  });
});
