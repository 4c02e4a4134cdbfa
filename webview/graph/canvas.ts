// The drawing area: the scene as SVG that pans and zooms, of which only what is in view is in the document.

import { select } from "d3-selection";
import type { ZoomTransform } from "d3-zoom";
import { zoom, zoomIdentity, zoomTransform } from "d3-zoom";
import type { DrawOptions } from "../../src/draw/draw-options";
import type { Box } from "../../src/layout/geometry";
import type { Scene, SceneEdge, SceneNode } from "../../src/layout/scene";
import { createLayers } from "./layers";
import type { Layers } from "./layers";
import { prefersReducedMotion } from "./motion";
import { svgElement } from "./svg-dom";

export interface View {
  readonly x: number;
  readonly y: number;
  readonly k: number;
}

export interface Canvas {
  readonly element: SVGSVGElement;
  /** Shows a scene; `anchor` is a path whose place on the screen is to stay the same. */
  show(
    scene: Scene,
    options: DrawOptions,
    change: { readonly anchor?: string; readonly animate: boolean },
  ): void;
  /** Draws the nodes anew: their colours changed. */
  redraw(options: DrawOptions): void;
  fit(animate: boolean): void;
  /** Centres a box; zooms in or out so that it fits with its surroundings. */
  zoomTo(box: Box, animate: boolean): void;
  /** Moves as little as needed for the box to be in view. */
  bringIntoView(box: Box): void;
  zoomBy(factor: number): void;
  view(): View;
  setView(view: View): void;
  /** The part of the scene that is in view. */
  visible(): Box;
  node(path: string): SceneNode | undefined;
  scene(): Scene | undefined;
  /** The element of a drawn node or open group's header, where it is in the document. */
  elementOf(path: string): Element | undefined;
  setClasses(classes: ReadonlyMap<string, string>, edgeClass: (edge: SceneEdge) => string): void;
}

const MARGIN = 24;
const CLOSEST = 4;

export function createCanvas(parent: HTMLElement, onView: () => void): Canvas {
  const svg = svgElement("svg", { class: "canvas", tabindex: 0 }) as SVGSVGElement;
  const stage = svgElement("g", { class: "stage" });
  svg.append(stage);
  parent.append(svg);
  const layers: Layers = createLayers(stage);
  let scene: Scene | undefined;
  let nodes = new Map<string, SceneNode>();
  let pending = 0;

  const update = (): void => {
    pending = 0;
    if (scene !== undefined) layers.update(visibleBox(), zoomTransform(svg).k);
    onView();
  };
  const schedule = (): void => {
    if (pending === 0) pending = requestAnimationFrame(update);
  };
  const behavior = zoom<SVGSVGElement, unknown>()
    .filter((event: MouseEvent) =>
      event.type === "wheel" ? event.ctrlKey || event.metaKey : event.button !== 2,
    )
    .clickDistance(4)
    .on("start", () => svg.classList.add("moving"))
    .on("end", () => svg.classList.remove("moving"))
    .on("zoom", ({ transform }: { readonly transform: ZoomTransform }) => {
      stage.setAttribute("transform", transform.toString());
      svg.classList.toggle("far", transform.k < 0.32);
      schedule();
    });
  const selection = select(svg).call(behavior).on("dblclick.zoom", null);
  svg.addEventListener(
    "wheel",
    (event) => {
      if (event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const unit = event.deltaMode === 1 ? 24 : 1;
      const { k } = zoomTransform(svg);
      const [dx, dy] = event.shiftKey ? [event.deltaY, event.deltaX] : [event.deltaX, event.deltaY];
      selection.call(behavior.translateBy, (-dx * unit) / k, (-dy * unit) / k);
    },
    { passive: false },
  );
  new ResizeObserver(schedule).observe(svg);

  function size(): { readonly width: number; readonly height: number } {
    return { width: svg.clientWidth || 1, height: svg.clientHeight || 1 };
  }

  function visibleBox(): Box {
    const { x, y, k } = zoomTransform(svg);
    const { width, height } = size();
    return { x: -x / k, y: -y / k, width: width / k, height: height / k };
  }

  function moveTo(transform: ZoomTransform, animate: boolean): void {
    if (!animate || prefersReducedMotion()) selection.call(behavior.transform, transform);
    else glide(zoomTransform(svg), transform);
  }

  let gliding = 0;
  /** d3's own transitions would need d3-transition; this is all that is needed of it. */
  function glide(from: ZoomTransform, to: ZoomTransform): void {
    const begun = performance.now();
    const run = ++gliding;
    const step = (now: number): void => {
      if (run !== gliding) return;
      const t = Math.min(1, (now - begun) / GLIDE);
      const eased = 1 - (1 - t) ** 3;
      const k = from.k * (to.k / from.k) ** eased;
      const share = from.k === to.k ? eased : (k - from.k) / (to.k - from.k);
      const x = from.x + (to.x - from.x) * share;
      const y = from.y + (to.y - from.y) * share;
      selection.call(behavior.transform, t === 1 ? to : zoomIdentity.translate(x, y).scale(k));
      if (t < 1) requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }

  function fitting(box: Box, most: number): ZoomTransform {
    const { width, height } = size();
    const k = Math.min((width - 2 * MARGIN) / box.width, (height - 2 * MARGIN) / box.height, most);
    const scale = Math.max(k, 0.001);
    return zoomIdentity
      .translate(width / 2 - (box.x + box.width / 2) * scale, height / 2 - (box.y + box.height / 2) * scale)
      .scale(scale);
  }

  function limitZoom(): void {
    if (scene === undefined) return;
    const whole = fitting({ x: 0, y: 0, width: scene.width, height: scene.height }, 1).k;
    behavior.scaleExtent([Math.min(0.5, whole / 2), CLOSEST]);
  }

  return {
    element: svg,
    show: (next, options, { anchor, animate }) => {
      const before = anchor === undefined ? undefined : nodes.get(anchor);
      const old = nodes;
      scene = next;
      nodes = new Map(next.nodes.map((node) => [node.path, node]));
      const after = anchor === undefined ? undefined : nodes.get(anchor);
      limitZoom();
      let shift = { x: 0, y: 0 };
      if (before !== undefined && after !== undefined) {
        shift = { x: middle(after) - middle(before), y: after.y - before.y };
        if (next.direction === "right") shift = { x: after.x - before.x, y: after.y - before.y };
      }
      layers.load(next, options);
      selection.call(behavior.translateBy, -shift.x, -shift.y);
      update();
      if (animate && !prefersReducedMotion()) layers.animateFrom(old, shift);
    },
    redraw: (options) => {
      if (scene === undefined) return;
      layers.load(scene, options);
      update();
    },
    fit: (animate) => {
      if (scene === undefined) return;
      limitZoom();
      moveTo(fitting({ x: 0, y: 0, width: scene.width, height: scene.height }, 1), animate);
    },
    zoomTo: (box, animate) => {
      const room = { x: box.x - 60, y: box.y - 60, width: box.width + 120, height: box.height + 120 };
      moveTo(fitting(room, 1), animate);
    },
    bringIntoView: (box) => {
      const { x, y, k } = zoomTransform(svg);
      const { width, height } = size();
      const readable = k < 0.45 ? 0.8 : k;
      const inView =
        box.x * k + x >= 0 &&
        box.y * k + y >= 0 &&
        (box.x + box.width) * k + x <= width &&
        (box.y + box.height) * k + y <= height;
      if (inView) return;
      const fits = box.width * readable < width && box.height * readable < height;
      if (!fits) {
        moveTo(fitting(box, 1), true);
        return;
      }
      const dx = width / 2 - (box.x + box.width / 2) * k;
      const dy = height / 2 - (box.y + box.height / 2) * k;
      moveTo(zoomIdentity.translate(dx, dy).scale(k), true);
    },
    zoomBy: (factor) => {
      const { width, height } = size();
      const { x, y, k } = zoomTransform(svg);
      const [least] = behavior.scaleExtent();
      const next = Math.min(CLOSEST, Math.max(least, k * factor));
      const share = next / k;
      const to = zoomIdentity
        .translate(width / 2 - (width / 2 - x) * share, height / 2 - (height / 2 - y) * share)
        .scale(next);
      moveTo(to, true);
    },
    view: () => {
      const { x, y, k } = zoomTransform(svg);
      return { x, y, k };
    },
    setView: ({ x, y, k }) => {
      selection.call(behavior.transform, zoomIdentity.translate(x, y).scale(k));
    },
    visible: visibleBox,
    node: (path) => nodes.get(path),
    scene: () => scene,
    elementOf: (path) => layers.elementOf(path),
    setClasses: (classes, edgeClass) => {
      layers.setClasses(classes, edgeClass);
    },
  };
}

const GLIDE = 260;

function middle(node: SceneNode): number {
  return node.x + node.width / 2;
}
