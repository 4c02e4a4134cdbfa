// The width of text in the font of the editor.

import type { Measure } from "../src/layout/measure";

/** Measures with a canvas, which gives what the browser will draw. */
export function measureInFont(font: string): Measure {
  const context = document.createElement("canvas").getContext("2d");
  let current = "";
  return (text, size, weight) => {
    if (context === null) return text.length * size * 0.6;
    const wanted = `${weight === "bold" ? 600 : 400} ${size}px ${font}`;
    if (wanted !== current) {
      context.font = wanted;
      current = wanted;
    }
    return context.measureText(text).width;
  };
}

/** The font of the editor's user interface. */
export function editorFont(): string {
  const family = getComputedStyle(document.documentElement).getPropertyValue("--vscode-font-family").trim();
  return family === "" ? "system-ui, sans-serif" : family;
}
