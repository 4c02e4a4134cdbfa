// The colours of a picture: literal ones for exports, the editor's own in the panel.

import type { ViewLayer } from "../view/view-graph";

type Family = ViewLayer["family"];

export interface FamilyColors {
  readonly fill: string;
  readonly stroke: string;
  readonly accent: string;
}

export interface Palette {
  readonly background: string;
  readonly foreground: string;
  /** Secondary text. */
  readonly muted: string;
  readonly edge: string;
  readonly groupStroke: string;
  readonly header: string;
  readonly closedGroup: string;
  readonly terminal: string;
  readonly terminalText: string;
  readonly selection: string;
  readonly upstream: string;
  readonly downstream: string;
  readonly families: Readonly<Record<Family, FamilyColors>>;
}

export type ThemeName = "light" | "dark" | "high-contrast" | "high-contrast-light";

/**
 * The hues of Okabe and Ito, which people with any colour vision tell apart; families that seldom stand together share one,
 * and every node says in words what it is.
 */
type Hue = "blue" | "orange" | "green" | "purple" | "red" | "yellow" | "sky" | "grey";

const HUES: Readonly<Record<Family, Hue>> = {
  convolution: "blue",
  linear: "purple",
  pooling: "red",
  normalization: "green",
  activation: "orange",
  regularization: "grey",
  attention: "sky",
  recurrent: "sky",
  embedding: "yellow",
  merge: "grey",
  arithmetic: "grey",
  shape: "grey",
  resampling: "red",
  detection: "yellow",
  loss: "yellow",
  other: "grey",
};

const OKABE_ITO: Readonly<Record<Hue, string>> = {
  blue: "#0072b2",
  orange: "#e69f00",
  green: "#009e73",
  purple: "#a05a9e",
  red: "#d55e00",
  yellow: "#c9a900",
  sky: "#3fa4d9",
  grey: "#7d8794",
};

export const LIGHT: Palette = literal({
  background: "#ffffff",
  foreground: "#1d2733",
  muted: "#5b6876",
  fill: 0.1,
  stroke: 0.42,
  lighter: 0,
  upstream: "#b45309",
  downstream: "#0f766e",
  selection: "#0a66c2",
});

export const DARK: Palette = literal({
  background: "#14191f",
  foreground: "#e6ebf1",
  muted: "#9aa7b5",
  fill: 0.24,
  stroke: 0.6,
  lighter: 0.22,
  upstream: "#f0b45a",
  downstream: "#5fd3bf",
  selection: "#4da3ff",
});

/** Black, with outlines that stand out; so is the editor's high contrast theme. */
const HIGH_CONTRAST: Palette = literal({
  background: "#000000",
  foreground: "#ffffff",
  muted: "#d8dde3",
  fill: 0.14,
  stroke: 1,
  lighter: 0.22,
  upstream: "#f0b45a",
  downstream: "#5fd3bf",
  selection: "#f38518",
  outline: "#6fc3df",
});

const HIGH_CONTRAST_LIGHT: Palette = literal({
  background: "#ffffff",
  foreground: "#000000",
  muted: "#292929",
  fill: 0.1,
  stroke: 1,
  lighter: 0,
  upstream: "#b45309",
  downstream: "#0f766e",
  selection: "#006bbd",
  outline: "#0f4a85",
});

/** The palettes of pictures in files. */
export const PALETTES: Readonly<Record<ThemeName, Palette>> = {
  light: LIGHT,
  dark: DARK,
  "high-contrast": HIGH_CONTRAST,
  "high-contrast-light": HIGH_CONTRAST_LIGHT,
};

/** Themes have chart colours for these; their orange is nearly transparent in many. */
const CHART_COLORS: Readonly<Partial<Record<Hue, string>>> = {
  blue: `var(--vscode-charts-blue, ${OKABE_ITO.blue})`,
  orange: `var(--vscode-charts-yellow, ${OKABE_ITO.orange})`,
  green: `var(--vscode-charts-green, ${OKABE_ITO.green})`,
  purple: `var(--vscode-charts-purple, ${OKABE_ITO.purple})`,
  red: `var(--vscode-charts-red, ${OKABE_ITO.red})`,
};

/** The colours of the editor's theme, as CSS variables with fallbacks; high contrast themes bring their own borders. */
export const EDITOR: Palette = {
  background: "var(--vscode-editor-background, #ffffff)",
  foreground: "var(--vscode-editor-foreground, #1d2733)",
  muted: "var(--vscode-descriptionForeground, #5b6876)",
  edge: `var(--vscode-contrastBorder, ${mixed("var(--vscode-editor-foreground, #1d2733)", 0.45)})`,
  groupStroke: `var(--vscode-contrastBorder, ${mixed("var(--vscode-editor-foreground, #1d2733)", 0.25)})`,
  header: mixed("var(--vscode-editor-foreground, #1d2733)", 0.09),
  closedGroup: mixed("var(--vscode-editor-foreground, #1d2733)", 0.07),
  terminal: "var(--vscode-editor-foreground, #1d2733)",
  terminalText: "var(--vscode-editor-background, #ffffff)",
  selection: "var(--vscode-focusBorder, #0a66c2)",
  upstream: "var(--vscode-charts-yellow, #b45309)",
  downstream: "var(--vscode-charts-green, #0f766e)",
  families: families((hue) => {
    const chart = CHART_COLORS[hue] ?? OKABE_ITO[hue];
    return {
      fill: mixed(chart, 0.14),
      stroke: `var(--vscode-contrastBorder, ${mixed(chart, 0.5)})`,
      accent: chart,
    };
  }),
};

/** A colour of the theme over its background; a high contrast theme's background is left alone by its own borders. */
function mixed(color: string, share: number): string {
  return `color-mix(in srgb, ${color} ${String(share * 100)}%, var(--vscode-editor-background, #ffffff))`;
}

interface Basis {
  readonly background: string;
  readonly foreground: string;
  readonly muted: string;
  readonly fill: number;
  readonly stroke: number;
  /** How much white is mixed into the hues. */
  readonly lighter: number;
  readonly selection: string;
  readonly upstream: string;
  readonly downstream: string;
  /** The outline of everything, where that is not a weak shade of the colour within. */
  readonly outline?: string;
}

function literal(basis: Basis): Palette {
  const { background, foreground, muted, selection, upstream, downstream, outline } = basis;
  const over = (color: string, share: number): string => blend(color, background, share);
  return {
    background,
    foreground,
    muted,
    edge: outline ?? over(foreground, 0.42),
    groupStroke: outline ?? over(foreground, 0.22),
    header: over(foreground, 0.08),
    closedGroup: over(foreground, 0.06),
    terminal: over(foreground, 0.88),
    terminalText: background,
    selection,
    upstream,
    downstream,
    families: families((hue) => {
      const color = blend(OKABE_ITO[hue], "#ffffff", 1 - basis.lighter);
      const stroke = outline ?? over(color, basis.stroke);
      return { fill: over(color, basis.fill), stroke, accent: color };
    }),
  };
}

function families(colors: (hue: Hue) => FamilyColors): Readonly<Record<Family, FamilyColors>> {
  const entries = Object.entries(HUES).map(([family, hue]) => [family, colors(hue)]);
  return Object.fromEntries(entries) as Record<Family, FamilyColors>;
}

/** `color` over `background`; both `#rrggbb`. */
export function blend(color: string, background: string, share: number): string {
  const channel = (at: number): string => {
    const front = parseInt(color.slice(at, at + 2), 16);
    const back = parseInt(background.slice(at, at + 2), 16);
    return Math.round(front * share + back * (1 - share))
      .toString(16)
      .padStart(2, "0");
  };
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}
