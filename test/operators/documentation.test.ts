// The declarations are complete, and docs/operators.md is made from them.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { operatorsPage } from "../../scripts/docs/operators";
import { allOperators, operatorNamed, operatorWithAlias } from "../../src/operators/index";
import { checkValue, findParameter } from "../../src/operators/parameters";

/** Every operator that the language promises. */
const PROMISED =
  "Conv ConvTranspose DepthwiseConv Linear MaxPool AvgPool AdaptiveAvgPool GlobalAvgPool GlobalMaxPool LPPool BatchNorm LayerNorm " +
  "GroupNorm InstanceNorm RMSNorm LocalResponseNorm ReLU ReLU6 LeakyReLU PReLU ELU SELU GELU SiLU HardSwish HardSigmoid Sigmoid Tanh " +
  "Mish Softplus Softmax LogSoftmax Dropout DropPath Flatten Reshape Permute Squeeze Unsqueeze Concat Add Sub Mul Div Max Min MatMul " +
  "Mean Sum Split Slice Pad Crop Upsample PixelShuffle ChannelShuffle SpaceToDepth Embedding PositionalEmbedding ClassToken " +
  "MultiHeadAttention RNN LSTM GRU Identity";

describe("the operator catalogue", () => {
  it("has every operator that the language promises", () => {
    const missing = PROMISED.split(" ").filter((name) => operatorNamed(name) === undefined);
    assert.deepEqual(missing, []);
  });

  it("finds operators by their aliases, but does not call them so", () => {
    for (const [alias, name] of [
      ["Dense", "Linear"],
      ["FC", "Linear"],
      ["LRN", "LocalResponseNorm"],
      ["BN", "BatchNorm"],
      ["Swish", "SiLU"],
    ] as const) {
      assert.equal(operatorWithAlias(alias)?.name, name);
      assert.equal(operatorNamed(alias), undefined);
    }
  });

  it("has each name and alias once", () => {
    const names = allOperators().flatMap(({ name, aliases = [] }) => [name, ...aliases]);
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
  });

  it("has each parameter name and alias once, with a default that fits and documentation that ends", () => {
    for (const operator of allOperators()) {
      const names = operator.parameters.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
      assert.equal(new Set(names).size, names.length, operator.name);
      for (const parameter of operator.parameters) {
        const text = `${operator.name}.${parameter.name}`;
        assert.match(parameter.documentation, /\.$/, text);
        if (parameter.default !== undefined)
          assert.equal(checkValue(parameter, parameter.default), undefined, text);
      }
    }
  });

  it("accepts PyTorch's names of parameters", () => {
    const conv = operatorNamed("Conv")!;
    assert.equal(findParameter(conv, "kernel_size")?.name, "kernel");
    assert.equal(findParameter(conv, "padding")?.name, "pad");
    assert.equal(findParameter(conv, "out_channels")?.name, "channels");
    assert.equal(findParameter(conv, "kernal"), undefined);
  });

  it("is what docs/operators.md describes (else run `npx tsx scripts/docs/operators.ts`)", async () => {
    const page = readFileSync(path.resolve(__dirname, "../../docs/operators.md"), "utf8");
    assert.equal(page, await operatorsPage());
  });
});
