// The server's process: over Node's IPC, or over standard input and output with `--stdio`.

import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { errorText } from "./guard";
import { serve } from "./server";

const connection = createConnection(ProposedFeatures.all);

/** Tells the client; where it is gone there is nothing left to serve. */
function log(error: unknown): void {
  try {
    connection.console.error(errorText(error));
  } catch {
    process.exit(1);
  }
}

// A mistake of our own must not take the editor's annotations away: it is logged, and the server lives on.
process.on("uncaughtException", log);
process.on("unhandledRejection", log);

serve(connection);
