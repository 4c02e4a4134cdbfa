// Colours the nodes by a figure, with a legend.

import { heatColorInEditor } from "../../src/draw/heat-color";
import type { DrawOptions } from "../../src/draw/draw-options";
import type { Heat } from "../../src/draw/svg-document";
import type { Measure } from "../../src/layout/measure";
import type { GraphStrings } from "../../src/protocol/graph";
import type { FieldsByPath, HeatBy } from "../../src/view/heat";
import { formatHeat, heatMaximum, heatShare, heatValue } from "../../src/view/heat";
import type { ViewGraph } from "../../src/view/view-graph";
import type { Notices } from "./notices";

export class Coloring {
  by: HeatBy | undefined;
  /** Receptive fields, once they have come. */
  fields: FieldsByPath | undefined;

  constructor(
    private readonly strings: GraphStrings,
    private readonly measure: Measure,
    private readonly notices: Notices,
  ) {}

  /** How to draw the graph's nodes; shows or hides the legend. */
  drawOptions(graph: ViewGraph | undefined): DrawOptions {
    const { by, fields, measure } = this;
    if (by === undefined || graph === undefined) {
      this.notices.legend(undefined, "", 0);
      return { measure };
    }
    const maximum = heatMaximum(by, graph, fields);
    this.notices.legend(by, this.label(by), maximum);
    return {
      measure,
      heat: ({ path, node }) => {
        const share = shareOf(heatValue(by, path, node, fields), maximum);
        return share === undefined ? undefined : heatColorInEditor(share);
      },
    };
  }

  /** The same for a picture in a file. */
  forFile(graph: ViewGraph): Heat | undefined {
    const { by, fields } = this;
    if (by === undefined) return undefined;
    const maximum = heatMaximum(by, graph, fields);
    const scale = { title: this.label(by), least: formatHeat(by, 0), most: formatHeat(by, maximum) };
    return { scale, share: ({ path, node }) => shareOf(heatValue(by, path, node, fields), maximum) };
  }

  private label(by: HeatBy): string {
    const { colorParams, colorFlops, colorMemory, colorField } = this.strings;
    const labels = { params: colorParams, flops: colorFlops, activationBytes: colorMemory };
    return by === "receptiveField" ? colorField : labels[by];
  }
}

function shareOf(value: number | undefined, maximum: number): number | undefined {
  return value === undefined ? undefined : heatShare(value, maximum);
}
