// The settings that the server follows, pulled from the client and checked.

import type { FlopsConvention } from "../analysis/figures";
import type { HintSettings } from "../features/inlay-hints";
import type { CaffePhase } from "../formats/format";

export interface Settings {
  readonly inlayHints: HintSettings;
  readonly convention: FlopsConvention;
  readonly caffePhase: CaffePhase;
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
  };
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
