// What is smaller than a pixel: specks of one pixel each, so that a very large picture can be seen from afar.

import type { SceneNode } from "../../src/layout/scene";
import { svgElement } from "./svg-dom";

/** The fill of a node that is coloured by a figure; undefined: its family's. */
type Heat = ((node: SceneNode) => string | undefined) | undefined;

/** One element for each colour. `pixel` is the size of a pixel in the scene; nodes within the same pixel share a speck. */
export function specksOf(nodes: readonly SceneNode[], pixel: number, heat: Heat): readonly SVGElement[] {
  const taken = new Set<string>();
  const paths = new Map<string, { readonly node: SceneNode; readonly parts: string[] }>();
  for (const node of nodes) {
    const [column, row] = [Math.floor(node.x / pixel), Math.floor(node.y / pixel)];
    const cell = `${column} ${row}`;
    if (taken.has(cell)) continue;
    taken.add(cell);
    const color = heat?.(node) ?? classOf(node);
    let path = paths.get(color);
    if (path === undefined) paths.set(color, (path = { node, parts: [] }));
    const [width, height] = [Math.max(node.width, pixel), Math.max(node.height, pixel)];
    path.parts.push(`M${column * pixel} ${row * pixel}h${width}v${height}h${-width}z`);
  }
  return [...paths].map(([color, { node, parts }]) => {
    const outline = svgElement("path", { class: "box", d: parts.join("") });
    if (color !== classOf(node)) outline.style.setProperty("fill", color);
    const element = svgElement("g", { class: `speck ${classOf(node)}` });
    element.append(outline);
    return element;
  });
}

/** As src/draw gives it to the node itself. */
function classOf({ node }: SceneNode): string {
  if (node.kind === "group") return "closed";
  return node.role === "input" || node.role === "output" ? "terminal" : `f-${node.family}`;
}
