// Elements as text.

import type { Element } from "./element";

/** The element as XML; text and attributes from files are escaped. */
export function writeElement(root: Element): string {
  const parts: string[] = [];
  write(root, parts);
  return parts.join("");
}

function write({ tag, attributes, style, children, text }: Element, parts: string[]): void {
  parts.push("<", tag);
  for (const [name, value] of Object.entries(attributes))
    parts.push(" ", name, '="', escape(String(value)), '"');
  if (style !== undefined) {
    const rules = Object.entries(style).map(([name, value]) => `${name}:${value}`);
    parts.push(' style="', escape(rules.join(";")), '"');
  }
  if (children === undefined && text === undefined) {
    parts.push("/>");
    return;
  }
  parts.push(">");
  if (text !== undefined) parts.push(escape(text));
  for (const child of children ?? []) write(child, parts);
  parts.push("</", tag, ">");
}

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** XML allows no other control characters than tab, line feed and carriage return. */
function escape(text: string): string {
  return text
    .replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])/gu,
      "\ufffd",
    )
    .replace(/[&<>"]/gu, (sign) => ESCAPES[sign] ?? sign);
}
