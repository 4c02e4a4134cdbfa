// The comparison panel's script: waits for the texts and the first comparison.

import type { FromCompareView, ToCompareView } from "../../src/protocol/compare";
import { openChannel } from "../channel";
import { registerControls } from "../controls";
import { CompareApp } from "./app";
import "./style.css";

let app: CompareApp | undefined;

const channel = openChannel<ToCompareView, FromCompareView>({
  strings: ({ strings }) => {
    app ??= new CompareApp(strings, channel);
  },
  comparison: (message) => app?.show(message),
  samples: ({ samples }) => app?.showSamples(samples),
  graphs: ({ graphs }) => app?.showGraphs(graphs),
  copied: () => app?.copied(),
});

registerControls();
const { pair } = channel.saved;
channel.post({ type: "ready", ...(isPair(pair) ? { pair } : {}) });

function isPair(value: unknown): value is readonly [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every((item) => typeof item === "number");
}
