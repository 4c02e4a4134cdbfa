// A call of a block or network → a group, elaborated once for equal arguments and input shapes.

import * as l10n from "@vscode/l10n";
import type { AttributeValue } from "../../model/network";
import type { Location } from "../../model/origin";
import type { Call, Definition, Parameter } from "../generated/ast";
import { rangeOf, rangeOfProperty, sequenceOf } from "../syntax/tree";
import { blockArguments } from "./arguments";
import { BodyBuilder } from "./body-builder";
import type { Frame, Instance, Results, Run } from "./context";
import { LIMITS, report } from "./context";
import { evaluate } from "./evaluate";
import { layoutOf } from "./layout";
import { reportNoInput } from "./operator-call";
import type { ResolvedDefinition } from "./program";
import { Scope } from "./scope";
import type { TensorValue, Value } from "./value";
import { isTensor, keyOfShape, keyOfValue, toAttribute } from "./value";

/** An instance that is ready to become a group, and the tensors that flow into it. */
export interface PreparedInstance {
  readonly instance: Instance;
  readonly inputs: readonly TensorValue[];
  readonly arguments: Readonly<Record<string, AttributeValue>>;
}

/** Elaborates (or finds) the instance for a call; undefined, with the reason reported, when there can be none. */
export function prepareInstance(
  call: Call,
  resolved: ResolvedDefinition,
  frame: Frame,
): PreparedInstance | undefined {
  const { definition } = resolved;
  const values = blockArguments(call, definition, frame);
  if (frame.dry) return undefined;
  if (!mayInstantiate(call, definition, frame)) return undefined;
  if (frame.current === undefined) {
    reportNoInput(call, frame);
    return undefined;
  }
  reportMissing(call, definition, values, frame);
  const tensors = [...values.values()].filter(isTensor);
  const key = [
    frame.layout ?? "",
    keyOfShape(frame.current.shape),
    ...definition.parameters.map((p) => (values.has(p.name) ? keyOfValue(values.get(p.name)) : "-")),
  ].join(";");
  const known = frame.run.instances.get(definition) ?? new Map<string, Instance>();
  frame.run.instances.set(definition, known);
  let instance = known.get(key);
  if (instance === undefined) {
    instance = elaborateInstance(call, resolved, values, frame);
    known.set(key, instance);
  }
  return { instance, inputs: [frame.current, ...tensors], arguments: attributesOf(values) };
}

function attributesOf(values: ReadonlyMap<string, Value>): Readonly<Record<string, AttributeValue>> {
  const known = [...values].flatMap(([name, value]) => {
    const attribute = toAttribute(value);
    return attribute === undefined ? [] : [[name, attribute] as const];
  });
  return Object.fromEntries(known);
}

function reportMissing(
  call: Call,
  definition: Definition,
  values: ReadonlyMap<string, Value>,
  frame: Frame,
): void {
  const missing = definition.parameters.filter(
    (parameter) => parameter.default === undefined && !values.has(parameter.name),
  );
  if (missing.length === 0) return;
  const names = missing.map((parameter) => parameter.name).join(", ");
  report(
    frame,
    "error",
    "missing-argument",
    rangeOfProperty(call, "callee"),
    l10n.t("{0} needs {1}.", definition.name ?? l10n.t("This block"), names),
  );
}

function mayInstantiate(call: Call, definition: Definition, frame: Frame): boolean {
  const active = frame.activations.map((activation) => activation.definition);
  const start = active.indexOf(definition);
  if (start >= 0) {
    const cycle = [...active.slice(start), definition].map((each) => each.name ?? "?").join(" → ");
    report(
      frame,
      "error",
      "recursion",
      rangeOfProperty(call, "callee"),
      l10n.t("A block cannot contain itself: {0}.", cycle),
    );
    return false;
  }
  if (active.length < LIMITS.depth) return true;
  report(
    frame,
    "error",
    "nesting-too-deep",
    rangeOfProperty(call, "callee"),
    l10n.t("Blocks are nested more than {0} deep.", LIMITS.depth),
  );
  return false;
}

function elaborateInstance(
  call: Call,
  resolved: ResolvedDefinition,
  values: ReadonlyMap<string, Value>,
  frame: Frame,
): Instance {
  const { definition } = resolved;
  const builder = new BodyBuilder();
  const entered = builder.addInput(frame.current?.shape, "in");
  const callSite: Location = { uri: frame.file.uri, range: rangeOf(call) };
  const inner = definitionFrame(frame.run, resolved, builder, entered, {
    activations: [...frame.activations, { definition, call: callSite }],
    results: { outputs: undefined, inputs: undefined, names: new Map() },
    layout: frame.layout,
  });
  for (const parameter of definition.parameters) {
    const value = values.has(parameter.name)
      ? values.get(parameter.name)
      : evaluate(parameter.default, inner);
    bindParameter(parameter, isTensor(value) ? builder.addInput(value.shape, parameter.name) : value, inner);
  }
  frame.run.sequence(sequenceOf(definition.body), inner);
  builder.setOutputs(resultsOf(inner));
  return { body: builder.freeze(), layers: builder.layers };
}

/** What a definition leaves: its declared outputs, or the current tensor. */
export function resultsOf(frame: Frame): readonly TensorValue[] {
  const declared = frame.results.outputs?.map((output) => output.tensor);
  if (declared !== undefined && declared.length > 0) return declared;
  return frame.current === undefined ? [] : [frame.current];
}

/** A frame for the statements of a definition, in a scope of its own. */
export function definitionFrame(
  run: Run,
  { file, definition }: ResolvedDefinition,
  builder: BodyBuilder,
  entered: TensorValue | undefined,
  { activations, results, layout }: Pick<Frame, "activations" | "layout"> & { readonly results: Results },
): Frame {
  return {
    run,
    file,
    scope: new Scope(),
    builder,
    entered,
    layout: layoutOf(definition) ?? layout,
    activations,
    dry: false,
    current: entered,
    results,
  };
}

/** Makes a parameter's value known by its name. */
export function bindParameter(parameter: Parameter, value: Value, frame: Frame): void {
  const range = rangeOfProperty(parameter, "name");
  const earlier = frame.scope.bind(parameter.name, { value, declaration: { uri: frame.file.uri, range } });
  if (earlier === undefined) return;
  report(
    frame,
    "error",
    "duplicate-definition",
    range,
    l10n.t("There are two parameters {0}.", parameter.name),
  );
}
