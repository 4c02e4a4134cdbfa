// The registry of subcommands: one file and one line here each.

import { check } from "./check";
import { compare } from "./compare";
import { render } from "./render";
import type { Subcommand } from "./subcommand";
import { summary } from "./summary";

export const SUBCOMMANDS: readonly Subcommand[] = [check, compare, render, summary];
