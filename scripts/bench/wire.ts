// A client of the server's process for measuring: it opens, edits, asks for hints, and reads the process's own figures.

import { spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { readFileSync } from "node:fs";
import process from "node:process";
import { createProtocolConnection } from "vscode-languageserver/node";
import type { InlayHint, ProtocolConnection, Range } from "vscode-languageserver/node";
import { GRAPH } from "../../src/protocol/graph";
import type { GraphResult } from "../../src/protocol/graph";

export interface Wire {
  open(uri: string, text: string): Promise<void>;
  /** One edit, as a keystroke makes it. */
  edit(uri: string, range: Range, text: string): Promise<void>;
  hints(uri: string, range: Range): Promise<readonly InlayHint[]>;
  /** The graph of a file that need not be open. */
  graph(uri: string): Promise<GraphResult | null>;
  /** Milliseconds of processor time that the server has used so far. */
  processorTime(): number;
  /** Bytes of memory that the server holds now. */
  memory(): number;
  stop(): Promise<void>;
}

/** Starts the bundled server and initializes it. */
export async function startWire(server: string): Promise<Wire> {
  const child = spawn(process.execPath, [server, "--stdio"], { stdio: "pipe" });
  const connection = createProtocolConnection(child.stdout, child.stdin);
  connection.listen();
  await connection.sendRequest("initialize", { processId: process.pid, capabilities: {} });
  await connection.sendNotification("initialized", {});
  return wireOver(connection, child);
}

function wireOver(connection: ProtocolConnection, child: ChildProcessWithoutNullStreams): Wire {
  let version = 1;
  const status = (): string => readFileSync(`/proc/${String(child.pid)}/status`, "utf8");
  return {
    open: (uri, text) =>
      connection.sendNotification("textDocument/didOpen", {
        textDocument: { uri, languageId: "net", version, text },
      }),
    edit: (uri, range, text) =>
      connection.sendNotification("textDocument/didChange", {
        textDocument: { uri, version: ++version },
        contentChanges: [{ range, text }],
      }),
    hints: (uri, range) =>
      connection.sendRequest<InlayHint[]>("textDocument/inlayHint", { textDocument: { uri }, range }),
    graph: (uri) => connection.sendRequest<GraphResult | null>(GRAPH.method, { uri }),
    processorTime: () => processorTime(child.pid),
    memory: () => 1024 * Number(/^VmRSS:\s+(\d+)/mu.exec(status())?.[1] ?? NaN),
    stop: async () => {
      const exited = new Promise((resolve) => child.once("exit", resolve));
      await connection.sendRequest("shutdown");
      await connection.sendNotification("exit");
      await exited;
      connection.dispose();
    },
  };
}

const TICK = 10;

/** User and system time from /proc, in steps of 10 ms; all threads of the process. */
function processorTime(pid: number | undefined): number {
  const fields =
    readFileSync(`/proc/${String(pid)}/stat`, "utf8")
      .split(") ")
      .at(-1)
      ?.split(" ") ?? [];
  return TICK * (Number(fields[11]) + Number(fields[12]));
}
