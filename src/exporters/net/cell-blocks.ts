// Blocks for the cells of a network, and the network with their instances in place of them.

import type { Graph, TensorId } from "../graph";
import type { Block } from "./blocks";
import { blockOf } from "./blocks";
import type { Cell, Instance } from "./cells";
import { cellsIn, graphOfCell, withInstances } from "./cells";
import { statementsOf } from "./flows";
import type { Names } from "./identifiers";
import { identifierOf, isOperatorName, lettered, Names as LocalNames } from "./identifiers";
import type { Naming } from "./lines";
import { linesOf, referencesIn } from "./lines";
import type { Template } from "./templates";
import { templateOfLines } from "./templates";

export interface WithCells {
  readonly graph: Graph;
  readonly blocks: readonly Block[];
}

/** Every group of cells as a block; undefined when there are none. */
export function withCells(graph: Graph, names: Names, channelsLast: boolean): WithCells | undefined {
  const blocks: Block[] = [];
  const instances: Instance[] = [];
  const groups = cellsIn(graph)
    .flatMap((group) => alike(graph, group))
    .filter((cells) => cells.length > 1);
  const wanted = groups.map((cells) =>
    nameOf(
      graph,
      cells.map(({ cell }) => cell),
    ),
  );
  for (const [number, title] of lettered(wanted).entries()) {
    const cells = groups[number] ?? [];
    const templates = cells.map(({ template }) => template);
    const [first] = cells;
    if (first === undefined) continue;
    const name = names.take(title);
    const block = blockOf(name, templates, channelsLast);
    const tensors = PARAMETERS.slice(0, first.cell.inputs.length - 1);
    blocks.push({
      ...block,
      parameters: [...tensors.map((tensor) => ({ name: tensor, fallback: undefined })), ...block.parameters],
    });
    for (const [index, { cell }] of cells.entries()) {
      const given = /\((.*)\)$/s.exec(block.calls[index] ?? "")?.[1];
      instances.push({
        ...cell,
        operation: { operator: name, call: given === undefined ? [] : [given] },
      });
    }
  }
  return instances.length === 0 ? undefined : { graph: withInstances(graph, instances), blocks };
}

/** What a cell takes besides the current tensor. */
const PARAMETERS = ["other", "third"] as const;

interface Written {
  readonly cell: Cell;
  readonly template: Template;
}

/** The cells of one structure, by the text that they become. */
function alike(graph: Graph, cells: readonly Cell[]): readonly (readonly Written[])[] {
  const [first] = cells;
  if (first === undefined) return [];
  const current = mainInput(graph, first);
  const names = localNames(graphOfCell(graph, reordered(first, current)), first.inputs.length);
  const groups = new Map<string, Written[]>();
  for (const each of cells) {
    const cell = reordered(each, current);
    const template = templateOfCell(graphOfCell(graph, cell), names);
    const known = groups.get(template.signature);
    if (known === undefined) groups.set(template.signature, [{ cell, template }]);
    else known.push({ cell, template });
  }
  return [...groups.values()];
}

/** The tensor that most of the cell's operations take flows through it, the one made last of several; others are given to it. */
function mainInput(graph: Graph, { members, inputs }: Cell): number {
  const uses = inputs.map(
    (tensor) => members.filter((member) => graph.operations[member]?.inputs.includes(tensor)).length,
  );
  const most = Math.max(...uses);
  const latest = Math.max(...inputs.filter((_, index) => uses[index] === most));
  return inputs.indexOf(latest);
}

function reordered(cell: Cell, current: number): Cell {
  const entry = cell.inputs[current];
  const others = cell.inputs.filter((_, index) => index !== current);
  return { ...cell, inputs: entry === undefined ? others : [entry, ...others] };
}

function templateOfCell(graph: Graph, names: ReadonlyMap<TensorId, string>): Template {
  const [entry] = graph.inputs;
  const statements = statementsOf(graph, entry?.tensor);
  const used = referencesIn(statements);
  const reference = (tensor: TensorId): string =>
    tensor === entry?.tensor ? "in" : (names.get(tensor) ?? `t${String(tensor)}`);
  const naming: Naming = {
    reference,
    required: (tensor) => (used.has(tensor) && tensor !== entry?.tensor ? reference(tensor) : undefined),
    owner: () => "",
    owned: () => undefined,
  };
  const shapeOf = (tensor: TensorId | undefined): Template["left"] => graph.tensors[tensor ?? -1]?.shape;
  return templateOfLines(
    linesOf(graph, statements, naming, 1),
    shapeOf(entry?.tensor),
    shapeOf(graph.outputs[0]?.tensor),
  );
}

/** Names for a cell's tensors: those of its layers without what all of them have, such as the cell's own name. */
function localNames(graph: Graph, inputs: number): ReadonlyMap<TensorId, string> {
  const taken = new LocalNames();
  const names = new Map<TensorId, string>();
  for (const [index, { tensor }] of graph.inputs.entries())
    if (index > 0 && index < inputs) names.set(tensor, taken.take(PARAMETERS[index - 1] ?? "other"));
  const parts = graph.operations.map(({ name }) => name.split(/[^A-Za-z0-9]+/));
  const common = commonParts(parts);
  for (const [index, { outputs, operator }] of graph.operations.entries()) {
    const own = (parts[index] ?? []).filter((part) => !common.has(part)).join("_");
    const isPlain = own === "" || isOperatorName(own.replace(/_\d+$/, ""));
    for (const tensor of outputs) names.set(tensor, taken.take(isPlain ? operator.toLowerCase() : own));
  }
  return names;
}

/** Words that are in more than half of the names, each counted once. */
function commonParts(names: readonly (readonly string[])[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const part of names.flatMap((parts) => [...new Set(parts)]))
    counts.set(part, (counts.get(part) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => 2 * count > names.length).map(([part]) => part));
}

/** `NormalCell` for cells whose last layers are called `normal_concat_1` and so on. */
function nameOf(graph: Graph, cells: readonly Cell[]): string {
  const stems = new Set(
    cells.map(({ members }) => /^[A-Za-z]{4,}/.exec(graph.operations[members.at(-1) ?? -1]?.name ?? "")?.[0]),
  );
  const [stem] = stems;
  if (
    stems.size !== 1 ||
    stem === undefined ||
    isOperatorName(stem.slice(0, 1).toUpperCase() + stem.slice(1))
  )
    return "Cell";
  return identifierOf(`${stem.slice(0, 1).toUpperCase()}${stem.slice(1)}Cell`);
}
