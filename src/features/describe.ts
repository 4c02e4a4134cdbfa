// Figures in words: exact digits, unit and convention, as Markdown of our own.

import * as l10n from "@vscode/l10n";
import { flopsOf } from "../analysis/figures";
import type { Figures, FlopsConvention } from "../analysis/figures";
import { formatBytes, formatCount, formatExact, formatTally } from "../analysis/format-number";
import type { ReceptiveField } from "../analysis/receptive-field";
import type { Tally } from "../analysis/tally";
import { product } from "../model/exact";
import { formatShape } from "../model/shape";
import type { Shape } from "../model/shape";
import { position, sizes } from "./format-field";
import { code } from "./markdown";

/** `Output shape: 64×56×56 (200,704 elements, batch axis left out)` */
export function describeShape(shapes: readonly (Shape | undefined)[]): string {
  const each = shapes.map((shape) => {
    const elements = shape === undefined ? undefined : product(shape);
    const text = code(formatShape(shape));
    return elements === undefined
      ? l10n.t("{0} (batch axis left out)", text)
      : l10n.t("{0} ({1} elements, batch axis left out)", text, formatExact(elements));
  });
  return l10n.t("Output shape: {0}", each.join(", "));
}

/** Params and, where there are any, buffers. */
export function describeParams(figures: Figures): string {
  const { params, buffers, frozenParams } = figures;
  const hasBuffers = buffers.value !== 0 || buffers.uncounted !== 0;
  return [
    l10n.t("Learnable: {0}.", exactTally(params, "params")),
    ...(frozenParams.value === 0 ? [] : [l10n.t("Of them frozen: {0}.", exactTally(frozenParams, "params"))]),
    ...(hasBuffers ? [l10n.t("Besides: {0}.", exactTally(buffers, "buffers"))] : []),
  ].join(" ");
}

/** FLOPs by the convention shown, which is named. */
export function describeFlops(figures: Figures, convention: FlopsConvention): string {
  const flops = exactTally(flopsOf(figures, convention), "FLOPs");
  return convention === "multiply-add"
    ? l10n.t("{0}, counted as multiply-adds (1 multiply-add = 1 FLOP)", flops)
    : l10n.t(
        "{0}, counted as operations (1 multiply-add = 2 FLOPs, with biases, elementwise, pooling and normalization)",
        flops,
      );
}

/** `Activation memory: 784 KB (802,816 bytes)` */
export function describeActivations(bytes: Tally): string {
  return l10n.t("Activation memory: {0} ({1})", formatTally(bytes, formatBytes), exactTally(bytes, "bytes"));
}

/** Size, stride and the first element's start along the axes of the network's input; nothing where it has no spatial axes. */
export function describeField(field: ReceptiveField | undefined): string {
  if (field === undefined) return l10n.t("Receptive field: not known");
  if (field.size.length === 0) return "";
  if (field.global) return l10n.t("Receptive field: all of the input");
  return l10n.t(
    "Receptive field: {0} elements of the input, stride {1}, starting at {2}",
    sizes(field.size),
    sizes(field.stride),
    position(field.offset),
  );
}

/** What {@link exactTally} counts. */
type Unit = "params" | "buffers" | "FLOPs" | "bytes";

/** `23,296 params`; `at least 23,296 params (2 layers are not counted)`; `an unknown number of params`. */
export function exactTally({ value, uncounted }: Tally, unit: Unit): string {
  if (value === undefined) return l10n.t("more than 2^53 {0}", unitText(unit));
  const count = countText(formatExact(value), unit);
  if (uncounted === 0) return count;
  if (value === 0) return l10n.t("an unknown number of {0}", unitText(unit));
  return uncounted === 1
    ? l10n.t("at least {0} (1 layer is not counted)", count)
    : l10n.t("at least {0} ({1} layers are not counted)", count, formatCount(uncounted));
}

function countText(count: string, unit: Unit): string {
  switch (unit) {
    case "params":
      return l10n.t("{0} params", count);
    case "buffers":
      return l10n.t("{0} buffers", count);
    case "FLOPs":
      return l10n.t("{0} FLOPs", count);
    case "bytes":
      return l10n.t("{0} bytes", count);
  }
}

function unitText(unit: Unit): string {
  switch (unit) {
    case "params":
      return l10n.t("params");
    case "buffers":
      return l10n.t("buffers");
    case "FLOPs":
      return l10n.t("FLOPs");
    case "bytes":
      return l10n.t("bytes");
  }
}
