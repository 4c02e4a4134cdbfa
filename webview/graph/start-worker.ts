// Starts the layout worker from a blob: a page of the editor may not start one from the extension's own address.

/** Loads the worker's script at once, and starts as many as are asked for; messages wait until it is there. */
export function workerStarter(base: string): () => Worker {
  const script = fetch(`${base}graph-layout-worker.js`).then((response) => response.text());
  const address = script.then((text) => URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
  return () => new LateWorker(address) as unknown as Worker;
}

/** What ELK uses of a worker, for one whose script is still on its way. */
class LateWorker {
  onmessage: ((event: MessageEvent) => void) | null = null;
  private worker: Worker | undefined;
  private waiting: unknown[] = [];
  private isOver = false;

  constructor(address: Promise<string>) {
    address.then(
      (url) => {
        this.start(url);
      },
      () => undefined,
    );
  }

  postMessage(message: unknown): void {
    if (this.worker === undefined) this.waiting.push(message);
    else this.worker.postMessage(message);
  }

  terminate(): void {
    this.isOver = true;
    this.worker?.terminate();
  }

  private start(url: string): void {
    if (this.isOver) return;
    this.worker = new Worker(url);
    this.worker.onmessage = (event) => this.onmessage?.(event);
    for (const message of this.waiting) this.worker.postMessage(message);
    this.waiting = [];
  }
}
