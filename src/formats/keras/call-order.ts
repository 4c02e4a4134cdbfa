// The order in which the calls of a functional model's layers can be made: after the calls whose outputs they take.

import type { InboundCall } from "./inbound";
import type { LayerConfig, ModelConfig } from "./model-config";
import { isInputLayer } from "./model-config";

/** One call of a layer, by its number. */
export interface Call {
  readonly layer: LayerConfig;
  readonly index: number;
  readonly inbound: InboundCall;
}

export type Step =
  { readonly kind: "call"; readonly call: Call } | { readonly kind: "cycle"; readonly layer: LayerConfig };

/** All calls, the file's order kept where possible; a call that waits for itself follows the report of a cycle. */
export function inCallOrder(model: ModelConfig): readonly Step[] {
  const layers = new Map<string, LayerConfig>();
  for (const layer of model.layers) if (!layers.has(layer.name)) layers.set(layer.name, layer);
  const steps: Step[] = [];
  const state = new Map<InboundCall, "open" | "done">();
  const visit = (first: Call): void => {
    const stack = [first];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const { inbound } = top;
      if (state.get(inbound) === undefined) {
        state.set(inbound, "open");
        const needed = producers(layers, inbound).reverse();
        const cyclic = needed.some((call) => state.get(call.inbound) === "open");
        if (cyclic) steps.push({ kind: "cycle", layer: top.layer });
        stack.push(...needed.filter((call) => state.get(call.inbound) === undefined));
        continue;
      }
      stack.pop();
      if (state.get(inbound) === "done") continue;
      state.set(inbound, "done");
      steps.push({ kind: "call", call: top });
    }
  };
  for (const layer of model.layers) {
    if (isInputLayer(layer)) continue;
    for (const [index, inbound] of layer.calls.entries()) visit({ layer, index, inbound });
  }
  return steps;
}

function producers(layers: ReadonlyMap<string, LayerConfig>, { tensors }: InboundCall): Call[] {
  return tensors.flatMap(({ layer: name, call: index }) => {
    const layer = layers.get(name);
    const inbound = layer?.calls[index];
    return layer === undefined || inbound === undefined || isInputLayer(layer)
      ? []
      : [{ layer, index, inbound }];
  });
}
