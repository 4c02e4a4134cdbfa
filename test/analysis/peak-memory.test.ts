// Peak activation memory, worked out by hand: bytes alive while each layer runs, its inputs and outputs included.

import assert from "node:assert/strict";
import { peakActivationBytes } from "../../src/analysis/peak-memory";
import type { Network } from "../../src/model/network";
import type { Define } from "../fixtures/network-builder";
import { buildNetwork } from "../fixtures/network-builder";
import { lectureAlexNet } from "../fixtures/models";

/** One input of 100 bytes: [1, 5, 5] of float32. */
function network(define: Define): Network {
  return buildNetwork("n", { x: [1, 5, 5] }, define);
}

const conv = (channels: number): { channels: number; kernel: number } => ({ channels, kernel: 1 });

describe("peak activation memory", () => {
  it("of a chain is the largest input with its output", () => {
    // 100+300, 300+200, 200+100
    const chain = network((b, [x]) =>
      b.layer("Conv", conv(1), b.layer("Conv", conv(2), b.layer("Conv", conv(3), x!))),
    );
    assert.equal(peakActivationBytes(chain), 500);
  });

  it("keeps what a skip still needs", () => {
    // x stays alive during both convolutions: 100+300, 100+300+100, then 100+100+100 at the sum.
    const skip = network((b, [x]) =>
      b.layer("Add", {}, [x!, b.layer("Conv", conv(1), b.layer("Conv", conv(3), x!))]),
    );
    assert.equal(peakActivationBytes(skip), 500);
  });

  it("is the same when layers stand in a group", () => {
    const grouped = network((b, [x]) => {
      const inner = b.group("block", x!, (g, [y]) => g.layer("Conv", conv(1), g.layer("Conv", conv(3), y!)));
      return b.layer("Add", {}, [x!, inner]);
    });
    assert.equal(peakActivationBytes(grouped), 500);
  });

  it("lets a group's input die inside it", () => {
    // 100+100, then x is free: 100+300, 300+100
    const grouped = network((b, [x]) =>
      b.group("block", x!, (g, [y]) =>
        g.layer("Conv", conv(1), g.layer("Conv", conv(3), g.layer("Conv", conv(1), y!))),
      ),
    );
    assert.equal(peakActivationBytes(grouped), 400);
  });

  it("of an in-place layer adds nothing", () => {
    // 100+300 at the convolution; 300 at the ReLU (600 if it were not in place).
    const inPlace = network((b, [x]) => b.layer("ReLU", {}, b.layer("Conv", conv(3), x!), { inPlace: true }));
    assert.equal(peakActivationBytes(inPlace), 400);
  });

  it("of a chain of equal instances is that of one, and of what is held beside it", () => {
    const repeat = (held: boolean): Network =>
      network((b, [x]) => {
        const out = b.group(
          "repeat",
          x!,
          (g, [y]) => g.layer("Conv", conv(1), g.layer("Conv", conv(3), y!)),
          {
            count: 5,
          },
        );
        return held ? b.layer("Add", {}, [x!, out]) : out;
      });
    // Alone: 100+300. Held: x is alive besides from the second instance on.
    assert.equal(peakActivationBytes(repeat(false)), 400);
    assert.equal(peakActivationBytes(repeat(true)), 500);
  });

  it("counts a tensor once that enters a group twice", () => {
    // x (100), its double width (200) while x is still needed for the second input, then the sum.
    const twice = network((b, [x]) =>
      b.group("block", [x!, x!], (g, [a, c]) =>
        g.layer("Concat", { axis: 1 }, [g.layer("Conv", conv(2), a!), g.layer("Conv", conv(2), c!)]),
      ),
    );
    // 100+200; 100+200+200; 200+200+400
    assert.equal(peakActivationBytes(twice), 800);
    const small = network((b, [x]) =>
      b.group("block", [x!, x!], (g, [a, c]) => g.layer("Add", {}, [a!, c!])),
    );
    assert.equal(peakActivationBytes(small), 200);
  });

  it("leaves auxiliary heads out", () => {
    const head = network((b, [x]) => {
      b.group("auxiliary", x!, (g, [y]) => g.layer("Conv", conv(50), y!));
      return b.layer("Conv", conv(1), x!);
    });
    assert.equal(peakActivationBytes(head), 200);
  });

  it("is unknown where a shape is", () => {
    assert.equal(peakActivationBytes(network((b, [x]) => b.layer("Strange", {}, x!))), undefined);
  });

  it("of the lecture's AlexNet is at its first ReLU: twice 784 KB", () => {
    assert.equal(peakActivationBytes(lectureAlexNet()), 2 * 784 * 1024);
  });
});
