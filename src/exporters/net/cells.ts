// Cells: parts of one structure that take several tensors and give one, as in NASNet, each made an instance of a block.

import type { Attributes } from "../../model/network";
import type { Graph, Operation, TensorId } from "../graph";

/** A part of the network that nothing leaves but the output of its last operation. */
export interface Cell {
  /** Operations in the graph's order; the last one gives the cell's output. */
  readonly members: readonly number[];
  /** What it takes from outside, in the order in which it is first used from the output backwards. */
  readonly inputs: readonly TensorId[];
}

const FEWEST_OPERATIONS = 8;
const MOST_OPERATIONS = 250;
const MOST_INPUTS = 3;

/** Groups of cells of one structure, the largest first; no operation is in two cells. */
export function cellsIn(graph: Graph): readonly (readonly Cell[])[] {
  const search = new Search(graph);
  const groups = new Map<string, Cell[]>();
  for (const [index, { inputs }] of graph.operations.entries()) {
    const cell = inputs.length < 2 ? undefined : search.cellEndingAt(index);
    if (cell === undefined) continue;
    const signature = search.signatureOf(cell);
    const known = groups.get(signature);
    if (known === undefined) groups.set(signature, [cell]);
    else known.push(cell);
  }
  const taken = new Set<number>();
  const size = (cells: readonly Cell[]): number => cells[0]?.members.length ?? 0;
  return [...groups.values()]
    .sort((a, b) => size(b) - size(a))
    .map((cells) => cells.filter((cell) => search.claim(cell, taken, cells.length)))
    .filter((cells) => cells.length > 1);
}

class Search {
  private readonly users: readonly number[][];
  private readonly results: ReadonlySet<TensorId>;
  private readonly owners: ReadonlySet<number>;

  constructor(private readonly graph: Graph) {
    const users: number[][] = graph.tensors.map(() => []);
    for (const [index, { inputs }] of graph.operations.entries())
      for (const tensor of inputs) users[tensor]?.push(index);
    this.users = users;
    this.results = new Set(graph.outputs.map(({ tensor }) => tensor));
    this.owners = new Set(graph.operations.flatMap(({ sharedWith }) => sharedWith ?? []));
  }

  /** All operations whose results go nowhere but to the operation; undefined when that is no cell. */
  cellEndingAt(last: number): Cell | undefined {
    if (!this.mayBeInside(last)) return undefined;
    const members = new Set([last]);
    const pending = new Set(this.producersOf(last));
    while (pending.size > 0) {
      const next = Math.max(...pending);
      pending.delete(next);
      if (!this.mayBeInside(next) || !this.staysWithin(next, members)) continue;
      members.add(next);
      if (members.size > MOST_OPERATIONS) return undefined;
      for (const producer of this.producersOf(next)) pending.add(producer);
    }
    const ordered = [...members].sort((a, b) => a - b);
    const inputs = this.inputsOf(last, members);
    const isCell = ordered.length >= FEWEST_OPERATIONS && inputs.length > 1 && inputs.length <= MOST_INPUTS;
    return isCell ? { members: ordered, inputs } : undefined;
  }

  /** The structure as a text, numbers left out. */
  signatureOf({ members, inputs }: Cell): string {
    const numbers = new Map(members.map((member, index) => [member, index]));
    return members
      .map((member) => {
        const operation = this.graph.operations[member];
        if (operation === undefined) return "";
        const from = operation.inputs.map((tensor) => {
          const producer = this.graph.tensors[tensor]?.producer ?? -1;
          return numbers.get(producer) ?? `in${String(inputs.indexOf(tensor))}`;
        });
        return `${operation.operator}(${from.join(",")};${structureOf(operation.attributes)})`;
      })
      .join(";");
  }

  /** Takes the cell's operations; false when another cell has one of them, or it would be the only one of its kind. */
  claim({ members }: Cell, taken: Set<number>, count: number): boolean {
    if (count < 2 || members.some((member) => taken.has(member))) return false;
    for (const member of members) taken.add(member);
    return true;
  }

  private producersOf(index: number): readonly number[] {
    return (this.graph.operations[index]?.inputs ?? []).flatMap(
      (tensor) => this.graph.tensors[tensor]?.producer ?? [],
    );
  }

  private mayBeInside(index: number): boolean {
    const operation = this.graph.operations[index];
    if (operation === undefined || operation.outputs.length !== 1) return false;
    const isAlone = operation.sharedWith === undefined && !this.owners.has(index);
    return isAlone && operation.auxiliary === undefined && operation.inputs.length > 0;
  }

  private staysWithin(index: number, members: ReadonlySet<number>): boolean {
    return (this.graph.operations[index]?.outputs ?? []).every(
      (tensor) =>
        !this.results.has(tensor) && this.users[tensor]?.every((user) => members.has(user)) === true,
    );
  }

  private inputsOf(last: number, members: ReadonlySet<number>): readonly TensorId[] {
    const found = new Set<TensorId>();
    const seen = new Set<number>();
    const visit = (index: number): void => {
      seen.add(index);
      for (const tensor of this.graph.operations[index]?.inputs ?? []) {
        const producer = this.graph.tensors[tensor]?.producer;
        if (producer === undefined || !members.has(producer)) found.add(tensor);
        else if (!seen.has(producer)) visit(producer);
      }
    };
    visit(last);
    return [...found];
  }
}

/** Texts and the shape of lists; numbers may differ between cells. */
function structureOf(attributes: Attributes): string {
  return JSON.stringify(attributes, (_, value: unknown) => (typeof value === "number" ? 0 : value));
}

/** The cell as a graph of its own, its inputs in the order of `inputs`. */
export function graphOfCell(graph: Graph, { members, inputs }: Cell): Graph {
  const numbers = new Map<TensorId, TensorId>();
  const tensors: Graph["tensors"][number][] = [];
  const add = (tensor: TensorId, producer: number | undefined): TensorId => {
    numbers.set(tensor, tensors.length);
    tensors.push({ shape: graph.tensors[tensor]?.shape, producer, output: 0 });
    return tensors.length - 1;
  };
  const entries = inputs.map((tensor, index) => ({ name: String(index), tensor: add(tensor, undefined) }));
  const operations = members.flatMap((member, index): readonly Operation[] => {
    const operation = graph.operations[member];
    if (operation === undefined) return [];
    const taken = operation.inputs.map((tensor) => numbers.get(tensor) ?? 0);
    return [{ ...operation, inputs: taken, outputs: operation.outputs.map((tensor) => add(tensor, index)) }];
  });
  const [result = 0] = operations.at(-1)?.outputs ?? [];
  return { name: "", inputs: entries, outputs: [{ name: "", tensor: result }], tensors, operations };
}

/** A cell with the operation that stands for it. */
export interface Instance extends Cell {
  readonly operation: Pick<Operation, "operator" | "call">;
}

/** The graph with one operation for each cell. */
export function withInstances(graph: Graph, instances: readonly Instance[]): Graph {
  const last = new Map(instances.map((instance) => [instance.members.at(-1) ?? -1, instance]));
  const inside = new Set(instances.flatMap(({ members }) => members));
  const numbers = new Map<number, number>();
  const operations: Operation[] = [];
  for (const [index, operation] of graph.operations.entries()) {
    const instance = last.get(index);
    if (instance === undefined && inside.has(index)) continue;
    numbers.set(index, operations.length);
    operations.push(
      instance === undefined
        ? operation
        : { ...operation, ...instance.operation, attributes: {}, inputs: instance.inputs },
    );
  }
  const renumbered = operations.map(({ sharedWith, ...operation }): Operation => {
    const owner = sharedWith === undefined ? undefined : numbers.get(sharedWith);
    return owner === undefined ? operation : { ...operation, sharedWith: owner };
  });
  const tensors = graph.tensors.map((tensor) => {
    const producer = tensor.producer === undefined ? undefined : numbers.get(tensor.producer);
    return { ...tensor, producer };
  });
  return { ...graph, operations: renumbered, tensors };
}
