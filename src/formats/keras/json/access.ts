// Reading values out of parsed JSON: by name, with a type, undefined where there is no such thing.

import type { JsonNode } from "./parse";

/** A value without its places. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: Json;
}

/** The member of that name; the last one where there are several, as in Python. */
export function memberOf(node: JsonNode | undefined, name: string): JsonNode | undefined {
  if (node?.kind !== "object") return undefined;
  return node.members.findLast(({ key }) => key === name)?.value;
}

export function itemsOf(node: JsonNode | undefined): readonly JsonNode[] {
  return node?.kind === "array" ? node.items : [];
}

export function textOf(node: JsonNode | undefined): string | undefined {
  return node?.kind === "value" && typeof node.value === "string" ? node.value : undefined;
}

/** The value that a tree stands for. */
export function plain(node: JsonNode): Json {
  switch (node.kind) {
    case "value":
      return node.value;
    case "array":
      return node.items.map(plain);
    case "object":
      return Object.fromEntries(node.members.map(({ key, value }) => [key, plain(value)]));
  }
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !isArray(value);
}

export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function own(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** The first of those names that is there and not null. */
export function fieldOf(object: JsonObject, ...names: readonly string[]): Json | undefined {
  return names.map((name) => own(object, name)).find((value) => value !== undefined && value !== null);
}

export function numberIn(object: JsonObject, ...names: readonly string[]): number | undefined {
  const value = fieldOf(object, ...names);
  return typeof value === "number" ? value : undefined;
}

/** A number that can be a size: whole, from 0 to 2^53. */
export function sizeIn(object: JsonObject, ...names: readonly string[]): number | undefined {
  const value = numberIn(object, ...names);
  return value !== undefined && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

export function stringIn(object: JsonObject, ...names: readonly string[]): string | undefined {
  const value = fieldOf(object, ...names);
  return typeof value === "string" ? value : undefined;
}

export function flagIn(object: JsonObject, name: string, fallback: boolean): boolean {
  const value = own(object, name);
  return typeof value === "boolean" ? value : fallback;
}

export function objectIn(object: JsonObject, name: string): JsonObject | undefined {
  const value = own(object, name);
  return isObject(value) ? value : undefined;
}

/** A list of numbers, or a single one as a list of one. */
export function numbersIn(object: JsonObject, ...names: readonly string[]): readonly number[] | undefined {
  return asNumbers(fieldOf(object, ...names));
}

export function asNumbers(value: Json | undefined): readonly number[] | undefined {
  if (typeof value === "number") return [value];
  if (!isArray(value)) return undefined;
  const numbers = value.filter((item) => typeof item === "number");
  return numbers.length === value.length ? numbers : undefined;
}
