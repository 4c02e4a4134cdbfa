// The arguments of an operation: in its config, by name in its call, or in their place.

import type { Json } from "../json/access";
import { fieldOf } from "../json/access";
import type { KerasCall } from "./layer";

/** The value under one of those names, else the first argument in its place that is no tensor. */
export function argument(
  { config, named, positional }: KerasCall,
  ...names: readonly string[]
): Json | undefined {
  const given = fieldOf(config, ...names) ?? fieldOf(named, ...names);
  return given ?? positional.find((value) => value !== undefined && value !== null);
}

/** A number under one of those names. */
export function numberArgument(
  { config, named }: KerasCall,
  ...names: readonly string[]
): number | undefined {
  const value = fieldOf(config, ...names) ?? fieldOf(named, ...names);
  return typeof value === "number" ? value : undefined;
}

/** A text under one of those names. */
export function textArgument({ config, named }: KerasCall, ...names: readonly string[]): string | undefined {
  const value = fieldOf(config, ...names) ?? fieldOf(named, ...names);
  return typeof value === "string" ? value : undefined;
}
