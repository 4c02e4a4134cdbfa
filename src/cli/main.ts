// The command line's entry: `netlens SUBCOMMAND FILE …`.

import { Command, CommanderError } from "commander";

import { SUBCOMMANDS } from "./index";
import { UsageError } from "./subcommand";
import { processTerminal } from "./terminal";
import { VERSION } from "./version";

async function main(): Promise<void> {
  const terminal = processTerminal();
  const program = new Command("netlens")
    .description("What a neural network file says: shapes, params, multiply-adds and memory of every layer.")
    .version(VERSION)
    .exitOverride()
    .showHelpAfterError("(netlens --help shows how it is used)");
  for (const subcommand of SUBCOMMANDS) subcommand.define(program, terminal);
  try {
    await program.parseAsync();
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

void main();
