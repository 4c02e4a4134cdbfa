// The reader's time grows with the text, not with its square.

import assert from "node:assert/strict";
import { CAFFE } from "../../../src/formats/caffe/caffe";

function chain(layers: number): string {
  const parts = ['input: "b0"\ninput_shape { dim: 1 dim: 8 dim: 32 dim: 32 }\n'];
  for (let index = 0; index < layers; index++) {
    parts.push(
      `layer {\n  name: "c${index}"\n  type: "Convolution"\n  bottom: "b${index}"\n  top: "b${index + 1}"\n  param {\n    name: "w${index % 7}"\n  }\n  convolution_param {\n    num_output: 8\n    kernel_size: 3\n    pad: 1\n  }\n}\n`,
    );
  }
  return parts.join("");
}

/** Milliseconds of computing time of the fastest of three readings; other programs on the machine do not count. */
function time(text: string): number {
  const times = [1, 2, 3].map(() => {
    const started = process.cpuUsage();
    CAFFE.read("file:///x.prototxt", text, {});
    return process.cpuUsage(started).user / 1000;
  });
  return Math.min(...times);
}

describe("the Caffe reader's speed", () => {
  it("reads 9,000 lines in well under 300 ms", () => {
    const text = chain(643);
    assert.equal(text.split("\n").length, 9005);
    assert.ok(time(text) < 300);
  });

  it("reads ten times as much in about ten times the time", () => {
    assert.ok(time(chain(6000)) < 3000);
  });

  it("does not slow down when everything is wrong", () => {
    const unknown = chain(6000)
      .replaceAll('bottom: "b', 'bottom: "x')
      .replaceAll(/name: "c\d+"/g, 'name: "c"');
    assert.ok(time(unknown) < 3000);
    assert.ok(time("layer {\n".repeat(50_000)) < 3000);
    assert.ok(time("= [ } \n".repeat(50_000)) < 3000);
    assert.ok(time(`a: ${"[".repeat(100_000)}`) < 3000);
    assert.ok(time(`a: "${"\\".repeat(100_000)}`) < 3000);
  });
});
