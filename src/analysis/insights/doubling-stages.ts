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
    levels.push({ shape, path: layer.path });
  }
  return levels;
}

function follows(last: Level, next: Level): boolean {
  const [channels, ...size] = next.shape;
  const [lastChannels, ...lastSize] = last.shape;
  return (
    channels === 2 * (lastChannels ?? 0) &&
    size.length === lastSize.length &&
    size.every((dim, axis) => lastSize[axis] === 2 * dim)
  );
}
