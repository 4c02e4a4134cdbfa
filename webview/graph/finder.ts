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
        this.reset();
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

  /** Forgets the matches. */
  reset(): void {
    this.matches = [];
    this.events.changed();
  }

  private search(query: string): void {
    const graph = this.events.graph();
    this.matches = graph === undefined ? [] : searchGraph(graph, query, MOST_MATCHES);
    this.events.changed();
    this.bar.show(0, this.matches.length);
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
