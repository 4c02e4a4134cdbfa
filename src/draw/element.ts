// A picture as plain data, to be written as text or built in a document.

export interface Element {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  /** Colours and the like that override the style sheet's. */
  readonly style?: Readonly<Record<string, string>>;
  readonly children?: readonly Element[];
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
