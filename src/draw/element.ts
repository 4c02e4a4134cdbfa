// A picture as plain data, to be written as text or built in a document.

export interface Element {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  /** Colours and the like that override the style sheet's. */
  readonly style?: Readonly<Record<string, string>>;
  /** May be made only as one goes through them: a picture has hundreds of thousands, few of which need to live at once. */
  readonly children?: Iterable<Element>;
  /** Plain text; never markup. */
  readonly text?: string;
}

export function element(
  tag: string,
  attributes: Readonly<Record<string, string | number>>,
  children: readonly Element[] = [],
): Element {
  return children.length === 0 ? { tag, attributes } : { tag, attributes, children };
}

/** What `draw` makes of each item, when it is asked for and each time anew. */
export function drawnEach<Item>(items: Iterable<Item>, draw: (item: Item) => Element): Iterable<Element> {
  return {
    *[Symbol.iterator]() {
      for (const item of items) yield draw(item);
    },
  };
}

/** A line of text at its baseline. */
export function label(
  className: string,
  x: number,
  y: number,
  text: string,
  anchor?: "end" | "middle",
): Element {
  const attributes = { class: className, x: rounded(x), y: rounded(y) };
  return {
    tag: "text",
    attributes: anchor === undefined ? attributes : { ...attributes, "text-anchor": anchor },
    text,
  };
}

/** Positions to a hundredth of a pixel. */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
