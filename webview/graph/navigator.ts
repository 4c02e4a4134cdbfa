// Getting around in the picture: what clicks and keys select, open and close, and where the view goes with that.

import type { SceneNode } from "../../src/layout/scene";
import type { GraphStrings } from "../../src/protocol/graph";
import { describeNode } from "./describe-node";
import type { Notices } from "./notices";
import type { Picture } from "./picture";
import type { Part } from "./pointer";
import { stepFrom, turned } from "./relations";
import type { Step } from "./relations";
import type { Selection } from "./selection";

/** Which of a node's sources to show, and whether the keyboard's focus goes there. */
export interface Reveal {
  readonly place: "definition" | "instantiation";
  readonly focus: boolean;
}

export interface NavigatorEvents {
  readonly reveal: (path: string, how: Reveal) => void;
  /** Something else is selected. */
  readonly selected: () => void;
}

export class Navigator {
  private readonly canvas;

  constructor(
    private readonly strings: GraphStrings,
    private readonly picture: Picture,
    private readonly selection: Selection,
    private readonly notices: Notices,
    private readonly events: NavigatorEvents,
  ) {
    this.canvas = picture.canvas;
  }

  /** Selects a node, or nothing, and tells so; `follow` brings it into view. */
  select(path: string | undefined, follow: boolean): void {
    this.selection.set(path);
    const node = path === undefined ? undefined : this.canvas.node(path);
    if (node !== undefined) {
      if (follow) this.canvas.bringIntoView(focusBox(node));
      this.notices.announce(describeNode(node));
    }
    this.breadcrumb(path);
    this.events.selected();
  }

  /** Another network is shown: nothing is at the cursor yet, and what was selected in it before is again. */
  begin(selected: string | undefined): void {
    this.selection.moveCursor([]);
    this.selection.set(selected);
    this.breadcrumb(selected);
  }

  /** Highlights what is at the text's cursor, and brings it into view. */
  followCursor(paths: readonly string[]): void {
    const first = this.selection.moveCursor(paths);
    this.breadcrumb(first?.path ?? this.selection.path);
    if (first === undefined) return;
    // An element keeps its document's focus when the person has gone on to the text.
    if (!(document.hasFocus() && this.canvas.element.matches(":focus")))
      this.canvas.bringIntoView(focusBox(first));
  }

  /** Answers whether the click opened or closed a group. */
  click(path: string, part: Part): boolean {
    const node = this.canvas.node(path);
    if (node === undefined) return false;
    this.selection.moveCursor([]);
    this.select(path, false);
    this.events.reveal(path, { place: "definition", focus: false });
    const toggles = node.node.kind === "group" && part !== "background";
    if (toggles) void this.toggle(path);
    return toggles;
  }

  /** `toggled`: the first of the two clicks opened or closed the group. */
  doubleClick(path: string, toggled: boolean): void {
    if (toggled) void this.toggle(path);
    this.events.reveal(path, { place: "instantiation", focus: true });
  }

  /** Along the edges, or to what stands beside. */
  step(key: Step): void {
    const step = this.picture.direction === "down" ? key : turned(key);
    const next = stepFrom(this.canvas.scene(), this.selection.shownPath, step);
    if (next !== undefined) this.select(next.path, true);
  }

  /** To the first or the last node. */
  toEnd(last: boolean): void {
    this.select(stepFrom(this.canvas.scene(), undefined, last ? "back" : "forward")?.path, true);
  }

  /** Opens or closes the selected group; reveals the source of a selected layer. */
  async enter(): Promise<void> {
    const { shownPath: path } = this.selection;
    const node = path === undefined ? undefined : this.canvas.node(path);
    if (path === undefined || node === undefined) return;
    if (node.node.kind === "group") {
      await this.toggle(path);
      this.select(path, true);
    } else this.events.reveal(path, { place: "definition", focus: true });
  }

  /** Closes the group that the selection is in, and selects it. */
  async leave(): Promise<void> {
    const { shownPath: path } = this.selection;
    const node = path === undefined ? undefined : this.canvas.node(path);
    const group = node?.open === true ? node.path : node?.parent;
    if (group === undefined || group === "") return;
    await this.toggle(group);
    this.select(group, true);
  }

  /** Selects a node wherever it is, and opens the groups around it. */
  async goTo(path: string): Promise<void> {
    const node = await this.picture.uncover(path);
    this.select(path, false);
    if (node !== undefined) this.canvas.bringClose(focusBox(node));
  }

  zoomToSelection(): void {
    const { node } = this.selection;
    if (node !== undefined) this.canvas.zoomTo(node, true);
  }

  private async toggle(path: string): Promise<void> {
    const isDone = await this.picture.toggle(path);
    const node = this.canvas.node(path);
    if (!isDone && node?.node.kind === "group") this.notices.notice(this.strings.tooLarge);
    if (!isDone || node === undefined) return;
    const { expanded, collapsed } = this.strings;
    this.notices.announce(`${node.node.title} ${node.open ? expanded : collapsed}`);
  }

  private breadcrumb(path: string | undefined): void {
    const groups = path === undefined ? [] : this.picture.groupsAround(path);
    this.notices.breadcrumb(this.picture.graph?.network ?? "", groups, (group) => {
      const node = group === undefined ? undefined : this.canvas.node(group);
      if (node === undefined) this.canvas.fit(true);
      else {
        this.select(node.path, false);
        this.canvas.zoomTo(node, true);
      }
    });
  }
}

/** An open group is large; what one looks for is its header. */
function focusBox(node: SceneNode): SceneNode {
  return node.open ? { ...node, height: 30 } : node;
}
