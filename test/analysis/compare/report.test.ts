// Totals, bars, rows and sentences of comparisons. Figures are PyTorch's, or worked out by hand.

import assert from "node:assert/strict";
import { layerBars, stageBars } from "../../../src/analysis/compare/bars";
import { distinctNames } from "../../../src/analysis/compare/compared-model";
import { compareReport } from "../../../src/analysis/compare/report";
import type { CompareReport } from "../../../src/analysis/compare/report";
import { differenceRows } from "../../../src/analysis/compare/rows";
import { analyseNetwork } from "../../../src/analysis/network-analysis";
import type { Network } from "../../../src/model/network";
import { chain, googlenet, lectureAlexNet, resnet, vgg16 } from "../../fixtures/models";
import { buildNetwork } from "../../fixtures/network-builder";

function report(...networks: readonly Network[]): CompareReport {
  const inputs = networks.map((network) => ({
    analysis: analyseNetwork(network),
    place: "file.net",
    errors: 0,
  }));
  return compareReport(inputs, "multiply-add");
}

function row(from: CompareReport, metric: string): CompareReport["totals"][number] {
  const found = from.totals.find((total) => total.metric === metric);
  assert.ok(found, metric);
  return found;
}

const strange = buildNetwork("Strange", { x: [3, 8, 8] }, (b, [x]) =>
  b.layer("Conv", { channels: 1, kernel: 1 }, b.layer("Strange", {}, x!)),
);

describe("totals side by side", () => {
  it("are those of the analysis, with the best marked", () => {
    const both = report(lectureAlexNet(), vgg16());
    assert.deepEqual(
      row(both, "params").values.map(({ value }) => value),
      [61_100_840, 138_357_544],
    );
    assert.deepEqual(row(both, "params").best, [0]);
    assert.deepEqual(row(both, "top5Error").best, [1]);
    assert.deepEqual(row(both, "depth").best, []);
    assert.equal(row(both, "input").values[0]?.text, "3×227×227");
  });

  it("say when they are incomplete, and then call nothing the best that may not be", () => {
    const both = report(lectureAlexNet(), strange);
    const params = row(both, "params");
    assert.equal(params.values[1]?.complete, false);
    assert.equal(params.values[1].text, "≥0");
    assert.deepEqual(params.best, []);
  });

  it("leave out facts that no network states", () => {
    const both = report(strange, strange);
    assert.equal(
      both.totals.some(({ metric }) => metric === "top5Error"),
      false,
    );
  });

  it("tell networks of one name apart", () => {
    const names = distinctNames([
      { network: "A", place: "a.net" },
      { network: "A", place: "b.net" },
      { network: "B", place: "a.net" },
      { network: "A", place: "b.net" },
    ]);
    assert.deepEqual(names, ["A (a.net)", "A (b.net) 1", "B", "A (b.net) 2"]);
  });
});

describe("bars", () => {
  it("of layers add up to the totals", () => {
    for (const network of [lectureAlexNet(), googlenet(), resnet("R", [3, 4, 6, 3])]) {
      const analysis = analyseNetwork(network);
      for (const bars of [layerBars(analysis, "multiply-add"), stageBars(analysis, "multiply-add")]) {
        const total = bars.reduce((sum, { params }) => sum + (params ?? NaN), 0);
        assert.equal(total, analysis.totals.params.value);
        assert.equal(
          bars.reduce((sum, { flops }) => sum + (flops ?? NaN), 0),
          analysis.totals.macs.value,
        );
      }
    }
  });

  it("of stages are the outermost groups, and without groups the resolutions", () => {
    const names = (network: Network): readonly string[] =>
      stageBars(analyseNetwork(network), "multiply-add").map(({ name }) => name);
    assert.deepEqual(names(resnet("R", [3, 4, 6, 3])), [
      "stem",
      "layer1",
      "layer2",
      "layer3",
      "layer4",
      "globalavgpool … fc",
    ]);
    assert.deepEqual(names(lectureAlexNet()), ["56×56", "27×27", "13×13", "6×6", "vectors"]);
  });
});

describe("rows of a difference", () => {
  it("fold what is equal, and head what changed by its groups", () => {
    const { differences } = report(resnet("A", [3, 4, 6, 3]), resnet("B", [3, 4, 23, 3]));
    const rows = differenceRows(differences[0]!.difference.differences);
    const heading = rows.filter(({ kind }) => kind === "heading");
    assert.deepEqual(
      heading.map(({ right }) => right),
      ["layer3"],
    );
    assert.equal(rows.filter(({ change }) => change === "added").length, 17);
    const [fold] = rows;
    assert.deepEqual([fold?.kind, fold?.count], ["fold", 3]);
  });

  it("describe attributes", () => {
    const stack = (kernel: number): Network =>
      buildNetwork("N", { x: [3, 8, 8] }, (b, [x]) =>
        chain(b, x!, [["Conv", { channels: 4, kernel }, "conv"]]),
      );
    const { differences } = report(stack(1), stack(3));
    const [changed] = differenceRows(differences[0]!.difference.differences);
    assert.deepEqual(changed?.attributes, ["kernel: 1 → 3"]);
  });
});

describe("insights about a comparison", () => {
  const texts = (...networks: readonly Network[]): readonly string[] =>
    report(...networks).insights.map(({ text }) => text);

  it("give the ratios of costs", () => {
    const [first] = texts(lectureAlexNet(), vgg16());
    // 138,357,544 / 61,100,840 and 15,470,264,320 / 716,767,232
    assert.match(first!, /^VGG-16 has 2\.3 times the params, 21\.6 times the FLOPs/u);
  });

  it("find that GoogLeNet errs less than VGG at a fraction of its FLOPs", () => {
    const found = texts(vgg16(), googlenet()).find((text) => text.includes("lower top-5 error"));
    assert.match(
      found!,
      /^GoogLeNet has a lower top-5 error than VGG-16 \(6\.7% against 7\.3%\), and VGG-16 takes 9\.8 times/u,
    );
    assert.equal(
      texts(lectureAlexNet(), vgg16()).some((text) => text.includes("lower top-5 error")),
      false,
    );
  });

  it("call no error lower, and none the best, that may be the same as written with fewer digits", () => {
    const stating = (name: string, top5Error: number, channels: number): Network =>
      buildNetwork(name, { x: [3, 8, 8] }, (b, [x]) => b.layer("Conv", { channels, kernel: 1 }, x!), {
        facts: { top5Error },
      });
    const [rounded, exact, less] = [stating("A", 6.7, 1), stating("B", 6.71, 2), stating("C", 6.6, 1)];
    const claims = (...networks: readonly Network[]): number =>
      texts(...networks).filter((text) => text.includes("lower top-5 error")).length;
    assert.equal(claims(rounded, exact), 0);
    assert.equal(claims(less, exact), 1);
    assert.deepEqual(row(report(rounded, exact), "top5Error").best, []);
    assert.deepEqual(row(report(rounded, exact, stating("D", 7.2, 1)), "top5Error").best, [0, 1]);
    assert.deepEqual(row(report(less, exact), "top5Error").best, [0]);
  });

  it("find equal structures, and what alone differs", () => {
    assert.ok(texts(vgg16(), vgg16()).some((text) => text.includes("the same structure")));
    const found = texts(resnet("A", [3, 4, 6, 3]), resnet("B", [3, 4, 23, 3]));
    assert.ok(
      found.includes("The difference is 17 more blocks in layer3, and nothing else."),
      found.join("\n"),
    );
  });

  it("find where the difference is", () => {
    const found = texts(lectureAlexNet(), vgg16());
    assert.ok(
      found.some((text) =>
        /14\.8G more multiply-adds than AlexNet, 99\.6% of them in the convolutions/u.test(text),
      ),
    );
  });

  it("claim nothing of costs that are not known", () => {
    assert.deepEqual(
      texts(strange, lectureAlexNet()).filter((text) => text.includes("times")),
      [],
    );
  });
});
