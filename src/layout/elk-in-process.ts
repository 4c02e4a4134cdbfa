// ELK in this process, for the command line, exports and tests.

import type { Elk } from "./elk";

let shared: Promise<Elk> | undefined;

/** The process's ELK; loaded when first needed, which takes a good part of a second. */
export const elkInProcess: Elk = {
  layout: async (graph) => {
    shared ??= import("elkjs/lib/elk.bundled.js").then(({ default: ELK }) => new ELK());
    return (await shared).layout(graph);
  },
};
