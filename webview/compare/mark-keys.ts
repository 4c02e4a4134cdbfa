// The marks of a chart by keyboard: one tab stop for the chart; arrow keys walk from mark to mark and from plot to plot.

import type { Plot } from "@observablehq/plot";

/** A plot whose marks can be walked, and what Enter or a click does with what its tooltip shows. */
export interface Drawing {
  readonly plot: Element & Plot;
  readonly choose?: (value: unknown) => void;
}

const MARK = ".mark";

/** What belongs to each plot, for the keys and clicks that come later. */
const drawingOf = new WeakMap<Element, Drawing>();

/** Puts plots into their place and makes their bars and dots reachable; the mark that had the focus has it again. */
export function prepareMarks(place: HTMLElement, drawings: readonly Drawing[]): void {
  const before = positionOf(place, document.activeElement);
  for (const drawing of drawings) {
    drawingOf.set(drawing.plot, drawing);
    describeMarks(drawing.plot);
  }
  place.replaceChildren(...drawings.map(({ plot }) => plot));
  const again = before && (markAt(place, before.plot, before.mark) ?? markAt(place, 0, 0));
  const first = again ?? place.querySelector(MARK);
  first?.setAttribute("tabindex", "0");
  if (again instanceof SVGElement) again.focus({ preventScroll: true });
}

/** Axes and labels say nothing that the marks and the table behind the chart do not say in words. */
function describeMarks(plot: Element): void {
  plot.setAttribute("role", "group");
  for (const part of plot.querySelectorAll(":scope > g[aria-label]")) {
    const marks = part.querySelectorAll<SVGElement>(":scope > [aria-label]");
    part.setAttribute(
      marks.length === 0 ? "aria-hidden" : "role",
      marks.length === 0 ? "true" : "presentation",
    );
    for (const mark of marks) {
      mark.classList.add("mark");
      mark.setAttribute("role", "img");
      mark.setAttribute("tabindex", "-1");
    }
  }
}

/** Listens to keys, focus and clicks of all plots that this place will ever hold. */
export function walkMarks(place: HTMLElement): void {
  place.addEventListener("keydown", (event) => {
    const at = positionOf(place, event.target);
    if (at === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (press(place, at, event.key)) event.preventDefault();
  });
  place.addEventListener("focusin", ({ target }) => {
    if (target instanceof SVGElement && target.matches(MARK)) showTip(target);
  });
  place.addEventListener("focusout", ({ target }) => {
    if (target instanceof SVGElement) hideTip(target);
  });
  place.addEventListener("click", ({ target }) => {
    const plot = target instanceof Element ? plotOf(place, target) : undefined;
    if (plot !== undefined) choose(plot);
  });
}

interface Position {
  readonly plot: number;
  readonly mark: number;
}

/** True when the key did something. */
function press(place: HTMLElement, { plot, mark }: Position, key: string): boolean {
  switch (key) {
    case "ArrowRight":
      return moveTo(place, plot, mark + 1);
    case "ArrowLeft":
      return moveTo(place, plot, mark - 1);
    case "ArrowDown":
      return moveTo(place, plot + 1, mark);
    case "ArrowUp":
      return moveTo(place, plot - 1, mark);
    case "Home":
      return moveTo(place, plot, 0);
    case "End":
      return moveTo(place, plot, marksOf(place.children[plot]).length - 1);
    case "Enter":
    case " ":
      choose(place.children[plot]);
      return true;
    default:
      return false;
  }
}

function moveTo(place: HTMLElement, plot: number, mark: number): boolean {
  const target = markAt(place, plot, mark);
  if (target === undefined) return true;
  for (const old of place.querySelectorAll(`${MARK}[tabindex="0"]`)) old.setAttribute("tabindex", "-1");
  target.setAttribute("tabindex", "0");
  target.focus();
  return true;
}

/** The mark nearest to that number in a plot; undefined where there is no such plot. */
function markAt(place: HTMLElement, plot: number, mark: number): SVGElement | undefined {
  const marks = marksOf(place.children[plot]);
  return marks[Math.max(0, Math.min(marks.length - 1, mark))];
}

function positionOf(place: HTMLElement, target: unknown): Position | undefined {
  if (!(target instanceof SVGElement) || !target.matches(MARK)) return undefined;
  const plot = plotOf(place, target);
  if (plot === undefined) return undefined;
  return { plot: [...place.children].indexOf(plot), mark: marksOf(plot).indexOf(target) };
}

/** From left to right, whatever the order in which they are drawn. */
function marksOf(plot: Element | undefined): readonly SVGElement[] {
  const marks = [...(plot?.querySelectorAll<SVGElement>(MARK) ?? [])];
  return marks.sort((a, b) => leftOf(a) - leftOf(b));
}

function leftOf(mark: SVGElement): number {
  return Number(mark.getAttribute("x") ?? mark.getAttribute("cx"));
}

function plotOf(place: HTMLElement, element: Element): Element | undefined {
  return [...place.children].find((plot) => plot.contains(element));
}

/** The plot's own tooltip, as if the mouse were over the mark. */
function showTip(mark: SVGElement): void {
  const { left, right, top, bottom } = mark.getBoundingClientRect();
  const y = mark.hasAttribute("cy") ? (top + bottom) / 2 : top;
  point(mark, "pointermove", (left + right) / 2, y);
}

function hideTip(mark: SVGElement): void {
  point(mark, "pointerleave", 0, 0);
}

function point(mark: SVGElement, type: string, clientX: number, clientY: number): void {
  mark.ownerSVGElement?.dispatchEvent(new PointerEvent(type, { clientX, clientY, pointerType: "mouse" }));
}

/** What the tooltip shows is what is meant. */
function choose(plot: Element | undefined): void {
  const drawing = plot && drawingOf.get(plot);
  const value: unknown = drawing?.plot.value;
  if (value !== null && value !== undefined) drawing?.choose?.(value);
}
