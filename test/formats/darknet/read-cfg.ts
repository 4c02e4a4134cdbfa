// Reads the text of a .cfg, for tests: layers and problems in a form that is easy to compare.

import { DARKNET } from "../../../src/formats/darknet/darknet";
import type { ReadOptions } from "../../../src/formats/format";
import { product } from "../../../src/model/exact";
import type { Layer, Network, Weight } from "../../../src/model/network";
import type { Shape } from "../../../src/model/shape";

export interface Read {
  readonly network: Network;
  readonly layers: readonly Layer[];
  /** `code: text of its range`, in the order of the text. */
  readonly problems: readonly string[];
}

export function readCfg(text: string, options: ReadOptions = {}): Read {
  const model = DARKNET.read("file:///dir/yolo.cfg", text, options);
  const [network] = model.networks;
  if (network === undefined) throw new Error("The text holds no network.");
  const lines = text.split("\n");
  const problems = model.problems.map(({ code, range: { start, end } }) => {
    const line = lines[start.line] ?? "";
    return `${code}: ${line.slice(start.character, end.line === start.line ? end.character : undefined)}`;
  });
  const layers = network.body.nodes.filter((node): node is Layer => node.kind === "layer");
  return { network, layers, problems };
}

export function shapeOf(layer: Layer | undefined): Shape | undefined {
  return layer?.outputs[0]?.shape;
}

/** Scalars of one kind that the layer owns; undefined when unknown. */
export function countWeights(layer: Layer | undefined, kind: Weight["kind"]): number | undefined {
  const owned = layer?.known?.weights?.filter((weight) => weight.kind === kind && weight.shared !== true);
  const counts = owned?.map(({ shape }) => product(shape));
  if (counts === undefined || counts.includes(undefined)) return undefined;
  return counts.reduce((sum: number, count) => sum + (count ?? 0), 0);
}
