// The analysis of a whole network: totals, and every leaf layer on demand.

import type { Count } from "../model/exact";
import { product, sum } from "../model/exact";
import type { Network } from "../model/network";
import { BYTES_PER_ELEMENT } from "../model/shape";
import type { BodyAnalysis } from "./body-analysis";
import { analyseBody } from "./body-analysis";
import { depthOf } from "./depth";
import type { Figures } from "./figures";
import { peakActivationBytes } from "./peak-memory";
import { isComplete } from "./tally";

/** Figures of the network without its auxiliary heads, except where said. */
export interface Totals extends Figures {
  /** Figures of the auxiliary (training-only) heads alone. */
  readonly auxiliary: Figures;
  /** Bytes of params and buffers, auxiliary heads left out; undefined when incomplete or beyond 2^53. */
  readonly weightBytes: Count;
  /** The most bytes of activations alive at once; undefined when a shape is unknown. */
  readonly peakActivationBytes: Count;
  /** The most weight layers on any path from an input to an output. */
  readonly depth: number;
  /** False when a layer could not be counted in some figure. */
  readonly complete: boolean;
}

export interface NetworkAnalysis {
  readonly network: Network;
  readonly body: BodyAnalysis;
  readonly totals: Totals;
}

/** Analyses a network; bodies that were analysed before are reused. */
export function analyseNetwork(network: Network): NetworkAnalysis {
  const body = analyseBody(network.body, network.dtype);
  return { network, body, totals: totalsOf(network, body) };
}

function totalsOf(network: Network, body: BodyAnalysis): Totals {
  const { figures, auxiliary } = body;
  const { params, buffers, macs, operations, activationBytes } = figures;
  const scalars = isComplete(params) && isComplete(buffers) ? sum([params.value, buffers.value]) : undefined;
  return {
    ...figures,
    auxiliary,
    weightBytes: product([scalars, BYTES_PER_ELEMENT[network.dtype]]),
    peakActivationBytes: peakActivationBytes(network),
    depth: depthOf(network.body),
    complete: [params, buffers, macs, operations, activationBytes].every(isComplete),
  };
}
