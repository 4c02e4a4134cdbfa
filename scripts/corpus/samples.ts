// The samples against the reference: totals, and layer by layer where a real PyTorch network is the same one.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { LayerInstance } from "../../src/analysis/instances";
import { layerInstances } from "../../src/analysis/instances";
import { analyseNetwork } from "../../src/analysis/network-analysis";
import { readNet } from "../../src/net/read";
import type { CheckResult } from "./check";
import { Comparison } from "./check";

interface ReferenceLayer {
  readonly name: string;
  readonly type: string;
  readonly output_shape?: readonly number[];
  readonly params: number;
  readonly macs: number;
}

interface Reference {
  readonly total_params_without_aux: number;
  readonly total_macs: number;
  readonly layers: readonly ReferenceLayer[];
}

interface Published {
  readonly models: Readonly<Record<string, { readonly num_params: number }>>;
}

/** Sample → the reference's file. */
const REFERENCES: Readonly<Record<string, string>> = {
  alexnet: "papers/lecture_alexnet",
  "alexnet-paper": "papers/alexnet_paper",
  zfnet: "papers/zfnet",
  "inception-v4": "papers/inception_v4",
  "inception-resnet-v2": "papers/inception_resnet_v2",
  vgg16: "torchvision/vgg16",
  vgg19: "torchvision/vgg19",
  resnet18: "torchvision/resnet18",
  resnet34: "torchvision/resnet34",
  resnet50: "torchvision/resnet50",
  resnet101: "torchvision/resnet101",
  resnet152: "torchvision/resnet152",
  resnext50: "torchvision/resnext50_32x4d",
  "mobilenet-v2": "torchvision/mobilenet_v2",
  densenet121: "torchvision/densenet121",
  squeezenet: "torchvision/squeezenet1_1",
};

/** Sample → torchvision's published model, for the params. */
const PUBLISHED: Readonly<Record<string, string>> = {
  "efficientnet-b0": "efficientnet_b0",
  "convnext-tiny": "convnext_tiny",
  "vit-b16": "vit_b_16",
  densenet121: "densenet121",
  "mobilenet-v2": "mobilenet_v2",
  resnext50: "resnext50_32x4d",
  squeezenet: "squeezenet1_1",
};

/** Checks `samples` (a folder) against `reference` (a folder). */
export function checkSamples(samples: string, reference: string): CheckResult {
  const comparison = new Comparison();
  for (const [sample, file] of Object.entries(REFERENCES)) {
    compareSample(comparison, sample, readJson(join(reference, `${file}.json`)) as Reference, samples);
  }
  const published = readJson(join(reference, "torchvision-published.json")) as Published;
  for (const [sample, model] of Object.entries(PUBLISHED)) {
    const params = analyseSample(samples, sample)?.totals.params.value;
    comparison.equal(`${sample}: published params`, params, published.models[model]?.num_params);
  }
  return comparison.result;
}

function compareSample(comparison: Comparison, sample: string, reference: Reference, samples: string): void {
  const analysis = analyseSample(samples, sample);
  comparison.equal(`${sample}: is read`, analysis !== undefined, true);
  if (analysis === undefined) return;
  comparison.equal(`${sample}: params`, analysis.totals.params.value, reference.total_params_without_aux);
  comparison.equal(`${sample}: macs`, analysis.totals.macs.value, reference.total_macs);
  const ours = [...layerInstances(analysis)].filter(isComparable).map(describeOurs);
  const theirs = reference.layers.filter((layer) => COMPARABLE.test(layer.type)).map(describeTheirs);
  comparison.equal(`${sample}: compared layers`, ours.length, theirs.length);
  for (const [index, layer] of theirs.entries())
    comparison.equal(`${sample}: layer ${String(index)}`, ours[index], layer);
}

/** Layers whose figures say something: convolutions, fully connected, normalizations and windowed pools. */
const COMPARABLE = /^(Conv2d|Linear|BatchNorm2d|MaxPool2d|AvgPool2d|LocalResponseNorm)$/;
const COMPARABLE_OPERATORS = new Set([
  "Conv",
  "DepthwiseConv",
  "Linear",
  "BatchNorm",
  "MaxPool",
  "AvgPool",
  "LocalResponseNorm",
]);

function isComparable(instance: LayerInstance): boolean {
  return COMPARABLE_OPERATORS.has(instance.layer.operator);
}

function describeOurs({ layer, analysis }: LayerInstance): unknown {
  return [layer.outputs[0]?.shape, analysis.figures.params.value, analysis.figures.macs.value];
}

function describeTheirs(layer: ReferenceLayer): unknown {
  return [layer.output_shape, layer.params, layer.macs];
}

function analyseSample(samples: string, sample: string): ReturnType<typeof analyseNetwork> | undefined {
  const file = join(samples, `${sample}.net`);
  if (!existsSync(file)) return undefined;
  const [network] = readNet(pathToFileURL(file).href, readFileSync(file, "utf8"), {}).networks;
  return network && analyseNetwork(network);
}

function readJson(file: string): unknown {
  // The published figures hold Python's NaN, which is not JSON.
  return JSON.parse(readFileSync(file, "utf8").replaceAll(/:NaN\b/g, ":null"));
}
