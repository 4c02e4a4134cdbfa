// Markdown of our own around texts that come from files, which are escaped so that they are never markup.

import type { MarkupContent } from "vscode-languageserver";

/** Markdown as the protocol wants it. */
export function markup(value: string): MarkupContent {
  return { kind: "markdown", value };
}

/** A text as it is, on one line: nothing in it is Markdown or HTML, and control characters become visible. */
export function escapeText(text: string): string {
  return visible(text)
    .replace(/[\\`*_{}[\]()>|~$@]/gu, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replace(/:(?=\/\/)|(?<=www)\./giu, "\\$&")
    .replace(/^\s*(?:[#+=-]|\d+(?=\.))/u, escapeLast);
}

/** A code span that holds the text as it is, whatever backticks it has. */
export function code(text: string): string {
  const content = visible(text);
  if (content.trim() === "") return "``";
  const longest = Math.max(0, ...[...content.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = content.startsWith("`") || content.endsWith("`") ? " " : "";
  return `${fence}${pad}${content}${pad}${fence}`;
}

/** A block of plain text, one line each. */
export function codeBlock(lines: readonly string[], language = "text"): string {
  const content = lines.map((line) => visible(line)).join("\n");
  const longest = Math.max(2, ...[...content.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${content}\n${fence}`;
}

/** Paragraphs of a text from a file: blank lines part them, everything else is escaped. */
export function escapeParagraphs(text: string): string {
  return text
    .split(/\r?\n[ \t]*\r?\n/u)
    .map((paragraph) => escapeText(paragraph.replace(/\s*\r?\n\s*/gu, " ").trim()))
    .filter((paragraph) => paragraph !== "")
    .join("\n\n");
}

const LONGEST = 300;

/** One line without control and bidirectional formatting characters, cut short when very long. */
function visible(text: string): string {
  const shown = text
    .slice(0, LONGEST * 4)
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "�");
  return shown.length > LONGEST ? `${shown.slice(0, LONGEST)}…` : shown;
}

/** Escapes what would begin a heading, a list or a rule at the start of a line. */
function escapeLast(start: string): string {
  return /\d$/u.test(start) ? `${start}\u200b` : `${start.slice(0, -1)}\\${start.slice(-1)}`;
}
