// Reads the text of a net, for tests: shapes, figures and problems in a form that is easy to compare.

import { CAFFE } from "../../../src/formats/caffe/caffe";
import type { ReadOptions } from "../../../src/formats/format";
import type { Layer, Network } from "../../../src/model/network";
import type { Shape } from "../../../src/model/shape";
import type { Weight } from "../../../src/model/network";
import { product } from "../../../src/model/exact";

export interface Read {
  readonly network: Network;
  readonly layers: readonly Layer[];
  /** `code: text of its range`, in the order of the text. */
  readonly problems: readonly string[];
}

export function readNet(text: string, options: ReadOptions = {}): Read {
  const model = CAFFE.read("file:///net.prototxt", text, options);
  const [network] = model.networks;
  if (network === undefined) throw new Error("The text holds no net.");
  const lines = text.split("\n");
  const problems = model.problems.map(({ code, range: { start, end } }) => {
    const line = lines[start.line] ?? "";
    return `${code}: ${line.slice(start.character, end.line === start.line ? end.character : undefined)}`;
  });
  const layers = network.body.nodes.filter((node): node is Layer => node.kind === "layer");
  return { network, layers, problems };
}

/** The layer of that name. */
export function layerNamed({ layers }: Read, name: string): Layer {
  const layer = layers.find((candidate) => candidate.name === name);
  if (layer === undefined) throw new Error(`There is no layer "${name}".`);
  return layer;
}

export function shapesOf(layer: Layer): readonly (Shape | undefined)[] {
  return layer.outputs.map(({ shape }) => shape);
}

/** Scalars of one kind that the layer owns; undefined when unknown. */
export function countWeights(layer: Layer, kind: Weight["kind"]): number | undefined {
  const owned = layer.known?.weights?.filter((weight) => weight.kind === kind && weight.shared !== true);
  const counts = owned?.map(({ shape }) => product(shape));
  if (counts === undefined || counts.includes(undefined)) return undefined;
  return counts.reduce((sum: number, count) => sum + (count ?? 0), 0);
}
