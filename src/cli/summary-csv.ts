// `summary --csv`: one row a layer, blocks and repeats expanded (RFC 4180).

import { outputShapes } from "../analysis/body-analysis";
import { flopsOf } from "../analysis/figures";
import type { FlopsConvention } from "../analysis/figures";
import { layerInstances } from "../analysis/instances";
import type { LayerInstance } from "../analysis/instances";
import type { NetworkAnalysis } from "../analysis/network-analysis";
import { isComplete } from "../analysis/tally";
import type { Tally } from "../analysis/tally";
import type { Shape } from "../model/shape";

/** Unknown values are empty cells. FLOPs are those of the convention. */
const COLUMNS: Readonly<
  Record<string, (instance: LayerInstance, convention: FlopsConvention) => string | number | boolean>
> = {
  path: ({ path }) => path,
  name: ({ layer }) => layer.name,
  op: ({ layer }) => layer.operator,
  type: ({ layer }) => layer.nativeOperator ?? layer.operator,
  input_shapes: ({ inputShapes }) => inputShapes.map(shapeText).join(" "),
  output_shapes: ({ layer }) => outputShapes(layer).map(shapeText).join(" "),
  params: ({ analysis }) => count(analysis.figures.params),
  buffers: ({ analysis }) => count(analysis.figures.buffers),
  macs: ({ analysis }) => count(analysis.figures.macs),
  flops: ({ analysis }, convention) => count(flopsOf(analysis.figures, convention)),
  activation_bytes: ({ analysis }) => count(analysis.figures.activationBytes),
  receptive_field: ({ receptiveField }) => shapeText(receptiveField?.size),
  auxiliary: ({ auxiliary }) => auxiliary,
  line: ({ layer }) => layer.origin.range.start.line + 1,
};

export function* summaryCsv(analysis: NetworkAnalysis, convention: FlopsConvention): Generator<string> {
  const columns = Object.values(COLUMNS);
  yield row(Object.keys(COLUMNS));
  for (const instance of layerInstances(analysis)) {
    yield row(columns.map((cell) => String(cell(instance, convention))));
  }
}

function row(cells: readonly string[]): string {
  return `${cells.map(quoted).join(",")}\r\n`;
}

function quoted(cell: string): string {
  return /[",\r\n]/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function count(tally: Tally): string | number {
  return isComplete(tally) ? (tally.value ?? "") : "";
}

function shapeText(shape: Shape | undefined): string {
  return shape?.map((dim) => dim ?? "?").join("x") ?? "";
}
