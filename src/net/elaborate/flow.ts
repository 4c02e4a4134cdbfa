// A flow: its elements one after another, and the names that it gives.

import * as l10n from "@vscode/l10n";
import type { Call, Element, Flow } from "../generated/ast";
import { rangeOf, sequenceOf } from "../syntax/tree";
import type { ElementResult } from "./call";
import { elaborateCall, unknownResult } from "./call";
import { resolveCallee } from "./callee";
import { elaborateChoice } from "./choice";
import type { Frame } from "./context";
import { locationOf, report } from "./context";
import { reportNothingEntered } from "./evaluate";
import { elaborateRepeat, elaborateStage } from "./groups";
import type { Naming } from "./origins";
import { namingOf, UNNAMED } from "./origins";

/** Elaborates a flow from the current tensor, and leaves its last one as the current. */
export function elaborateFlow(flow: Flow, frame: Frame): void {
  const principal = principalOf(flow, frame);
  const last = flow.elements.at(-1);
  let result: ElementResult = { tensors: [] };
  let layer: ElementResult["layer"];
  for (const element of flow.elements) {
    const naming = element === principal ? namingOf(flow) : UNNAMED;
    const wanted = element === last ? Math.max(1, flow.targets.length) : 1;
    result = elaborateElement(element, naming, wanted, frame);
    if (element === principal) ({ layer } = result);
    frame.current = result.tensors[0] ?? frame.current;
  }
  bindTargets(flow, result, layer, frame);
}

function elaborateElement(element: Element, naming: Naming, wanted: number, frame: Frame): ElementResult {
  switch (element.$type) {
    case "Call":
      return elaborateCall(element, naming, wanted, frame);
    case "Entering":
      return startFromEntered(element, naming, frame);
    case "Stage":
      return elaborateStage(element, naming, frame);
    case "Repeat":
      return elaborateRepeat(element, naming, frame);
    case "Choice":
      return elaborateChoice(element, naming, frame);
    case "Braced":
      frame.run.sequence(sequenceOf(element.body), frame);
      return { tensors: frame.current === undefined ? [] : [frame.current] };
  }
}

function startFromEntered(element: Element, naming: Naming, frame: Frame): ElementResult {
  if (frame.entered !== undefined) return { tensors: [frame.entered] };
  reportNothingEntered(frame, element);
  return unknownResult(element, "in", naming, frame);
}

function bindTargets(flow: Flow, result: ElementResult, layer: ElementResult["layer"], frame: Frame): void {
  if (
    flow.targets.length > 1 &&
    flow.elements.length > 0 &&
    result.tensors.length !== flow.targets.length &&
    isKnownCount(result)
  ) {
    const given = String(result.tensors.length);
    const names = flow.targets.length;
    const message =
      given === "1"
        ? l10n.t("{0} names for 1 tensor.", names)
        : l10n.t("{0} names for {1} tensors.", names, given);
    report(
      frame,
      "error",
      "wrong-output-count",
      { start: rangeOf(flow).start, end: rangeOf(flow.targets.at(-1) ?? flow).end },
      message,
    );
  }
  for (const [index, target] of flow.targets.entries()) {
    const value = flow.elements.length === 0 ? undefined : result.tensors[index];
    const declaration = locationOf(frame, target);
    const earlier = frame.scope.bind(target.name, {
      value,
      declaration,
      ...(layer === undefined ? {} : { layer }),
    });
    if (value !== undefined) frame.results.names.set(value, target.name);
    if (earlier !== undefined) {
      const message = l10n.t("{0} is a name already; from here on it means this tensor.", target.name);
      report(frame, "warning", "duplicate-name", target, message, {
        related: [{ ...earlier.declaration, message: l10n.t("The name's earlier meaning") }],
      });
    }
  }
}

/** A single unknown tensor stands for however many there would be. */
function isKnownCount(result: ElementResult): boolean {
  return result.tensors.length !== 1 || result.tensors[0]?.shape !== undefined;
}

/**
 * The element that carries the flow's name: `conv1 = Conv(64, 7) -> ReLU` names the convolution. It is the only one with
 * weights of its own, the only block, merge or group; without such a one, the last element.
 */
function principalOf(flow: Flow, frame: Frame): Element | undefined {
  if (flow.targets.length !== 1) return undefined;
  if (flow.elements.length === 1) return flow.elements[0];
  const candidates = flow.elements.filter((element) => isPrincipal(element, frame));
  return candidates.length === 1 ? candidates[0] : flow.elements.at(-1);
}

function isPrincipal(element: Element, frame: Frame): boolean {
  if (element.$type !== "Call") return element.$type === "Stage" || element.$type === "Repeat";
  return element.body !== undefined || isWeighty(element, frame);
}

function isWeighty(call: Call, frame: Frame): boolean {
  const callee = resolveCallee(call, frame);
  if (callee.kind === "definition") return true;
  return callee.kind === "operator" && (callee.operator.weightLayers ?? 0) > 0;
}
