// The layer table: the lecture's figures for AlexNet, groups with subtotals, and what is not known.

import assert from "node:assert/strict";
import { analyseNetwork } from "../../../src/analysis/network-analysis";
import type { TableRow } from "../../../src/analysis/table/table-rows";
import { tableRows } from "../../../src/analysis/table/table-rows";
import type { Network } from "../../../src/model/network";
import { googlenet, lectureAlexNet, resnet } from "../../fixtures/models";
import { buildNetwork } from "../../fixtures/network-builder";

function rowsOf(network: Network): readonly TableRow[] {
  return tableRows(analyseNetwork(network), "multiply-add").rows;
}

describe("the layer table", () => {
  it("has the lecture's figures for AlexNet's first convolution", () => {
    const [conv1] = rowsOf(lectureAlexNet());
    const { inputChannels, inputSize, filters, kernel, stride, pad, outputChannels, outputSize } = conv1!;
    assert.deepEqual(
      [inputChannels, inputSize, filters, kernel, stride, pad],
      ["3", "227×227", "64", "11", "4", "2"],
    );
    assert.deepEqual([outputChannels, outputSize], ["64", "56×56"]);
    assert.deepEqual([conv1!.activationBytes, conv1!.params, conv1!.flops], [784 * 1024, 23_296, 72_855_552]);
    assert.equal(conv1!.receptiveField, "11×11");
  });

  it("has a row with subtotals before each group's own", () => {
    const rows = rowsOf(resnet("R", [3, 4, 6, 3]));
    const groups = rows.filter(({ kind }) => kind === "group");
    // The stem, four stages, 16 blocks.
    assert.equal(groups.length, 21);
    const layer1 = rows.findIndex(({ path }) => path === "layer1");
    assert.deepEqual(
      rows.slice(layer1 + 1, layer1 + 3).map(({ path, depth }) => [path, depth]),
      [
        ["layer1/bottleneck", 1],
        ["layer1/bottleneck/conv", 2],
      ],
    );
    const inStage = rows.filter(({ kind, path }) => kind === "layer" && path.startsWith("layer1/"));
    assert.equal(
      rows[layer1]!.params,
      inStage.reduce((sum, { params }) => sum + (params ?? NaN), 0),
    );
  });

  it("keeps auxiliary heads out of the totals, and shows what they cost", () => {
    const { rows, totals } = tableRows(analyseNetwork(googlenet()), "multiply-add");
    assert.equal(totals.params, 6_998_552);
    const head = rows.find(({ path }) => path === "aux1");
    assert.equal(head?.auxiliary, true);
    assert.equal(head.params, 128 * 512 + 128 + 2048 * 1024 + 1024 + 1_025_000);
  });

  it("has null and ? for what is not known, never 0", () => {
    const rows = rowsOf(
      buildNetwork("N", { x: [3, "height", 8] }, (b, [x]) =>
        b.layer("Strange", {}, b.layer("Conv", { channels: 2, kernel: 3 }, x!)),
      ),
    );
    assert.deepEqual([rows[0]?.flops, rows[0]?.activationBytes, rows[0]?.params], [null, null, 56]);
    assert.deepEqual([rows[1]?.params, rows[1]?.outputSize], [null, "?"]);
    assert.equal(rows[0]?.inputSize, "height×8");
  });

  it("is cut short after very many layers, and says how many are left out", () => {
    const network = buildNetwork("N", { x: [3, 8, 8] }, (b, [x]) =>
      b.group("repeat", x!, (g, [y]) => g.layer("ReLU", {}, y!), { count: 60_000 }),
    );
    const { rows, omitted } = tableRows(analyseNetwork(network), "multiply-add");
    assert.equal(rows.filter(({ kind }) => kind === "layer").length, 50_000);
    assert.equal(omitted, 10_000);
  });
});
