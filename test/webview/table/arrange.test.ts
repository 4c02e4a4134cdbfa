// Which rows the table shows: groups open and closed, a filter, a sorted column.

import assert from "node:assert/strict";
import { arrange } from "../../../webview/table/arrange";
import type { Arrangement } from "../../../webview/table/arrange";
import type { Row } from "../../../webview/table/columns";
import { scaled } from "../../../webview/table/columns";

function row(path: string, kind: Row["kind"], more: Partial<Row> = {}): Row {
  const depth = path.split("/").length - 1;
  const words = {
    operator: kind === "group" ? "stage" : "Conv",
    inputChannels: "3",
    inputSize: "8×8",
    filters: "",
  };
  const window = {
    kernel: "3",
    stride: "1",
    pad: "1",
    outputChannels: "3",
    outputSize: "8×8",
    receptiveField: "3×3",
  };
  const figures = { params: 1, flops: 1, activationBytes: 1, partial: false, auxiliary: false, layers: 1 };
  const name = path.slice(path.lastIndexOf("/") + 1);
  return { kind, path, name, depth, ...words, ...window, ...figures, ...more };
}

const ROWS = [
  row("stem", "group"),
  row("stem/conv1", "layer", { params: 5 }),
  row("stem/pool", "layer", { operator: "MaxPool", params: null }),
  row("body", "group"),
  row("body/block", "group"),
  row("body/block/conv2", "layer", { params: 9 }),
  row("fc", "layer", { params: 7 }),
];

function paths(arrangement: Partial<Arrangement>): readonly string[] {
  return arrange(ROWS, { filter: "", closed: new Set(), ...arrangement }).map(({ path }) => path);
}

describe("the table's rows", () => {
  it("stand in the network's order", () => {
    assert.equal(paths({}).length, ROWS.length);
  });

  it("leave out what is in closed groups", () => {
    assert.deepEqual(paths({ closed: new Set(["body", "stem"]) }), ["stem", "body", "fc"]);
  });

  it("are filtered with the groups that they are in", () => {
    assert.deepEqual(paths({ filter: "conv2" }), ["body", "body/block", "body/block/conv2"]);
    assert.deepEqual(paths({ filter: "maxpool STEM" }), ["stem", "stem/pool"]);
    assert.deepEqual(paths({ filter: "nothing" }), []);
  });

  it("are sorted without groups, unknown figures last either way", () => {
    const sort = (descending: boolean): readonly string[] =>
      paths({ sort: { column: "params", descending } });
    assert.deepEqual(sort(true), ["body/block/conv2", "fc", "stem/conv1", "stem/pool"]);
    assert.deepEqual(sort(false), ["stem/conv1", "fc", "body/block/conv2", "stem/pool"]);
  });

  it("show figures in the column's unit", () => {
    assert.equal(scaled(802_816, 1024, false), "784");
    assert.equal(scaled(23_296, 1000, false), "23.3");
    assert.equal(scaled(72_855_552, 1_000_000, true), "≥72.9");
    assert.equal(scaled(null, 1000, false), "?");
    assert.equal(scaled(0, 1000, false), "0");
  });
});
