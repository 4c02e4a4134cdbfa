// A scrolling list of which only the rows in view are in the document.

import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from "@tanstack/virtual-core";

/** Rows beyond those in view, for the frame in which the next ones are made. */
const OVERSCAN = 6;

export interface VirtualRows {
  /** Shows that many rows; those in view are made anew. */
  setCount(count: number): void;
  /** Makes the rows in view anew. */
  refresh(): void;
  scrollTo(index: number): void;
  /** Rows in view, whole ones. */
  pageSize(): number;
}

/** Puts rows of one height into `body`, whose scrolling ancestor is `scroller`. */
export function virtualRows(
  scroller: HTMLElement,
  body: HTMLElement,
  rowHeight: number,
  makeRow: (index: number) => HTMLElement,
): VirtualRows {
  const made = new Map<number, HTMLElement>();
  const options = {
    getScrollElement: () => scroller,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    scrollPaddingStart: rowHeight,
    scrollPaddingEnd: rowHeight,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: () => {
      draw();
    },
  };
  const virtualizer = new Virtualizer<HTMLElement, HTMLElement>({ ...options, count: 0 });
  const draw = (): void => {
    drawItems(virtualizer.getVirtualItems(), made, body, makeRow);
  };
  const clear = (): void => {
    for (const element of made.values()) element.remove();
    made.clear();
  };
  virtualizer._didMount();
  return {
    setCount: (count) => {
      clear();
      virtualizer.setOptions({ ...options, count });
      body.style.height = `${count * rowHeight}px`;
      virtualizer._willUpdate();
      // Sizes of another number of rows are remembered otherwise.
      virtualizer.measure();
      draw();
    },
    refresh: () => {
      clear();
      draw();
    },
    scrollTo: (index) => {
      virtualizer.scrollToIndex(index, { align: "auto" });
    },
    pageSize: () => Math.max(1, Math.floor(scroller.clientHeight / rowHeight) - 2),
  };
}

function drawItems(
  items: readonly { readonly index: number; readonly start: number }[],
  made: Map<number, HTMLElement>,
  body: HTMLElement,
  makeRow: (index: number) => HTMLElement,
): void {
  const wanted = new Set(items.map(({ index }) => index));
  for (const [index, element] of made) {
    if (wanted.has(index)) continue;
    element.remove();
    made.delete(index);
  }
  for (const { index, start } of items) {
    if (made.has(index)) continue;
    const element = makeRow(index);
    element.style.top = `${start}px`;
    made.set(index, element);
    body.append(element);
  }
}
