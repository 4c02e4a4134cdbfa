// The heat scale: one hue whose strength against the background grows with the figure, so that it needs no colour vision.

import type { Palette } from "./palette";
import { blend } from "./palette";

const HOT = "#e8590c";

/** The fill for a share of the scale, 0 to 1, over a literal background colour. */
export function heatColor(share: number, palette: Palette): string {
  return blend(HOT, palette.background, strength(share));
}

/** The same over the editor's background. */
export function heatColorInEditor(share: number): string {
  const percent = (100 * strength(share)).toFixed(1);
  return `color-mix(in srgb, ${HOT} ${percent}%, var(--vscode-editor-background, #ffffff))`;
}

function strength(share: number): number {
  return 0.03 + 0.72 * share;
}
