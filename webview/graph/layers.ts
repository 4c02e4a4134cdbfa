// The scene's elements in the document: made when they come into view, removed when they leave it.

import type { DrawOptions } from "../../src/draw/draw-options";
import { drawNode } from "../../src/draw/draw-node";
import { edgeLine } from "../../src/draw/edge-line";
import { groupHeader } from "../../src/draw/open-group";
import { HEADER } from "../../src/layout/node-size";
import type { Box } from "../../src/layout/geometry";
import type { Scene, SceneEdge, SceneNode } from "../../src/layout/scene";
import { describeNode } from "./describe-node";
import { specksOf } from "./specks";
import { svgElement, toDom } from "./svg-dom";

type Layer = (typeof LAYERS)[number];

/** One thing that can be drawn. */
interface Item {
  readonly bounds: Box;
  readonly layer: Layer;
  readonly node?: SceneNode;
  readonly edge?: SceneEdge;
  element: SVGElement | undefined;
}

/** Beyond so many things in view, those that would be smaller than a pixel are specks. */
const MOST_TINY = 2500;

export class Layers {
  private readonly parents: Readonly<Record<Layer, SVGElement>> = {
    groups: svgElement("g", { class: "groups" }),
    edges: svgElement("g", { class: "edges", "aria-hidden": "true" }),
    headers: svgElement("g", { class: "headers" }),
    nodes: svgElement("g", { class: "nodes" }),
  };
  private readonly specks = svgElement("g", { class: "specks", "aria-hidden": "true" });
  private items: readonly Item[] = [];
  private byPath: ReadonlyMap<string, Item> = new Map();
  private shown: ReadonlySet<Item> = new Set();
  private options: DrawOptions | undefined;
  private classes: ReadonlyMap<string, string> = new Map();
  private edgeClass: (edge: SceneEdge) => string = () => "";

  constructor(stage: SVGElement) {
    stage.append(this.specks, ...LAYERS.map((layer) => this.parents[layer]));
  }

  load(scene: Scene, options: DrawOptions): void {
    for (const item of this.shown) item.element?.remove();
    this.options = options;
    this.shown = new Set();
    this.items = itemsOf(scene);
    // A header stands for its group: it is what is selected and focused.
    const named = this.items.filter(({ node, layer }) => node !== undefined && layer !== "groups");
    this.byPath = new Map(named.map((item) => [item.node?.path ?? "", item]));
  }

  /**
   * Makes what is in the box visible at a scale, and removes the rest. Stops making elements after `budget` milliseconds;
   * answers whether all are there.
   */
  update(visible: Box, scale: number, budget: number): boolean {
    const wide = padded(visible, 0.15);
    const inView = this.items.filter((item) => meets(item.bounds, wide));
    const least = inView.length > MOST_TINY ? 1 / scale : 0;
    const next = new Set(least === 0 ? inView : inView.filter((item) => isLargeEnough(item, least)));
    for (const item of this.shown) {
      if (next.has(item)) continue;
      item.element?.remove();
      item.element = undefined;
    }
    this.showSpecks(least === 0 ? [] : inView.filter((item) => !next.has(item)), least);
    const isDone = this.add(next, performance.now() + budget);
    this.shown = next;
    return isDone;
  }

  private showSpecks(items: readonly Item[], pixel: number): void {
    const nodes = items.flatMap(({ layer, node }) => (layer === "nodes" && node !== undefined ? [node] : []));
    if (nodes.length === 0 && this.specks.childElementCount === 0) return;
    this.specks.replaceChildren(...specksOf(nodes, pixel, this.options?.heat));
  }

  /** Adds the elements that are missing, until the deadline. */
  private add(items: ReadonlySet<Item>, deadline: number): boolean {
    const missing = [...items].filter(({ element }) => element === undefined);
    const fragments = new Map(LAYERS.map((layer) => [layer, new DocumentFragment()]));
    let made = 0;
    for (const item of missing) {
      // Looking at the clock costs as much as a small element.
      if (made % 16 === 15 && performance.now() > deadline) break;
      fragments.get(item.layer)?.append(this.create(item));
      made += 1;
    }
    const hasGroups = (fragments.get("groups")?.childElementCount ?? 0) > 0;
    for (const [layer, fragment] of fragments) this.parents[layer].append(fragment);
    if (hasGroups) sortGroups(this.parents.groups, items);
    return made === missing.length;
  }

  elementOf(path: string): Element | undefined {
    return this.byPath.get(path)?.element;
  }

  setClasses(classes: ReadonlyMap<string, string>, edgeClass: (edge: SceneEdge) => string): void {
    this.classes = classes;
    this.edgeClass = edgeClass;
    for (const item of this.shown) this.decorate(item);
  }

  /** Moves elements that were elsewhere from there, and fades the others in. */
  animateFrom(old: ReadonlyMap<string, SceneNode>, shift: { readonly x: number; readonly y: number }): void {
    if (this.shown.size > MOST_ANIMATED) return;
    for (const item of this.shown) animate(item, old, shift);
  }

  private create(item: Item): SVGElement {
    const drawn = item.edge === undefined ? nodeElement(item, this.options) : toDom(edgeLine(item.edge));
    item.element = drawn;
    this.decorate(item);
    return drawn;
  }

  private decorate({ element, node, edge }: Item): void {
    if (element === undefined) return;
    const extra = edge === undefined ? (this.classes.get(node?.path ?? "") ?? "") : this.edgeClass(edge);
    const base = element.dataset["base"] ?? element.getAttribute("class") ?? "";
    const whole = extra === "" ? base : `${base} ${extra}`;
    if (element.getAttribute("class") === whole) return;
    element.dataset["base"] = base;
    element.setAttribute("class", whole);
    if (node !== undefined) element.setAttribute("aria-selected", String(extra.includes("selected")));
  }
}

const LAYERS = ["groups", "edges", "headers", "nodes"] as const;
const MOST_ANIMATED = 900;

/** Outer groups lie below inner ones, in whatever order they came into view. */
function sortGroups(layer: SVGElement, items: ReadonlySet<Item>): void {
  for (const item of items) {
    if (item.layer === "groups" && item.element !== undefined) layer.append(item.element);
  }
}

function itemsOf(scene: Scene): readonly Item[] {
  const items: Item[] = [];
  for (const node of scene.nodes) {
    items.push({ bounds: node, layer: node.open ? "groups" : "nodes", node, element: undefined });
    if (node.open)
      items.push({ bounds: { ...node, height: HEADER.two }, layer: "headers", node, element: undefined });
  }
  for (const edge of scene.edges)
    items.push({ bounds: boundsOf(edge), layer: "edges", edge, element: undefined });
  return items;
}

function boundsOf({ route, label }: SceneEdge): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of label === undefined ? route : [...route, { x: label.x + 90, y: label.y }]) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { x: left - 4, y: top - 4, width: right - left + 8, height: bottom - top + 8 };
}

function nodeElement({ node, layer }: Item, options: DrawOptions | undefined): SVGElement {
  if (node === undefined || options === undefined) return svgElement("g");
  const drawn =
    layer === "headers" && node.node.kind === "group"
      ? groupHeader(node, node.node, options)
      : drawNode(node, options);
  const element = toDom(drawn);
  if (layer === "groups") {
    element.setAttribute("aria-hidden", "true");
    return element;
  }
  // An id holds no white space, and each path has its own.
  element.id = `node-${node.path.replace(/\s/gu, encodeURIComponent)}`;
  element.setAttribute("role", "treeitem");
  element.setAttribute("aria-level", String(node.depth + 1));
  element.setAttribute("aria-label", describeNode(node));
  if (node.node.kind === "group") element.setAttribute("aria-expanded", String(node.open));
  return element;
}

function animate(
  { element, node, layer }: Item,
  old: ReadonlyMap<string, SceneNode>,
  shift: { readonly x: number; readonly y: number },
): void {
  if (element === undefined) return;
  const before = node === undefined ? undefined : old.get(node.path);
  if (node === undefined || before?.open !== node.open || layer === "groups") {
    element.animate([{ opacity: 0 }, { opacity: 1 }], { duration: FADE, easing: "ease-out" });
    return;
  }
  const from = { x: before.x + shift.x, y: before.y + shift.y };
  if (Math.abs(from.x - node.x) < 0.5 && Math.abs(from.y - node.y) < 0.5) return;
  const at = ({ x, y }: { readonly x: number; readonly y: number }): string => `translate(${x}px, ${y}px)`;
  element.animate([{ transform: at(from) }, { transform: at(node) }], { duration: MOVE, easing: "ease-out" });
}

const FADE = 240;
const MOVE = 220;

function padded({ x, y, width, height }: Box, share: number): Box {
  const [dx, dy] = [width * share, height * share];
  return { x: x - dx, y: y - dy, width: width + 2 * dx, height: height + 2 * dy };
}

function meets(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function isLargeEnough({ bounds, layer }: Item, least: number): boolean {
  if (least === 0) return true;
  if (layer === "edges") return Math.max(bounds.width, bounds.height) > 40 * least;
  if (layer === "headers") return bounds.height > 8 * least;
  return Math.min(bounds.width, bounds.height) > (layer === "groups" ? 2 : 1) * least;
}
