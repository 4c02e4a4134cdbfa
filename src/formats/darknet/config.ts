// Splits a Darknet .cfg into sections and options, with offsets; as Darknet's read_cfg does, but never giving up.

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Option {
  readonly key: string;
  /** Without blanks, which Darknet drops within values, too. */
  readonly value: string;
  readonly keySpan: Span;
  readonly valueSpan: Span;
}

export interface Section {
  /** The word in brackets: `convolutional`. */
  readonly type: string;
  /** The header, brackets included. */
  readonly header: Span;
  readonly options: readonly Option[];
  /** From the header to the end of the last option. */
  readonly span: Span;
}

export interface Config {
  readonly sections: readonly Section[];
  /** Lines that are neither a header, an option, a comment nor empty. */
  readonly stray: readonly (Span & { readonly beforeFirst: boolean })[];
}

interface OpenSection {
  readonly type: string;
  readonly header: Span;
  readonly options: Option[];
  end: number;
}

const LINE = /[^\r\n]+/g;

/** Reads all sections; comments are lines that begin with `#` or `;`. Linear in the text's length. */
export function parseConfig(text: string): Config {
  const sections: OpenSection[] = [];
  const stray: (Span & { beforeFirst: boolean })[] = [];
  for (const match of text.matchAll(LINE)) {
    const span = trimmed(text, match.index, match.index + match[0].length);
    const first = text[span.start];
    if (span.start === span.end || first === "#" || first === ";") continue;
    const current = sections.at(-1);
    if (first === "[") {
      sections.push(openSection(text, span));
      continue;
    }
    const option = readOption(text, span);
    if (option === undefined || current === undefined) {
      stray.push({ ...span, beforeFirst: current === undefined });
    } else {
      current.options.push(option);
      current.end = span.end;
    }
  }
  return { sections: sections.map(closeSection), stray };
}

function openSection(text: string, line: Span): OpenSection {
  const close = text.slice(line.start, line.end).indexOf("]");
  const header = { start: line.start, end: close < 0 ? line.end : line.start + close + 1 };
  const type = text.slice(header.start + 1, close < 0 ? header.end : header.end - 1).replace(/\s+/g, "");
  return { type, header, options: [], end: header.end };
}

function closeSection({ type, header, options, end }: OpenSection): Section {
  return { type, header, options, span: { start: header.start, end } };
}

function readOption(text: string, line: Span): Option | undefined {
  const equals = text.slice(line.start, line.end).indexOf("=");
  if (equals < 0) return undefined;
  const keySpan = trimmed(text, line.start, line.start + equals);
  const valueSpan = trimmed(text, line.start + equals + 1, line.end);
  return {
    key: text.slice(keySpan.start, keySpan.end).replace(/\s+/g, ""),
    value: text.slice(valueSpan.start, valueSpan.end).replace(/\s+/g, ""),
    keySpan,
    valueSpan,
  };
}

/** The span without blanks at both ends. */
function trimmed(text: string, start: number, end: number): Span {
  let from = start;
  let to = end;
  while (from < to && isBlank(text.charCodeAt(from))) from++;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
  return { start: from, end: to };
}

function isBlank(code: number): boolean {
  return code <= 32 || code === 0xfeff || code === 0xa0;
}
