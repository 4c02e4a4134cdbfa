// Builds the model's nested bodies from units: tensors that cross a scope become inputs and outputs of its body.

import type { Body, Group, KnownCosts, Layer, Node, Source, Tensor, Weight } from "../../../model/network";
import { joinPath } from "../../../model/path";
import type { DType } from "../../../model/shape";
import { keyOf } from "../cost/weights";
import { dtypeOf } from "../proto/element-types";
import { tensorShape } from "../infer/generator";
import type { Report } from "../report";
import { withoutBatch } from "./batch";
import type { Cluster } from "./scope";
import { clusterUnits } from "./scope";
import type { Unit } from "./unit";
import type { Value } from "./value";

/** What building one network shares. */
interface Builder {
  readonly report: Report;
  readonly dtype: DType;
  /** The path of the layer that owns each tensor. */
  readonly owners: Map<string, string>;
}

/** The body of `units` between those inputs and outputs; outputs that no unit gives are left out. */
export function buildBody(
  units: readonly Unit[],
  inputs: readonly Value[],
  outputs: readonly Value[],
  report: Report,
  dtype: DType,
): Body {
  const builder: Builder = { report, dtype, owners: new Map() };
  return bodyOf(units, inputs, outputs, startDepth(units), "", builder);
}

/** Scopes that hold the whole network (`model/…` of every node) say nothing. */
function startDepth(units: readonly Unit[]): number {
  let depth = 0;
  while (
    units.length > 1 &&
    units.every((unit) => unit.path.length > depth + 1 && unit.path[depth] === units[0]?.path[depth])
  ) {
    depth += 1;
  }
  return depth;
}

function bodyOf(
  units: readonly Unit[],
  inputs: readonly Value[],
  outputs: readonly Value[],
  depth: number,
  path: string,
  builder: Builder,
): Body {
  const sources = new Map<Value, Source>(inputs.map((value, index) => [value, { input: index }]));
  const names = new Map<string, number>();
  const needed = new Set(outputs);
  const clusters = clusterUnits(units, depth);
  const users = usersOf(clusters);
  const nodes: Node[] = [];
  for (const [index, cluster] of clusters.entries()) {
    const name = uniqueName(cluster.name, names);
    const given = cluster.isGroup
      ? cluster.units
          .flatMap((unit) => unit.outputs)
          .filter((value) => needed.has(value) || usedElsewhere(value, index, users))
      : (cluster.units[0]?.outputs ?? []);
    nodes.push(nodeOf(cluster, name, given, sources, path, builder));
    for (const [output, value] of given.entries()) sources.set(value, { node: index, output });
  }
  const known = outputs.map((value) => sources.get(value)).filter((source) => source !== undefined);
  return { inputs: inputs.map((value) => tensorOf(value, builder)), nodes, outputs: known };
}

/** Several clusters take a value. */
const SEVERAL = -1;

/** For each value, the cluster that takes it. */
function usersOf(clusters: readonly Cluster[]): ReadonlyMap<Value, number> {
  const users = new Map<Value, number>();
  for (const [index, cluster] of clusters.entries()) {
    for (const unit of cluster.units) {
      for (const value of unit.inputs) {
        const known = users.get(value);
        if (known === undefined) users.set(value, index);
        else if (known !== index) users.set(value, SEVERAL);
      }
    }
  }
  return users;
}

function usedElsewhere(value: Value, home: number, users: ReadonlyMap<Value, number>): boolean {
  return (users.get(value) ?? home) !== home;
}

function nodeOf(
  cluster: Cluster,
  name: string,
  given: readonly Value[],
  sources: ReadonlyMap<Value, Source>,
  path: string,
  builder: Builder,
): Node {
  const [unit] = cluster.units;
  if (!cluster.isGroup && unit !== undefined)
    return layerOf(unit, name, sources, joinPath(path, name), builder);
  const own = new Set(cluster.units.flatMap((each) => each.outputs));
  const taken = [...new Set(cluster.units.flatMap((each) => each.inputs))].filter(
    (value) => !own.has(value) && sources.has(value),
  );
  const body = bodyOf(cluster.units, taken, given, cluster.depth, joinPath(path, name), builder);
  const group: Group = {
    kind: "group",
    groupKind: "scope",
    name,
    named: true,
    body,
    inputs: sourcesOf(taken, sources),
    count: 1,
    origin: builder.report.origin,
  };
  return group;
}

/** Values that nothing gives have been reported and have no source. */
function sourcesOf(values: readonly Value[], sources: ReadonlyMap<Value, Source>): readonly Source[] {
  return values.map((value) => sources.get(value)).filter((source) => source !== undefined);
}

function layerOf(
  unit: Unit,
  name: string,
  sources: ReadonlyMap<Value, Source>,
  path: string,
  builder: Builder,
): Layer {
  const { weights, sharedWith } = weightsOf(unit, path, builder);
  const known: KnownCosts =
    unit.operations === undefined
      ? { weights, macs: unit.macs }
      : { weights, macs: unit.macs, operations: unit.operations };
  return {
    kind: "layer",
    name,
    named: true,
    operator: unit.operator,
    ...(unit.nativeOperator === unit.operator ? {} : { nativeOperator: unit.nativeOperator }),
    attributes: unit.attributes,
    inputs: sourcesOf(unit.inputs, sources),
    outputs: unit.outputs.map((value) => tensorOf(value, builder)),
    known,
    ...(sharedWith === undefined ? {} : { sharedWith }),
    ...(unit.plumbing ? { plumbing: true } : {}),
    origin: builder.report.origin,
  };
}

/** The unit's weights, those that an earlier layer owns marked as shared. */
function weightsOf(
  unit: Unit,
  path: string,
  builder: Builder,
): { weights: readonly Weight[]; sharedWith?: string } {
  const owners = new Set<string | undefined>();
  const weights = unit.owned.map(({ stored, role }): Weight => {
    const key = keyOf(stored);
    const owner = builder.owners.get(key);
    owners.add(owner);
    if (owner === undefined) builder.owners.set(key, path);
    const name = stored.declared?.source ?? key;
    const weight: Weight = { name, shape: stored.shape ?? tensorShape(stored.tensor), kind: role };
    return owner === undefined ? weight : { ...weight, shared: true };
  });
  const [only] = owners;
  return owners.size === 1 && only !== undefined ? { weights, sharedWith: only } : { weights };
}

function tensorOf(value: Value, builder: Builder): Tensor {
  const shape = withoutBatch(value.tensor.shape);
  const dtype = value.tensor.type === 0 ? builder.dtype : dtypeOf(value.tensor.type);
  return { name: value.name, shape, ...(dtype === builder.dtype ? {} : { dtype }) };
}

function uniqueName(name: string, names: Map<string, number>): string {
  const wanted = name === "" ? "node" : name;
  let count = names.get(wanted) ?? 0;
  let unique = count === 0 ? wanted : `${wanted}_${String(count)}`;
  while (count > 0 && names.has(unique)) {
    count += 1;
    unique = `${wanted}_${String(count)}`;
  }
  names.set(wanted, count + 1);
  if (unique !== wanted) names.set(unique, 1);
  return unique;
}
