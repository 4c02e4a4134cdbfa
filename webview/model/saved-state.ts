// What the page remembers while it is hidden and across a reload of the window.

export type View = "both" | "graph" | "table";

export interface Layout {
  readonly view: View;
  /** The graph's part of the room, from 0 to 1. */
  readonly share: number;
}

export interface ModelState {
  readonly layout: Layout;
  readonly network?: string;
  /** As the graph's own code saved it. */
  readonly graph: Readonly<Record<string, unknown>>;
  /** As the table's own code saved it. */
  readonly table: Readonly<Record<string, unknown>>;
}

/** The saved state, with defaults for what it lacks; it may come from another version. */
export function modelStateFrom({
  layout,
  network,
  graph,
  table,
}: Readonly<Record<string, unknown>>): ModelState {
  return {
    layout: layoutFrom(layout),
    ...(typeof network === "string" ? { network } : {}),
    graph: isRecord(graph) ? graph : {},
    table: isRecord(table) ? table : {},
  };
}

function layoutFrom(value: unknown): Layout {
  const { view, share } = isRecord(value) ? value : {};
  return {
    view: view === "graph" || view === "table" ? view : "both",
    share: typeof share === "number" ? limitedShare(share) : 0.5,
  };
}

/** Neither side becomes too small to find again. */
export function limitedShare(share: number): number {
  return Number.isFinite(share) ? Math.min(0.85, Math.max(0.15, share)) : 0.5;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
