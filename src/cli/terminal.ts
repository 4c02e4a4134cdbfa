// Standard output and error of this process.

import process from "node:process";
import type { Terminal } from "./subcommand";

const CHUNK = 1 << 16;

/** The process's own streams; a reader that goes away (`| head`) ends the process quietly. */
export function processTerminal(): Terminal {
  const { stdout, stderr } = process;
  for (const stream of [stdout, stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(process.exitCode ?? 0);
    });
  }
  return {
    colours: stdout.isTTY && process.env["NO_COLOR"] === undefined && process.env["TERM"] !== "dumb",
    columns: stdout.isTTY ? stdout.columns : undefined,
    error: (line) => void stderr.write(`${line}\n`),
    write: async (chunks) => {
      for (const chunk of inChunks(chunks)) {
        if (!stdout.write(chunk)) await new Promise<void>((resolve) => stdout.once("drain", resolve));
      }
    },
    fail: (status) => {
      process.exitCode = Math.max(Number(process.exitCode ?? 0), status);
    },
  };
}

/** Joins small pieces, so that a network of a million layers is not a million writes. */
function* inChunks(pieces: Iterable<string>): Generator<string> {
  let chunk = "";
  for (const piece of pieces) {
    chunk += piece;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = "";
  }
  if (chunk !== "") yield chunk;
}
