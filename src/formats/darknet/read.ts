// Reads a Darknet network into the model: a layer for each section after [net], with Darknet's own sizes, weights and costs.

import * as l10n from "@vscode/l10n";
import type { Count } from "../../model/exact";
import type { Layer, Network, Source, Weight } from "../../model/network";
import type { Origin } from "../../model/origin";
import type { Shape } from "../../model/shape";
import type { SourceModel } from "../../model/source-model";
import type { ReadOptions } from "../format";
import type { LineMap } from "../line-map";
import { lineMapOf, positionAt, rangeBetween } from "../line-map";
import { ProblemList } from "../problem-list";
import { checkConfig } from "./check-options";
import type { Section, Span } from "./config";
import { parseConfig } from "./config";
import { fusedOperations } from "./fused";
import { integerIn, optionIn } from "./options";
import { isNetSection } from "./schema/schema";
import { layerName, ruleOf } from "./sections/index";
import type { Feature, SectionIssue, SectionResult } from "./sections/section-type";
import { flatFeature, imageFeature } from "./sections/section-type";

const INPUT = "input";

interface Reading {
  readonly uri: string;
  readonly text: string;
  readonly lines: LineMap;
  readonly problems: ProblemList;
  readonly features: (Feature | undefined)[];
  readonly layers: Layer[];
  readonly input: Feature | undefined;
}

/** Reads a `.cfg`; never throws, and never stops at the first mistake. */
export function readDarknet(uri: string, text: string, options: ReadOptions): SourceModel {
  const lines = lineMapOf(text);
  const problems = new ProblemList(uri, lines);
  const config = parseConfig(text);
  checkConfig(config, problems);
  const [first] = config.sections;
  const net = first !== undefined && isNetSection(first.type) ? first : undefined;
  const input = overridden(options, net && inputOf(net, problems));
  const reading: Reading = { uri, text, lines, problems, features: [], layers: [], input };
  const sections = config.sections.filter(({ type }) => !isNetSection(type));
  for (const section of sections) readSection(reading, section);
  const network = networkOf(reading, net, input);
  return {
    uri,
    format: "darknet",
    networks: config.sections.length === 0 ? [] : [network],
    definitions: [],
    problems: problems.sorted(),
    dependencies: [],
  };
}

/** The input's size from [net]: an image, or a row of numbers. */
function inputOf(net: Section, problems: ProblemList): Feature | undefined {
  const keys = ["channels", "height", "width", "inputs"];
  const sizes = keys.map((key) => integerIn(net, key, 0));
  if (keys.filter((key, index) => isInvalid(net, key, sizes[index], problems)).length > 0) return undefined;
  const [channels, height, width, inputs] = sizes;
  if (channels === undefined || height === undefined || width === undefined) return undefined;
  if (channels > 0 && height > 0 && width > 0) {
    const image = checked(imageFeature(channels, height, width));
    if (image === undefined)
      problems.add(net.header, "too-large", l10n.t("The input would have more than 2^53 values."));
    return image;
  }
  if (inputs !== undefined && inputs > 0) return flatFeature(inputs);
  const missing = ["width", "height", "channels"].filter((key) => optionIn(net, key) === undefined);
  if (missing.length > 0) {
    const message = l10n.t("The input's size is not known, for want of {0}.", missing.join(", "));
    problems.add(net.header, "unknown-input-size", message);
  }
  return undefined;
}

/** Reports a size that is given, but is not positive. */
function isInvalid(net: Section, key: string, size: number | undefined, problems: ProblemList): boolean {
  const option = optionIn(net, key);
  if (option === undefined || size === undefined || size > 0) return false;
  problems.add(option.valueSpan, "invalid-value", l10n.t("{0} must be at least 1, not {1}.", key, size));
  return true;
}

/** The feature, or undefined when its size cannot be counted. */
function checked(feature: Feature): Feature | undefined {
  return Number.isSafeInteger(feature.count) ? feature : undefined;
}

function overridden({ inputShapes = {} }: ReadOptions, input: Feature | undefined): Feature | undefined {
  const shape: Shape | undefined = Object.hasOwn(inputShapes, INPUT) ? inputShapes[INPUT] : undefined;
  if (shape === undefined) return input;
  const sizes = shape.filter((dim) => typeof dim === "number");
  const [channels, height, width] = sizes;
  if (sizes.length !== shape.length || channels === undefined) return undefined;
  if (height !== undefined && width !== undefined) return checked(imageFeature(channels, height, width));
  return flatFeature(channels);
}

function readSection(reading: Reading, section: Section): void {
  const { features, layers, text } = reading;
  const index = layers.length;
  const input = index === 0 ? reading.input : features[index - 1];
  const rule = ruleOf(section.type);
  const result: SectionResult = rule?.({ section, text, index, input, layers: features }) ?? {
    output: undefined,
    operator: section.type,
  };
  for (const issue of result.issues ?? []) reportIssue(reading, section, issue);
  const output = sized(reading, section, result.output);
  features.push(output);
  layers.push(layerOf(reading, section, result, output, rule !== undefined));
}

function sized(reading: Reading, section: Section, output: Feature | undefined): Feature | undefined {
  if (output === undefined || Number.isNaN(output.count)) return undefined;
  if (checked(output) !== undefined) return output;
  reading.problems.add(section.header, "too-large", l10n.t("The output would have more than 2^53 elements."));
  return undefined;
}

function layerOf(
  reading: Reading,
  section: Section,
  result: SectionResult,
  output: Feature | undefined,
  known: boolean,
): Layer {
  const index = reading.layers.length;
  const name = layerName(section.type, index);
  const attributes = attributesWithoutNaN(result);
  const sources = result.sources?.map(sourceOf) ?? [sourceOf(index - 1)];
  const inputs = sources.map((source) => shapeOf(reading, source));
  const costs = {
    macs: "macs" in result ? countable(result.macs) : 0,
    ...fusedOperations(result.operator, { attributes, inputs, outputs: [output?.shape] }),
  };
  const shared = result.sharedWith === undefined ? undefined : reading.layers[result.sharedWith]?.name;
  return {
    kind: "layer",
    name,
    named: false,
    operator: result.operator,
    ...(section.type === result.operator ? {} : { nativeOperator: section.type }),
    attributes,
    inputs: sources,
    outputs: [{ name, shape: output?.shape }],
    ...(known && isCounted(result, output) ? { known: { weights: weightsOf(result), ...costs } } : {}),
    ...(shared === undefined ? {} : { sharedWith: shared }),
    origin: originOf(reading, section),
  };
}

/** Whether the section's rule got as far as its figures. */
function isCounted(result: SectionResult, output: Feature | undefined): boolean {
  return output !== undefined || result.weights !== undefined || !("macs" in result);
}

function weightsOf({ weights = [] }: SectionResult): readonly Weight[] {
  return weights.map(withKnownSizes);
}

/** The output of a layer by its number; the network's input comes before the first. */
function sourceOf(layer: number): Source {
  return layer < 0 ? { input: 0 } : { node: layer, output: 0 };
}

function shapeOf({ input, features }: Reading, source: Source): Shape | undefined {
  return "input" in source ? input?.shape : features[source.node]?.shape;
}

/** Undefined for what comes of a size that could not be read, or is beyond counting. */
function countable(count: Count): Count {
  return Number.isSafeInteger(count) ? count : undefined;
}

/** Sizes that could not be read, or do not come out, are unknown. */
function withKnownSizes(weight: Weight): Weight {
  const shape = weight.shape.map((dim) => (Number.isSafeInteger(dim) && Number(dim) > 0 ? dim : undefined));
  return { ...weight, shape };
}

function attributesWithoutNaN({ attributes = {} }: SectionResult): Layer["attributes"] {
  const numbers = (value: unknown): boolean => [value].flat(3).some((item) => Number.isNaN(item));
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => !numbers(value)));
}

function reportIssue({ problems }: Reading, section: Section, issue: SectionIssue): void {
  const option = issue.option === undefined ? undefined : optionIn(section, issue.option);
  const place: Span =
    issue.span ?? (option === undefined ? section.header : placeOf(option.valueSpan, option.keySpan));
  problems.add(place, issue.code, issue.message, {
    severity: issue.severity ?? "error",
    ...(issue.data === undefined ? {} : { data: issue.data }),
  });
}

function placeOf(value: Span, key: Span): Span {
  return value.end > value.start ? value : key;
}

/** The annotation belongs to the line with the section's name. */
function originOf({ uri, lines }: Reading, { span, header }: Section): Origin {
  return {
    uri,
    range: rangeBetween(lines, span.start, span.end),
    selection: rangeBetween(lines, header.start, header.end),
    anchor: positionAt(lines, header.end),
  };
}

/** Outputs are the layers that no other takes, the last among them: a detector has several. */
function networkOf(reading: Reading, net: Section | undefined, input: Feature | undefined): Network {
  const { layers, uri, lines, text } = reading;
  const taken = new Set(
    layers.flatMap(({ inputs }) => inputs.map((source) => ("node" in source ? source.node : -1))),
  );
  const last = layers.length - 1;
  const outputs = layers.flatMap((layer, node) =>
    node === last || !taken.has(node) ? [{ layer, source: { node, output: 0 } }] : [],
  );
  const shape = input?.shape;
  const whole = { uri, range: rangeBetween(lines, 0, text.length) };
  const origin = net === undefined ? whole : originOf(reading, net);
  return {
    name: fileNameOf(uri),
    dtype: "float32",
    inputs: [{ name: INPUT, shape, dtype: "float32", origin }],
    outputs: outputs.map(({ layer }) => layer.name),
    body: {
      inputs: [{ name: INPUT, shape, dtype: "float32" }],
      nodes: layers,
      outputs: outputs.map(({ source }) => source),
    },
    facts: {},
    origin,
  };
}

function fileNameOf(uri: string): string {
  const last = uri.slice(uri.lastIndexOf("/") + 1).replace(/\.[^.]*$/, "");
  try {
    return decodeURIComponent(last) || "network";
  } catch {
    return last;
  }
}
