import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { drawScene } from "../../src/draw/draw-scene";
import { edgeWidth } from "../../src/draw/edge-line";
import type { Element } from "../../src/draw/element";
import { heatColor } from "../../src/draw/heat-color";
import { DARK, PALETTES } from "../../src/draw/palette";
import { svgDocument } from "../../src/draw/svg-document";
import { writeElement } from "../../src/draw/write-element";
import { elkInProcess } from "../../src/layout/elk-in-process";
import { createLayouter } from "../../src/layout/layout";
import { fitted, measureInter } from "../../src/layout/measure";
import type { Scene, SceneNode } from "../../src/layout/scene";
import { levelsOf, openToLevel } from "../../src/view/open-state";
import type { ViewGraph } from "../../src/view/view-graph";
import { viewOf, viewOfSample } from "../view/sample";

const layouter = createLayouter(elkInProcess, measureInter);
const SNAPSHOTS = path.resolve(__dirname, "fixtures");

describe("the drawing", () => {
  for (const name of ["alexnet", "squeezenet", "unet", "resnet18"]) {
    it(`of ${name} stays as it was reviewed`, async () => {
      const view = viewOfSample(name);
      const svg = svgDocument(view, await sceneOf(view, 1), { theme: "light", fonts: false });
      const file = path.join(SNAPSHOTS, `${name}.svg`);
      if (process.env["UPDATE_SNAPSHOTS"] !== undefined || !existsSync(file)) {
        mkdirSync(SNAPSHOTS, { recursive: true });
        writeFileSync(file, svg);
      }
      assert.equal(
        svg,
        readFileSync(file, "utf8"),
        "set UPDATE_SNAPSHOTS=1 after looking at the new picture",
      );
    });
  }

  it("keeps labels inside their nodes", async () => {
    for (const name of ["googlenet", "resnet50", "vit-b16"]) {
      const view = viewOfSample(name);
      for (let level = 0; level <= levelsOf(view); level++) {
        const scene = await sceneOf(view, level);
        const widths = new Map(scene.nodes.map((node) => [node.path, node.width]));
        for (const layer of drawScene(scene, { measure: measureInter })) {
          for (const node of layer.children ?? []) assertInside(node, widths);
        }
      }
    }
  });

  it("says title, subtotal and shape of every open group", async () => {
    for (const name of ["googlenet", "densenet121", "vit-b16"]) {
      const view = viewOfSample(name);
      const scene = await sceneOf(view, levelsOf(view));
      const headers = new Map(
        drawScene(scene, { measure: measureInter })
          .flatMap(({ children = [] }) => [...children])
          .map(({ attributes, children = [] }) => [
            attributes["data-header"],
            Array.from(children, ({ text = "" }) => text).join("\n"),
          ]),
      );
      for (const { node, open, path: group } of scene.nodes) {
        if (!open || node.kind !== "group") continue;
        for (const text of [node.title, node.detail, node.shape])
          assert.ok(headers.get(group)?.includes(text), `${name}: ${group} says ${text}`);
      }
    }
  });

  it("cuts names that are too long, and says so", () => {
    const name = "a_very_long_name_of_a_layer_that_nobody_can_read_at_once";
    const short = fitted(name, 120, 13, "bold", measureInter);
    assert.match(short, /^a_very.*…$/u);
    assert.ok(measureInter(short, 13, "bold") <= 120);
    assert.equal(fitted("conv1", 120, 13, "bold", measureInter), "conv1");
  });

  it("marks every layer, group and edge by its path", async () => {
    const view = viewOfSample("googlenet");
    const svg = svgDocument(view, await sceneOf(view, levelsOf(view)), { theme: "dark" });
    const values = (name: string): string[] =>
      [...svg.matchAll(new RegExp(` ${name}="([^"]*)"`, "gu"))].map(([, value = ""]) => value);
    assert.equal(values("data-layer").length, view.totals.layers + auxiliaryLayers(view));
    assert.equal(new Set(values("data-layer")).size, values("data-layer").length);
    assert.ok(values("data-edge").includes("image-&gt;stem/conv1"));
    assert.deepEqual(new Set(values("data-expanded")), new Set(["true"]));
    assert.deepEqual(values("data-network"), ["GoogLeNet"]);
    assert.deepEqual(values("data-state"), ["ready"]);
  });

  it("writes names from files as text, never as markup", () => {
    const nasty = `<script>alert("&")</script>`;
    const written = writeElement({ tag: "text", attributes: { "data-layer": nasty }, text: nasty });
    const escaped = "&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;";
    assert.equal(written, `<text data-layer="${escaped}">${escaped}</text>`);
    // XML has no way to write these at all.
    assert.equal(
      writeElement({ tag: "text", attributes: {}, text: "a\u0000b\ud800" }),
      "<text>a\ufffdb\ufffd</text>",
    );
  });

  it("carries its fonts, colours and style along", async () => {
    const view = viewOf("network N {\n  input x [3, 8, 8]\n  Conv(4, 3) -> ReLU\n}");
    const svg = svgDocument(view, await sceneOf(view, 0), { theme: "light" });
    assert.match(svg, /@font-face\{font-family:Inter;font-weight:400;src:url\(data:font\/ttf;base64,/u);
    assert.doesNotMatch(svg, /var\(--|color-mix|https?:\/\/(?!www\.w3\.org\/2000\/svg)/u);
    assert.match(svg, /112 params/u);
  });

  it("says how wide its texts are, for viewers that set them in another font", () => {
    const view = viewOf("network Сеть {\n  input x [4]\n  Linear(10)\n}");
    const scene: Scene = { width: 100, height: 100, direction: "down", nodes: [], edges: [] };
    const svg = svgDocument(view, scene, { theme: "light", fonts: false });
    const [, facts = ""] = /<text class="facts"[^>]*>([^<]*)</u.exec(svg) ?? [];
    const width = (Math.round(measureInter(facts, 13, "regular") * 100) / 100).toString();
    assert.ok(svg.includes(`textLength="${width}" lengthAdjust="spacingAndGlyphs">${facts}<`), svg);
    // How wide letters are that the picture's fonts lack is up to the font that is found for them.
    assert.doesNotMatch(/<text class="name"[^>]*>/u.exec(svg)?.[0] ?? "textLength", /textLength/u);
  });

  it("hints at a tensor's size by the width of its edge", () => {
    assert.ok(edgeWidth(100) < edgeWidth(10_000));
    assert.ok(edgeWidth(10_000) < edgeWidth(1_000_000));
    assert.equal(edgeWidth(undefined), edgeWidth(1));
  });

  it("has text that stands out from its background in every theme", () => {
    for (const palette of Object.values(PALETTES)) {
      assert.ok(contrast(palette.foreground, palette.background) >= 7);
      assert.ok(contrast(palette.muted, palette.background) >= 4.5);
      for (const { fill } of Object.values(palette.families)) {
        assert.ok(contrast(palette.foreground, fill) >= 4.5, fill);
        assert.ok(contrast(palette.muted, fill) >= 3, fill);
      }
    }
  });

  it("has outlines that stand out where contrast is to be high", () => {
    for (const theme of ["high-contrast", "high-contrast-light"] as const) {
      const { background, groupStroke, edge, families } = PALETTES[theme];
      const lines = [groupStroke, edge, ...Object.values(families).map(({ stroke }) => stroke)];
      for (const line of lines) assert.ok(contrast(line, background) >= 7, line);
    }
  });

  it("carries the heat scale's colours, and the legend that explains them", async () => {
    const view = viewOfSample("alexnet");
    const scale = { title: "Params", least: "0", most: "37.7M" };
    const isHot = ({ path: at }: SceneNode): boolean => at.endsWith("fc6");
    const heat = { scale, share: (node: SceneNode) => (isHot(node) ? 1 : undefined) };
    const svg = svgDocument(view, await sceneOf(view, levelsOf(view)), { theme: "dark", heat });
    const [, hot] =
      /<g class="node [^"]*heated"[^>]* data-layer="([^"]*)"><rect class="box"[^>]* style="fill:#b34911"/u.exec(
        svg,
      ) ?? [];
    assert.match(hot ?? "", /fc6/u);
    assert.equal(svg.split('heated"').length - 1, 1);
    for (const text of ["Params", "0", "37.7M"]) assert.ok(svg.includes(`>${text}</text>`), text);
    // Three quarters of #e8590c over #14191f.
    assert.equal(heatColor(1, DARK), "#b34911");
  });

  it("has text that can be read on the hottest node", () => {
    for (const palette of Object.values(PALETTES))
      assert.ok(contrast(palette.foreground, heatColor(1, palette)) >= 4, palette.background);
  });

  it("grows in strength with the figure, so that the heat scale needs no colour vision", () => {
    for (const palette of Object.values(PALETTES)) {
      const steps = [0, 0.25, 0.5, 0.75, 1].map((share) =>
        contrast(heatColor(share, palette), palette.background),
      );
      assert.deepEqual(
        steps,
        [...steps].sort((a, b) => a - b),
      );
      assert.ok(steps.at(-1)! > 1.8 * steps[0]!);
    }
  });
});

async function sceneOf(view: ViewGraph, level: number): Promise<Scene> {
  return (await layouter.layout(view, openToLevel(level), "down")).scene;
}

function auxiliaryLayers(view: ViewGraph): number {
  return view.bodies[view.root]!.size - view.totals.layers;
}

/** The texts of a node must be within it, except shapes beside edges. */
function assertInside(node: Element, widths: ReadonlyMap<string, number>): void {
  const { attributes } = node;
  const path_ = String(
    attributes["data-layer"] ?? attributes["data-group"] ?? attributes["data-header"] ?? "",
  );
  const width = widths.get(path_);
  if (width === undefined) return;
  for (const child of node.children ?? []) {
    if (child.tag !== "text" || child.text === undefined) continue;
    const isTitle = String(child.attributes["class"]).startsWith("title");
    const length = measureInter(child.text, isTitle ? 13 : 11, isTitle ? "bold" : "regular");
    const x = Number(child.attributes["x"]);
    const left = child.attributes["text-anchor"] === "end" ? x - length : x;
    const start = child.attributes["text-anchor"] === "middle" ? x - length / 2 : left;
    assert.ok(
      start >= 0 && start + length <= width + 0.5,
      `${path_}: "${child.text}" of ${length} in ${width}`,
    );
  }
}

/** WCAG 2.1's contrast ratio of two `#rrggbb` colours. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

function luminance(color: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
