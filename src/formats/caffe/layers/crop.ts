// Crop: the first bottom cut to the size of the second, from an axis on.

import * as l10n from "@vscode/l10n";
import { numberIn, numbersIn } from "../text/access";
import { axisOf } from "./blob";
import type { LayerCall, LayerResult } from "./layer-type";
import { fieldIssue, wrongAxis } from "./layer-type";

export function crop({ inputs: [input, reference], parameter }: LayerCall): LayerResult {
  const operator = "Crop";
  if (input === undefined || reference === undefined) return { outputs: [], operator };
  const axis = axisOf(numberIn(parameter, "axis") ?? 2, input.length);
  if (axis === undefined) return wrongAxis("Crop", operator, input);
  const offsets = numbersIn(parameter, "offset");
  if (offsets.length > 1 && offsets.length !== input.length - axis) {
    const message = l10n.t("Crop: {0} offsets for {1} axes.", offsets.length, input.length - axis);
    return { outputs: [], operator, issues: [fieldIssue("wrong-count", "offset", message)] };
  }
  const output = input.map((dim, index) => (index < axis ? dim : reference[index]));
  const outside = output.findIndex((dim, index) => {
    const offset = index < axis ? 0 : (offsets[index - axis] ?? offsets[0] ?? 0);
    const size = input[index];
    return typeof dim === "number" && typeof size === "number" && dim + offset > size;
  });
  if (outside < 0) return { outputs: [output], operator, attributes: cropAttributes(axis, offsets) };
  const message = l10n.t(
    "Crop: {0} does not fit into the first bottom's {1}.",
    String(output[outside]),
    String(input[outside]),
  );
  return { outputs: [], operator, issues: [{ code: "shape-mismatch", input: 0, message }] };
}

/** The catalogue's Crop takes the size from its second tensor, along the spatial axes. */
function cropAttributes(
  axis: number,
  offsets: readonly number[],
): Readonly<Record<string, number | readonly number[]>> {
  const [first = 0] = offsets;
  return axis === 2 ? { offset: offsets.length > 1 ? offsets : first } : {};
}
