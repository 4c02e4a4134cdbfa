// The graph as statements of the .net language: flows, merges with branches, and named tensors where neither will do.

import { operatorNamed } from "../../operators/index";
import { dominatingTensors } from "./dominators";
import type { Graph, Operation, TensorId } from "../graph";

/** One step of a flow. */
export type Item = Call | Merge;

export interface Call {
  readonly kind: "call";
  readonly operation: Operation;
  /** Tensors that it takes by name, besides the current one if `takesCurrent`. */
  readonly names: readonly TensorId[];
  readonly takesCurrent: boolean;
}

export interface Merge {
  readonly kind: "merge";
  readonly operation: Operation;
  readonly branches: readonly (readonly Statement[])[];
}

export interface Statement {
  /** The tensor that the flow begins with, by name; undefined for the current one, or none. */
  readonly start: TensorId | undefined;
  readonly items: readonly Item[];
  /** The auxiliary head that all of it is. */
  readonly auxiliary?: string;
}

/** The tensor that a step leaves; undefined after a step with several outputs. */
export function resultOf({ operation }: Item): TensorId | undefined {
  return operation.outputs.length === 1 ? operation.outputs[0] : undefined;
}

/** A merge with more operations than this between its branches' start and itself is written with names instead. */
const LARGEST_MERGE = 100;

/** A concatenation of two skips at most so many operations when there are others within. */
const LONGEST_SKIPPED = 12;

/**
 * All operations as statements, in an order in which each comes after what it takes; `entry` is the current tensor before
 * the first of them: the only input unless given.
 */
export function statementsOf(
  graph: Graph,
  entry = graph.inputs.length === 1 ? graph.inputs[0]?.tensor : undefined,
): readonly Statement[] {
  const emission = new Emission(graph);
  const statements: Statement[] = [];
  const ends = graph.operations
    .filter(({ outputs }) => outputs.every((tensor) => emission.isEnd(tensor)))
    .flatMap(({ outputs }) => outputs.slice(0, 1));
  for (const tensor of ends) emission.emit(tensor, entry, statements);
  return statements.flatMap(apart);
}

/** The part of a flow that is an auxiliary head, as a statement of its own. */
function apart({ start, items }: Statement): readonly Statement[] {
  const at = items.findIndex(({ operation }) => operation.auxiliary !== undefined);
  const head = items[at]?.operation.auxiliary;
  if (head === undefined) return [{ start, items }];
  const rest: Statement = { start: at === 0 ? start : undefined, items: items.slice(at), auxiliary: head };
  return at === 0 ? [rest] : [{ start, items: items.slice(0, at) }, rest];
}

class Emission {
  private readonly emitted = new Set<TensorId>();
  private readonly consumers: readonly number[][];
  private readonly dominators: readonly (TensorId | undefined)[];
  private readonly results: ReadonlySet<TensorId>;

  constructor(private readonly graph: Graph) {
    const consumers: number[][] = graph.tensors.map(() => []);
    for (const [index, { inputs }] of graph.operations.entries()) {
      for (const tensor of inputs) consumers[tensor]?.push(index);
    }
    this.consumers = consumers;
    this.dominators = dominatingTensors(graph);
    this.results = new Set(graph.outputs.map(({ tensor }) => tensor));
    for (const { tensor } of graph.inputs) this.emitted.add(tensor);
  }

  isEnd(tensor: TensorId): boolean {
    return this.consumers[tensor]?.length === 0;
  }

  /**
   * Adds statements that leave `target`. `entry` is the tensor that is the current one before the first statement of
   * `out`. Walks backwards from the target to what has been computed already.
   */
  emit(target: TensorId, entry: TensorId | undefined, out: Statement[]): void {
    const items: Item[] = [];
    const { start, tensor } = this.walkBack(target, entry, out, items);
    items.reverse();
    for (const { operation } of items) for (const output of operation.outputs) this.emitted.add(output);
    if (items.length === 0 && tensor === undefined) return;
    out.push({ start, items });
  }

  private walkBack(
    target: TensorId,
    entry: TensorId | undefined,
    out: Statement[],
    items: Item[],
  ): { readonly start: TensorId | undefined; readonly tensor: TensorId | undefined } {
    let tensor = target;
    for (;;) {
      if (tensor === entry && out.length === 0) return { start: undefined, tensor };
      if (this.emitted.has(tensor) || tensor === entry) {
        const last = out.at(-1)?.items.at(-1);
        const isCurrent = last !== undefined && resultOf(last) === tensor;
        return { start: isCurrent ? undefined : tensor, tensor };
      }
      const index = this.graph.tensors[tensor]?.producer;
      const operation = index === undefined ? undefined : this.graph.operations[index];
      if (index === undefined || operation === undefined) return { start: tensor, tensor };
      const next = this.step(index, operation, tensor, entry, out, items);
      if (next === undefined) return { start: undefined, tensor: undefined };
      tensor = next;
    }
  }

  /** Adds the item of the operation that gives `tensor`; where to go on, or undefined where the flow begins. */
  private step(
    index: number,
    operation: Operation,
    tensor: TensorId,
    entry: TensorId | undefined,
    out: Statement[],
    items: Item[],
  ): TensorId | undefined {
    const [first, ...others] = operation.inputs;
    this.emitOwner(operation, entry, out);
    if (operation.outputs.length > 1) {
      this.emitSeveral(operation, entry, out);
      return tensor;
    }
    if (first === undefined) {
      items.push({ kind: "call", operation, names: [], takesCurrent: false });
      return undefined;
    }
    if (others.length === 0) {
      items.push({ kind: "call", operation, names: [], takesCurrent: true });
      return first;
    }
    const start = this.mergeStart(index, operation);
    if (start !== undefined) {
      items.push({ kind: "merge", operation, branches: this.branches(operation, start) });
      return start;
    }
    return this.takeByName(operation, entry, out, items);
  }

  /** The layer whose weights an operation uses comes before it. */
  private emitOwner({ sharedWith }: Operation, entry: TensorId | undefined, out: Statement[]): void {
    const owned = sharedWith === undefined ? undefined : this.graph.operations[sharedWith]?.outputs[0];
    if (owned !== undefined && !this.emitted.has(owned)) this.emit(owned, entry, out);
  }

  /** An operation with several outputs is a statement of its own, whose outputs have names. */
  private emitSeveral(operation: Operation, entry: TensorId | undefined, out: Statement[]): void {
    const [first, ...others] = operation.inputs;
    const names = others.length > 0 ? operation.inputs : [];
    this.emitAll(names, entry, out);
    const takesCurrent = first !== undefined && others.length === 0;
    const items: Item[] = [{ kind: "call", operation, names, takesCurrent }];
    const start = takesCurrent ? this.walkBack(first, entry, out, items).start : undefined;
    items.reverse();
    for (const item of items) for (const output of item.operation.outputs) this.emitted.add(output);
    out.push({ start, items });
  }

  /** Computes tensors that are taken by name, the earliest first. */
  private emitAll(tensors: readonly TensorId[], entry: TensorId | undefined, out: Statement[]): void {
    for (const tensor of [...new Set(tensors)].sort((a, b) => a - b)) {
      if (!this.emitted.has(tensor) && tensor !== entry) this.emit(tensor, entry, out);
    }
  }

  /** Where the branches of a merge begin, if they can be written as branches: nothing between leaves but through the merge. */
  private mergeStart(index: number, operation: Operation): TensorId | undefined {
    const start = this.dominators[index];
    if (start === undefined || operatorNamed(operation.operator)?.merge !== true) return undefined;
    const region = this.regionBetween(start, operation);
    if (region === undefined || this.isLongSkip(operation, region)) return undefined;
    return [...region].every((member) => this.staysWithin(member, region, index)) ? start : undefined;
  }

  /** The operations between a tensor and a merge; undefined when they are too many for branches. */
  private regionBetween(start: TensorId, operation: Operation): ReadonlySet<number> | undefined {
    const first = this.graph.tensors[start]?.producer;
    const region = new Set<number>();
    const pending = [...operation.inputs];
    for (let tensor = pending.pop(); tensor !== undefined; tensor = pending.pop()) {
      const maker = this.graph.tensors[tensor]?.producer;
      if (maker === undefined || maker === first || region.has(maker)) continue;
      if (region.size >= LARGEST_MERGE) return undefined;
      region.add(maker);
      pending.push(...(this.graph.operations[maker]?.inputs ?? []));
    }
    return region;
  }

  /** A connection over much of the network, with others within it, as in U-Net: names are easier to follow than nesting. */
  private isLongSkip({ operator, inputs }: Operation, region: ReadonlySet<number>): boolean {
    if (operator !== "Concat" || region.size <= LONGEST_SKIPPED || inputs.length !== 2) return false;
    return [...region].some((member) => this.graph.operations[member]?.operator === "Concat");
  }

  private staysWithin(member: number, region: ReadonlySet<number>, merge: number): boolean {
    const outputs = this.graph.operations[member]?.outputs ?? [];
    return outputs.every(
      (tensor) =>
        !this.emitted.has(tensor) &&
        !this.results.has(tensor) &&
        this.consumers[tensor]?.every((user) => user === merge || region.has(user)) === true,
    );
  }

  private branches(operation: Operation, start: TensorId): readonly (readonly Statement[])[] {
    return operation.inputs.map((tensor) => {
      const branch: Statement[] = [];
      if (tensor !== start) this.emit(tensor, start, branch);
      return branch;
    });
  }

  /** Everything that is not computed yet is computed first, and named; the first input may be the current tensor. */
  private takeByName(
    operation: Operation,
    entry: TensorId | undefined,
    out: Statement[],
    items: Item[],
  ): TensorId | undefined {
    const [first, ...others] = operation.inputs;
    if (operation.call !== undefined && first !== undefined) {
      this.emitAll(others, entry, out);
      items.push({ kind: "call", operation, names: others, takesCurrent: true });
      return first;
    }
    // A merge adds what is named to the current tensor; other operators take either that or names.
    const isMerge = operatorNamed(operation.operator)?.merge === true;
    const areReady = others.every((tensor) => this.emitted.has(tensor));
    if (isMerge && first !== undefined && !this.emitted.has(first) && areReady) {
      items.push({ kind: "call", operation, names: others, takesCurrent: true });
      return first;
    }
    this.emitAll(operation.inputs, entry, out);
    items.push({ kind: "call", operation, names: operation.inputs, takesCurrent: false });
    return undefined;
  }
}
