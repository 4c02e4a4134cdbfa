// A picture as an SVG file of its own: fonts, colours and shapes inside, the network's name and totals on top.

import type { Scene } from "../layout/scene";
import { measureInter } from "../layout/measure";
import type { ViewGraph, ViewTotals } from "../view/view-graph";
import type { DrawOptions } from "./draw-options";
import { drawScene } from "./draw-scene";
import type { Element } from "./element";
import { element, label, rounded } from "./element";
import { INTER_REGULAR, INTER_SEMI_BOLD } from "./font-data";
import type { Palette, ThemeName } from "./palette";
import { DARK, LIGHT } from "./palette";
import { EXPORT_FONT, styleSheet } from "./style-sheet";
import { writeElement } from "./write-element";

export interface SvgOptions {
  readonly theme: ThemeName;
  /** False leaves the fonts out, for whatever brings them along. */
  readonly fonts?: boolean;
  readonly heat?: DrawOptions["heat"];
  /** Drawn below the totals, and how high it is. */
  readonly legend?: { readonly element: Element; readonly height: number };
}

const MARGIN = 28;
const TITLE = 72;

/** The SVG text. */
export function svgDocument(graph: ViewGraph, scene: Scene, options: SvgOptions): string {
  const palette: Palette = options.theme === "dark" ? DARK : LIGHT;
  const facts = factsOf(graph.totals, graph.convention);
  const titleWidth = Math.max(measureInter(graph.network, 22, "bold"), measureInter(facts, 13, "regular"));
  const legend = options.legend?.height ?? 0;
  const width = rounded(Math.max(scene.width, titleWidth) + 2 * MARGIN);
  const top = TITLE + legend + MARGIN;
  const height = rounded(scene.height + top + MARGIN);
  const left = (width - scene.width) / 2;
  const draw: DrawOptions = {
    measure: measureInter,
    ...(options.heat === undefined ? {} : { heat: options.heat }),
  };
  const root = element("svg", { ...rootAttributes(graph, width, height) }, [
    { tag: "title", attributes: {}, text: graph.network },
    { tag: "desc", attributes: {}, text: facts },
    { tag: "style", attributes: {}, text: style(palette, options.fonts !== false) },
    element("rect", { class: "background", width, height }),
    label("name", MARGIN, MARGIN + 18, graph.network),
    label("facts", MARGIN, MARGIN + 42, facts),
    ...(options.legend === undefined ? [] : [moved(options.legend.element, MARGIN, TITLE + 4)]),
    moved(element("g", { class: "scene" }, drawScene(scene, draw)), left, top),
  ]);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${writeElement(root)}\n`;
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
    `${String(depth)} weight layers deep`,
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
