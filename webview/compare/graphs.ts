// The two graphs side by side: same colours, panned and zoomed together, what differs marked.

import { elkInWorker } from "../../src/layout/elk-worker-client";
import { createLayouter } from "../../src/layout/layout";
import { remembered } from "../../src/layout/measure";
import type { CompareDifference, CompareStrings } from "../../src/protocol/compare";
import { levelFor, openToLevel } from "../../src/view/open-state";
import type { ViewGraph } from "../../src/view/view-graph";
import { html } from "../element";
import { Canvas } from "../graph/canvas";
import { editorFont, measureInFont } from "../measure-text";
import { addPictureRules } from "../graph/panel-style";
import { Picture } from "../graph/picture";
import { workerStarter } from "../graph/start-worker";

/** So many nodes are shown at first. */
const FIRST_NODES = 60;

interface Side {
  readonly title: HTMLElement;
  readonly picture: Picture;
}

export class GraphsView {
  readonly element = html("div", { class: "graphs" });
  private readonly sides: readonly [Side, Side];
  private marks: readonly [ReadonlyMap<string, string>, ReadonlyMap<string, string>] = [new Map(), new Map()];
  /** Set while one canvas follows the other, so that it does not lead in turn. */
  private isFollowing = false;

  constructor(
    private readonly strings: CompareStrings,
    private readonly reveal: (side: 0 | 1, path: string) => void,
  ) {
    const font = editorFont();
    addPictureRules(font);
    const measure = remembered(measureInFont(font));
    const elk = elkInWorker(workerStarter(document.body.dataset["base"] ?? ""));
    const layouter = createLayouter(elk, measure);
    const side = (index: 0 | 1): Side => {
      const title = html("h3");
      const frame = html("div", { class: "graph-frame", attributes: { "data-graph": index } });
      const canvas = new Canvas(frame, () => {
        this.follow(index);
      });
      this.element.append(html("div", { class: "graph-side" }, title, frame));
      const picture = new Picture(canvas, layouter, {
        drawOptions: () => ({ measure }),
        laid: () => this.mark(index),
      });
      this.listen(picture, index);
      return { title, picture };
    };
    this.sides = [side(0), side(1)];
  }

  /** Shows the graphs of the difference's two models, named; a model without one is left empty. */
  async show(
    graphs: readonly (ViewGraph | null)[],
    names: readonly string[],
    difference: CompareDifference,
  ): Promise<void> {
    this.marks = [marksOf(difference, "left"), marksOf(difference, "right")];
    const levels = graphs.map((graph) => (graph === null ? 0 : levelFor(graph, FIRST_NODES)));
    const level = Math.min(...levels);
    for (const [index, { title, picture }] of this.sides.entries()) {
      const graph = graphs[index];
      title.textContent = names[index] ?? "";
      if (graph === null || graph === undefined) {
        picture.clear();
        continue;
      }
      const isNew = picture.graph?.network !== graph.network;
      picture.graph = graph;
      if (isNew) picture.open = openToLevel(level);
      await picture.lay({ animate: false });
      if (isNew) picture.canvas.fit(false);
    }
    this.fit();
  }

  /** Both at the scale at which the larger one fits. */
  fit(): void {
    this.isFollowing = true;
    for (const { picture } of this.sides) picture.canvas.fit(false);
    const scale = Math.min(...this.sides.map(({ picture }) => picture.canvas.view().k));
    for (const { picture } of this.sides) {
      const { width } = picture.canvas.scene();
      const room = picture.canvas.element.clientWidth;
      picture.canvas.setView({ x: (room - width * scale) / 2, y: TOP, k: scale });
    }
    requestAnimationFrame(() => {
      this.isFollowing = false;
    });
  }

  /** The other canvas shows the same part, as far from its own middle, at the same scale. */
  private follow(index: 0 | 1): void {
    if (this.isFollowing || !("sides" in this)) return;
    const [leader, other] = index === 0 ? this.sides : ([this.sides[1], this.sides[0]] as const);
    const { x, y, k } = leader.picture.canvas.view();
    const from = leader.picture.canvas.scene().width;
    const to = other.picture.canvas.scene().width;
    const next = { x: x + ((from - to) * k) / 2, y, k };
    const now = other.picture.canvas.view();
    if (Math.abs(now.x - next.x) < 0.5 && Math.abs(now.y - next.y) < 0.5 && now.k === next.k) return;
    this.isFollowing = true;
    other.picture.canvas.setView(next);
    requestAnimationFrame(() => {
      this.isFollowing = false;
    });
  }

  private mark(index: 0 | 1): void {
    this.sides[index].picture.canvas.setClasses(this.marks[index], () => "");
  }

  /** A click opens or closes a group, or shows a layer's source. */
  private listen(picture: Picture, index: 0 | 1): void {
    picture.canvas.element.setAttribute("aria-label", this.strings.graphs);
    picture.canvas.element.addEventListener("click", ({ target }) => {
      const node = target instanceof Element ? target.closest("[data-path]") : null;
      const path = node?.getAttribute("data-path");
      if (path === null || path === undefined) return;
      if (picture.canvas.node(path)?.node.kind === "group") void picture.toggle(path);
      else this.reveal(index, path);
    });
  }
}

const TOP = 24;

/** What changed, and the groups that it is in: a closed one then shows that there is something in it. */
function marksOf({ rows }: CompareDifference, side: "left" | "right"): ReadonlyMap<string, string> {
  const marks = new Map<string, string>();
  for (const row of rows) {
    const path = row[side];
    if (path === undefined || row.kind !== "unit" || row.change === "same") continue;
    marks.set(path, `differs ${row.change}`);
    // One of a chain of equal instances, which is closed as a whole.
    const chain = path.replace(/\[\d+\]$/u, "");
    if (!marks.has(chain)) marks.set(chain, "differs-within");
    for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1)) {
      const group = path.slice(0, slash);
      if (!marks.has(group)) marks.set(group, "differs-within");
    }
  }
  return marks;
}
