// Elements as nodes of the document. Names from files become text and attribute values, never markup.

import type { Element as Drawn } from "../../src/draw/element";

const SVG = "http://www.w3.org/2000/svg";

export function svgElement(
  tag: string,
  attributes: Readonly<Record<string, string | number>> = {},
): SVGElement {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  return node;
}

export function toDom({ tag, attributes, style, children, text }: Drawn): SVGElement {
  const node = svgElement(tag, attributes);
  // A strict policy forbids style attributes, but not style properties.
  for (const [name, value] of Object.entries(style ?? {})) node.style.setProperty(name, value);
  if (text !== undefined) node.textContent = text;
  for (const child of children ?? []) node.append(toDom(child));
  return node;
}
