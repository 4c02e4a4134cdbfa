// The picture's rules in the panel: those of every picture in the editor's colours, and simpler ones for when it is far away.

import { EDITOR } from "../../src/draw/palette";
import { styleSheet } from "../../src/draw/style-sheet";

/** Adds the rules as a constructed sheet, which the page's policy allows; it forbids style elements. */
export function addPictureRules(font: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`${styleSheet(EDITOR, font)}${farRules()}.far .box,.far .line{stroke-dasharray:none}`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/** From afar nodes are small patches, which take their family's colour nearly in full; what is closed stands out from its ground. */
function farRules(): string {
  const closed = `.far .closed .box,.far .closed .behind{fill:${EDITOR.groupStroke};stroke:none}`;
  return (
    closed +
    Object.entries(EDITOR.families)
      .map(([family, { accent }]) => `.far .f-${family} .box{fill:${softened(accent)};stroke:none}`)
      .join("")
  );
}

function softened(color: string): string {
  return `color-mix(in srgb, ${color} 72%, var(--vscode-editor-background, #ffffff))`;
}
