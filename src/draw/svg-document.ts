// A picture as an SVG file of its own: fonts, colours and shapes inside, the network's name and totals on top.

import type { Scene, SceneNode } from "../layout/scene";
import { measureInter } from "../layout/measure";
import type { ViewGraph, ViewTotals } from "../view/view-graph";
import type { DrawOptions } from "./draw-options";
import { drawScene } from "./draw-scene";
import type { Element } from "./element";
import { element, label, rounded } from "./element";
import { INTER_REGULAR, INTER_SEMI_BOLD } from "./font-data";
import { heatColor } from "./heat-color";
import { heatLegend } from "./heat-legend";
import type { HeatScale } from "./heat-legend";
import type { Palette, ThemeName } from "./palette";
import { PALETTES } from "./palette";
import { EXPORT_FONT, styleSheet } from "./style-sheet";
import { withTextLengths } from "./text-length";
import { writeElement } from "./write-element";

export interface SvgOptions {
  readonly theme: ThemeName;
  /** False leaves the fonts out, for whatever brings them along. */
  readonly fonts?: boolean;
  /** Colours the nodes by a figure, with a legend below the totals. */
  readonly heat?: Heat;
}

export interface Heat {
  readonly scale: HeatScale;
  /** The share of the scale that a node takes, 0 to 1; undefined leaves it in its family's colour. */
  readonly share: (node: SceneNode) => number | undefined;
}

const MARGIN = 28;
const TITLE = 72;

/** The SVG text. */
export function svgDocument(graph: ViewGraph, scene: Scene, options: SvgOptions): string {
  const palette = PALETTES[options.theme];
  const facts = factsOf(graph.totals, graph.convention);
  const legend = options.heat === undefined ? undefined : heatLegend(options.heat.scale, palette);
  const titleWidth = Math.max(
    ...[measureInter(graph.network, 22, "bold"), measureInter(facts, 13, "regular"), legend?.width ?? 0],
  );
  const width = rounded(Math.max(scene.width, titleWidth) + 2 * MARGIN);
  const top = TITLE + (legend?.height ?? 0) + MARGIN;
  const height = rounded(scene.height + top + MARGIN);
  const left = (width - scene.width) / 2;
  const root = element("svg", { ...rootAttributes(graph, width, height) }, [
    { tag: "title", attributes: {}, text: graph.network },
    { tag: "desc", attributes: {}, text: facts },
    { tag: "style", attributes: {}, text: style(palette, options.fonts !== false) },
    element("rect", { class: "background", width, height }),
    label("name", MARGIN, MARGIN + 18, graph.network),
    label("facts", MARGIN, MARGIN + 42, facts),
    ...(legend === undefined ? [] : [moved(legend.element, MARGIN, TITLE + 6)]),
    moved(element("g", { class: "scene" }, drawScene(scene, drawOptions(options.heat, palette))), left, top),
  ]);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${writeElement(withTextLengths(root))}\n`;
}

function drawOptions(heat: Heat | undefined, palette: Palette): DrawOptions {
  if (heat === undefined) return { measure: measureInter };
  return {
    measure: measureInter,
    heat: (node) => {
      const share = heat.share(node);
      return share === undefined ? undefined : heatColor(share, palette);
    },
  };
}

function rootAttributes(graph: ViewGraph, width: number, height: number): Record<string, string | number> {
  return {
    xmlns: "http://www.w3.org/2000/svg",
    width,
    height,
    viewBox: `0 0 ${String(width)} ${String(height)}`,
    role: "img",
    "data-network": graph.network,
    "data-state": "ready",
  };
}

/** The totals in one line: `7.00M params · 1.58G FLOPs (multiply-adds) · …`. */
export function factsOf(totals: ViewTotals, convention: ViewGraph["convention"]): string {
  const { params, auxiliaryParams, flops, weightMemory, peakMemory, depth, layers } = totals;
  const counted = convention === "multiply-add" ? "multiply-adds" : "all operations";
  return [
    `${params} params${auxiliaryParams === undefined ? "" : ` (${auxiliaryParams} with auxiliary heads)`}`,
    `${flops} FLOPs (${counted})`,
    `${weightMemory} of weights`,
    `${peakMemory} of activations at most`,
    `${depth} weight layers deep`,
    `${String(layers)} layers`,
  ].join("  ·  ");
}

function moved(child: Element, x: number, y: number): Element {
  return element("g", { transform: `translate(${String(rounded(x))} ${String(rounded(y))})` }, [child]);
}

function style(palette: Palette, fonts: boolean): string {
  const faces = fonts ? [face(400, INTER_REGULAR), face(600, INTER_SEMI_BOLD)] : [];
  return [...faces, styleSheet(palette, EXPORT_FONT)].join("\n");
}

function face(weight: number, data: string): string {
  return `@font-face{font-family:Inter;font-weight:${String(weight)};src:url(data:font/ttf;base64,${data}) format("truetype")}`;
}
