// Each sample states the insights that belong to it, and none that would be false of it.

import assert from "node:assert/strict";
import { insightsOf } from "../../src/analysis/insights/index";
import { readSource } from "../../src/cli/read-source";

function insights(sample: string): ReadonlyMap<string, string> {
  const analysis = readSource(`samples/${sample}.net`).analyses.at(-1)!;
  return new Map(insightsOf(analysis).map(({ id, text }) => [id, text]));
}

/** Sample, insight, and what its sentence says. */
const STATED: readonly (readonly [sample: string, id: string, says: RegExp])[] = [
  ["alexnet", "depth", /8 weight layers deep: 5 convolutions and 3 fully connected layers/u],
  ["alexnet", "early-memory", /first 2 of 5/u],
  ["alexnet", "dominant-params", /fully connected layers: 96\.0%/u],
  ["alexnet", "dominant-flops", /convolutions: 91\.8%/u],
  ["alexnet", "large-early-kernel", /11×11 at stride 4/u],
  ["zfnet", "large-early-kernel", /7×7 at stride 2/u],
  ["vgg16", "depth", /16 weight layers deep/u],
  ["vgg16", "early-memory", /first 3 of 13/u],
  ["vgg16", "dominant-params", /fully connected layers/u],
  ["vgg16", "dominant-flops", /convolutions/u],
  ["vgg16", "plain-stacks", /2 stacks of 2 \(a field of 5×5\) and 3 stacks of 3 \(a field of 7×7\)/u],
  ["vgg16", "equal-work", /4 resolutions \(224×224, 112×112, 56×56 and 28×28\)/u],
  ["vgg19", "plain-stacks", /3 stacks of 4 \(a field of 9×9\)/u],
  ["googlenet", "depth", /22 weight layers deep/u],
  ["googlenet", "aggressive-stem", /from 224×224 to 28×28/u],
  ["googlenet", "inception-modules", /^9 Inception modules: 4 parallel branches/u],
  ["googlenet", "bottlenecks", /^18 1×1 bottlenecks/u],
  ["googlenet", "global-average-pooling", /saves 49\.2M params/u],
  ["googlenet", "auxiliary-classifiers", /^2 auxiliary heads/u],
  ["inception-v4", "inception-modules", /parallel branches/u],
  [
    "resnet18",
    "residual-blocks",
    /^8 residual blocks: 5 with the identity as shortcut, 3 with a projection/u,
  ],
  ["resnet50", "depth", /50 weight layers deep/u],
  ["resnet50", "residual-blocks", /^16 residual blocks: 12 .* 4 with a projection/u],
  ["resnet50", "doubling-stages", /256×56×56, 512×28×28, 1024×14×14 and 2048×7×7/u],
  ["resnet50", "aggressive-stem", /from 224×224 to 56×56/u],
  ["resnet50", "bottlenecks", /^15 1×1 bottlenecks/u],
  ["resnet50", "global-average-pooling", /rather than 2,048×7×7/u],
  ["resnet50", "dropped-pixels", /never read 75\.0%/u],
  ["resnet152", "residual-blocks", /^50 residual blocks/u],
  ["mobilenet-v2", "depthwise-separable", /^17 depthwise separable/u],
  ["mobilenet-v2", "residual-blocks", /^10 residual blocks: every shortcut is the identity/u],
  ["densenet121", "global-average-pooling", /1,024 features/u],
  ["squeezenet", "global-average-pooling", /takes the place of fully connected layers/u],
  ["vit-b16", "residual-blocks", /^24 residual blocks/u],
];

const FALSE: readonly (readonly [sample: string, ...ids: string[]])[] = [
  [
    "alexnet",
    "plain-stacks",
    "equal-work",
    "doubling-stages",
    "inception-modules",
    "residual-blocks",
    "bottlenecks",
  ],
  [
    "alexnet",
    "aggressive-stem",
    "global-average-pooling",
    "auxiliary-classifiers",
    "depthwise-separable",
    "useless-bias",
  ],
  ["vgg16", "large-early-kernel", "aggressive-stem", "inception-modules", "residual-blocks", "bottlenecks"],
  [
    "vgg16",
    "global-average-pooling",
    "auxiliary-classifiers",
    "depthwise-separable",
    "useless-bias",
    "dropped-pixels",
  ],
  [
    "googlenet",
    "plain-stacks",
    "equal-work",
    "doubling-stages",
    "residual-blocks",
    "depthwise-separable",
    "useless-bias",
  ],
  [
    "resnet50",
    "plain-stacks",
    "inception-modules",
    "auxiliary-classifiers",
    "depthwise-separable",
    "useless-bias",
  ],
  [
    "mobilenet-v2",
    "aggressive-stem",
    "large-early-kernel",
    "inception-modules",
    "plain-stacks",
    "doubling-stages",
  ],
  ["densenet121", "inception-modules", "residual-blocks", "depthwise-separable"],
  ["vit-b16", "early-memory", "large-early-kernel", "doubling-stages", "global-average-pooling"],
  ["unet", "inception-modules", "residual-blocks", "early-memory", "global-average-pooling"],
];

describe("insights on the samples", () => {
  for (const [sample, id, says] of STATED) {
    it(`${sample}: ${id}`, () => {
      assert.match(insights(sample).get(id) ?? "nothing", says);
    });
  }

  for (const [sample, ...ids] of FALSE) {
    it(`${sample}: not ${ids.join(", ")}`, () => {
      const found = insights(sample);
      assert.deepEqual(
        ids.filter((id) => found.has(id)),
        [],
      );
    });
  }
});
