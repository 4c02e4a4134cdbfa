// The graph panel's page over HTTP, without VS Code around it: an editor in the page hands it what the panel would.

import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import type { GraphStrings, ToGraphView } from "../../src/protocol/graph";
import type { ViewGraph } from "../../src/view/view-graph";

const DIST = path.resolve(import.meta.dirname, "../../dist/webview");
const STRINGS = readFileSync(
  path.resolve(import.meta.dirname, "../../src/extension/panels/graph-strings.ts"),
  "utf8",
);

export interface PageServer {
  readonly address: string;
  close(): void;
}

/** What the page asks for: `answers` once its script is ready, as the panel asks the extension; `later` when `window.ask` is called. */
export interface PageEditor {
  readonly answers: () => Promise<readonly ToGraphView[]>;
  readonly later?: () => Promise<readonly ToGraphView[]>;
}

/** Serves the page; its `window.begun` is the time at which the panel's script started. */
export async function servePage({ answers, later = answers }: PageEditor): Promise<PageServer> {
  const server = createServer((request, response) => {
    const name = (request.url ?? "/").slice(1);
    if (name === "answers.json" || name === "later.json") {
      response.setHeader("content-type", "application/json");
      void (name === "later.json" ? later() : answers()).then((all) => response.end(JSON.stringify(all)));
      return;
    }
    if (name === "") {
      response.setHeader("content-type", "text/html");
      response.end(PAGE);
      return;
    }
    const file = path.join(DIST, path.basename(name));
    response.setHeader("content-type", name.endsWith(".css") ? "text/css" : "text/javascript");
    response.end(existsSync(file) ? readFileSync(file) : "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${String(port)}/`, close: () => server.close() };
}

const PAGE = `<!DOCTYPE html><html><head><meta charset="utf-8"><link rel="stylesheet" href="/graph.css"></head>
<body class="vscode-light" data-base="/"><script>
const asked = (name) => fetch(name).then((response) => response.json());
const answers = asked("/answers.json");
const show = (messages) => { for (const message of messages) window.postMessage(message, "*"); };
window.ask = () => asked("/later.json").then(show);
window.acquireVsCodeApi = () => ({
  getState() {}, setState() {},
  postMessage(message) { if (message.type === "ready") answers.then(show); },
});
</script><script>window.begun = performance.now();</script><script src="/graph.js"></script></body></html>`;

/** The panel's message with a graph. */
export function graphMessage(graph: ViewGraph, uri: string): ToGraphView {
  return { type: "graph", uri, locked: false, networks: [graph.network], errors: 0, graph };
}

/** The panel's message with its texts in English, from where the extension has them. */
export function stringsMessage(): ToGraphView {
  const pairs = [...STRINGS.matchAll(/(\w+): vscode\.l10n\.t\("([^"]*)"\)/gu)].map(
    ([, key = "", text = ""]) => [key, text],
  );
  return { type: "strings", strings: Object.fromEntries(pairs) as GraphStrings };
}
