// Insights on the networks they belong to, and their absence where they would be false. Figures: AlexNet's and VGG's from the
// lecture and from PyTorch's counts; the others worked out by hand in the comments.

import assert from "node:assert/strict";
import { insightsOf } from "../../../src/analysis/insights/index";
import type { Insight } from "../../../src/analysis/insights/insight";
import { analyseNetwork } from "../../../src/analysis/network-analysis";
import type { Network, Source } from "../../../src/model/network";
import { chain, googlenet, lectureAlexNet, resnet, vgg16 } from "../../fixtures/models";
import type { BodyBuilder, Define } from "../../fixtures/network-builder";
import { buildNetwork } from "../../fixtures/network-builder";

function insights(network: Network): ReadonlyMap<string, Insight> {
  return new Map(insightsOf(analyseNetwork(network)).map((insight) => [insight.id, insight]));
}

function find(network: Network, id: string): Insight {
  const found = insights(network).get(id);
  assert.ok(found, `${network.name} has no ${id}`);
  return found;
}

function assertAbsent(network: Network, ...ids: readonly string[]): void {
  const found = insights(network);
  for (const id of ids) assert.equal(found.get(id)?.text, undefined, `${network.name}: ${id}`);
}

function evidence(insight: Insight, name: string): number | undefined {
  return insight.evidence.find((item) => item.name === name)?.value;
}

function small(define: Define, shape = [16, 8, 8]): Network {
  return buildNetwork("small", { x: shape }, define);
}

const resnet50 = resnet("ResNet-50", [3, 4, 6, 3]);

describe("insights", () => {
  it("tell the depth and its layers", () => {
    assert.match(
      find(lectureAlexNet(), "depth").text,
      /8 weight layers deep: 5 convolutions and 3 fully connected/u,
    );
    assert.match(
      find(vgg16(), "depth").text,
      /16 weight layers deep: 13 convolutions and 3 fully connected/u,
    );
    const { text } = find(resnet50, "depth");
    assert.match(text, /50 weight layers deep along its longest path; it has 54 in all/u);
    assert.match(find(googlenet(), "depth").text, /^The network is 22 weight layers deep/u);
    assertAbsent(
      small((b, [x]) => b.layer("ReLU", {}, x!)),
      "depth",
    );
  });

  it("find most activation memory at AlexNet's and VGG's early convolutions", () => {
    const alexnet = find(lectureAlexNet(), "early-memory");
    // conv1 and relu1 784 KB each, pool1 64·27·27, conv2 and relu2 192·27·27 each, pool2 192·13·13.
    const elements = 2 * 64 * 56 * 56 + 64 * 27 * 27 + 2 * 192 * 27 * 27 + 192 * 13 * 13;
    assert.equal(evidence(alexnet, "early activation memory"), 4 * elements);
    assert.deepEqual(alexnet.layers, ["conv1", "conv2"]);
    assert.equal(evidence(find(vgg16(), "early-memory"), "early convolutions"), 3);
    const late = small((b, [x]) =>
      chain(
        b,
        x!,
        [4, 4, 4, 4, 400, 400].map((channels) => ["Conv", { channels, kernel: 1 }]),
      ),
    );
    assertAbsent(late, "early-memory");
  });

  it("find most params in the fully connected layers of AlexNet and VGG, and in the convolutions of ResNet", () => {
    const alexnet = find(lectureAlexNet(), "dominant-params");
    // 9216·4096 + 4096, 4096·4096 + 4096, 4096·1000 + 1000
    assert.equal(evidence(alexnet, "params in the fully connected layers"), 58_631_144);
    assert.deepEqual(alexnet.layers, ["fc6", "fc7", "fc8"]);
    assert.match(find(vgg16(), "dominant-params").text, /fully connected layers: 89\.4%/u);
    assert.match(find(resnet50, "dominant-params").text, /in the convolutions/u);
    const even = small((b, [x]) =>
      chain(b, x!, [["Conv", { channels: 2, kernel: 1, bias: false }], ["BatchNorm"]]),
    );
    assert.match(find(even, "dominant-params").text, /convolutions/u);
    const half = small((b, [x]) =>
      b.layer(
        "Conv",
        { channels: 1, kernel: 1, bias: false },
        b.layer("Linear", { features: 2, bias: false }, x!),
      ),
    );
    // 16 each: no more than half anywhere.
    assertAbsent(half, "dominant-params");
  });

  it("find most FLOPs in the convolutions", () => {
    const alexnet = find(lectureAlexNet(), "dominant-flops");
    // All but the fully connected 9216·4096 + 4096·4096 + 4096·1000.
    assert.equal(evidence(alexnet, "macs in the convolutions"), 716_767_232 - 58_621_952);
    const mlp = buildNetwork("mlp", { x: [10] }, (b, [x]) => b.layer("Linear", { features: 10 }, x!));
    assert.match(find(mlp, "dominant-flops").text, /All FLOPs are in the fully connected layers/u);
  });

  it("find AlexNet's large early kernel, and none in VGG", () => {
    assert.match(find(lectureAlexNet(), "large-early-kernel").text, /conv1 is 11×11 at stride 4/u);
    assertAbsent(vgg16(), "large-early-kernel");
    const patches = small(
      (b, [x]) => b.layer("Conv", { channels: 8, kernel: 16, stride: 16 }, x!),
      [3, 64, 64],
    );
    assertAbsent(patches, "large-early-kernel");
  });

  it("find the stems of GoogLeNet and ResNet aggressive, not those of AlexNet and VGG", () => {
    const googlenets = find(googlenet(), "aggressive-stem");
    // 112²·64·147 + 56²·64·64 + 56²·192·576
    assert.equal(evidence(googlenets, "macs"), 118_013_952 + 12_845_056 + 346_816_512);
    assert.equal(evidence(googlenets, "params"), 9472 + 4160 + 110_784);
    assert.match(googlenets.text, /from 224×224 to 28×28/u);
    assert.match(find(resnet50, "aggressive-stem").text, /from 224×224 to 56×56/u);
    assertAbsent(lectureAlexNet(), "aggressive-stem");
    assertAbsent(vgg16(), "aggressive-stem");
  });

  it("find VGG's stacks of 3×3 convolutions", () => {
    const { text, layers } = find(vgg16(), "plain-stacks");
    assert.match(text, /2 stacks of 2 \(a field of 5×5\) and 3 stacks of 3 \(a field of 7×7\)/u);
    assert.match(text, /27·C² weights where one 7×7 has 49·C²/u);
    assert.equal(layers.length, 13);
    assertAbsent(lectureAlexNet(), "plain-stacks");
    assertAbsent(resnet50, "plain-stacks");
    assertAbsent(googlenet(), "plain-stacks");
  });

  it("find equal work at VGG's resolutions", () => {
    const vgg = find(vgg16(), "equal-work");
    // 224²·64·64·9 = 112²·128·128·9 = …; the 14×14 stage does not double its channels.
    assert.equal(evidence(vgg, "macs of one convolution"), 1_849_688_064);
    assert.deepEqual(vgg.layers, ["conv1_2", "conv2_2", "conv3_2", "conv4_2"]);
    assertAbsent(lectureAlexNet(), "equal-work");
    assertAbsent(googlenet(), "equal-work");
  });

  it("find stages that halve and double in ResNet", () => {
    assert.match(find(resnet50, "doubling-stages").text, /over 4 stages in a row: 256×56×56, .*2048×7×7/u);
    assertAbsent(lectureAlexNet(), "doubling-stages");
    assertAbsent(googlenet(), "doubling-stages");
    // DenseNet's transitions halve the channels that were gathered before the resolution is halved.
    const transitions = small((b, [x]) =>
      chain(b, x!, [
        ["Conv", { channels: 64, kernel: 1 }],
        ["Conv", { channels: 32, kernel: 1 }],
        ["MaxPool", { kernel: 2 }],
        ["Conv", { channels: 128, kernel: 1 }],
        ["Conv", { channels: 64, kernel: 1 }],
        ["MaxPool", { kernel: 2 }],
        ["Conv", { channels: 256, kernel: 1 }],
        ["Conv", { channels: 128, kernel: 1 }],
      ]),
    );
    assertAbsent(transitions, "doubling-stages");
  });

  it("count GoogLeNet's Inception modules and their branches", () => {
    const { text, layers } = find(googlenet(), "inception-modules");
    assert.match(text, /^9 Inception modules: 4 parallel branches/u);
    assert.deepEqual(layers.slice(0, 2), ["inception3a", "inception3b"]);
    assertAbsent(vgg16(), "inception-modules");
    assertAbsent(resnet50, "inception-modules");
    const dense = small((b, [x]) =>
      b.layer("Concat", { axis: 1 }, [
        x!,
        ...[1, 2].map(() => b.layer("Conv", { channels: 4, kernel: 1 }, x!)),
      ]),
    );
    assertAbsent(dense, "inception-modules");
  });

  it("count the Inception modules of which the input is added again, and none whose branches are summed", () => {
    const branch = (b: BodyBuilder, x: Source): Source => b.layer("Conv", { channels: 4, kernel: 1 }, x);
    const residual = small((b, [x]) => {
      const all = b.layer("Concat", { axis: 1 }, [branch(b, x!), branch(b, x!), branch(b, x!)]);
      return b.layer("Add", {}, [x!, b.layer("Conv", { channels: 16, kernel: 1 }, all)]);
    });
    assert.match(find(residual, "inception-modules").text, /^1 Inception module: 3 parallel branches/u);
    const cell = small((b, [x]) => {
      const sum = b.layer("Add", {}, [branch(b, x!), branch(b, x!)]);
      return b.layer("Concat", { axis: 1 }, [sum, branch(b, x!)]);
    });
    assertAbsent(cell, "inception-modules");
  });

  it("count ResNet's blocks with and without projection", () => {
    const { text } = find(resnet50, "residual-blocks");
    assert.match(text, /^16 residual blocks: 12 with the identity as shortcut, 4 with a projection/u);
    assert.match(
      find(resnet("ResNet-101", [3, 4, 23, 3]), "residual-blocks").text,
      /^33 residual blocks: 29 /u,
    );
    assertAbsent(googlenet(), "residual-blocks");
    const conv = (b: BodyBuilder, at: Source): Source => b.layer("Conv", { channels: 4, kernel: 1 }, at);
    assertAbsent(
      small((b, [x]) => b.layer("Add", {}, [conv(b, x!), conv(b, x!)])),
      "residual-blocks",
    );
    assertAbsent(
      small((b, [x]) => b.layer("Add", {}, [x!, b.layer("ReLU", {}, x!)])),
      "residual-blocks",
    );
  });

  it("tell projections that a Scale follows, and sums of what fits, from identities", () => {
    const block = (shortcut: (b: BodyBuilder, x: Source) => Source): Network =>
      small((b, [x]) => {
        const two = chain(b, x!, [
          ["Conv", { channels: 32, kernel: 1 }],
          ["ReLU"],
          ["Conv", { channels: 32, kernel: 1 }],
        ]);
        return b.layer("Add", {}, [two, shortcut(b, x!)]);
      });
    const scaled = block((b, x) =>
      chain(b, x, [["Conv", { channels: 32, kernel: 1 }], ["BatchNorm"], ["Scale"]]),
    );
    assert.match(find(scaled, "residual-blocks").text, /its shortcut is a projection/u);
    // The input of 16 channels is added to 32: Darknet adds what fits.
    const partial = block((_, x) => x);
    assert.doesNotMatch(insights(partial).get("residual-blocks")?.text ?? "", /identity|projection/u);
    // A pooled shortcut is neither; and what is not all told is not told.
    const pooled = block((b, x) =>
      chain(b, x, [
        ["MaxPool", { kernel: 1 }],
        ["Concat", { axis: 1 }],
      ]),
    );
    assertAbsent(pooled, "residual-blocks");
  });

  it("count 1×1 bottlenecks and what they save", () => {
    const narrow = small((b, [x]) =>
      chain(b, x!, [
        ["Conv", { channels: 4, kernel: 1 }],
        ["ReLU"],
        ["Conv", { channels: 16, kernel: 3, pad: 1 }],
      ]),
    );
    // 64·9·16·16 directly; 64·16·4 + 64·9·4·16 with the bottleneck.
    assert.equal(evidence(find(narrow, "bottlenecks"), "multiply-adds saved"), 147_456 - 4096 - 36_864);
    // Both reductions of each module; the first block of ResNet's first stage does not reduce.
    assert.match(find(googlenet(), "bottlenecks").text, /^18 1×1 bottlenecks/u);
    assert.match(find(resnet50, "bottlenecks").text, /^15 1×1 bottlenecks/u);
    assertAbsent(vgg16(), "bottlenecks");
    assertAbsent(
      small((b, [x]) =>
        chain(b, x!, [
          ["Conv", { channels: 4, kernel: 1 }],
          ["Conv", { channels: 16, kernel: 1 }],
        ]),
      ),
      "bottlenecks",
    );
  });

  it("find depthwise separable convolutions", () => {
    const mobile = small((b, [x]) =>
      chain(b, x!, [
        ["DepthwiseConv", { kernel: 3, pad: 1, bias: false }],
        ["BatchNorm"],
        ["ReLU"],
        ["Conv", { channels: 32, kernel: 1, bias: false }],
      ]),
    );
    const found = find(mobile, "depthwise-separable");
    assert.equal(evidence(found, "multiply-adds"), 64 * 9 * 16 + 64 * 16 * 32);
    assert.equal(evidence(found, "multiply-adds of full convolutions"), 64 * 9 * 16 * 32);
    const grouped = small((b, [x]) =>
      chain(b, x!, [
        ["Conv", { channels: 16, kernel: 3, groups: 16, pad: 1 }],
        ["Conv", { channels: 32, kernel: 1 }],
      ]),
    );
    assert.match(find(grouped, "depthwise-separable").text, /^1 depthwise separable/u);
    const four = small((b, [x]) =>
      chain(b, x!, [
        ["Conv", { channels: 16, kernel: 3, groups: 4, pad: 1 }],
        ["Conv", { channels: 32, kernel: 1 }],
      ]),
    );
    assertAbsent(four, "depthwise-separable");
    assertAbsent(resnet50, "depthwise-separable");
  });

  it("tell what global average pooling saves", () => {
    // (2048·7·7 − 2048)·1000
    assert.equal(evidence(find(resnet50, "global-average-pooling"), "params saved"), 98_304_000);
    assert.equal(evidence(find(googlenet(), "global-average-pooling"), "params saved"), 49_152_000);
    const only = small((b, [x]) => chain(b, x!, [["Conv", { channels: 10, kernel: 1 }], ["GlobalAvgPool"]]));
    assert.match(find(only, "global-average-pooling").text, /takes the place of fully connected layers/u);
    // A convolution of the pooled map is a fully connected layer (Darknet's ResNets).
    const later = small((b, [x]) =>
      chain(b, x!, [
        ["Conv", { channels: 8, kernel: 1 }],
        ["GlobalAvgPool"],
        ["Conv", { channels: 10, kernel: 1 }],
      ]),
    );
    assertAbsent(later, "global-average-pooling");
    assertAbsent(vgg16(), "global-average-pooling");
    assertAbsent(lectureAlexNet(), "global-average-pooling");
    const gate = small((b, [x]) => {
      const weights = b.layer(
        "Linear",
        { features: 16 },
        b.layer("Flatten", {}, b.layer("GlobalAvgPool", {}, x!)),
      );
      return b.layer("Mul", {}, [x!, b.layer("Reshape", { shape: [16, 1, 1] }, weights)]);
    });
    assertAbsent(gate, "global-average-pooling");
  });

  it("tell where auxiliary classifiers hang and what they cost", () => {
    const found = find(googlenet(), "auxiliary-classifiers");
    assert.match(found.text, /^2 auxiliary heads .*aux1 after inception4a and aux2 after inception4d/u);
    // 4·4·128·(512 + 528) + 2·(2048·1024 + 1024·1000)
    assert.equal(evidence(found, "auxiliary macs"), 16 * 128 * 1040 + 2 * (2048 * 1024 + 1024 * 1000));
    assertAbsent(resnet50, "auxiliary-classifiers");
  });

  it("find biases that BatchNorm makes useless", () => {
    const biased = small((b, [x]) =>
      chain(b, x!, [
        ["Conv", { channels: 8, kernel: 3 }],
        ["BatchNorm"],
        ["ReLU"],
        ["Conv", { channels: 8, kernel: 3 }],
      ]),
    );
    const found = find(biased, "useless-bias");
    assert.deepEqual(found.layers, ["conv"]);
    assert.equal(evidence(found, "useless params"), 8);
    assertAbsent(resnet50, "useless-bias");
    const shared = small((b, [x]) => {
      const conv = b.layer("Conv", { channels: 16, kernel: 1 }, x!);
      return b.layer("Add", {}, [conv, b.layer("BatchNorm", {}, conv)]);
    });
    assertAbsent(shared, "useless-bias");
  });

  it("find layers that do not read all of their input", () => {
    // 56 − 3 is odd: the last row and column of pool1's input are in no window.
    assert.match(find(lectureAlexNet(), "dropped-pixels").text, /pool1 leaves the last rows or columns/u);
    const { text } = find(resnet50, "dropped-pixels");
    assert.match(text, /conv4.* never read 75\.0% of the positions/u);
    assertAbsent(vgg16(), "dropped-pixels");
    assertAbsent(googlenet(), "dropped-pixels");
  });

  it("claim nothing of what is not known", () => {
    const open = buildNetwork("open", { x: [3, "height", "width"] }, (b, [x]) =>
      chain(b, x!, [
        ["Conv", { channels: 8, kernel: 11, stride: 4 }],
        ["Strange"],
        ["Linear", { features: 3 }],
      ]),
    );
    assert.deepEqual([...insights(open).keys()], []);
  });

  it("are quick for ten thousand layers, and none beyond a hundred thousand", () => {
    const deep = (count: number): Network =>
      small((b, [x]) =>
        b.group("repeat", x!, (g, [y]) => chain(g, y!, [["Conv", { channels: 16, kernel: 1 }], ["ReLU"]]), {
          count,
        }),
      );
    const started = performance.now();
    insights(deep(5000));
    assert.ok(performance.now() - started < 1000);
    assert.deepEqual([...insights(deep(1_000_000)).keys()], []);
  });
});
