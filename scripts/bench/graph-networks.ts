// The networks that the graph is measured on, as view graphs.

import { readFileSync } from "node:fs";
import path from "node:path";
import { analyseNetwork } from "../../src/analysis/network-analysis";
import { NET } from "../../src/net/format";
import { buildView } from "../../src/view/build-view";
import type { ViewGraph } from "../../src/view/view-graph";

const SAMPLES = path.resolve(import.meta.dirname, "../../samples");

/** A hundred stages of 25 residual blocks of four layers. */
const STACK = `network Stack {
  input x [16, 32, 32]
  repeat 100 { stage group { repeat 25 { Residual() } } }
}
block Residual() { add { | Conv(16, 3, pad=1) -> BatchNorm -> ReLU | } }`;

export const NETWORKS: readonly string[] = ["googlenet", "resnet152", "densenet121", "stack"];

/** The view of one of {@link NETWORKS}, or of another sample. */
export function viewNamed(name: string): ViewGraph {
  const text = name === "stack" ? STACK : readFileSync(path.join(SAMPLES, `${name}.net`), "utf8");
  const uri = `file:///${name}.net`;
  const [network] = NET.read(uri, text, {}).networks;
  if (network === undefined) throw new Error(`${name} holds no network`);
  return buildView(analyseNetwork(network), "multiply-add");
}
