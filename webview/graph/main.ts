// The graph panel's script: waits for the texts and the first graph, while the layout's worker is loaded and warmed.

import { elkInWorker } from "../../src/layout/elk-worker-client";
import type { FromGraphView, ToGraphView } from "../../src/protocol/graph";
import { openChannel } from "../channel";
import { registerControls } from "../controls";
import { GraphApp } from "./app";
import { savedStateFrom } from "./saved-state";
import { workerStarter } from "./start-worker";
import "./style.css";

const elk = elkInWorker(workerStarter(document.body.dataset["base"] ?? ""));
let app: GraphApp | undefined;

const channel = openChannel<ToGraphView, FromGraphView>({
  strings: ({ strings }) => {
    app ??= new GraphApp(strings, elk, channel, savedStateFrom(channel.saved));
  },
  graph: (message) => app?.showGraph(message),
  locked: ({ locked }) => app?.setLocked(locked),
  cursor: ({ network, paths }) => app?.showCursor(network, paths),
  hover: ({ path, contents }) => app?.hover.fill(path, contents),
  fields: ({ network, fields }) => app?.showFields(network, fields),
  find: () => app?.find(),
});

registerControls();
const saved = savedStateFrom(channel.saved);
channel.post({
  type: "ready",
  ...(saved.network === undefined ? {} : { network: saved.network }),
  ...(saved.locked === undefined ? {} : { locked: saved.locked }),
});
