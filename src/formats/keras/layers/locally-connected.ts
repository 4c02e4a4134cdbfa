// Locally connected layers of Keras 2: convolutions whose weights differ at each position.

import { CONVOLUTIONS } from "./convolution";
import type { KerasCall, KerasLayers, KerasResult } from "./layer";
import { rankIssues } from "./layer";

export const LOCALLY_CONNECTED: KerasLayers = {
  LocallyConnected1D: locallyConnected,
  LocallyConnected2D: locallyConnected,
};

/** The window is that of a convolution. */
function locallyConnected(call: KerasCall): KerasResult {
  const className = call.className.replace("LocallyConnected", "Conv");
  const convolution = CONVOLUTIONS[className]?.({ ...call, className });
  const { groups: _, dilation: __, ...attributes } = convolution?.attributes ?? {};
  return { ...convolution, operator: "LocallyConnected", attributes, issues: rankIssues(call) };
}
