// A button that opens a small panel below it; Escape, or a click elsewhere, closes it again.

import { button } from "./controls";
import { html } from "./element";

/** `content` is made anew each time that the menu opens; it may close the menu itself. */
export function menu(title: string, icon: string, content: (close: () => void) => HTMLElement): HTMLElement {
  const panel = html("div", { class: "menu-panel" });
  panel.hidden = true;
  const opener = button({
    title,
    icon,
    onClick: () => {
      if (panel.hidden) open();
      else close();
    },
  });
  opener.setAttribute("aria-haspopup", "true");
  opener.setAttribute("aria-expanded", "false");
  const root = html("div", { class: "menu" }, opener, panel);

  function open(): void {
    panel.replaceChildren(content(close));
    panel.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    const first = panel.querySelector("vscode-button, vscode-checkbox");
    if (first instanceof HTMLElement) requestAnimationFrame(() => first.focus());
    document.addEventListener("pointerdown", onPointer, true);
  }

  function close(): void {
    if (panel.hidden) return;
    panel.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", onPointer, true);
  }

  function onPointer(event: PointerEvent): void {
    if (!event.composedPath().includes(root)) close();
  }

  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || panel.hidden) return;
    close();
    opener.focus();
    event.stopPropagation();
  });
  return root;
}
