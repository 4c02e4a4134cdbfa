// Stages that halve the resolution and double the channels (ResNet, VGG).

import { formatShape, isKnown } from "../../model/shape";
import type { InsightRule } from "./insight";
import type { LayerGraph } from "./layer-graph";
import { longestRun } from "./runs";
import { counted } from "./wording";

/** Three shapes are two steps: fewer may be chance. */
const LEAST_LEVELS = 3;

export const doublingStages: InsightRule = {
  id: "doubling-stages",
  find: (graph) => {
    const run = longestRun(levelsOf(graph), follows);
    if (run.length < LEAST_LEVELS) return [];
    const shapes = run.map(({ shape }) => formatShape(shape)).join(", then ");
    const text = `The channels double where the resolution halves, over ${counted(run.length, "stage")} in a row: ${shapes}.`;
    return [
      {
        text,
        evidence: [{ name: "stages", value: run.length, unit: "times" }],
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
