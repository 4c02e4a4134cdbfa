// Convolutional LSTMs: gates that are convolutions of the input and of the state.

import { product, sum } from "../../../model/exact";
import type { Dim, Shape } from "../../../model/shape";
import { applyOperator } from "../../../operators/apply";
import { parameter } from "../../../operators/call";
import { operatorNamed } from "../../../operators/index";
import type { JsonObject } from "../json/access";
import { flagIn, numbersIn, sizeIn } from "../json/access";
import { CONVOLUTIONS } from "./convolution";
import type { KerasCall, KerasResult } from "./layer";
import { isChannelsLast } from "./layer";

/** Operations for each element of the state and step, besides the convolutions. */
const PER_UNIT = 13;

/** Four gates: a convolution of the input, and one of the state that keeps its size. */
export function convLstm(call: KerasCall): KerasResult {
  const { config, className } = call;
  const filters = sizeIn(config, "filters");
  const kernel = numbersIn(config, "kernel_size") ?? [];
  const steps = call.inputs[0]?.[0];
  const channels = channelsOf(config, call.inputs[0]?.slice(1));
  const gates = product([4, filters]);
  const frame = frameOutput(call);
  const each = [steps, ...spatialOf(config, frame), ...kernel, gates];
  return {
    operator: className,
    attributes: { channels: filters ?? 0, kernel },
    takes: [0],
    outputs: outputsOf(config, steps, frame),
    weights: [
      parameter("kernel", [...kernel, channels, gates]),
      parameter("recurrent_kernel", [...kernel, filters, gates]),
      ...(flagIn(config, "use_bias", true) ? [parameter("bias", [gates])] : []),
    ],
    macs: sum([product([...each, channels]), product([...each, filters])]),
    operations: product([steps, ...(frame ?? [undefined]), PER_UNIT]),
  };
}

function outputsOf(config: JsonObject, steps: Dim, frame: Shape | undefined): readonly (Shape | undefined)[] {
  const output = flagIn(config, "return_sequences", false) ? frame && [steps, ...frame] : frame;
  return flagIn(config, "return_state", false) ? [output, frame, frame] : [output];
}

function channelsOf(config: JsonObject, frame: Shape | undefined): Dim {
  return isChannelsLast(config) ? frame?.at(-1) : frame?.[0];
}

function spatialOf(config: JsonObject, frame: Shape | undefined): Shape {
  if (frame === undefined) return [undefined];
  return isChannelsLast(config) ? frame.slice(0, -1) : frame.slice(1);
}

/** What a convolution of one frame gives. */
function frameOutput(call: KerasCall): Shape | undefined {
  const [input] = call.inputs;
  const className = call.className.replace("ConvLSTM", "Conv");
  const result = CONVOLUTIONS[className]?.({ ...call, className, inputs: [input?.slice(1)] });
  const operator = operatorNamed("Conv");
  if (result === undefined || operator === undefined || input === undefined) return undefined;
  return applyOperator(operator, result.attributes ?? {}, [input.slice(1)]).outputs[0];
}
