// Running command lines within the test's own process, with what they print and their exit status.

import { runCommandLine } from "../../src/cli/run";

export interface Printed {
  readonly status: number;
  readonly out: string;
  readonly errors: readonly string[];
}

export interface Screen {
  readonly colours?: boolean;
  readonly columns?: number;
}

export async function run(
  args: readonly string[],
  { colours = false, columns }: Screen = {},
): Promise<Printed> {
  let status = 0;
  let out = "";
  const errors: string[] = [];
  await runCommandLine(args, {
    colours,
    columns,
    write: (chunks) => {
      for (const chunk of chunks) out += chunk;
      return Promise.resolve();
    },
    error: (line) => errors.push(line),
    fail: (next) => {
      status = Math.max(status, next);
    },
  });
  return { status, out, errors };
}
