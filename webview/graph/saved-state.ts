// What the view remembers across a reload of the window.

import type { HeatBy } from "../../src/view/heat";
import type { OpenState } from "../../src/view/open-state";

export interface SavedState {
  /** The panel's serializer needs it under this name. */
  readonly uri: string;
  readonly network: string;
  readonly open: OpenState;
  readonly direction: "down" | "right";
  /** Absent where the whole picture is to be in view, however large the panel is then. */
  readonly transform?: { readonly x: number; readonly y: number; readonly k: number };
  readonly selected: string | undefined;
  readonly heat: HeatBy | undefined;
  readonly locked: boolean;
  readonly minimap: boolean;
}

/** The saved state, or as much of a default as it lacks; it may come from another version. */
export function savedStateFrom(value: unknown): Partial<SavedState> {
  if (typeof value !== "object" || value === null) return {};
  const state = value as Record<string, unknown>;
  return {
    ...(typeof state["uri"] === "string" ? { uri: state["uri"] } : {}),
    ...(typeof state["network"] === "string" ? { network: state["network"] } : {}),
    ...(isOpenState(state["open"]) ? { open: state["open"] } : {}),
    ...(state["direction"] === "down" || state["direction"] === "right"
      ? { direction: state["direction"] }
      : {}),
    ...(isTransform(state["transform"]) ? { transform: state["transform"] } : {}),
    ...(typeof state["selected"] === "string" ? { selected: state["selected"] } : {}),
    ...(isHeat(state["heat"]) ? { heat: state["heat"] } : {}),
    locked: state["locked"] === true,
    minimap: state["minimap"] !== false,
  };
}

function isOpenState(value: unknown): value is OpenState {
  if (typeof value !== "object" || value === null) return false;
  const { level, opened, closed } = value as Record<string, unknown>;
  return typeof level === "number" && isTexts(opened) && isTexts(closed);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function isTransform(value: unknown): value is NonNullable<SavedState["transform"]> {
  if (typeof value !== "object" || value === null) return false;
  const { x, y, k } = value as Record<string, unknown>;
  return [x, y, k].every((number) => typeof number === "number" && Number.isFinite(number));
}

export function isHeat(value: unknown): value is HeatBy {
  return value === "params" || value === "flops" || value === "activationBytes" || value === "receptiveField";
}
