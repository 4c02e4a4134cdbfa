// The divider of two panes, moved with the mouse or the arrow keys; a double click puts it in the middle.

import { html } from "../element";
import { limitedShare } from "./saved-state";

export interface Divider {
  readonly element: HTMLElement;
  /** Tells screen readers where it is. */
  show(share: number): void;
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -0.03,
  ArrowUp: -0.03,
  ArrowRight: 0.03,
  ArrowDown: 0.03,
  Home: -1,
  End: 1,
};

/** `moved` gets the first pane's new part of the room. */
export function createDivider(label: string, moved: (share: number) => void): Divider {
  let current = 0.5;
  const attributes = { tabindex: 0, "aria-label": label, "aria-valuemin": 15, "aria-valuemax": 85 };
  const element = html("div", { class: "divider", role: "separator", title: label, attributes });
  element.addEventListener("keydown", (event) => {
    const step = Object.hasOwn(STEPS, event.key) ? STEPS[event.key] : undefined;
    if (step === undefined) return;
    event.preventDefault();
    moved(limitedShare(current + step));
  });
  element.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    element.setPointerCapture(event.pointerId);
    element.classList.add("dragging");
  });
  element.addEventListener("pointermove", (event) => {
    if (element.hasPointerCapture(event.pointerId)) moved(limitedShare(shareAt(element, event)));
  });
  element.addEventListener("lostpointercapture", () => {
    element.classList.remove("dragging");
  });
  element.addEventListener("dblclick", () => {
    moved(0.5);
  });
  return {
    element,
    show: (share) => {
      current = share;
      element.setAttribute("aria-valuenow", String(Math.round(share * 100)));
      element.setAttribute("aria-orientation", isStacked(element) ? "horizontal" : "vertical");
    },
  };
}

function shareAt(element: HTMLElement, { clientX, clientY }: PointerEvent): number {
  const around = element.parentElement?.getBoundingClientRect();
  if (around === undefined) return 0.5;
  return isStacked(element) ? (clientY - around.top) / around.height : (clientX - around.left) / around.width;
}

/** In a narrow page one pane is above the other. */
function isStacked(element: HTMLElement): boolean {
  const { parentElement } = element;
  return parentElement !== null && getComputedStyle(parentElement).flexDirection === "column";
}
