// What is selected, where the text's cursor is, and what stands out in the picture because of these and of the search.

import type { SceneNode } from "../../src/layout/scene";
import type { FollowPath } from "../../src/view/follow-path";
import { marksOf } from "./marks";
import type { Picture } from "./picture";
import { relationsOf } from "./relations";
import type { Relations } from "./relations";

export class Selection {
  path: string | undefined;
  showsRelations = false;
  private cursor: readonly string[] = [];
  private relations: Relations | undefined;

  constructor(
    private readonly picture: Picture,
    /** The paths that the search found. */
    private readonly matches: () => readonly string[],
  ) {}

  /** The drawn node that stands for the selection, or else for what is at the text's cursor. */
  get node(): SceneNode | undefined {
    const path = this.path ?? this.cursor[0];
    return path === undefined ? undefined : this.picture.shownFor(path);
  }

  /** The path of the drawn node that stands for the selection: the closed group that it is in, or itself. */
  get shownPath(): string | undefined {
    return this.path === undefined ? undefined : (this.picture.shownFor(this.path)?.path ?? this.path);
  }

  /** Selects a node, or nothing. */
  set(path: string | undefined): void {
    this.path = path;
    this.refresh();
  }

  /** The next version of the graph is shown. What is no more stays selected: the next edit may bring it back. */
  follow(follow: FollowPath): void {
    if (this.path !== undefined) this.path = follow(this.path) ?? this.path;
  }

  /** Puts the text's cursor at nodes; returns the drawn node that stands for the first of them that any stands for. */
  moveCursor(paths: readonly string[]): SceneNode | undefined {
    this.cursor = paths;
    this.mark();
    return paths.map((path) => this.picture.shownFor(path)).find((node) => node !== undefined);
  }

  toggleRelations(): void {
    this.showsRelations = !this.showsRelations;
    this.refresh();
  }

  /** Finds and marks anew what stands out: other nodes are drawn. */
  refresh(): void {
    const { showsRelations, shownPath } = this;
    const isOn = showsRelations && shownPath !== undefined;
    this.relations = isOn ? relationsOf(this.picture.canvas.scene(), shownPath) : undefined;
    this.mark();
  }

  /** Marks what stands out: other nodes match. */
  mark(): void {
    const { cursor, shownPath: selected, relations } = this;
    const { canvas } = this.picture;
    const { nodes, edge } = marksOf({
      ...{ matches: this.matches(), cursor, selected, relations },
      scene: canvas.scene(),
      shownFor: (path) => this.picture.shownFor(path)?.path ?? path,
    });
    canvas.setClasses(nodes, edge);
    canvas.setActive(selected);
  }
}
