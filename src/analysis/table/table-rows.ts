// A network as a table: one row a layer in execution order, a row with subtotals before each group's own.

import { operatorTitle } from "../../operators/custom";
import type { Count } from "../../model/exact";
import type { AttributeValue } from "../../model/network";
import type { Shape } from "../../model/shape";
import { formatValue } from "../../operators/parameters";
import type { Figures, FlopsConvention } from "../figures";
import { addFigures, flopsOf } from "../figures";
import { groupKindName } from "../group-kind";
import type { GroupInstance, LayerInstance } from "../instances";
import { layerInstances } from "../instances";
import type { NetworkAnalysis } from "../network-analysis";
import type { ReceptiveField } from "../receptive-field";
import type { Tally } from "../tally";
import { isComplete } from "../tally";
import { ChannelAxis } from "./channel-axis";

/** Figures of a row; null where not known. */
export interface RowFigures {
  readonly params: number | null;
  readonly flops: number | null;
  readonly activationBytes: number | null;
  /** True when layers are left out of a sum, which is then the least it can be. */
  readonly partial: boolean;
}

export interface TableRow extends RowFigures {
  readonly kind: "layer" | "group";
  readonly path: string;
  readonly name: string;
  /** How many groups it is in. */
  readonly depth: number;
  /** `Conv`; for a group the block that it is an instance of. */
  readonly operator: string;
  readonly inputChannels: string;
  readonly inputSize: string;
  readonly filters: string;
  readonly kernel: string;
  readonly stride: string;
  readonly pad: string;
  readonly outputChannels: string;
  readonly outputSize: string;
  /** `195×195`; `all` for a layer that sees its whole input. */
  readonly receptiveField: string;
  /** Inside an auxiliary head, which no total counts. */
  readonly auxiliary: boolean;
  /** Leaf layers of a group. */
  readonly layers: number;
}

export interface NetworkTable {
  readonly rows: readonly TableRow[];
  readonly totals: RowFigures & { readonly layers: number };
  /** Leaf layers that are not in the rows, because there are so many. */
  readonly omitted: number;
}

const MOST_LAYERS = 50_000;

/** The rows of a network, cut short after 50,000 layers. */
export function tableRows(analysis: NetworkAnalysis, convention: FlopsConvention): NetworkTable {
  const rows: TableRow[] = [];
  const entered = new Set<string>();
  const axis = new ChannelAxis(analysis.network);
  let layers = 0;
  for (const instance of layerInstances(analysis)) {
    if (layers === MOST_LAYERS) break;
    layers += 1;
    for (const [depth, group] of instance.groups.entries()) {
      if (entered.has(group.path)) continue;
      entered.add(group.path);
      rows.push(groupRow(group, depth, instance.auxiliary, { convention, axis }));
    }
    rows.push(layerRow(instance, { convention, axis }));
  }
  const { totals } = analysis;
  const omitted = totals.layers + totals.auxiliary.layers - layers;
  return { rows, totals: { ...rowFigures(totals, convention), layers: totals.layers }, omitted };
}

interface RowOptions {
  readonly convention: FlopsConvention;
  readonly axis: ChannelAxis;
}

function layerRow(instance: LayerInstance, { convention, axis }: RowOptions): TableRow {
  const { path, layer, analysis, inputShapes, auxiliary, groups, receptiveField } = instance;
  const [input] = inputShapes;
  const output = layer.outputs[0]?.shape;
  const { family } = analysis.operator ?? {};
  const ofInput = input !== undefined && axis.isLast(input, family);
  const ofOutput = output !== undefined && axis.isOutputLast(layer, family, input, output);
  const isWeighty = family === "convolution" || family === "linear";
  return {
    kind: "layer",
    path,
    name: layer.name,
    depth: groups.length,
    operator: operatorTitle(layer),
    inputChannels: channelText(input, ofInput),
    inputSize: sizeText(input, ofInput),
    filters: isWeighty ? channelText(output, ofOutput) : "",
    kernel: perAxisText(layer.attributes["kernel"]),
    stride: perAxisText(
      layer.attributes["stride"] ?? (family === "pooling" ? layer.attributes["kernel"] : undefined),
    ),
    pad: perAxisText(layer.attributes["pad"]),
    outputChannels: channelText(output, ofOutput),
    outputSize: sizeText(output, ofOutput),
    receptiveField: fieldText(receptiveField),
    auxiliary,
    layers: 1,
    ...rowFigures(analysis.figures, convention),
  };
}

/** Subtotals of one instance of the group. */
function groupRow(
  { path, group, analysis, instance }: GroupInstance,
  depth: number,
  auxiliary: boolean,
  { convention, axis }: RowOptions,
): TableRow {
  const { body } = analysis;
  const figures = auxiliary ? addFigures(body.figures, body.auxiliary) : body.figures;
  const input = group.body.inputs[0]?.shape;
  const output = outputShape(group.body);
  const ofInput = input !== undefined && axis.isLast(input);
  const ofOutput = output !== undefined && axis.isLast(output);
  const name = group.count === 1 ? group.name : `${group.name}[${String((group.first ?? 0) + instance)}]`;
  return {
    kind: "group",
    path,
    name,
    depth,
    operator: group.definition ?? groupKindName(group.groupKind),
    inputChannels: channelText(input, ofInput),
    inputSize: sizeText(input, ofInput),
    filters: "",
    kernel: "",
    stride: "",
    pad: "",
    outputChannels: channelText(output, ofOutput),
    outputSize: sizeText(output, ofOutput),
    receptiveField: "",
    auxiliary,
    layers: figures.layers,
    ...rowFigures(figures, convention),
  };
}

function outputShape(body: GroupInstance["group"]["body"]): Shape | undefined {
  const [source] = body.outputs;
  if (source === undefined) return undefined;
  if ("input" in source) return body.inputs[source.input]?.shape;
  const node = body.nodes[source.node];
  if (node === undefined) return undefined;
  return node.kind === "layer" ? node.outputs[source.output]?.shape : outputShape(node.body);
}

function rowFigures(figures: Figures, convention: FlopsConvention): RowFigures {
  const tallies = [figures.params, flopsOf(figures, convention), figures.activationBytes] as const;
  const [params, flops, activationBytes] = tallies.map((tally) => knownPart(tally, figures.layers)) as [
    number | null,
    number | null,
    number | null,
  ];
  return { params, flops, activationBytes, partial: !tallies.every(isComplete) };
}

/** Of a sum what is known of it; of a single layer nothing when it is not known. */
function knownPart(tally: Tally, layers: number): number | null {
  const known: Count = layers === 1 && !isComplete(tally) ? undefined : tally.value;
  return known ?? null;
}

/** Channels, or the features of a vector. */
function channelText(shape: Shape | undefined, isLast: boolean): string {
  if (shape === undefined) return "?";
  return shape.length === 0 ? "" : dimText(isLast ? shape.at(-1) : shape[0]);
}

/** The axes beside the channels. */
function sizeText(shape: Shape | undefined, isLast: boolean): string {
  if (shape === undefined) return "?";
  return (isLast ? shape.slice(0, -1) : shape.slice(1)).map(dimText).join("×");
}

function dimText(dim: Shape[number]): string {
  return dim === undefined ? "?" : String(dim);
}

/** `3`, `1×7`, `same`; one number where it is the same along every axis. */
function perAxisText(value: AttributeValue | undefined): string {
  if (value === undefined) return "";
  if (typeof value !== "object") return String(value);
  const items = value.map((item) => (typeof item === "object" ? formatValue(item) : String(item)));
  return new Set(items).size === 1 ? (items[0] ?? "") : items.join("×");
}

function fieldText(field: ReceptiveField | undefined): string {
  if (field === undefined) return "?";
  if (field.global) return "all";
  return field.size.map((size) => String(Math.round(size * 100) / 100)).join("×");
}
