import assert from "node:assert/strict";
import { mock } from "node:test";
import { elkInWorker } from "../../src/layout/elk-worker-client";

/** A worker that gets messages, and answers none. */
class Silent {
  onmessage: unknown = null;
  isOver = false;
  readonly asked: unknown[] = [];

  postMessage(message: unknown): void {
    this.asked.push(message);
  }

  terminate(): void {
    this.isOver = true;
  }
}

describe("ELK in a worker", () => {
  it("fails at once, and says why, where there can be no worker", async () => {
    const elk = elkInWorker(() => Promise.reject(new Error("no such script")));
    await assert.rejects(elk.layout({ id: "x" }), /no such script/u);
  });

  it("is started anew when it does not answer", async () => {
    const timers = mock.timers;
    timers.enable({ apis: ["setTimeout"] });
    try {
      const workers: Silent[] = [];
      const elk = elkInWorker(() => {
        const worker = new Silent();
        workers.push(worker);
        return Promise.resolve({ workerFactory: () => worker });
      });
      const layout = elk.layout({ id: "x" });
      const outcome = assert.rejects(layout, /longer than 4 s/u);
      await Promise.resolve();
      timers.tick(3999);
      assert.equal(workers.length, 1);
      timers.tick(1);
      await outcome;
      assert.equal(workers.length, 2);
      assert.deepEqual(
        workers.map(({ isOver }) => isOver),
        [true, false],
      );
    } finally {
      timers.reset();
    }
  });
});
