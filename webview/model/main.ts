// The page of a model's file: the graph and the table in one document, over one channel, each with the other's selection.

import { elkInWorker } from "../../src/layout/elk-worker-client";
import type { FromModelView, ToModelView } from "../../src/protocol/model-file";
import { openChannel } from "../channel";
import { registerControls } from "../controls";
import { GraphApp } from "../graph/app";
import { savedStateFrom } from "../graph/saved-state";
import { workerStarter } from "../graph/start-worker";
import { TableApp } from "../table/app";
import { graphChannel, tableChannel } from "./channels";
import { ModelPage } from "./page";
import { modelStateFrom } from "./saved-state";
import "./style.css";

const elk = elkInWorker(workerStarter(document.body.dataset["base"] ?? ""));
let page: ModelPage | undefined;
let graph: GraphApp | undefined;
let table: TableApp | undefined;
let showGraph: (() => void) | undefined;

const channel = openChannel<ToModelView, FromModelView>({
  strings: ({ strings }) => {
    page ??= new ModelPage(strings, state.layout, {
      changed: (layout) => save({ layout }),
      graphShown: () => {
        showGraph?.();
        showGraph = undefined;
      },
      convert: () => channel.post({ type: "convert" }),
    });
  },
  file: (message) => page?.showFile(message),
  graph: ({ message }) => {
    if (message.type === "strings" && page !== undefined)
      graph ??= new GraphApp(message.strings, elk, toGraph, savedStateFrom(state.graph), page.graphPane);
    else if (message.type === "graph") show(() => graph?.showGraph(message));
    else if (message.type === "hover") graph?.hover.fill(message.path, message.contents);
    else if (message.type === "fields") graph?.showFields(message.network, message.fields);
    else if (message.type === "find") graph?.find();
  },
  table: ({ message }) => {
    if (message.type === "strings" && page !== undefined)
      table ??= new TableApp(message.strings, toTable, page.tablePane);
    else if (message.type === "table") table?.show(message);
    else if (message.type === "copied") table?.copied();
  },
  select: ({ network, path }) => {
    graph?.showLayer(network, path);
    table?.mark(network, [path]);
  },
});

let state = modelStateFrom(channel.saved);

function save(change: Partial<typeof state>): void {
  state = { ...state, ...change };
  channel.save(state);
}

/** A picture is laid out for the room that it has, so that it waits until there is any. */
function show(draw: () => void): void {
  if (page?.showsGraph === true) draw();
  else showGraph = draw;
}

const toGraph = graphChannel(channel, {
  saved: state.graph,
  save: (saved) => save({ graph: { ...saved }, network: saved.network }),
  selected: (network, path) => {
    table?.mark(network, [path]);
    channel.post({ type: "selected", network, path });
  },
  revealed: (network, path, focus) => {
    table?.mark(network, [path]);
    if (focus) page?.focusTable();
  },
});

const toTable = tableChannel(channel, {
  saved: state.table,
  save: (saved) => save({ table: saved }),
  revealed: (network, path, focus) => {
    graph?.showLayer(network, path);
    channel.post({ type: "selected", network, path });
    if (focus) page?.focusGraph();
  },
});

registerControls();
channel.post({ type: "ready", ...(state.network === undefined ? {} : { network: state.network }) });
