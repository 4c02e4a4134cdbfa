// The drawing area: the scene as SVG that pans and zooms, of which only what is in view is in the document.

import { select } from "d3-selection";
import type { ZoomTransform } from "d3-zoom";
import { zoom, zoomIdentity, zoomTransform } from "d3-zoom";
import type { DrawOptions } from "../../src/draw/draw-options";
import type { Box } from "../../src/layout/geometry";
import type { Scene, SceneEdge, SceneNode } from "../../src/layout/scene";
import type { FollowPath } from "../../src/view/follow-path";
import { createGlide } from "./glide";
import { Layers } from "./layers";
import { prefersReducedMotion } from "./motion";
import { svgElement } from "./svg-dom";
import { filling, fitting, holds, MARGIN, nodesInView } from "./viewport";
import type { Size, View } from "./viewport";

const CLOSEST = 4;
/** Milliseconds of each frame that may go into making elements. */
const FRAME_BUDGET = 6;
/** Below this scale text cannot be read. */
const FAR = 0.32;
/** Below this scale nodes are a pixel or two. */
const SMALLEST = 0.01;
/** Titles can be read, and much is in view. */
const NEAR = 0.6;

/** What d3-zoom tells; a source when the person moved the view, none when the program did. */
interface ZoomEvent {
  readonly transform: ZoomTransform;
  readonly sourceEvent: unknown;
}

/** A node's path in the scene that was shown and in the one that is to be. */
export interface Anchor {
  readonly before: string;
  readonly after: string;
}

export class Canvas {
  readonly element = svgElement("svg", { class: "canvas", tabindex: 0 }) as SVGSVGElement;
  private readonly stage = svgElement("g", { class: "stage" });
  private readonly layers = new Layers(this.stage);
  private readonly behavior = zoom<SVGSVGElement, unknown>();
  private readonly glide = createGlide((transform) => {
    this.behavior.transform(select(this.element), transform);
  });
  /** The whole picture was asked for, and the view not moved since. */
  isFitted = false;
  private current: Scene | undefined;
  private nodes: ReadonlyMap<string, SceneNode> = new Map();
  private pending = 0;

  /** `onView` is called whenever another part of the scene is in view. */
  constructor(
    parent: HTMLElement,
    private readonly onView: () => void,
  ) {
    this.element.append(this.stage);
    parent.append(this.element);
    this.behavior
      .filter((event: MouseEvent) =>
        event.type === "wheel" ? event.ctrlKey || event.metaKey : event.button !== 2,
      )
      .clickDistance(4)
      .on("start", ({ sourceEvent }: ZoomEvent) => {
        if (!(sourceEvent instanceof Event)) return;
        this.glide.stop();
        this.element.classList.add("moving");
      })
      .on("end", () => {
        this.element.classList.remove("moving");
      })
      .on("zoom", ({ transform, sourceEvent }: ZoomEvent) => {
        if (sourceEvent instanceof Event) this.isFitted = false;
        this.stage.setAttribute("transform", transform.toString());
        this.element.classList.toggle("far", transform.k < FAR);
        this.schedule();
      });
    select(this.element).call(this.behavior).on("dblclick.zoom", null);
    this.element.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    new ResizeObserver(() => {
      if (this.isFitted) this.fit(false);
      else this.schedule();
    }).observe(this.element);
  }

  /** Shows a scene; `anchor` is a node whose place on the screen is to stay the same. */
  show(
    scene: Scene,
    options: DrawOptions,
    { anchor, animate }: { readonly anchor?: Anchor; readonly animate: boolean },
  ): void {
    const old = this.nodes;
    this.current = scene;
    this.nodes = new Map(scene.nodes.map((node) => [node.path, node]));
    const shift = shiftOf(old.get(anchor?.before ?? ""), this.nodes.get(anchor?.after ?? ""), scene);
    this.limitZoom();
    this.layers.load(scene, options);
    const { x, y, k } = this.view();
    this.setView({ x: x - shift.x * k, y: y - shift.y * k, k });
    this.update();
    if (animate && !prefersReducedMotion()) this.layers.animateFrom(old, shift);
  }

  /** What one looks at, if it is also in the next version: the preferred node where it is in view, or what is nearest to the middle. */
  anchorFor(follow: FollowPath, preferred: string | undefined): Anchor | undefined {
    const visible = this.visible();
    for (const { path } of nodesInView([...this.nodes.values()], visible, preferred)) {
      const after = follow(path);
      if (after !== undefined) return { before: path, after };
    }
    return undefined;
  }

  /** Draws the nodes anew: their colours changed. */
  redraw(options: DrawOptions): void {
    if (this.current === undefined) return;
    this.layers.load(this.current, options);
    this.update();
  }

  fit(animate: boolean): void {
    if (this.current === undefined) return;
    this.limitZoom();
    this.moveTo(fitting(wholeOf(this.current), this.size(), 1), animate);
    this.isFitted = true;
  }

  /** Shows what can be made out of a scene at first: all of it, or, of a very large one, its beginning. */
  showFirst(): void {
    if (this.current === undefined) return;
    if (this.fittingScale(this.current) >= SMALLEST) {
      this.fit(false);
      return;
    }
    this.limitZoom();
    this.moveTo(this.filled(zoomIdentity.translate(MARGIN, MARGIN).scale(NEAR)), false);
  }

  /** The scale at which all of a scene is in view. */
  fittingScale(scene: Scene): number {
    return fitting(wholeOf(scene), this.size(), 1).k;
  }

  /** Centres a box with its surroundings. */
  zoomTo({ x, y, width, height }: Box, animate: boolean): void {
    const room = 60;
    const box = { x: x - room, y: y - room, width: width + 2 * room, height: height + 2 * room };
    this.moveTo(this.filled(fitting(box, this.size(), 1)), animate);
  }

  /** Moves only if the box is not in view. */
  bringIntoView(box: Box): void {
    const { width, height } = this.size();
    // What is in view where the view is going need not be brought there.
    const view = this.glide.target() ?? this.view();
    if (holds(box, view, { width, height })) return;
    const { k } = view;
    if (box.width * k > width || box.height * k > height) {
      this.moveTo(this.filled(fitting(box, { width, height }, 1)), true);
      return;
    }
    const dx = width / 2 - (box.x + box.width / 2) * k;
    const dy = height / 2 - (box.y + box.height / 2) * k;
    this.moveTo(this.filled(zoomIdentity.translate(dx, dy).scale(k)), true);
  }

  /** Moves as {@link bringIntoView} does; from so far away that texts cannot be read, it zooms in. */
  bringClose(box: Box): void {
    if (this.view().k < FAR) this.zoomTo(box, true);
    else this.bringIntoView(box);
  }

  zoomBy(factor: number): void {
    const { width, height } = this.size();
    const { x, y, k } = this.view();
    const [least] = this.behavior.scaleExtent();
    const next = Math.min(CLOSEST, Math.max(least, k * factor));
    const share = next / k;
    const dx = width / 2 - (width / 2 - x) * share;
    const dy = height / 2 - (height / 2 - y) * share;
    this.moveTo(zoomIdentity.translate(dx, dy).scale(next), true);
  }

  centerOn(x: number, y: number): void {
    const { width, height } = this.visible();
    const { k } = this.view();
    this.setView({ x: -(x - width / 2) * k, y: -(y - height / 2) * k, k });
  }

  view(): View {
    const { x, y, k } = zoomTransform(this.element);
    return { x, y, k };
  }

  setView({ x, y, k }: View): void {
    this.moveTo(zoomIdentity.translate(x, y).scale(k), false);
  }

  /** The part of the scene that is in view. */
  visible(): Box {
    const { x, y, k } = this.view();
    const { width, height } = this.size();
    return { x: -x / k, y: -y / k, width: width / k, height: height / k };
  }

  node(path: string): SceneNode | undefined {
    return this.nodes.get(path);
  }

  scene(): Scene {
    return this.current ?? { width: 1, height: 1, direction: "down", nodes: [], edges: [] };
  }

  /** Shows nothing. */
  clear(options: DrawOptions): void {
    this.current = undefined;
    this.nodes = new Map();
    this.layers.load(this.scene(), options);
    this.update();
  }

  /** Tells screen readers which node the keys act on. */
  setActive(path: string | undefined): void {
    const id = path === undefined ? undefined : this.layers.elementOf(path)?.id;
    if (id === undefined) this.element.removeAttribute("aria-activedescendant");
    else this.element.setAttribute("aria-activedescendant", id);
  }

  setClasses(classes: ReadonlyMap<string, string>, edgeClass: (edge: SceneEdge) => string): void {
    this.layers.setClasses(classes, edgeClass);
  }

  private size(): Size {
    return { width: this.element.clientWidth || 1, height: this.element.clientHeight || 1 };
  }

  /** The transform moved so that no room is left empty beside a picture that could fill it. */
  private filled(transform: ZoomTransform): ZoomTransform {
    return this.current === undefined ? transform : filling(transform, wholeOf(this.current), this.size());
  }

  private moveTo(transform: ZoomTransform, animate: boolean): void {
    this.isFitted = false;
    this.glide.stop();
    if (animate && !prefersReducedMotion()) this.glide.go(zoomTransform(this.element), transform);
    else this.behavior.transform(select(this.element), transform);
  }

  /** The wheel alone scrolls, as everywhere in the editor; with Ctrl, or by pinching, it zooms. */
  private wheel(event: WheelEvent): void {
    if (event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const unit = event.deltaMode === 1 ? 24 : 1;
    const [dx, dy] = event.shiftKey ? [event.deltaY, event.deltaX] : [event.deltaX, event.deltaY];
    const { x, y, k } = this.view();
    this.setView({ x: x - dx * unit, y: y - dy * unit, k });
  }

  private schedule(): void {
    if (this.pending === 0) this.pending = requestAnimationFrame(() => this.update(FRAME_BUDGET));
  }

  /** Another picture is made at once; while the view moves, a little in each frame. */
  private update(budget = Infinity): void {
    cancelAnimationFrame(this.pending);
    this.pending = 0;
    if (!this.layers.update(this.visible(), this.view().k, budget)) this.schedule();
    this.onView();
  }

  private limitZoom(): void {
    if (this.current === undefined) return;
    const whole = this.fittingScale(this.current);
    this.behavior.scaleExtent([Math.min(0.5, whole / 2), CLOSEST]);
  }
}

function wholeOf({ width, height }: Scene): Box {
  return { x: 0, y: 0, width, height };
}

/** How far the anchor's place in the scene moved. */
function shiftOf(
  before: SceneNode | undefined,
  after: SceneNode | undefined,
  { direction }: Scene,
): { readonly x: number; readonly y: number } {
  if (before === undefined || after === undefined) return { x: 0, y: 0 };
  if (direction === "right") return { x: after.x - before.x, y: after.y - before.y };
  return { x: after.x + after.width / 2 - before.x - before.width / 2, y: after.y - before.y };
}
