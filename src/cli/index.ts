// The registry of subcommands: one file and one line here each.

import { check } from "./check";
import { compare } from "./compare";
import { convert } from "./convert";
import { render } from "./render";
import type { Subcommand } from "./subcommand";
import { summary } from "./summary";

export const SUBCOMMANDS: readonly Subcommand[] = [check, compare, convert, render, summary];
