// Locally connected layers of Keras 2: convolutions whose weights differ at each position.

import type { Shape } from "../../../model/shape";
import { product } from "../../../model/exact";
import { applyOperator } from "../../../operators/apply";
import { parameter } from "../../../operators/call";
import { operatorNamed } from "../../../operators/index";
import { flagIn, numbersIn, sizeIn } from "../json/access";
import { CONVOLUTIONS } from "./convolution";
import type { KerasCall, KerasLayers, KerasResult } from "./layer";
import { isChannelsLast, rankIssues, withActivation } from "./layer";

export const LOCALLY_CONNECTED: KerasLayers = {
  LocallyConnected1D: locallyConnected,
  LocallyConnected2D: locallyConnected,
};

/** At each position: kernel elements × input channels × filters, and a bias for each output element. */
function locallyConnected(call: KerasCall): KerasResult {
  const { config } = call;
  const [input] = call.inputs;
  const output = convolved(call);
  const last = isChannelsLast(config);
  const positions = product((last ? output?.slice(0, -1) : output?.slice(1)) ?? [undefined]);
  const filters = sizeIn(config, "filters");
  const inputs = product([
    ...(numbersIn(config, "kernel_size") ?? [undefined]),
    last ? input?.at(-1) : input?.[0],
  ]);
  const weights = [parameter("kernel", [positions, inputs, filters])];
  return withActivation(config, {
    operator: call.className,
    outputs: [output],
    weights: flagIn(config, "use_bias", true)
      ? [...weights, parameter("bias", output ?? [undefined])]
      : weights,
    macs: product([positions, inputs, filters]),
    operations: flagIn(config, "use_bias", true) ? product(output ?? [undefined]) : 0,
    issues: rankIssues(call),
  });
}

/** The output of a convolution with the same window. */
function convolved(call: KerasCall): Shape | undefined {
  const className = call.className.replace("LocallyConnected", "Conv");
  const result = CONVOLUTIONS[className]?.({ ...call, className });
  const operator = operatorNamed("Conv");
  return result && operator && applyOperator(operator, result.attributes ?? {}, call.inputs).outputs[0];
}
