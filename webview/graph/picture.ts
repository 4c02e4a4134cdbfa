// The graph that is shown, what is open in it, and its layout on the canvas.

import type { DrawOptions } from "../../src/draw/draw-options";
import type { Direction } from "../../src/layout/geometry";
import type { Layouter, LayoutResult } from "../../src/layout/layout";
import type { SceneNode } from "../../src/layout/scene";
import { followOpen } from "../../src/view/follow-path";
import type { FollowPath } from "../../src/view/follow-path";
import type { OpenState } from "../../src/view/open-state";
import {
  drawnAt,
  enclosingGroups,
  levelFor,
  levelsOf,
  openToLevel,
  withGroup,
} from "../../src/view/open-state";
import type { ViewGraph } from "../../src/view/view-graph";
import type { Anchor, Canvas } from "./canvas";

/** So many are drawn at most: more are neither seen nor laid out in time. */
const MOST_NODES = 30_000;
/** A longer chain of equal instances stays folded. */
const MOST_INSTANCES = 10_000;

/** So many nodes are shown at first, at this scale or a larger one. */
const FIRST_NODES = 60;
const READABLE = 0.42;

export interface PictureEvents {
  readonly drawOptions: () => DrawOptions;
  /** Another layout is on the canvas. */
  readonly laid: (result: Omit<LayoutResult, "scene" | "open">) => void;
}

export class Picture {
  graph: ViewGraph | undefined;
  open: OpenState = openToLevel(0);
  direction: Direction = "down";
  private run = 0;

  constructor(
    readonly canvas: Canvas,
    private readonly layouter: Layouter,
    private readonly events: PictureEvents,
  ) {}

  /** Lays out and shows the graph; false when another layout was asked for meanwhile. */
  async lay(change: { readonly anchor?: Anchor; readonly animate: boolean }): Promise<boolean> {
    const { graph } = this;
    if (graph === undefined) return false;
    const run = ++this.run;
    const { scene, open, ...result } = await this.layouter.layout(graph, this.open, this.direction);
    if (run !== this.run) return false;
    this.open = open;
    this.canvas.show(scene, this.events.drawOptions(), change);
    this.events.laid(result);
    return true;
  }

  /**
   * Shows the next version of the graph. What is open stays so, what one looks at (`focus`, where it is in view) stays where it
   * is, and a picture that is wholly in view remains so.
   */
  async update(graph: ViewGraph, follow: FollowPath, focus: string | undefined): Promise<void> {
    this.graph = graph;
    this.open = followOpen(this.open, follow);
    const { isFitted } = this.canvas;
    const anchor = isFitted ? undefined : this.canvas.anchorFor(follow, focus);
    const change = anchor === undefined ? {} : { anchor };
    if ((await this.lay({ ...change, animate: true })) && isFitted) this.canvas.fit(true);
  }

  /** Opens as many levels as are readable with the whole network in view. */
  async openReadable(graph: ViewGraph): Promise<void> {
    let level = levelFor(graph, FIRST_NODES);
    for (; level > 0; level--) {
      const { scene } = await this.layouter.layout(graph, openToLevel(level), this.direction);
      if (this.canvas.fittingScale(scene) >= READABLE) break;
    }
    this.open = openToLevel(level);
  }

  clear(): void {
    this.run += 1;
    this.graph = undefined;
    this.canvas.clear(this.events.drawOptions());
  }

  levels(): number {
    return this.graph === undefined ? 0 : levelsOf(this.graph);
  }

  /** The level that is open, or undefined when groups were opened or closed one by one. */
  level(): number | undefined {
    const { level, opened, closed } = this.open;
    return opened.length === 0 && closed.length === 0 ? Math.min(level, this.levels()) : undefined;
  }

  async setLevel(level: number): Promise<void> {
    this.open = openToLevel(level);
    if (await this.lay({ animate: true })) this.canvas.fit(true);
  }

  /** Opens everything, or as much as can be drawn; answers the level that was reached. */
  async expandAll(): Promise<number> {
    const { graph } = this;
    if (graph === undefined) return 0;
    const levels = levelsOf(graph);
    const level = drawnAt(graph, levels) <= MOST_NODES ? levels : levelFor(graph, MOST_NODES);
    await this.setLevel(level);
    return level;
  }

  /** False when there is no such group, or when it holds more than can be drawn at once. */
  async toggle(path: string): Promise<boolean> {
    const node = this.canvas.node(path);
    if (node?.node.kind !== "group" || (!node.open && node.node.count > MOST_INSTANCES)) return false;
    this.open = withGroup(this.open, path, !node.open);
    await this.lay({ anchor: { before: path, after: path }, animate: true });
    return true;
  }

  async turn(): Promise<void> {
    this.direction = this.direction === "down" ? "right" : "down";
    if (await this.lay({ animate: true })) this.canvas.fit(true);
  }

  /** Opens the groups around a node, so that it is drawn. */
  async uncover(path: string): Promise<SceneNode | undefined> {
    const closed = this.groupsAround(path).filter((group) => this.canvas.node(group)?.open !== true);
    for (const group of closed) this.open = withGroup(this.open, group, true);
    if (closed.length > 0) await this.lay({ animate: true });
    return this.canvas.node(path);
  }

  /** The drawn node that stands for a path: itself, or the closed group that it is in. */
  shownFor(path: string): SceneNode | undefined {
    const own = this.canvas.node(path);
    if (own !== undefined) return own;
    const nodes = this.groupsAround(path).map((group) => this.canvas.node(group));
    return nodes.find((node) => node?.open === false);
  }

  groupsAround(path: string): readonly string[] {
    return this.graph === undefined || path === "" ? [] : enclosingGroups(this.graph, path);
  }
}
