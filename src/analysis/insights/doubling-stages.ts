// Stages that halve the resolution and double the channels (ResNet, VGG).

import * as l10n from "@vscode/l10n";
import { formatShape, isKnown } from "../../model/shape";
import type { InsightRule } from "./insight";
import type { LayerGraph } from "./layer-graph";
import { longestRun } from "./runs";
import { listed } from "./wording";

/** Three shapes are two steps: fewer may be chance. */
const LEAST_LEVELS = 3;

export const doublingStages: InsightRule = {
  id: "doubling-stages",
  find: (graph) => {
    const run = longestRun(levelsOf(graph), follows);
    if (run.length < LEAST_LEVELS) return [];
    const shapes = listed(run.map(({ shape }) => formatShape(shape)));
    const text = l10n.t(
      "The channels double where the resolution halves, over {0} stages in a row: {1}.",
      run.length,
      shapes,
    );
    return [
      {
        text,
        evidence: [{ name: l10n.t("stages"), value: run.length, unit: "times" }],
        layers: run.map(({ path }) => path),
      },
    ];
  },
};

interface Level {
  readonly shape: readonly number[];
  readonly path: string;
  /** The most channels on the trunk at this resolution. */
  readonly most: number;
}

/** The last tensor on the trunk at each resolution. */
function levelsOf({ layers, trunk }: LayerGraph): readonly Level[] {
  const levels: Level[] = [];
  for (const index of trunk) {
    const layer = layers[index];
    const shape = layer?.analysis.call.outputs[0];
    if (layer === undefined || !isKnown(shape) || shape.length < 3) continue;
    const last = levels.at(-1);
    const same = last?.shape.slice(1).join() === shape.slice(1).join();
    if (same) levels.pop();
    const [channels = 0] = shape;
    levels.push({ shape, path: layer.path, most: Math.max(channels, same ? last.most : 0) });
  }
  return levels;
}

/** Channels that are gathered and then reduced again (DenseNet's transitions) do not double with the resolution. */
function follows(last: Level, next: Level): boolean {
  if (last.most !== last.shape[0] || next.most !== next.shape[0]) return false;
  const [, ...size] = next.shape;
  const [, ...lastSize] = last.shape;
  return (
    next.most === 2 * last.most &&
    size.length === lastSize.length &&
    size.every((dim, axis) => lastSize[axis] === 2 * dim)
  );
}
