// The server's process: over Node's IPC, or over standard input and output with `--stdio`.

import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { errorText } from "./guard";
import { serve } from "./server";

const connection = createConnection(ProposedFeatures.all);

// A mistake of our own must not take the editor's annotations away: it is logged, and the server lives on.
process.on("uncaughtException", (error) => connection.console.error(errorText(error)));
process.on("unhandledRejection", (reason) => connection.console.error(errorText(reason)));

serve(connection);
