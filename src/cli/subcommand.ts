// The contract of a subcommand, and what it has of the terminal.

import type { Command } from "commander";

export interface Subcommand {
  /** Adds the command with its arguments, options and action to the program. An action may throw a UsageError. */
  define(program: Command, terminal: Terminal): void;
}

export interface Terminal {
  /** Standard output; waits where the reader is slower than we are. */
  write(chunks: Iterable<string>): Promise<void>;
  /** One line on standard error. */
  error(line: string): void;
  /** Standard output is a terminal that shows colours. */
  readonly colours: boolean;
  /** The width of that terminal; undefined when standard output is none. */
  readonly columns: number | undefined;
  /** Sets the exit status, unless a greater one is set: 1 the file has errors, 2 wrong usage. */
  fail(status: 1 | 2): void;
}

/** Wrong usage: a message without a stack trace, and exit status 2. */
export class UsageError extends Error {}
