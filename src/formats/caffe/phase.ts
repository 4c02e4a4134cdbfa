// Which layers are part of the net: Caffe's rules about phase, level and stages (Net::StateMeetsRule and Net::FilterNet).

import type { CaffePhase } from "../format";
import type { Message } from "./text/tree";
import { choiceIn, messageIn, messagesIn, numberIn, textsIn } from "./text/access";
import { valuesOf } from "./schema/schema";

export interface NetState {
  readonly phase: CaffePhase;
  readonly level: number;
  readonly stages: ReadonlySet<string>;
}

/** The state that the net asks for itself, in the given phase. */
export function netStateOf(net: Message, phase: CaffePhase): NetState {
  const state = messageIn(net, "state");
  return { phase, level: numberIn(state, "level") ?? 0, stages: new Set(textsIn(state, "stage")) };
}

/** True when the layer is part of the net in that state: no rule, an `include` that holds, or no `exclude` that does. */
export function isIncluded(layer: Message, state: NetState): boolean {
  const include = messagesIn(layer, "include");
  if (include.length > 0) return include.some((rule) => meetsRule(state, rule));
  return !messagesIn(layer, "exclude").some((rule) => meetsRule(state, rule));
}

/** The phase and the stages that the layer's first `include` asks for. */
export function conditionsOf(layer: Message): {
  readonly phase: string | undefined;
  readonly stages: readonly string[];
} {
  const [rule] = messagesIn(layer, "include");
  if (rule === undefined) return { phase: undefined, stages: [] };
  return { phase: phaseIn(rule), stages: textsIn(rule, "stage") };
}

function meetsRule(state: NetState, rule: Message): boolean {
  const phase = phaseIn(rule);
  if (phase !== undefined && phase !== state.phase) return false;
  if (state.level < (numberIn(rule, "min_level") ?? -Infinity)) return false;
  if (state.level > (numberIn(rule, "max_level") ?? Infinity)) return false;
  return (
    textsIn(rule, "stage").every((stage) => state.stages.has(stage)) &&
    !textsIn(rule, "not_stage").some((stage) => state.stages.has(stage))
  );
}

function phaseIn(rule: Message): string | undefined {
  return choiceIn(rule, "phase", valuesOf("Phase"));
}
