// The keys of the graph.

import type { Step } from "./relations";

export interface KeyActions {
  readonly step: (step: Step) => void;
  readonly enter: () => void;
  readonly leave: () => void;
  readonly ends: (last: boolean) => void;
  readonly escape: () => void;
  readonly find: () => void;
  readonly fit: () => void;
  readonly zoomBy: (factor: number) => void;
  readonly zoomToSelection: () => void;
  readonly dependencies: () => void;
}

/** Keys of the canvas; finding works from everywhere in the panel. */
export function listenToKeys(canvas: SVGElement, actions: KeyActions): void {
  window.addEventListener(
    "keydown",
    (event) => {
      if (event.key.toLowerCase() !== "f" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      actions.find();
    },
    { capture: true },
  );
  const keys = new Map<string, () => void>([
    ["ArrowDown", () => actions.step("forward")],
    ["ArrowUp", () => actions.step("back")],
    ["ArrowLeft", () => actions.step("left")],
    ["ArrowRight", () => actions.step("right")],
    ["Enter", actions.enter],
    [" ", actions.enter],
    ["Backspace", actions.leave],
    ["Home", () => actions.ends(false)],
    ["End", () => actions.ends(true)],
    ["Escape", actions.escape],
    ["0", actions.fit],
    ["+", () => actions.zoomBy(1.25)],
    ["=", () => actions.zoomBy(1.25)],
    ["-", () => actions.zoomBy(0.8)],
    ["f", actions.zoomToSelection],
    ["d", actions.dependencies],
  ]);
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = keys.get(event.key);
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
}
