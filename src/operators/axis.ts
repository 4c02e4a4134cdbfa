// Axis numbers as in PyTorch: 0 is the batch, which shapes here leave out, 1 the first axis of a shape, -1 the last.

import * as l10n from "@vscode/l10n";
import type { Shape } from "../model/shape";
import { formatShape } from "../model/shape";
import type { Issue, Parameter } from "./operator";

/** The parameter `axis` (PyTorch's `dim`). */
export function axisParameter(documentation: string, fallback = 1): Parameter {
  return {
    name: "axis",
    type: "integer",
    default: fallback,
    aliases: ["dim"],
    documentation: `${documentation} 1 is the first axis (0 is the batch), -1 the last.`,
  };
}

/** The index into a shape of that rank, or undefined for the batch axis and beyond the ends. */
export function axisIndex(axis: number, rank: number): number | undefined {
  const index = axis < 0 ? rank + axis : axis - 1;
  return index >= 0 && index < rank ? index : undefined;
}

/** The indices of several axes, each once and in order, or undefined when one is out of range. */
export function axisIndices(axes: readonly number[], rank: number): readonly number[] | undefined {
  const indices = axes.map((axis) => axisIndex(axis, rank));
  const known = indices.filter((index) => index !== undefined);
  return known.length === indices.length ? [...new Set(known)].sort((a, b) => a - b) : undefined;
}

/** What to say about an axis that a shape does not have. */
export function wrongAxis(
  operator: string,
  axes: number | readonly number[],
  shape: Shape,
  parameter = "axis",
): Issue {
  const wrong = [axes].flat().find((axis) => axisIndex(axis, shape.length) === undefined) ?? 0;
  const message =
    wrong === 0 || wrong === -shape.length - 1
      ? l10n.t(
          "{0}: axis {1} is the batch axis; the first axis of {2} is axis 1.",
          operator,
          wrong,
          formatShape(shape),
        )
      : l10n.t(
          "{0}: there is no axis {1}; {2} has {3}.",
          operator,
          wrong,
          formatShape(shape),
          axisRange(shape.length),
        );
  return { code: "wrong-axis", parameter, message };
}

function axisRange(rank: number): string {
  if (rank === 0) return "none";
  return rank === 1 ? l10n.t("axis 1 only") : l10n.t("axes 1 to {0}", rank);
}
