// Convolutions at each resolution do equal work (VGG): channels double where the resolution halves.

import * as l10n from "@vscode/l10n";
import { formatCount } from "../format-number";
import { allAre, convolutionOf } from "./convolution";
import type { InsightRule } from "./insight";
import type { LayerGraph } from "./layer-graph";
import { longestRun } from "./runs";
import { listed, sized } from "./wording";

/** Fewer levels of equal work may be chance. */
const LEAST_LEVELS = 3;

export const equalWork: InsightRule = {
  id: "equal-work",
  find: (graph) => {
    const run = longestRun(levelsOf(graph), follows);
    const [first] = run;
    if (first === undefined || run.length < LEAST_LEVELS) return [];
    const resolutions = listed(run.map(({ size }) => sized(size)));
    const text = l10n.t(
      "Convolutions do equal work at each of {0} resolutions ({1}): one that keeps its channels takes {2} multiply-adds, since channels double where the resolution halves.",
      run.length,
      resolutions,
      formatCount(first.macs),
    );
    const evidence = [
      { name: l10n.t("macs of one convolution"), value: first.macs, unit: "multiply-adds" },
      { name: l10n.t("resolutions"), value: run.length, unit: "times" },
    ] as const;
    return [{ text, evidence, layers: run.map(({ path }) => path) }];
  },
};

interface Level {
  readonly size: readonly number[];
  readonly channels: number;
  readonly kernel: string;
  /** Of every convolution that keeps channels and resolution here. */
  readonly macs: number;
  readonly path: string;
}

/** One level for each resolution whose convolutions that keep channels and resolution, of one kernel above 1×1, all take the same. */
function levelsOf({ layers }: LayerGraph): readonly Level[] {
  const levels = new Map<string, Level | undefined>();
  for (const layer of layers) {
    const convolution = convolutionOf(layer);
    const macs = layer.analysis.figures.macs.value;
    if (convolution === undefined || macs === undefined) continue;
    const { kernel, stride, groups, inChannels, outChannels, inSize, outSize } = convolution;
    if (groups !== 1 || inChannels !== outChannels || !allAre(stride, 1) || allAre(kernel, 1)) continue;
    if (sized(inSize) !== sized(outSize)) continue;
    const key = sized(outSize);
    const level = { size: outSize, channels: outChannels, kernel: sized(kernel), macs, path: layer.path };
    const known = levels.has(key) ? levels.get(key) : level;
    levels.set(key, known?.macs === macs && known.kernel === level.kernel ? known : undefined);
  }
  return [...levels.values()].filter((level) => level !== undefined);
}

function follows(last: Level, next: Level): boolean {
  const halved = last.size.every((size, axis) => size === 2 * (next.size[axis] ?? 0));
  return (
    halved && next.channels === 2 * last.channels && next.macs === last.macs && next.kernel === last.kernel
  );
}
