// Colours for a terminal, and the width of text in it.

export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  accent(text: string): string;
}

/** Escape sequences, or none at all. */
export function styleFor(colours: boolean): Style {
  const wrap =
    (start: number, end: number) =>
    (text: string): string =>
      colours && text !== "" ? `\u001b[${String(start)}m${text}\u001b[${String(end)}m` : text;
  return { bold: wrap(1, 22), dim: wrap(2, 22), accent: wrap(36, 39) };
}

/** The columns that a text takes: combining marks take none, East Asian wide characters two. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += /\p{Mark}/u.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/** Fills a text with blanks to `width` columns; the text is at the given side. */
export function pad(text: string, width: number, side: "left" | "right"): string {
  const blanks = " ".repeat(Math.max(0, width - widthOf(text)));
  return side === "left" ? text + blanks : blanks + text;
}

/** Cuts a text to `width` columns, the cut marked by `…`. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let shown = "";
  for (const character of text) {
    if (widthOf(shown + character) > width - 1) break;
    shown += character;
  }
  return `${shown}…`;
}
