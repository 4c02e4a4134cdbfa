// The legend of a picture whose nodes are coloured by a figure: what it is, and what the ends of the scale stand for.

import { measureInter } from "../layout/measure";
import type { Element } from "./element";
import { element, label } from "./element";
import { heatColor } from "./heat-color";
import type { Palette } from "./palette";

export interface HeatScale {
  /** What the colours show. */
  readonly title: string;
  /** The figures at the ends of the scale, for people. */
  readonly least: string;
  readonly most: string;
}

const STEPS = 9;
const STEP = 16;
const GAP = 8;
const SIZE = 12;
const HEIGHT = 22;
const BAR = 10;

/** One line, from x = 0 and y = 0: title, least, a bar of the scale's colours, most. */
export function heatLegend(
  { title, least, most }: HeatScale,
  palette: Palette,
): { readonly element: Element; readonly width: number; readonly height: number } {
  const baseline = HEIGHT / 2 + 4;
  const top = (HEIGHT - BAR) / 2;
  const atLeast = measureInter(title, SIZE, "regular") + 2 * GAP;
  const atBar = atLeast + measureInter(least, SIZE, "regular") + GAP;
  const atMost = atBar + STEPS * STEP + GAP;
  const cells = Array.from({ length: STEPS }, (_, index) => ({
    ...element("rect", { x: atBar + index * STEP, y: top, width: STEP, height: BAR }),
    style: { fill: heatColor(index / (STEPS - 1), palette) },
  }));
  return {
    element: element("g", { class: "heat-scale" }, [
      label("legend", 0, baseline, title),
      label("legend", atLeast, baseline, least),
      ...cells,
      {
        ...element("rect", { x: atBar, y: top, width: STEPS * STEP, height: BAR }),
        style: { fill: "none", stroke: palette.groupStroke },
      },
      label("legend", atMost, baseline, most),
    ]),
    width: atMost + measureInter(most, SIZE, "regular"),
    height: HEIGHT,
  };
}
