// ELK in a worker, which is replaced when a layout takes too long.

import ELK from "elkjs/lib/elk-api";
import type { ELKConstructorArguments } from "elkjs/lib/elk-api";
import type { Elk, ElkNode } from "./elk";

/** Says how to start the worker that runs elk-worker.ts, once that can be said; rejects where there can be none. */
export type StartWorker = () => Promise<Pick<ELKConstructorArguments, "workerFactory">>;

/** Longer than this nobody waits. */
const PATIENCE = 4000;

/** Starts the worker, and layouts in it that make its code fast before they are needed. */
export function elkInWorker(startWorker: StartWorker): Elk {
  let elk = start(startWorker);
  return {
    layout: async (graph) => {
      const asked = elk;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          if (elk === asked) {
            stop(asked);
            elk = start(startWorker);
          }
          reject(new Error(`the layout took longer than ${String(PATIENCE / 1000)} s`));
        }, PATIENCE);
      });
      try {
        return await Promise.race([asked.then((ready) => ready.layout(graph)), late]);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

type Ready = Promise<InstanceType<typeof ELK>>;

function start(startWorker: StartWorker): Ready {
  const elk = startWorker().then((worker) => new ELK(worker));
  elk
    .then((ready) => {
      for (let size = 4; size <= 12; size += 4) ready.layout(warmUp(size)).catch(() => undefined);
    })
    // Every layout that is asked for fails, and says why.
    .catch(() => undefined);
  return elk;
}

function stop(elk: Ready): void {
  elk.then(
    (ready) => {
      ready.terminateWorker();
    },
    () => undefined,
  );
}

/** A chain with shortcuts, which takes ELK through what it does for networks. */
function warmUp(size: number): ElkNode {
  const children = Array.from({ length: size }, (_, index) => ({
    id: String(index),
    width: 160,
    height: 44,
  }));
  const edges = children.slice(1).flatMap(({ id }, index) => {
    const chain = { id: `c${id}`, sources: [String(index)], targets: [id] };
    return index < 2 ? [chain] : [chain, { id: `s${id}`, sources: [String(index - 2)], targets: [id] }];
  });
  const layoutOptions = { "elk.algorithm": "layered", "elk.edgeRouting": "ORTHOGONAL" };
  return { id: "warm-up", layoutOptions, children, edges };
}
