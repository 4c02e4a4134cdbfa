// Nets of which a solver chooses the stages (LRCN, DetectNet): without any, their data is not there, and nothing could be shown.

import type { LayerEntry } from "./layer-entry";
import type { NetState } from "./phase";
import { isIncluded } from "./phase";
import { messagesIn, scalarsIn } from "./text/access";
import type { Scalar } from "./text/tree";

/** The most different lists of stages that are tried, and how many of them are taken together. */
const MOST_TRIED = 32;
const MOST_TAKEN = 4;

export interface ChosenStages {
  readonly state: NetState;
  /** Where the stages that were added are written first; none where the state is the one that was asked for. */
  readonly added: readonly Scalar[];
}

/** The asked state or, where blobs are missing in it, the state with the stages in which the fewest are. */
export function withNeededStages(
  layers: readonly LayerEntry[],
  inputs: readonly string[],
  asked: NetState,
): ChosenStages {
  let best: ChosenStages = { state: asked, added: [] };
  let missing = countMissing(layers, inputs, asked);
  if (missing === 0 || asked.stages.size > 0) return best;
  const lists = stageLists(layers);
  for (let taken = 0; taken < MOST_TAKEN && missing > 0; taken++) {
    const before = best;
    for (const list of lists) {
      const added = [...before.added, ...list.filter(({ text }) => !before.state.stages.has(text))];
      const state = { ...asked, stages: new Set(added.map(({ text }) => text)) };
      const left = countMissing(layers, inputs, state);
      if (left >= missing) continue;
      missing = left;
      best = { state, added };
    }
    if (best === before) break;
  }
  return best;
}

/** How many bottoms of the layers in that state no input and no earlier layer makes. */
function countMissing(layers: readonly LayerEntry[], inputs: readonly string[], state: NetState): number {
  const made = new Set(inputs);
  let missing = 0;
  for (const { message, bottoms, tops } of layers) {
    if (!isIncluded(message, state)) continue;
    missing += bottoms.filter(({ name }) => !made.has(name)).length;
    for (const { name } of tops) made.add(name);
  }
  return missing;
}

/** The lists of stages that `include` rules ask for, each once. */
function stageLists(layers: readonly LayerEntry[]): readonly (readonly Scalar[])[] {
  const lists = new Map<string, readonly Scalar[]>();
  for (const { message } of layers) {
    for (const rule of messagesIn(message, "include")) {
      const stages = scalarsIn(rule, "stage").filter(({ type }) => type === "string");
      const key = JSON.stringify(stages.map(({ text }) => text));
      if (stages.length > 0 && lists.size < MOST_TRIED && !lists.has(key)) lists.set(key, stages);
    }
  }
  return [...lists.values()];
}
