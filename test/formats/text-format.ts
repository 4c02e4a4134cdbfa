// Reads texts of a text format, for tests: layers, figures, problems and editor features in forms that are easy to compare.

import { layerInstances } from "../../src/analysis/instances";
import { analyseNetwork } from "../../src/analysis/network-analysis";
import type { ReadOptions, TextFormat, TextLanguage } from "../../src/formats/format";
import { lineMapOf, offsetAt } from "../../src/formats/line-map";
import { product } from "../../src/model/exact";
import type { Layer, Network, Weight } from "../../src/model/network";
import type { Shape } from "../../src/model/shape";

export interface Read {
  readonly network: Network;
  /** In execution order, each called by its path. */
  readonly layers: readonly Layer[];
  /** `code: text of its range`, in the order of the text. */
  readonly problems: readonly string[];
}

/** Reads the one network of the text. */
export function readText(format: TextFormat, text: string, options: ReadOptions = {}): Read {
  const model = format.read(`file:///dir/net${format.endings[0] ?? ""}`, text, options);
  const [network] = model.networks;
  if (network === undefined) throw new Error("The text holds no network.");
  const lines = text.split("\n");
  const problems = model.problems.map(({ code, range: { start, end } }) => {
    const line = lines[start.line] ?? "";
    return `${code}: ${line.slice(start.character, end.line === start.line ? end.character : undefined)}`;
  });
  const instances = [...layerInstances(analyseNetwork(network))];
  return { network, layers: instances.map(({ layer, path }) => ({ ...layer, name: path })), problems };
}

/** The layer of that path. */
export function layerNamed({ layers }: Read, name: string): Layer {
  const layer = layers.find((candidate) => candidate.name === name);
  if (layer === undefined) throw new Error(`There is no layer "${name}".`);
  return layer;
}

export function shapesOf(layer: Layer): readonly (Shape | undefined)[] {
  return layer.outputs.map(({ shape }) => shape);
}

/** The shape of the first output. */
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

/** What a format offers an editor, asked for texts in which `|` marks the cursor. */
export class Editor {
  readonly language: TextLanguage;

  constructor(private readonly format: TextFormat) {
    if (format.language === undefined) throw new Error(`${format.title} offers an editor nothing.`);
    this.language = format.language;
  }

  /** The labels of the suggestions. */
  labels(marked: string): string[] {
    return this.suggestions(marked).map(({ label }) => label);
  }

  /** What the suggestion of that label inserts, where that differs from the label. */
  inserted(marked: string, label: string): string | undefined {
    return this.suggestions(marked).find((suggestion) => suggestion.label === label)?.insertText;
  }

  /** The hover's Markdown. */
  description(marked: string): string | undefined {
    const { text, offset } = cursorIn(marked);
    return this.language.describe?.(text, offset)?.markdown;
  }

  /** The text after the first quick fix for its first problem of that code. */
  fixed(text: string, code: string): string {
    const { problems } = this.format.read("file:///x", text, {});
    const problem = problems.find((each) => each.code === code);
    const [fix] = problem === undefined ? [] : (this.language.fixes?.(text, code, problem.range) ?? []);
    if (fix === undefined) throw new Error(`There is no fix for ${code}.`);
    const lines = lineMapOf(text);
    const { start, end } = fix.range;
    return text.slice(0, offsetAt(lines, start)) + fix.newText + text.slice(offsetAt(lines, end));
  }

  private suggestions(marked: string): ReturnType<TextLanguage["complete"]> {
    const { text, offset } = cursorIn(marked);
    return this.language.complete(text, offset);
  }
}

function cursorIn(marked: string): { readonly text: string; readonly offset: number } {
  return { text: marked.replace("|", ""), offset: marked.indexOf("|") };
}
