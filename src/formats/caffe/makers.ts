// Which layers of a whole file make a blob, for telling why one is missing.

import type { LayerEntry } from "./layer-entry";

/** Cycles are searched for this often; each search may visit the whole net. */
const MOST_SEARCHES = 20;

export class Makers {
  private readonly byTop = new Map<string, LayerEntry[]>();
  private searches = 0;

  constructor(
    all: readonly LayerEntry[],
    private readonly included: ReadonlySet<LayerEntry>,
  ) {
    for (const entry of all) {
      for (const { name } of entry.tops) {
        const makers = this.byTop.get(name);
        if (makers === undefined) this.byTop.set(name, [entry]);
        else makers.push(entry);
      }
    }
  }

  isIncluded(entry: LayerEntry): boolean {
    return this.included.has(entry);
  }

  /** A layer that makes the blob, of those that are part of the net if there is one. */
  of(name: string): LayerEntry | undefined {
    const makers = this.byTop.get(name);
    return makers?.find((maker) => this.included.has(maker)) ?? makers?.[0];
  }

  /** Whether `layer` takes, through any others, what `other` makes. */
  dependsOn(layer: LayerEntry, other: LayerEntry): boolean {
    if (layer === other) return true;
    if (++this.searches > MOST_SEARCHES) return false;
    const seen = new Set<LayerEntry>([layer]);
    const reached = new Set<string>();
    for (const entry of seen) {
      if (entry === other) return true;
      for (const { name } of entry.bottoms) {
        if (reached.has(name)) continue;
        reached.add(name);
        for (const maker of this.byTop.get(name) ?? []) if (this.included.has(maker)) seen.add(maker);
      }
    }
    return false;
  }
}
