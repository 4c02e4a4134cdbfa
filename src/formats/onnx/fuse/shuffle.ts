// A Reshape to groups, a Transpose of groups and channels, and a Reshape back: the channel shuffle of ShuffleNet.

import type { Shape } from "../../../model/shape";
import type { Unit } from "../graph/unit";
import type { Match, Pattern } from "./pattern";

export const channelShuffle: Pattern = (root, wiring): Match | undefined => {
  if (root.nativeOperator !== "Reshape") return undefined;
  const swap = wiring.made(root.inputs[0], "Transpose");
  const split = wiring.made(swap?.inputs[0], "Reshape");
  const [x] = split?.inputs ?? [];
  if (swap === undefined || split === undefined || x === undefined) return undefined;
  const groups = groupsOf(split, swap, root, x.tensor.shape);
  if (groups === undefined) return undefined;
  return {
    members: [split, swap, root],
    operator: "ChannelShuffle",
    attributes: { groups },
    inputs: [x],
    owners: [],
  };
};

/** [N, C, …] → [N, groups, C / groups, …] → groups and channels swapped → [N, C, …]. */
function groupsOf(split: Unit, swap: Unit, root: Unit, from: Shape | undefined): number | undefined {
  const [, groups, channels, ...sizes] = split.outputs[0]?.tensor.shape ?? [];
  const perm = swap.steps[0]?.node.attributes.ints("perm")?.join();
  if (typeof groups !== "number" || typeof channels !== "number" || from === undefined) return undefined;
  const swapsGroups = perm === [0, 2, 1, ...sizes.map((_, axis) => axis + 3)].join();
  const keepsSizes =
    from.slice(2).join() === sizes.join() && root.outputs[0]?.tensor.shape?.join() === from.join();
  return swapsGroups && keepsSizes ? groups : undefined;
}
