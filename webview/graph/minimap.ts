// The overview in the corner: the whole picture, and the part of it that is in view; a click or drag goes there.

import type { Box } from "../../src/layout/geometry";
import type { Scene } from "../../src/layout/scene";

export interface Minimap {
  readonly element: HTMLElement;
  load(scene: Scene): void;
  update(visible: Box): void;
}

const LONGEST = 150;
const NARROWEST = 36;

export function createMinimap(
  label: string,
  onMove: (center: { readonly x: number; readonly y: number }) => void,
): Minimap {
  const element = document.createElement("div");
  element.className = "minimap";
  element.title = label;
  element.setAttribute("aria-hidden", "true");
  const canvas = document.createElement("canvas");
  const frame = document.createElement("div");
  frame.className = "minimap-frame";
  element.append(canvas, frame);
  let scale = { x: 1, y: 1 };
  let whole = { width: 1, height: 1 };

  const move = (event: PointerEvent): void => {
    const bounds = canvas.getBoundingClientRect();
    onMove({ x: (event.clientX - bounds.left) / scale.x, y: (event.clientY - bounds.top) / scale.y });
  };
  element.addEventListener("pointerdown", (event) => {
    element.setPointerCapture(event.pointerId);
    move(event);
  });
  element.addEventListener("pointermove", (event) => {
    if (event.buttons === 1) move(event);
  });

  return {
    element,
    load: (scene) => {
      const { width, height } = sizeOf(scene);
      scale = { x: width / scene.width, y: height / scene.height };
      whole = { width: scene.width, height: scene.height };
      element.style.width = `${width}px`;
      element.style.height = `${height}px`;
      paint(canvas, scene, width, height);
    },
    update: (visible) => {
      const { width, height } = whole;
      const isAll = visible.x <= 0 && visible.y <= 0;
      const isWhole = isAll && visible.x + visible.width >= width && visible.y + visible.height >= height;
      element.classList.toggle("whole", isWhole);
      frame.style.transform = `translate(${visible.x * scale.x}px, ${visible.y * scale.y}px)`;
      frame.style.width = `${visible.width * scale.x}px`;
      frame.style.height = `${visible.height * scale.y}px`;
    },
  };
}

/** Very long pictures are stretched across, so that there is something to see. */
function sizeOf(scene: Scene): { readonly width: number; readonly height: number } {
  const scale = LONGEST / Math.max(scene.width, scene.height);
  return {
    width: Math.max(NARROWEST, scene.width * scale),
    height: Math.max(NARROWEST, scene.height * scale),
  };
}

function paint(canvas: HTMLCanvasElement, scene: Scene, width: number, height: number): void {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.ceil(width * ratio);
  canvas.height = Math.ceil(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext("2d");
  if (context === null) return;
  context.scale((width * ratio) / scene.width, (height * ratio) / scene.height);
  const color = getComputedStyle(document.body).color;
  context.fillStyle = color;
  // What is smaller than a pixel would leave no trace.
  const least = { x: scene.width / width, y: scene.height / height };
  // Each kind in one go, so that what lies within the same pixel does not add up.
  for (const [isOpen, alpha] of [
    [true, 0.07],
    [false, 0.42],
  ] as const) {
    context.globalAlpha = alpha;
    context.beginPath();
    for (const { open, x, y, width: w, height: h } of scene.nodes)
      if (open === isOpen) context.rect(x, y, Math.max(w, least.x), Math.max(h, least.y));
    context.fill();
  }
}
