import assert from "node:assert/strict";
import { openChannel } from "../../webview/channel";

interface Ping {
  readonly type: "ping";
  readonly at: number;
}

describe("the channel of a webview", () => {
  const page = new EventTarget();
  const posted: unknown[] = [];
  const api = {
    postMessage: (message: unknown) => posted.push(message),
    getState: () => "of another version",
    setState: () => undefined,
  };
  const stubs = { window: page, acquireVsCodeApi: () => api };

  before(() => {
    for (const [name, value] of Object.entries(stubs))
      Object.defineProperty(globalThis, name, { configurable: true, value });
  });

  after(() => {
    for (const name of Object.keys(stubs)) Reflect.deleteProperty(globalThis, name);
  });

  it("ignores and logs what it does not know, and goes on after errors", () => {
    const pings: number[] = [];
    const channel = openChannel<Ping, { readonly type: "pong" }>({
      ping: ({ at }) => {
        if (at < 0) throw new Error("too early");
        pings.push(at);
      },
    });
    assert.deepEqual(channel.saved, {});
    for (const data of [{ type: "toString" }, { type: "ping", at: -1 }, null, 3, {}, { type: "ping", at: 1 }])
      page.dispatchEvent(new MessageEvent("message", { data }));
    assert.deepEqual(pings, [1]);
    const logged = posted.map((message) => JSON.stringify(message));
    assert.equal(logged.length, 2);
    assert.match(logged[0] ?? "", /"log".*unknown message \\"toString\\" ignored/u);
    assert.match(logged[1] ?? "", /"log".*too early/u);
    channel.post({ type: "pong" });
    assert.deepEqual(posted.at(-1), { type: "pong" });
  });
});
