// Stages, auxiliary heads and repeats → groups.

import * as l10n from "@vscode/l10n";
import type { Call, Repeat, Stage } from "../generated/ast";
import { rangeOf, sequenceOf } from "../syntax/tree";
import { isNameExpression } from "../generated/ast";
import { forEachNode } from "../syntax/walk";
import { BodyBuilder, isChainable, shapeIn } from "./body-builder";
import type { ElementResult } from "./call";
import { addInstance, tooLarge, unknownResult } from "./call";
import { resolveCallee } from "./callee";
import { checkOnly } from "./choice";
import type { Frame } from "./context";
import { LIMITS, report, takeStep } from "./context";
import { evaluateInteger } from "./evaluate";
import { prepareInstance } from "./instance";
import type { Naming } from "./origins";
import { originOf } from "./origins";
import type { ResolvedDefinition } from "./program";
import { Scope } from "./scope";
import type { TensorValue } from "./value";

/** A stage leaves what its last statement leaves; its names stay known after it. An auxiliary head leaves nothing. */
export function elaborateStage(stage: Stage, naming: Naming, frame: Frame): ElementResult {
  const auxiliary = stage.kind === "auxiliary";
  const builder = new BodyBuilder(frame.builder);
  const inner: Frame = { ...frame, builder, scope: auxiliary ? new Scope(frame.scope) : frame.scope };
  frame.run.sequence(sequenceOf(stage.body), inner);
  if (inner.current !== undefined) builder.setOutputs([inner.current]);
  if (tooLarge(stage, builder.layers, frame)) return unknownResult(stage, stage.kind, naming, frame);
  const named = naming.name ?? stage.name;
  const tensors = frame.builder.addGroup(
    {
      groupKind: stage.kind,
      name: frame.builder.uniqueName(named ?? stage.kind),
      named: named !== undefined,
      count: 1,
      origin: originOf(frame.file.uri, stage, naming),
    },
    { builder },
    [],
    builder.layers,
  );
  if (auxiliary) return { tensors: frame.current === undefined ? [] : [frame.current] };
  const [tensor] = tensors;
  passNameOn(inner.current, tensor, frame);
  if (stage.name !== undefined && tensor !== undefined) {
    frame.scope.bind(stage.name, {
      value: tensor,
      declaration: { uri: frame.file.uri, range: rangeOf(stage) },
    });
  }
  return { tensors };
}

/** The last tensor of a group keeps its name outside. */
function passNameOn(inner: TensorValue | undefined, outer: TensorValue | undefined, frame: Frame): void {
  const name = inner === undefined ? undefined : frame.results.names.get(inner);
  if (name !== undefined && outer !== undefined) frame.results.names.set(outer, name);
}

/** A repeat becomes a chain of groups; from the first iteration on that keeps its shape, one group with a count. */
export function elaborateRepeat(repeat: Repeat, naming: Naming, frame: Frame): ElementResult {
  const count = evaluateInteger(repeat.count, frame, l10n.t("The count of a repeat"), 0);
  if (count === undefined || count > LIMITS.repeats || frame.dry) {
    if (count !== undefined && !frame.dry && repeat.count !== undefined) {
      const message = l10n.t(
        "A repeat can have {0} iterations at most, not {1}.",
        LIMITS.repeats.toLocaleString("en-US"),
        count.toLocaleString("en-US"),
      );
      report(frame, "error", "too-many-repeats", repeat.count, message);
    }
    checkIteration(repeat, frame);
    return unknownResult(repeat, "repeat", naming, frame);
  }
  if (count === 0) checkIteration(repeat, frame);
  const iterate = iterationOf(repeat, naming, frame);
  let { current } = frame;
  for (let first = 0; first < count;) {
    if (!takeStep(frame, repeat)) break;
    const { tensor, instances } = iterate(current, first, count);
    current = tensor;
    first += instances;
  }
  return { tensors: current === undefined ? [] : [current] };
}

/** Looks for mistakes in a body that does not run, or runs an unknown number of times. */
function checkIteration(repeat: Repeat, frame: Frame): void {
  const scope = new Scope(frame.scope);
  bindIndex(repeat, undefined, scope, frame);
  checkOnly(repeat, sequenceOf(repeat.body), { ...frame, scope });
}

interface Iteration {
  readonly tensor: TensorValue | undefined;
  /** How many equal iterations it stands for. */
  readonly instances: number;
}

type Iterate = (current: TensorValue | undefined, first: number, count: number) => Iteration;

function iterationOf(repeat: Repeat, naming: Naming, frame: Frame): Iterate {
  const onlyCall = onlyBlockCall(repeat, frame);
  const base = frame.builder.uniqueName(naming.name ?? onlyCall?.resolved.definition.name ?? "repeat");
  const varies = usesIndex(repeat);
  return (current, first, count) => {
    const scope = new Scope(frame.scope);
    bindIndex(repeat, first, scope, frame);
    const inner: Frame = { ...frame, scope, current };
    const place = (same: boolean): { name: string; count: number; first: number } => {
      const instances = same && !varies ? count - first : 1;
      return {
        name: instances === 1 && count > 1 ? `${base}[${String(first)}]` : base,
        count: instances,
        first,
      };
    };
    return onlyCall === undefined
      ? iterateBody(repeat, naming, inner, place)
      : iterateBlock(repeat, onlyCall, naming, inner, place);
  };
}

type Place = (same: boolean) => { name: string; count: number; first: number };

function iterateBlock(
  repeat: Repeat,
  { call, resolved }: BlockCall,
  naming: Naming,
  frame: Frame,
  place: Place,
): Iteration {
  const prepared = prepareInstance(call, resolved, frame);
  if (prepared === undefined) {
    const [tensor] = unknownResult(repeat, resolved.definition.name ?? "repeat", naming, frame).tensors;
    return { tensor, instances: Infinity };
  }
  const { body } = prepared.instance;
  const [output] = body.outputs;
  const shape = output === undefined ? undefined : shapeIn(body, output);
  const { name, count, first } = place(output !== undefined && isChainable(frame.current?.shape, shape));
  const [tensor] = addInstance(repeat, call, resolved, prepared, { naming, name, count, first }, frame);
  return { tensor, instances: count };
}

function iterateBody(repeat: Repeat, naming: Naming, frame: Frame, place: Place): Iteration {
  const { builder: outer, current } = frame;
  const builder = new BodyBuilder(outer);
  const inner: Frame = { ...frame, builder, current: current && builder.addInput(current.shape) };
  frame.run.sequence(sequenceOf(repeat.body), inner);
  if (inner.current !== undefined) builder.setOutputs([inner.current]);
  const { name, count, first } = place(
    inner.current !== undefined && isChainable(current?.shape, inner.current.shape),
  );
  if (tooLarge(repeat, builder.layers * count, frame)) {
    return { tensor: unknownResult(repeat, "repeat", naming, frame).tensors[0], instances: Infinity };
  }
  const [tensor] = outer.addGroup(
    {
      groupKind: "repeat",
      name,
      named: naming.name !== undefined,
      count,
      ...(first === 0 ? {} : { first }),
      origin: originOf(frame.file.uri, repeat, naming),
    },
    { builder },
    current === undefined ? [] : [current],
    builder.layers,
  );
  return { tensor, instances: count };
}

interface BlockCall {
  readonly call: Call;
  readonly resolved: ResolvedDefinition;
}

/** The call of a block that is all of the repeat's body, so that its instances need no box around each. */
function onlyBlockCall(repeat: Repeat, frame: Frame): BlockCall | undefined {
  const [statement, ...others] = sequenceOf(repeat.body);
  if (statement?.$type !== "Flow" || others.length > 0 || statement.targets.length > 0) return undefined;
  const [call, ...rest] = statement.elements;
  if (call?.$type !== "Call" || rest.length > 0 || call.body !== undefined) return undefined;
  const callee = resolveCallee(call, frame);
  return callee.kind === "definition" ? { call, resolved: callee.resolved } : undefined;
}

function bindIndex(repeat: Repeat, value: number | undefined, scope: Scope, frame: Frame): void {
  if (repeat.index === undefined) return;
  scope.bind(repeat.index.name, {
    value,
    declaration: { uri: frame.file.uri, range: rangeOf(repeat.index) },
  });
}

function usesIndex(repeat: Repeat): boolean {
  const name = repeat.index?.name;
  if (name === undefined || repeat.body === undefined) return false;
  let found = false;
  forEachNode(repeat.body, (node) => {
    if (isNameExpression(node) && node.target.$refText === name) found = true;
  });
  return found;
}
