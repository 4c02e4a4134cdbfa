// The table panel's script: waits for the texts and the first table.

import type { FromTableView, ToTableView } from "../../src/protocol/table";
import { openChannel } from "../channel";
import { registerControls } from "../controls";
import { TableApp } from "./app";
import "./style.css";

let app: TableApp | undefined;

const channel = openChannel<ToTableView, FromTableView>({
  strings: ({ strings }) => {
    app ??= new TableApp(strings, channel);
  },
  table: (message) => app?.show(message),
  cursor: ({ network, paths }) => app?.mark(network, paths),
  copied: () => app?.copied(),
});

registerControls();
const { network } = channel.saved;
channel.post({ type: "ready", ...(typeof network === "string" ? { network } : {}) });
