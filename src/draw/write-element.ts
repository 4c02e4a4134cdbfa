// Elements as text.

import type { Element } from "./element";

/** The element as XML; text and attributes from files are escaped. */
export function writeElement({ tag, attributes, style, children, text }: Element): string {
  // Pictures have tens of thousands of elements: one string that grows is the fastest way to write them.
  let xml = `<${tag}`;
  for (const name in attributes) {
    const value = attributes[name] ?? "";
    xml += ` ${name}="${typeof value === "number" ? String(value) : escape(value)}"`;
  }
  if (style !== undefined) {
    const rules = Object.entries(style).map(([name, value]) => `${name}:${value}`);
    xml += ` style="${escape(rules.join(";"))}"`;
  }
  if (children === undefined && text === undefined) return `${xml}/>`;
  xml += ">";
  if (text !== undefined) xml += escape(text);
  for (const child of children ?? []) xml += writeElement(child);
  return `${xml}</${tag}>`;
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
