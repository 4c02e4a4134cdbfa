// The editor's theme, where a picture cannot take its colours from the style sheet.

import type { ThemeName } from "../../src/draw/palette";

/** The palette that is closest to the theme. */
export function editorTheme(): ThemeName {
  const { classList } = document.body;
  if (classList.contains("vscode-high-contrast-light")) return "high-contrast-light";
  if (classList.contains("vscode-high-contrast")) return "high-contrast";
  return classList.contains("vscode-light") ? "light" : "dark";
}

/** Calls `listener` once the page has the colours of another theme. */
export function onThemeChange(listener: () => void): void {
  const observer = new MutationObserver(() => {
    listener();
  });
  observer.observe(document.body, { attributeFilter: ["class", "data-vscode-theme-id"] });
}
