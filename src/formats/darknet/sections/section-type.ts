// The contract of a section that is a layer: what Darknet's parse and make functions do, as a pure function.

import * as l10n from "@vscode/l10n";
import type { Count } from "../../../model/exact";
import type { Attributes, Weight } from "../../../model/network";
import type { Shape } from "../../../model/shape";
import type { Section } from "../config";

/** Height, width and channels, where the output is an image. */
export interface Image {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/** What one layer hands to the next. */
export interface Feature {
  /** Undefined after layers that Darknet gives no height and width, such as a softmax. */
  readonly image: Image | undefined;
  /** Numbers for one sample. */
  readonly count: number;
  /** As it is shown: `[C, H, W]`, or `[N]` for vectors. */
  readonly shape: Shape;
}

export interface SectionCall {
  readonly section: Section;
  readonly text: string;
  /** The layer's number, from 0. */
  readonly index: number;
  /** The layer before, or the network's input; undefined where unknown. */
  readonly input: Feature | undefined;
  /** The outputs of the layers before, by their number. */
  readonly layers: readonly (Feature | undefined)[];
}

export interface SectionIssue {
  readonly code: string;
  readonly message: string;
  readonly severity?: "error" | "warning" | "information";
  /** The option to blame; the header unless given. */
  readonly option?: string;
  /** The text to blame within the option. */
  readonly span?: { readonly start: number; readonly end: number };
  readonly data?: Readonly<Record<string, string | number>>;
}

export interface SectionResult {
  readonly output: Feature | undefined;
  /** The catalogue's operator, with attributes by its parameters' names. */
  readonly operator: string;
  readonly attributes?: Attributes;
  /** None unless given. */
  readonly weights?: readonly Weight[];
  /** Multiply-accumulates as Darknet counts them (half of its operations); 0 unless given. */
  readonly macs?: Count;
  /** The numbers of the layers that it takes, instead of the layer before. */
  readonly sources?: readonly number[];
  /** The number of the layer whose weights it uses. */
  readonly sharedWith?: number;
  readonly issues?: readonly SectionIssue[];
}

/** Never throws; called also when the input is unknown. */
export type SectionRule = (call: SectionCall) => SectionResult;

/** An image as a feature. */
export function imageFeature(channels: number, height: number, width: number): Feature {
  return {
    image: { channels, height, width },
    count: channels * height * width,
    shape: [channels, height, width],
  };
}

/** A vector that Darknet gives a height and width of 1. */
export function vectorFeature(count: number): Feature {
  return { image: { channels: count, height: 1, width: 1 }, count, shape: [count] };
}

/** A vector without height and width: only layers that want none can follow. */
export function flatFeature(count: number): Feature {
  return { image: undefined, count, shape: [count] };
}

/** What a layer reports that needs an image, and gets none. */
export function needsImage(type: string, call: SectionCall): readonly SectionIssue[] {
  if (call.input === undefined) return [];
  const message = l10n.t(
    "The layer before [{0}] must output an image, not {1} numbers without height and width.",
    type,
    call.input.count,
  );
  return [{ code: "needs-image", message }];
}

export function learned(name: string, shape: Shape): Weight {
  return { name, shape, kind: "parameter" };
}

export function state(name: string, shape: Shape): Weight {
  return { name, shape, kind: "buffer" };
}

/** Biases, and with batch normalization scales and the running mean and variance. */
export function biasesAndScales(count: number, normalized: boolean): readonly Weight[] {
  const biases = learned("biases", [count]);
  if (!normalized) return [biases];
  return [
    biases,
    learned("scales", [count]),
    state("rolling_mean", [count]),
    state("rolling_variance", [count]),
  ];
}
