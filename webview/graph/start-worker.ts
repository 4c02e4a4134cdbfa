// Starts the layout worker from a blob: a page of the editor may not start one from the extension's own address.

import type { StartWorker } from "../../src/layout/elk-worker-client";

/** Longer than this, in milliseconds, the worker does not wait for the page. */
const LATEST = 200;

/**
 * Loads the worker's script as soon as the page has nothing better to do, as while a model is being read: most pictures need
 * no worker, and none should wait for it. Starts as many workers as are asked for, each as soon as the script is there.
 */
export function workerStarter(base: string): StartWorker {
  const address = idle().then(() => loaded(`${base}graph-layout-worker.js`));
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
  return URL.createObjectURL(new Blob([await response.blob()], { type: "text/javascript" }));
}

function idle(): Promise<void> {
  return new Promise((resolve) => {
    // Not every browser that VS Code runs in can tell.
    if ("requestIdleCallback" in window) window.requestIdleCallback(() => resolve(), { timeout: LATEST });
    else setTimeout(resolve, 0);
  });
}
