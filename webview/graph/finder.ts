// Finding layers: what matches, which match is the current one, and the bar that shows it.

import type { GraphStrings } from "../../src/protocol/graph";
import { searchGraph } from "../../src/view/search";
import type { ViewGraph } from "../../src/view/view-graph";
import { createSearchBar } from "./search-bar";

const MOST_MATCHES = 1000;

export interface FinderEvents {
  readonly graph: () => ViewGraph | undefined;
  /** Other paths match. */
  readonly changed: () => void;
  /** A match is to be shown. */
  readonly show: (path: string) => void;
  readonly closed: () => void;
}

export class Finder {
  matches: readonly string[] = [];
  private readonly bar;
  private query = "";
  private at = 0;

  constructor(
    strings: GraphStrings,
    private readonly events: FinderEvents,
  ) {
    this.bar = createSearchBar(strings, {
      search: (query) => {
        this.search(query);
      },
      step: (by) => {
        this.goTo(this.at + by);
      },
      closed: () => {
        this.query = "";
        this.refresh();
        events.closed();
      },
    });
  }

  get element(): HTMLElement {
    return this.bar.element;
  }

  open(): void {
    this.bar.open();
  }

  /** Another graph is shown: finds in it what is looked for, and stays at the same match. */
  refresh(): void {
    const graph = this.events.graph();
    this.matches = graph === undefined ? [] : searchGraph(graph, this.query, MOST_MATCHES);
    this.at = Math.max(0, Math.min(this.at, this.matches.length - 1));
    this.events.changed();
    this.bar.show(this.at, this.matches.length);
  }

  private search(query: string): void {
    this.query = query;
    this.refresh();
    this.goTo(0);
  }

  private goTo(index: number): void {
    const count = this.matches.length;
    if (count === 0) return;
    this.at = (index + count) % count;
    this.bar.show(this.at, count);
    const path = this.matches[this.at];
    if (path !== undefined) this.events.show(path);
  }
}
