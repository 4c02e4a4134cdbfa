// The channels of graph and table over that of the page: what they ask the editor for goes in an envelope, and revealing a layer
// shows it in the other one.

import type { FromGraphView } from "../../src/protocol/graph";
import type { FromModelView } from "../../src/protocol/model-file";
import type { FromTableView } from "../../src/protocol/table";
import type { Channel } from "../channel";
import type { SavedState } from "../graph/saved-state";

export interface GraphEnd {
  readonly saved: Readonly<Record<string, unknown>>;
  readonly save: (state: SavedState) => void;
  /** Another layer or group was selected, in whichever way. */
  readonly selected: (network: string, path: string) => void;
  /** `focus` where the keyboard's focus is to follow. */
  readonly revealed: (network: string, path: string, focus: boolean) => void;
}

export function graphChannel(
  channel: Channel<FromModelView>,
  { saved, save, selected, revealed }: GraphEnd,
): Channel<FromGraphView, SavedState> {
  let known: string | undefined;
  return {
    saved,
    save: (state) => {
      save(state);
      if (state.selected !== undefined && state.selected !== known) selected(state.network, state.selected);
      known = state.selected;
    },
    post: (message) => {
      if (message.type === "reveal") {
        const followed = message.focus && message.place === "definition";
        revealed(message.network, message.path, followed);
      } else channel.post({ type: "graph", message });
    },
  };
}

export interface TableEnd {
  readonly saved: Readonly<Record<string, unknown>>;
  readonly save: (state: Readonly<Record<string, unknown>>) => void;
  readonly revealed: (network: string, path: string, focus: boolean) => void;
}

export function tableChannel(
  channel: Channel<FromModelView>,
  { saved, save, revealed }: TableEnd,
): Channel<FromTableView> {
  return {
    saved,
    save: (state) => {
      save({ ...state });
    },
    post: (message) => {
      if (message.type === "reveal") revealed(message.network, message.path, message.focus);
      else channel.post({ type: "table", message });
    },
  };
}
