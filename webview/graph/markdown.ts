// The small part of Markdown that hovers use, as elements; whatever else there is stays text.

/** Headings, paragraphs, lists, tables, rules and code blocks, with bold, emphasis and code in them. */
export function markdownToDom(text: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  const lines = text.replaceAll("\r", "").split("\n");
  let at = 0;
  while (at < lines.length) at = block(lines, at, fragment);
  return fragment;
}

function block(lines: readonly string[], at: number, into: Node): number {
  const line = lines[at] ?? "";
  if (line.trim() === "") return at + 1;
  if (/^(-{3,}|\*{3,})\s*$/u.test(line)) return append(into, document.createElement("hr"), at + 1);
  if (line.startsWith("```")) return codeBlock(lines, at, into);
  if (line.trimStart().startsWith("|")) return table(lines, at, into);
  if (/^\s*[-*] /u.test(line)) return list(lines, at, into);
  const heading = /^#{1,6} (.*)$/u.exec(line);
  const element = document.createElement(heading === null ? "p" : "h4");
  let end = at + 1;
  const parts = [heading?.[1] ?? line];
  while (heading === null && end < lines.length && isPlain(lines[end] ?? "")) parts.push(lines[end++] ?? "");
  parts.forEach((part, index) => {
    if (index > 0) element.append(/ {2}$/u.test(parts[index - 1] ?? "") ? document.createElement("br") : " ");
    inline(part.trimEnd(), element);
  });
  return append(into, element, end);
}

function isPlain(line: string): boolean {
  return line.trim() !== "" && !/^(\s*[-*] |\s*\||```|#{1,6} |-{3,}\s*$)/u.test(line);
}

function append(into: Node, element: Node, next: number): number {
  into.appendChild(element);
  return next;
}

function codeBlock(lines: readonly string[], at: number, into: Node): number {
  let end = at + 1;
  while (end < lines.length && !(lines[end] ?? "").startsWith("```")) end += 1;
  const pre = document.createElement("pre");
  pre.textContent = lines.slice(at + 1, end).join("\n");
  return append(into, pre, end + 1);
}

function list(lines: readonly string[], at: number, into: Node): number {
  const element = document.createElement("ul");
  let end = at;
  for (; /^\s*[-*] /u.test(lines[end] ?? ""); end++) {
    const item = document.createElement("li");
    inline((lines[end] ?? "").replace(/^\s*[-*] /u, ""), item);
    element.append(item);
  }
  return append(into, element, end);
}

function table(lines: readonly string[], at: number, into: Node): number {
  const element = document.createElement("table");
  let end = at;
  for (; (lines[end] ?? "").trimStart().startsWith("|"); end++) {
    const cells = (lines[end] ?? "")
      .trim()
      .replace(/^\||\|$/gu, "")
      .split(/(?<!\\)\|/u);
    if (cells.every((cell) => /^\s*:?-+:?\s*$/u.test(cell)) || cells.every((cell) => cell.trim() === ""))
      continue;
    const row = element.insertRow();
    for (const cell of cells) inline(cell.trim(), row.insertCell());
  }
  return append(into, element, end);
}

const INLINE =
  /\*\*(.+?)\*\*|__(.+?)__|`([^`]+)`|(?<![*\w])[*_](?=\S)(.+?)[*_](?!\w)|\[([^\]]*)\]\([^)]*\)/gu;

function inline(text: string, into: HTMLElement): void {
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    into.append(unescaped(text.slice(at, match.index)));
    const [whole, bold, alsoBold, code, emphasis, link] = match;
    if (bold !== undefined || alsoBold !== undefined) into.append(wrapped("strong", bold ?? alsoBold ?? ""));
    else if (code !== undefined) into.append(plain("code", code));
    else if (emphasis !== undefined) into.append(wrapped("em", emphasis));
    else into.append(unescaped(link ?? ""));
    at = match.index + whole.length;
  }
  into.append(unescaped(text.slice(at)));
}

function wrapped(tag: string, text: string): HTMLElement {
  const element = document.createElement(tag);
  inline(text, element);
  return element;
}

function plain(tag: string, text: string): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&nbsp;": "\u00a0",
  "&lt;": "<",
  "&gt;": ">",
  "&amp;": "&",
};

function unescaped(text: string): string {
  return text
    .replace(/&(nbsp|lt|gt|amp);/gu, (entity) => ENTITIES[entity] ?? entity)
    .replace(/\\([\\`*_{}[\]()#+\-.!|<>~&])/gu, "$1");
}
