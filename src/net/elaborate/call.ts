// A call in a flow: a tensor to start from, an instance of a block, a merge with its branches, or an operator.

import * as l10n from "@vscode/l10n";
import type { Operator } from "../../operators/operator";
import { allOperators } from "../../operators/index";
import type { Call, Element, Statement } from "../generated/ast";
import { branchesOf, calleeOf, rangeOf, rangeOfProperty } from "../syntax/tree";
import type { Callee } from "./callee";
import { mergeNames, resolveCallee } from "./callee";
import type { Frame } from "./context";
import { LIMITS, report } from "./context";
import { reportUnknown } from "./evaluate";
import type { PreparedInstance } from "./instance";
import { prepareInstance } from "./instance";
import type { Branch, LayerResult } from "./operator-call";
import { elaborateOperator } from "./operator-call";
import type { Naming } from "./origins";
import { originOf } from "./origins";
import type { ResolvedDefinition } from "./program";
import type { NamedLayer } from "./scope";
import type { TensorValue } from "./value";

/** What an element of a flow leaves. */
export interface ElementResult {
  readonly tensors: readonly TensorValue[];
  readonly layer?: NamedLayer;
}

/** Elaborates one call; `wanted` is how many tensors the flow names. */
export function elaborateCall(call: Call, naming: Naming, wanted: number, frame: Frame): ElementResult {
  const callee = resolveCallee(call, frame);
  if (call.body !== undefined && !(callee.kind === "operator" && callee.operator.merge === true)) {
    reportBody(call, callee, frame);
  }
  switch (callee.kind) {
    case "tensor":
      return startFrom(call, callee, frame);
    case "unknown-tensor":
      return unknownResult(call, calleeOf(call), naming, frame);
    case "identity":
      return { tensors: frame.current === undefined ? [] : [frame.current] };
    case "definition":
      return elaborateBlock(call, callee.resolved, naming, frame);
    case "operator":
      return elaborateLayer(call, callee.operator, naming, wanted, frame);
    case "unknown":
      return elaborateUnknown(call, naming, frame);
  }
}

function elaborateLayer(
  call: Call,
  operator: Operator,
  naming: Naming,
  wanted: number,
  frame: Frame,
): LayerResult {
  const branches =
    call.body === undefined || operator.merge !== true ? undefined : elaborateBranches(call, frame);
  return elaborateOperator(call, operator, naming, wanted, frame, branches);
}

/** Each branch starts from the current tensor; an empty one passes it through. */
function elaborateBranches(call: Call, frame: Frame): readonly Branch[] {
  if (call.body === undefined) return [];
  const start = frame.current;
  const branches: Branch[] = [];
  for (const [index, statements] of branchesOf(call.body).entries()) {
    frame.current = start;
    frame.run.sequence(statements, frame);
    if (frame.current !== undefined)
      branches.push({ tensor: frame.current, range: branchRange(call, statements, index) });
  }
  frame.current = start;
  return branches;
}

function branchRange(call: Call, statements: readonly Statement[], index: number): Branch["range"] {
  const first = statements[0];
  const last = statements.at(-1);
  if (first !== undefined && last !== undefined)
    return { start: rangeOf(first).start, end: rangeOf(last).end };
  const branch = call.body?.branches[index];
  return rangeOf(branch ?? call);
}

function startFrom(call: Call, callee: Callee & { kind: "tensor" }, frame: Frame): ElementResult {
  if (!callee.startsFlow) {
    const name = calleeOf(call);
    report(
      frame,
      "error",
      "misplaced-tensor",
      rangeOfProperty(call, "callee"),
      l10n.t("{0} is a tensor: a flow can begin with it, but not pass through it.", name),
    );
  }
  const { layer } = callee.binding;
  return { tensors: [callee.tensor], ...(layer === undefined ? {} : { layer }) };
}

function elaborateBlock(
  call: Call,
  resolved: ResolvedDefinition,
  naming: Naming,
  frame: Frame,
): ElementResult {
  const prepared = prepareInstance(call, resolved, frame);
  const name = calleeOf(call);
  if (prepared === undefined) return unknownResult(call, name, naming, frame);
  return {
    tensors: addInstance(
      call,
      call,
      resolved,
      prepared,
      { naming, name: frame.builder.uniqueName(naming.name ?? name), count: 1, first: 0 },
      frame,
    ),
  };
}

/** How a group is called, and how often it stands in a chain. */
export interface Placement {
  readonly naming: Naming;
  readonly name: string;
  readonly count: number;
  readonly first: number;
}

/** Adds a prepared instance as a group, `element` being its place in the text. */
export function addInstance(
  element: Element,
  call: Call,
  resolved: ResolvedDefinition,
  prepared: PreparedInstance,
  { naming, name, count, first }: Placement,
  frame: Frame,
): readonly TensorValue[] {
  const { instance, inputs } = prepared;
  if (tooLarge(element, instance.layers * count, frame))
    return unknownResult(element, name, naming, frame).tensors;
  return frame.builder.addGroup(
    {
      groupKind: resolved.definition.kind,
      name,
      named: naming.name !== undefined,
      definition: resolved.definition.name ?? calleeOf(call),
      arguments: prepared.arguments,
      count,
      ...(first === 0 ? {} : { first }),
      origin: originOf(frame.file.uri, call, naming),
    },
    { body: instance.body },
    inputs,
    instance.layers,
  );
}

/** Reports a group that would make the network absurdly large. */
export function tooLarge(element: Element, layers: number, frame: Frame): boolean {
  if (frame.builder.layers + layers <= LIMITS.layers) return false;
  // Whatever holds what is too large is so, too.
  if (frame.run.log.has("network-too-large")) return true;
  report(
    frame,
    "error",
    "network-too-large",
    element,
    l10n.t("The network would have more than {0} layers.", LIMITS.layers.toLocaleString("en-US")),
  );
  return true;
}

/** A layer of which nothing is known: what comes after it is unknown, too, until a layer fixes the shape again. */
export function unknownResult(
  element: Element,
  operator: string,
  naming: Naming,
  frame: Frame,
): ElementResult {
  const tensors = frame.builder.addLayer(
    {
      name: naming.name ?? operator,
      named: naming.name !== undefined,
      operator,
      attributes: {},
      known: { macs: undefined, operations: undefined },
      origin: originOf(frame.file.uri, element, naming),
    },
    frame.current === undefined ? [] : [frame.current],
    [undefined],
  );
  return { tensors };
}

function elaborateUnknown(call: Call, naming: Naming, frame: Frame): ElementResult {
  const name = calleeOf(call);
  const operators = allOperators().flatMap((operator) => [operator.name, ...(operator.aliases ?? [])]);
  const candidates = [
    ...operators,
    ...mergeNames(),
    ...frame.file.own.keys(),
    ...frame.file.imported.keys(),
    ...frame.scope.names(),
  ];
  if (name !== "") reportUnknown(frame, call, name, candidates, "callee");
  const branches = call.body === undefined ? [] : elaborateBranches(call, frame);
  return branches.length === 0
    ? unknownResult(call, name, naming, frame)
    : unknownResult(call, name, naming, { ...frame, current: branches.at(-1)?.tensor });
}

function reportBody(call: Call, callee: Callee, frame: Frame): void {
  // A body without branches is a mistake of syntax already.
  if (callee.kind === "unknown" || call.body?.branches.length === 0) return;
  const message = l10n.t("{0} takes no body; merges such as add and concat do.", calleeOf(call));
  report(frame, "error", "unexpected-body", rangeOfProperty(call, "callee"), message);
}
