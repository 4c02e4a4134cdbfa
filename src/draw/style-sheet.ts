// The style sheet of a picture: the same rules for the panel and for exports, with other colours.

import { TEXT } from "../layout/node-size";
import type { FamilyColors, Palette } from "./palette";

export const EXPORT_FONT = `Inter, "Segoe UI", "Helvetica Neue", Arial, "DejaVu Sans", sans-serif`;

/** The sizes, in pixels, and weights of texts by their class. */
export const FONTS: ReadonlyMap<string, { readonly size: number; readonly bold: boolean }> = new Map([
  ["name", { size: 22, bold: true }],
  ["facts", { size: 13, bold: false }],
  ["title", { size: TEXT.title, bold: true }],
  ["detail", { size: TEXT.detail, bold: false }],
  ["shape", { size: TEXT.detail - 0.5, bold: false }],
  ["legend", { size: 12, bold: false }],
]);

/** CSS for all elements of a picture; plain selectors, so that every SVG viewer understands it. */
export function styleSheet(palette: Palette, font: string): string {
  const families = Object.entries(palette.families).map(([family, colors]) => familyRules(family, colors));
  return [...commonRules(palette, font), ...families].join("\n");
}

function familyRules(family: string, { fill, stroke, accent }: FamilyColors): string {
  return `.f-${family} .box{fill:${fill};stroke:${stroke}}.f-${family} .accent{fill:${accent}}`;
}

function commonRules(palette: Palette, font: string): readonly string[] {
  const { background, foreground, muted, edge, groupStroke } = palette;
  return [
    `text{font-family:${font};fill:${foreground}}`,
    `.background{fill:${background}}`,
    ...fontRules(),
    ...["facts", "detail", "shape", "legend"].map((name) => `.${name}{fill:${muted}}`),
    `.box{stroke-width:1}`,
    `.sign{fill:none;stroke:${muted};stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}`,
    `.group .box{fill:${foreground};fill-opacity:.03;stroke:${groupStroke}}`,
    `.chain .box{stroke-dasharray:3 4;fill-opacity:0}`,
    `.header .bar{fill:${palette.header}}`,
    `.closed .box,.closed .behind{fill:${palette.closedGroup};stroke:${groupStroke}}`,
    `.terminal .box{fill:${palette.terminal};stroke:none}`,
    `.terminal .title,.terminal .detail{fill:${palette.terminalText}}`,
    `.terminal .detail{fill-opacity:.78}`,
    `.heated .detail{fill:${foreground}}`,
    `.aux .box,.aux .behind{stroke-dasharray:5 3}`,
    `.edge .line{fill:none;stroke:${edge}}`,
    `.edge .head{fill:${edge};stroke:none}`,
    `.edge.aux .line{stroke-dasharray:5 4}`,
  ];
}

function fontRules(): readonly string[] {
  return [...FONTS].map(([name, { size, bold }]) => {
    const weight = bold ? ";font-weight:600" : "";
    return `.${name}{font-size:${String(size)}px${weight}}`;
  });
}
