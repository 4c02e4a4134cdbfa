// The card beside a node under the pointer: what the editor's hover says about it.

import { markdownToDom } from "./markdown";
import { placeBeside } from "./viewport";

export interface HoverCard {
  readonly element: HTMLElement;
  /** The pointer is over a node, or over none. */
  over(path: string | undefined, at: DOMRect | undefined): void;
  /** The texts for a path have come. */
  fill(path: string, contents: readonly string[]): void;
  hide(): void;
}

const DELAY = 350;

export function createHoverCard(ask: (path: string) => void): HoverCard {
  const element = document.createElement("div");
  element.className = "hover-card";
  element.setAttribute("role", "tooltip");
  element.hidden = true;
  let wanted: string | undefined;
  let place: DOMRect | undefined;
  let timer = 0;
  const hide = (): void => {
    clearTimeout(timer);
    wanted = undefined;
    element.hidden = true;
  };
  return {
    element,
    hide,
    over: (path, at) => {
      if (path === wanted) return;
      hide();
      if (path === undefined || at === undefined) return;
      wanted = path;
      place = at;
      timer = window.setTimeout(() => {
        ask(path);
      }, DELAY);
    },
    fill: (path, contents) => {
      if (path !== wanted || place === undefined || contents.length === 0) return;
      element.replaceChildren(...contents.map(markdownToDom));
      element.hidden = false;
      position(element, place);
    },
  };
}

/** Beside the node where there is room, else below or above it; within the window. */
function position(element: HTMLElement, node: DOMRect): void {
  const { offsetWidth: width, offsetHeight: height } = element;
  const card = { width, height };
  const room = { width: window.innerWidth, height: window.innerHeight };
  const { left, top } = placeBeside(node, card, room);
  element.style.left = `${left}px`;
  element.style.top = `${top}px`;
}
