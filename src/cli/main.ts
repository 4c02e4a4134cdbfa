// The command line's entry: `netlens SUBCOMMAND FILE …`.

import process from "node:process";
import { runCommandLine } from "./run";
import { processTerminal } from "./terminal";

void runCommandLine(process.argv.slice(2), processTerminal());
