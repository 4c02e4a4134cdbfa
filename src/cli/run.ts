// Running one command line: its subcommand is found and run, and whatever goes wrong becomes a message and an exit status.

import { Command, CommanderError } from "commander";
import { SUBCOMMANDS } from "./index";
import { UsageError } from "./subcommand";
import type { Terminal } from "./subcommand";
import { VERSION } from "./version";

/** Runs `netlens ARGUMENTS`. Never throws and never prints a stack trace. */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<void> {
  const program = new Command("netlens")
    .description("What a neural network file says: shapes, params, multiply-adds and memory of every layer.")
    .version(VERSION)
    .exitOverride()
    .showHelpAfterError("(netlens --help shows how it is used)")
    .configureOutput({
      writeOut: (text) => void terminal.write([text]),
      writeErr: (text) => {
        terminal.error(text.trimEnd());
      },
      getOutHasColors: () => terminal.colours,
      getErrHasColors: () => false,
    });
  for (const subcommand of SUBCOMMANDS) subcommand.define(program, terminal);
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has printed its message, or the help that was asked for.
      if (error.exitCode !== 0) terminal.fail(2);
      return;
    }
    terminal.error(`netlens: ${error instanceof Error ? error.message : String(error)}`);
    terminal.fail(error instanceof UsageError ? 2 : 1);
  }
}
