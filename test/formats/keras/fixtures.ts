// Models that Keras saved, with Keras' own facts about them: made by scripts/judges/keras_applications.py.

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { unzipSync } from "fflate";
import type { ByteSource } from "../../../src/formats/format";
import type { Shape } from "../../../src/model/shape";

const FOLDER = path.join(__dirname, "fixtures");

export interface LayerFact {
  readonly name: string;
  readonly class: string;
  /** Null where Keras does not say. */
  readonly outputs: readonly (readonly (number | null)[])[] | null;
  readonly params: number | null;
  readonly layers?: readonly LayerFact[];
}

export interface ModelFacts {
  readonly keras: string;
  readonly params: number;
  readonly trainable: number;
  readonly nonTrainable: number;
  readonly layers: readonly LayerFact[];
}

/** The names of the models that Keras 3 saved, and of those of Keras 2. */
export const MODELS = modelsIn("");
export const KERAS2_MODELS = modelsIn("keras2/");

function modelsIn(folder: string): readonly string[] {
  return readdirSync(path.join(FOLDER, folder))
    .filter((file) => file.endsWith(".keras"))
    .map((file) => `${folder}${file.replace(/\.keras$/, "")}`);
}

export function archiveOf(model: string): ByteSource {
  return sourceOf(readFileSync(path.join(FOLDER, `${model}.keras`)));
}

export function configOf(model: string): string {
  return entryOf(model, "config.json");
}

export function factsOf(model: string): ModelFacts {
  return JSON.parse(entryOf(model, "facts.json")) as ModelFacts;
}

function entryOf(model: string, entry: string): string {
  const entries = unzipSync(readFileSync(path.join(FOLDER, `${model}.keras`)));
  return new TextDecoder().decode(entries[entry]);
}

export function sourceOf(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

/** Whether a shape is what Keras says; Keras leaves a size open (null) where it may be known here. */
export function agrees(shape: Shape | undefined, fact: readonly (number | null)[]): boolean {
  return shape?.length === fact.length && fact.every((dim, axis) => dim === null || dim === shape[axis]);
}
