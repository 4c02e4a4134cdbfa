// Starts the layout worker from a blob: a page of the editor may not start one from the extension's own address.

import type { StartWorker } from "../../src/layout/elk-worker-client";

/** Loads the worker's script at once, and starts as many as are asked for, each as soon as it is there. */
export function workerStarter(base: string): StartWorker {
  const address = loaded(`${base}graph-layout-worker.js`);
  // Whoever asks for a worker is told.
  address.catch(() => undefined);
  return async () => {
    const url = await address;
    return { workerFactory: () => new Worker(url) };
  };
}

async function loaded(script: string): Promise<string> {
  const response = await fetch(script);
  if (!response.ok) throw new Error(`${script} cannot be loaded: ${response.status} ${response.statusText}`);
  return URL.createObjectURL(new Blob([await response.text()], { type: "text/javascript" }));
}
