// Writes any network in the .net language: merges as branches, repeated structure as blocks, scopes as stages.

import type { Network } from "../../model/network";
import type { Exported, Exporter } from "../exporter";
import { blockName, blockOf } from "./blocks";
import type { Block } from "./blocks";
import { withCells } from "./cell-blocks";
import type { Element } from "./elements";
import { writeElements } from "./elements";
import { expandLayer } from "../expand";
import type { Statement } from "./flows";
import { resultOf, statementsOf } from "./flows";
import type { Graph, Operation, TensorId } from "../graph";
import { graphOf, Refusal, UNNAMED } from "../graph";
import { identifierOf, isOperatorName, lettered, Names } from "./identifiers";
import { withIdioms } from "./idioms";
import { headerLines } from "./header";
import { withoutLayout } from "./layout";
import type { Naming } from "./lines";
import { isHeavy, linesOf } from "./lines";
import type { Template } from "./templates";
import { IDENTITY_SHORTCUT, templateOf, textOf } from "./templates";
import type { Segment } from "./units";
import { commonScope, countReferences, finerSegments, operationsOf, segmentsOf, usualDepth } from "./units";

export const NET_EXPORTER: Exporter = { ending: ".net", title: "Netlens .net", write: writeNet };

/** The network as a `.net` file with the same shapes, params and multiply-accumulates. */
function writeNet(network: Network): Exported {
  try {
    const { graph, channelsLast } = withoutLayout(graphOf(network, expandLayer));
    return { text: shortest(graph, network, channelsLast) };
  } catch (error) {
    if (error instanceof Refusal) return { refusal: error.message };
    // Merges that take each other's results by name nest as deep as they follow each other.
    if (error instanceof RangeError) return { refusal: "The network's merges are nested too deep." };
    throw error;
  }
}

/** With cells as blocks, unless that makes it longer. */
function shortest(graph: Graph, network: Network, channelsLast: boolean): string {
  const plain = new Writing(graph, network, channelsLast, new Names(), []).text();
  const names = new Names();
  const cells = withCells(graph, names, channelsLast);
  if (cells === undefined) return plain;
  const text = new Writing(cells.graph, network, channelsLast, names, cells.blocks).text();
  return countLines(text) < countLines(plain) ? text : plain;
}

function countLines(text: string): number {
  return text.split("\n").length;
}

/** A segment of the outermost body with the block that it is an instance of. */
interface Placed {
  readonly statement: Statement;
  readonly segment: Segment;
  readonly isFirst: boolean;
  readonly call: string | undefined;
}

class Writing {
  private readonly tensorNames = new Map<TensorId, string>();
  /** Names that something uses: their lines cannot be part of a repetition. */
  private readonly referenced = new Set<string>();
  private readonly ownerNames = new Map<number, string>();
  private readonly owners: ReadonlySet<number>;
  private readonly references: ReadonlyMap<TensorId, number>;
  private readonly statements: readonly Statement[];

  constructor(
    private readonly graph: Graph,
    private readonly network: Network,
    private readonly channelsLast: boolean,
    private readonly names: Names,
    private readonly cells: readonly Block[],
  ) {
    this.statements = statementsOf(graph);
    this.references = countReferences(this.statements);
    this.owners = new Set(graph.operations.flatMap(({ sharedWith }) => sharedWith ?? []));
    for (const { name, tensor } of graph.inputs) {
      const rank = graph.tensors[tensor]?.shape?.length;
      const isMade = /^input(?:[._]\d+|_layer(?:_\d+)?)?$/.test(name) && graph.inputs.length === 1;
      const wanted = !isMade ? name : rank === 3 ? "image" : "data";
      this.tensorNames.set(tensor, this.names.take(wanted));
    }
  }

  text(): string {
    const { placed, blocks } = this.place();
    const title = identifierOf(this.network.name) || "Network";
    const needed = this.needed(placed);
    const elements = placed.flatMap((each) => this.elementsOf(each, needed));
    const body = writeElements(elements.map(withoutUnnamed), 1, (scope) => this.names.take(lastPart(scope)));
    const lines = [
      ...headerLines(this.network),
      ...(this.channelsLast ? ['@layout("channels-last")'] : []),
      `network ${title} {`,
      ...this.graph.inputs.map((input) => `  input ${this.inputText(input.tensor)}`),
      "",
      ...body,
      ...this.outputLines(placed),
      "}",
      ...[...blocks, ...this.cells].flatMap(blockLines),
    ];
    return `${withIdioms(lines, (wanted) => this.names.take(wanted)).join("\n")}\n`;
  }

  private inputText(tensor: TensorId): string {
    const shape = this.graph.tensors[tensor]?.shape;
    const name = this.reference(tensor);
    if (shape === undefined) return name;
    const dims = shape.map((dim, axis) =>
      dim === undefined
        ? `${name}_${String(axis + 1)}`
        : typeof dim === "string"
          ? identifierOf(dim)
          : String(dim),
    );
    return `${name} [${dims.join(", ")}]`;
  }

  /** Parts all flows into segments, and finds the blocks; a unit that is alone is parted once more. */
  private place(): { readonly placed: readonly Placed[]; readonly blocks: readonly Block[] } {
    const depth = usualDepth(this.statements);
    const coarse = this.statements.map((statement): readonly Segment[] =>
      statement.auxiliary === undefined
        ? segmentsOf(statement, depth, this.references)
        : [{ items: statement.items, key: ["AuxiliaryHead"] }],
    );
    const repeated = new Set(groupsOf(coarse.flat().map((segment) => this.template(segment))).flat());
    let number = -1;
    const unplaced = this.statements.flatMap((statement, index) =>
      (coarse[index] ?? [])
        .flatMap((segment) =>
          repeated.has(++number) || statement.auxiliary !== undefined ? [segment] : finerSegments(segment),
        )
        .map((segment, position) => ({ statement, segment, isFirst: position === 0 })),
    );
    const templates = unplaced.map(({ segment }) => this.template(segment));
    const calls = new Map<number, string>();
    const blocks: Block[] = [];
    const groups = groupsOf(templates);
    const wanted = groups.map((units) => {
      const template = templates[units[0] ?? -1];
      const keys = units.map((unit) => lastPart(unplaced[unit]?.segment.key?.at(-1) ?? ""));
      return template === undefined ? "Unit" : blockName(keys, template);
    });
    const names = lettered(wanted).map((name) => this.names.take(name));
    for (const [number, units] of groups.entries()) {
      const chosen = units.flatMap((unit) => templates[unit] ?? []);
      const block = blockOf(names[number] ?? "Unit", chosen, this.channelsLast);
      blocks.push(block);
      for (const [index, unit] of units.entries()) calls.set(unit, block.calls[index] ?? "");
    }
    return { placed: unplaced.map((each, index) => ({ ...each, call: calls.get(index) })), blocks };
  }

  private template(segment: Segment): Template | undefined {
    return segment.key === undefined ? undefined : templateOf(this.graph, segment, this.owners);
  }

  /** Tensors that are used by name at the outermost level, blocks' insides left out. */
  private needed(placed: readonly Placed[]): ReadonlySet<TensorId> {
    const needed = new Set<TensorId>(this.saysOutputs(placed) ? this.outputTensors() : []);
    for (const { statement, segment, isFirst, call } of placed) {
      if (isFirst && statement.start !== undefined) needed.add(statement.start);
      if (call !== undefined) continue;
      for (const tensor of countReferences([{ start: undefined, items: segment.items }]).keys())
        needed.add(tensor);
    }
    return needed;
  }

  private outputTensors(): readonly TensorId[] {
    return this.graph.outputs.map(({ tensor }) => tensor);
  }

  private elementsOf(placed: Placed, needed: ReadonlySet<TensorId>): readonly Element[] {
    const { auxiliary } = placed.statement;
    const elements = this.plainElements(placed, needed);
    if (auxiliary === undefined) return elements;
    const inner = elements.flatMap(({ lines, name }) =>
      lines.map(
        (line, index) =>
          `  ${index === 0 && name !== undefined && placed.call === undefined ? `${name} = ` : ""}${line}`,
      ),
    );
    const lines = [
      `auxiliary ${this.names.take(lastPart(auxiliary.split("/").at(-1) ?? auxiliary))} {`,
      ...inner,
      "}",
    ];
    return [{ lines, name: undefined, fixed: true, isBlock: false, scope: [] }];
  }

  private plainElements(placed: Placed, needed: ReadonlySet<TensorId>): readonly Element[] {
    const { statement, segment, isFirst, call } = placed;
    const start = isFirst ? statement.start : undefined;
    const operations = segment.items.flatMap(operationsOf);
    if (call === undefined) return this.lineElements({ start, items: segment.items }, needed, operations);
    const scope = commonScope(operations);
    const name = this.unitName(segment, needed);
    const from = start === undefined ? "" : `${this.reference(start)} -> `;
    return [
      {
        lines: [`${from}${call}`],
        name,
        fixed: start !== undefined || (name !== undefined && this.referenced.has(name)),
        isBlock: true,
        scope: segment.key?.length === scope.length ? scope.slice(0, -1) : scope,
      },
    ];
  }

  /** The name of a block's instance: that of its result where it is used, else that of its scope, if it has one. */
  private unitName({ items, key }: Segment, needed: ReadonlySet<TensorId>): string | undefined {
    const last = items.at(-1);
    const tensor = last && resultOf(last);
    const wanted = lastPart(key?.at(-1) ?? "unit");
    if (tensor !== undefined && needed.has(tensor)) {
      if (!this.tensorNames.has(tensor)) this.tensorNames.set(tensor, this.names.take(wanted));
      return this.reference(tensor);
    }
    const isNamed = last?.operation.named === true && key?.at(-1)?.startsWith(UNNAMED) !== true;
    return isNamed ? this.names.take(wanted) : undefined;
  }

  /** Lines that are no block: one element for each line, or for each merge with its branches. */
  private lineElements(
    statement: Statement,
    needed: ReadonlySet<TensorId>,
    operations: readonly Operation[],
  ): readonly Element[] {
    const elements: Element[] = [];
    const scope = commonScope(operations);
    const lines = linesOf(this.graph, [statement], this.naming(needed), 0);
    const shares = operations.some(({ sharedWith }) => sharedWith !== undefined);
    let open: string[] = [];
    for (const { indent, tokens } of lines) {
      const text = `${"  ".repeat(indent)}${textOf(tokens, ({ value }) => String(value))}`;
      open.push(text);
      if (indent === 0 && !text.endsWith("{")) {
        const element = elementOf(open, scope);
        const isUsed = element.name !== undefined && this.referenced.has(element.name);
        elements.push(isUsed || shares ? { ...element, fixed: true } : element);
        open = [];
      }
    }
    return elements;
  }

  private naming(needed: ReadonlySet<TensorId>): Naming {
    return {
      reference: (tensor) => this.reference(tensor),
      required: (tensor) => (needed.has(tensor) ? this.reference(tensor) : undefined),
      wanted: (operations) => this.wantedName(operations),
      owner: (operation) => this.ownerName(operation),
      owned: ({ outputs }) => {
        const { producer } = this.graph.tensors[outputs[0] ?? -1] ?? {};
        return producer !== undefined && this.owners.has(producer) ? this.ownerName(producer) : undefined;
      },
    };
  }

  /** A line is named after its heavy layer, where the source gave that a name. */
  private wantedName(operations: readonly Operation[]): string | undefined {
    const [first] = operations;
    if (first === undefined || !first.named || !isHeavy(first)) return undefined;
    const isPlain = isGeneral(first.name) || isOperatorName(first.name.replace(/_\d+$/, ""));
    const name = (isPlain ? first.scope.at(-1) : undefined) ?? first.name;
    return isOperatorName(name.replace(/_\d+$/, "")) ? undefined : this.names.take(lastPart(name));
  }

  private ownerName(operation: number): string {
    const known = this.ownerNames.get(operation);
    if (known !== undefined) return known;
    const name = this.names.take(lastPart(this.graph.operations[operation]?.name ?? "layer"));
    this.ownerNames.set(operation, name);
    return name;
  }

  private reference(tensor: TensorId): string {
    const name = this.nameOf(tensor);
    this.referenced.add(name);
    return name;
  }

  private nameOf(tensor: TensorId): string {
    const known = this.tensorNames.get(tensor);
    if (known !== undefined) return known;
    const { producer } = this.graph.tensors[tensor] ?? {};
    const operation = producer === undefined ? undefined : this.graph.operations[producer];
    const name =
      producer !== undefined && this.owners.has(producer)
        ? this.ownerName(producer)
        : this.names.take(lastPart(operation?.name ?? "tensor"));
    this.tensorNames.set(tensor, name);
    return name;
  }

  /** Outputs are said unless the only one is the last tensor. */
  private saysOutputs(placed: readonly Placed[]): boolean {
    const outputs = this.outputTensors();
    const last = placed.at(-1);
    const item = last?.statement.auxiliary === undefined ? last?.segment.items.at(-1) : undefined;
    const isLast = outputs.length === 1 && item !== undefined && resultOf(item) === outputs[0];
    return outputs.length > 0 && !isLast;
  }

  private outputLines(placed: readonly Placed[]): readonly string[] {
    if (!this.saysOutputs(placed)) return [];
    const outputs = this.outputTensors();
    const names = [...new Set(outputs)].map((tensor) => this.reference(tensor));
    return ["", `  output ${names.join(", ")}`];
  }
}

function withoutUnnamed(element: Element): Element {
  return { ...element, scope: element.scope.filter((name) => !name.startsWith(UNNAMED)) };
}

/** Names that say little without the scope that they are in. */
function isGeneral(name: string): boolean {
  return /^(?:conv|linear|fc|bn|norm|\d+)$/i.test(name);
}

/** Units of one structure; identity shortcuts go with the only projection that there is. */
function groupsOf(templates: readonly (Template | undefined)[]): readonly (readonly number[])[] {
  const bySignature = new Map<string, number[]>();
  for (const [index, template] of templates.entries()) {
    if (template === undefined) continue;
    const known = bySignature.get(template.signature);
    if (known === undefined) bySignature.set(template.signature, [index]);
    else known.push(index);
  }
  const groups = [...bySignature.values()].flatMap((units) => byShortcut(units, templates));
  return groups.filter((units) => {
    const lines = templates[units[0] ?? -1]?.lines.length ?? 0;
    return units.length > 1 && lines > 2;
  });
}

function byShortcut(
  units: readonly number[],
  templates: readonly (Template | undefined)[],
): readonly (readonly number[])[] {
  const kinds = new Map<string, number[]>();
  for (const unit of units) {
    const kind = templates[unit]?.shortcutSignature ?? "";
    kinds.set(kind, [...(kinds.get(kind) ?? []), unit]);
  }
  const projections = [...kinds.keys()].filter((kind) => kind !== IDENTITY_SHORTCUT);
  return projections.length <= 1 ? [units] : [...kinds.values()];
}

function elementOf(lines: readonly string[], scope: readonly string[]): Element {
  const [first = "", ...others] = lines;
  const match = /^([A-Za-z_]\w*) = (.*)$/s.exec(first);
  const start = match?.[2] ?? first;
  const fixed = /^[A-Za-z_]\w*, /.test(first) || /^[a-z_]\w*(?: ->|$)/.test(start);
  return { lines: [start, ...others], name: match?.[1], fixed, isBlock: false, scope };
}

/** `layer1.0` of a path, without what marks how it was found. */
function lastPart(name: string): string {
  return name.replace(/^[=#]/, "").replace(/^\/+/, "");
}

function blockLines({ name, parameters, body }: Block): readonly string[] {
  const list = parameters.map((parameter) =>
    parameter.fallback === undefined ? parameter.name : `${parameter.name} = ${String(parameter.fallback)}`,
  );
  return ["", `block ${name}${list.length === 0 ? "" : `(${list.join(", ")})`} {`, ...body, "}"];
}
