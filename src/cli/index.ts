// The registry of subcommands: one file and one line here each.

import { check } from "./check";
import type { Subcommand } from "./subcommand";
import { summary } from "./summary";

export const SUBCOMMANDS: readonly Subcommand[] = [check, summary];
