// The graph panel's page over HTTP, without VS Code around it: an editor in the page hands it what the panel would.

import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import type { ToGraphView } from "../../src/protocol/graph";

const DIST = path.resolve(import.meta.dirname, "../../dist/webview");
const STRINGS = readFileSync(
  path.resolve(import.meta.dirname, "../../src/extension/panels/graph-strings.ts"),
  "utf8",
);

export interface PageServer {
  readonly address: string;
  close(): void;
}

/**
 * Serves the page. It asks for `answers` once its script is ready, as the panel's script asks the extension, and shows
 * `window.begun`, the time at which that script started.
 */
export async function servePage(answers: () => Promise<readonly ToGraphView[]>): Promise<PageServer> {
  const server = createServer((request, response) => {
    const name = (request.url ?? "/").slice(1);
    if (name === "answers.json") {
      response.setHeader("content-type", "application/json");
      void answers().then((all) => response.end(JSON.stringify(all)));
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
window.answers = fetch("/answers.json").then((response) => response.json());
window.acquireVsCodeApi = () => ({
  getState() { return window.savedState; }, setState() {},
  async postMessage(message) {
    if (message.type === "ready") for (const answer of await window.answers) window.postMessage(answer, "*");
  },
});
</script><script>window.begun = performance.now();</script><script src="/graph.js"></script></body></html>`;

/** The panel's messages for one graph: its texts in English, from where the extension has them, and the graph. */
export function messagesFor(
  graph: NonNullable<Extract<ToGraphView, { type: "graph" }>["graph"]>,
  uri: string,
): readonly ToGraphView[] {
  return [
    { type: "strings", strings: strings() },
    { type: "graph", uri, locked: false, networks: [graph.network], errors: 0, graph },
  ];
}

function strings(): Extract<ToGraphView, { type: "strings" }>["strings"] {
  const pairs = [...STRINGS.matchAll(/(\w+): t\("([^"]*)"\)/gu)].map(([, key = "", text = ""]) => [
    key,
    text,
  ]);
  return Object.fromEntries(pairs) as Extract<ToGraphView, { type: "strings" }>["strings"];
}
