// The settings that the server follows, pulled from the client and checked.

import type { FlopsConvention } from "../analysis/figures";
import type { HintSettings } from "../features/inlay-hints";
import type { CaffePhase, ReadOptions } from "../formats/format";
import { parseShape } from "../formats/input-shape";
import type { Shape } from "../model/shape";

export interface Settings {
  readonly inlayHints: HintSettings;
  readonly convention: FlopsConvention;
  readonly caffePhase: CaffePhase;
  /** Shapes for the inputs of those names, in files of other formats than `.net`. */
  readonly inputShapes: NonNullable<ReadOptions["inputShapes"]>;
}

export const DEFAULT_SETTINGS: Settings = {
  inlayHints: {
    enabled: true,
    shape: true,
    params: true,
    flops: true,
    memory: false,
    receptiveField: false,
  },
  convention: "multiply-add",
  caffePhase: "TEST",
  inputShapes: {},
};

/** The settings in the section `netlens` as a client gives them; anything missing or of a wrong type has its default. */
export function settingsFrom(section: unknown): Settings {
  const hints = property(section, "inlayHints");
  const defaults = DEFAULT_SETTINGS.inlayHints;
  const flag = (name: keyof HintSettings): boolean => {
    const value = property(hints, name);
    return typeof value === "boolean" ? value : defaults[name];
  };
  return {
    inlayHints: {
      enabled: flag("enabled"),
      shape: flag("shape"),
      params: flag("params"),
      flops: flag("flops"),
      memory: flag("memory"),
      receptiveField: flag("receptiveField"),
    },
    convention:
      property(property(section, "flops"), "convention") === "operations" ? "operations" : "multiply-add",
    caffePhase: property(property(section, "caffe"), "phase") === "TRAIN" ? "TRAIN" : "TEST",
    inputShapes: inputShapesFrom(property(section, "inputShapes")),
  };
}

/** `{ "image": "3x224x224" }`; a dimension may be a name that stays open (`seq`). What is no shape is left out. */
function inputShapesFrom(value: unknown): Settings["inputShapes"] {
  if (typeof value !== "object" || value === null) return {};
  const shapes: Record<string, Shape> = {};
  for (const [name, text] of Object.entries(value)) {
    const shape = typeof text === "string" ? parseShape(text) : undefined;
    if (shape !== undefined) shapes[name] = shape;
  }
  return shapes;
}

/** True when files mean something else by one settings than by the others. */
export function readsOtherwise(before: Settings, now: Settings): boolean {
  const shapes = ({ inputShapes }: Settings): string => JSON.stringify(inputShapes);
  return before.caffePhase !== now.caffePhase || shapes(before) !== shapes(now);
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
