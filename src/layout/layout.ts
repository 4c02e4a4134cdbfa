// From a view graph and what is open in it to positions; falls back to closed groups, and then to one column, rather than fail.

import type { OpenState } from "../view/open-state";
import { CLOSED, openGroups } from "../view/open-state";
import type { ViewGraph } from "../view/view-graph";
import type { BodyLayout } from "./placed-body";
import { layoutBody } from "./body-layout";
import type { Elk } from "./elk";
import { createElkSections } from "./elk-section";
import type { Direction } from "./geometry";
import { layoutLanes } from "./lanes";
import type { Measure } from "./measure";
import { remembered } from "./measure";
import type { Scene } from "./scene";
import { sceneOf } from "./scene";
import type { Irreducible } from "./series";

export interface LayoutResult {
  readonly scene: Scene;
  /** What is open in it, which is not what was asked for after a fallback. */
  readonly open: OpenState;
  /** How it is drawn when not as asked, and what the reason was, for a log. */
  readonly fallback?: "collapsed" | "column";
  readonly reason?: string;
}

export interface Layouter {
  layout(graph: ViewGraph, open: OpenState, direction: Direction): Promise<LayoutResult>;
}

/** A layouter that remembers parts that it laid out, across graphs. */
export function createLayouter(elk: Elk, measure: Measure): Layouter {
  const byElk = createElkSections(elk);
  const quick = remembered(measure);
  const inColumn: Irreducible = (region, { level }) => Promise.resolve(layoutLanes(region, level));
  const caches = new WeakMap<ViewGraph, Map<string, Promise<BodyLayout>>>();
  const run = async (
    graph: ViewGraph,
    open: OpenState,
    direction: Direction,
    irreducible: Irreducible,
  ): Promise<Scene> => {
    let cache = caches.get(graph);
    if (cache === undefined || irreducible === inColumn) cache = new Map<string, Promise<BodyLayout>>();
    if (irreducible !== inColumn) caches.set(graph, cache);
    const groups = openGroups(open);
    const body = await layoutBody(graph.root, "", 0, {
      ...{ graph, open: groups, direction, measure: quick, irreducible, cache },
    });
    return sceneOf(body, direction);
  };
  return {
    layout: async (graph, open, direction) => {
      try {
        return { scene: await run(graph, open, direction, byElk), open };
      } catch (error) {
        const isClosed = open.level === 0 && open.opened.length === 0;
        const result = await (isClosed ? column(open, graph, direction) : collapsed(graph, direction));
        return { ...result, reason: String(error) };
      }
    },
  };

  async function collapsed(graph: ViewGraph, direction: Direction): Promise<LayoutResult> {
    try {
      return { scene: await run(graph, CLOSED, direction, byElk), open: CLOSED, fallback: "collapsed" };
    } catch {
      return column(CLOSED, graph, direction);
    }
  }

  async function column(open: OpenState, graph: ViewGraph, direction: Direction): Promise<LayoutResult> {
    return { scene: await run(graph, open, direction, inColumn), open, fallback: "column" };
  }
}
