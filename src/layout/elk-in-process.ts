// ELK in this process, for the command line, exports and tests.

import ELK from "elkjs/lib/elk.bundled.js";
import type { Elk } from "./elk";

let shared: Elk | undefined;

/** The process's ELK; loaded when first needed, which takes a good part of a second. */
export const elkInProcess: Elk = {
  layout: (graph) => {
    shared ??= new ELK();
    return shared.layout(graph);
  },
};
