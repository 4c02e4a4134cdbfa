/** Shows what the language server logged. */
import type { Command } from "./command";

export const showOutput: Command = {
  id: "netlens.showOutput",
  run: ({ client }) => {
    client.outputChannel.show(true);
  },
};
