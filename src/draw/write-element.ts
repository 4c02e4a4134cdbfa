// Elements as text.

import type { Element } from "./element";

/** The element as XML; text and attributes from files are escaped. */
export function writeElement(element: Element): string {
  const chunks: string[] = [];
  let parts: string[] = [];
  write(element, (part) => {
    // Joined while they are young: what outlives a collection of garbage costs more than all of the writing.
    if (parts.push(part) < PARTS) return;
    chunks.push(parts.join(""));
    parts = [];
  });
  return chunks.join("") + parts.join("");
}

const PARTS = 1000;

function write({ tag, attributes, style, children, text }: Element, put: (part: string) => void): void {
  let start = `<${tag}`;
  for (const name in attributes) {
    const value = attributes[name] ?? "";
    start += ` ${name}="${typeof value === "number" ? String(value) : escape(value)}"`;
  }
  if (style !== undefined) {
    const rules = Object.entries(style).map(([name, value]) => `${name}:${value}`);
    start += ` style="${escape(rules.join(";"))}"`;
  }
  if (children === undefined) {
    put(text === undefined ? `${start}/>` : `${start}>${escape(text)}</${tag}>`);
    return;
  }
  put(`${start}>${text === undefined ? "" : escape(text)}`);
  for (const child of children) write(child, put);
  put(`</${tag}>`);
}

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const PRINTABLE = /^[ -~]*$/u;
const SIGN = /[&<>"]/u;

/** XML allows no other control characters than tab, line feed and carriage return. Most texts are plain, which is soon seen. */
function escape(text: string): string {
  const sound = PRINTABLE.test(text) ? text : text.replace(UNSOUND, "\ufffd");
  return SIGN.test(sound) ? sound.replace(/[&<>"]/gu, (sign) => ESCAPES[sign] ?? sign) : sound;
}

const UNSOUND = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])/gu;
