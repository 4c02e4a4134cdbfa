// Commands that the server runs itself, for editors that have no part of ours.

import type { Connection } from "vscode-languageserver";
import type { Guard } from "./guard";
import type { RequestContext } from "./requests/request";

/** `netlens.chooseInstance(uri, network, path)`: shows another instance in a block's own definition. */
export function registerCommands(connection: Connection, context: RequestContext, guard: Guard): void {
  connection.onExecuteCommand(
    guard(null, ({ command, arguments: given }, token) => {
      const [uri, network, path] = (given ?? []) as readonly unknown[];
      if (command !== "netlens.chooseInstance") return null;
      if (typeof uri !== "string" || typeof network !== "string" || typeof path !== "string") return false;
      return context.chooseInstance(uri, network, path, token);
    }),
  );
}
