// The contract of a Keras layer's row: from its config and input shapes to what the model says about it.

import * as l10n from "@vscode/l10n";
import type { Count } from "../../../model/exact";
import type { AttributeValue, Attributes, Weight } from "../../../model/network";
import type { Shape } from "../../../model/shape";
import type { Issue } from "../../../operators/operator";
import type { Json, JsonObject } from "../json/access";
import { flagIn, isObject, numbersIn, stringIn } from "../json/access";

export interface KerasCall {
  readonly className: string;
  readonly config: JsonObject;
  /** Shapes without the batch axis of the tensors, in the order of the call. */
  readonly inputs: readonly (Shape | undefined)[];
  /** For each tensor, what tells it from others: equal for the same tensor. */
  readonly tensors: readonly string[];
  /** For each tensor, the argument's name where it was given by name. */
  readonly argumentNames: readonly (string | undefined)[];
  /** The arguments that are no tensors. */
  readonly positional: readonly (Json | undefined)[];
  readonly named: JsonObject;
  /** What another class makes of a config, for layers that wrap layers; with the arguments of `call` where that is given. */
  readonly inner: (
    layer: Json | undefined,
    inputs: readonly (Shape | undefined)[],
    call?: KerasCall,
  ) => KerasResult | undefined;
}

export interface KerasResult {
  /** The catalogue's operator, or Keras' class where the catalogue has none. */
  readonly operator: string;
  readonly attributes?: Attributes;
  /** Which tensors are its inputs, in the operator's order; all in the order of the call unless given. */
  readonly takes?: readonly number[];
  /** How many outputs the operator's rule gives; 1 unless given. */
  readonly wanted?: number;
  /** Output shapes; by the operator's rule unless given. */
  readonly outputs?: readonly (Shape | undefined)[];
  /** By the operator's rules unless given; each must be given where the catalogue has no such operator. */
  readonly weights?: readonly Weight[];
  readonly macs?: Count;
  readonly operations?: Count;
  /** Operations of an activation within the layer, for each output element. */
  readonly activationOperations?: number;
  readonly issues?: readonly Issue[];
  /** Only renames or masks, so that a picture leaves it out. */
  readonly plumbing?: boolean;
}

export type KerasLayer = (call: KerasCall) => KerasResult;

/** Layers by class name. */
export type KerasLayers = Readonly<Record<string, KerasLayer>>;

/** Figures of a layer without weights or multiply-accumulates. */
export const FREE = { weights: [], macs: 0, operations: 0 } as const;

/** A list as a single number where all its numbers are equal. */
export function compact(numbers: readonly number[]): AttributeValue {
  const [first] = numbers;
  return first !== undefined && numbers.every((number) => number === first) ? first : numbers;
}

/** The attribute of that name from a size, or a list of sizes, in the config; nothing when it is absent. */
export function sizes(config: JsonObject, attribute: string, ...names: readonly string[]): Attributes {
  const numbers = numbersIn(config, ...names);
  return numbers === undefined || numbers.length === 0 ? {} : { [attribute]: compact(numbers) };
}

export function isChannelsLast(config: JsonObject): boolean {
  return stringIn(config, "data_format") !== "channels_first";
}

/** The catalogue's `layout`, given only where channels are last. */
export function layout(config: JsonObject): Attributes {
  return isChannelsLast(config) ? { layout: "channels-last" } : {};
}

export function bias(config: JsonObject): Attributes {
  return { bias: flagIn(config, "use_bias", true) };
}

/** The name of a function or class that a config refers to. */
export function functionName(value: Json | undefined): string | undefined {
  if (typeof value === "string") return value;
  if (!isObject(value)) return undefined;
  const { config } = value;
  if (typeof config === "string") return config;
  return stringIn(value, "class_name");
}

/** The activation within a layer: shown as an attribute, and counted with its operations. */
export function withActivation(config: JsonObject, result: KerasResult): KerasResult {
  const name = functionName(config["activation"]);
  if (name === undefined || name === "linear") return result;
  return {
    ...result,
    attributes: { ...result.attributes, activation: name },
    activationOperations: name === "softmax" || name === "log_softmax" ? 5 : 1,
  };
}

/** The rank that a class name says: `Conv2D` has 2. */
export function rankOf(className: string): number | undefined {
  const digit = /([123])D/.exec(className)?.[1];
  return digit === undefined ? undefined : Number(digit);
}

/** An issue when the input has not the rank that the class wants (channels and spatial axes). */
export function rankIssues({ className, inputs }: KerasCall): readonly Issue[] {
  const rank = rankOf(className);
  const [input] = inputs;
  if (rank === undefined || input === undefined || input.length === rank + 1) return [];
  const message = l10n.t(
    "{0} wants {1} axes besides the batch, but its input has {2}.",
    className,
    rank + 1,
    input.length,
  );
  return [{ code: "wrong-rank", input: 0, message }];
}
