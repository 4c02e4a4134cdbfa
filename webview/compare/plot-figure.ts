// What all charts share: a figure with a caption, the plot in it, the table behind it, and a way to save its picture.

import { button } from "../controls";
import { fill, html } from "../element";
import { ICONS } from "../graph/icons";
import type { CompareStrings } from "../../src/protocol/compare";

export interface ChartTable {
  readonly columns: readonly string[];
  readonly rows: () => readonly (readonly string[])[];
}

export interface ChartOptions {
  /** The metric: `params`, `flops`, `activationBytes`, `error`. */
  readonly chart: string;
  readonly by?: "layer" | "stage";
  readonly title: string;
  readonly table: ChartTable;
  /** Makes the plots for a width in pixels. */
  readonly draw: (width: number) => readonly Element[];
  readonly onPicture: (name: string, svg: string, how: "copy" | "save") => void;
}

export interface Chart {
  readonly element: HTMLElement;
  /** Draws anew if the width changed since. */
  fit(width: number): void;
}

const NARROWEST = 320;

export function createChart(strings: CompareStrings, options: ChartOptions): Chart {
  const { chart, by, title, table, draw, onPicture } = options;
  const plots = html("div", { class: "plots" });
  const name = by === undefined ? chart : `${chart}-by-${by}`;
  const pictureButton = (template: string, icon: string, how: "copy" | "save"): HTMLElement =>
    button({
      title: fill(template, "SVG"),
      icon,
      onClick: () => {
        onPicture(name, pictureOf(plots, title), how);
      },
    });
  const caption = html("figcaption", {}, html("span", { text: title }));
  caption.append(
    html(
      "span",
      { class: "chart-actions" },
      pictureButton(strings.copy, ICONS.copy, "copy"),
      pictureButton(strings.save, ICONS.save, "save"),
    ),
  );
  const element = html(
    "figure",
    {
      class: "chart",
      role: "group",
      attributes: { "data-chart": chart, "data-by": by, "aria-label": title },
    },
    caption,
    plots,
    tableBehind(strings, title, table),
  );
  let drawn = 0;
  return {
    element,
    fit: (width) => {
      const wanted = Math.max(NARROWEST, Math.floor(width));
      if (wanted === drawn) return;
      drawn = wanted;
      plots.replaceChildren(...draw(wanted).map(allowStyles));
    },
  };
}

/** The page's policy lets in only style sheets that carry its nonce. */
function allowStyles(plot: Element): Element {
  const { nonce = "" } = document.body.dataset;
  for (const style of plot.querySelectorAll("style")) style.nonce = nonce;
  return plot;
}

/** The rows are made when they are first looked at. */
function tableBehind(strings: CompareStrings, title: string, { columns, rows }: ChartTable): HTMLElement {
  const details = html("details", { class: "behind" }, html("summary", { text: strings.asTable }));
  details.addEventListener("toggle", () => {
    if (!details.open || details.querySelector("table") !== null) return;
    const head = columns.map((text) => html("th", { text, attributes: { scope: "col" } }));
    const body = rows().map((cells) =>
      html("tr", {}, ...cells.map((text, index) => html("td", { text, class: index > 0 ? "numeric" : "" }))),
    );
    details.append(
      html(
        "div",
        { class: "scroll", attributes: { tabindex: 0 } },
        html(
          "table",
          { attributes: { "aria-label": title } },
          html("thead", {}, html("tr", {}, ...head)),
          html("tbody", {}, ...body),
        ),
      ),
    );
  });
  return details;
}

/** One SVG of all plots below each other, with the editor's colours and font written out. */
function pictureOf(plots: HTMLElement, title: string): string {
  const style = getComputedStyle(document.body);
  const svgs = [...plots.querySelectorAll("svg")].filter((svg) => svg.ownerSVGElement === null);
  const width = Math.max(0, ...svgs.map((svg) => svg.width.baseVal.value));
  const root = document.createElementNS(NAMESPACE, "svg");
  let height = 28;
  for (const svg of svgs) {
    const copy = svg.cloneNode(true) as SVGSVGElement;
    for (const sheet of copy.querySelectorAll("style")) sheet.remove();
    copy.setAttribute("y", String(height));
    height += svg.height.baseVal.value;
    root.append(copy);
  }
  const attributes = {
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    fill: "currentColor",
    color: style.color,
  };
  for (const [name, value] of Object.entries(attributes)) root.setAttribute(name, String(value));
  root.setAttribute("font-family", "system-ui, sans-serif");
  root.setAttribute("font-size", "10");
  root.prepend(rectangle(style.backgroundColor), heading(title));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(root)}\n`;
}

const NAMESPACE = "http://www.w3.org/2000/svg";

function rectangle(fill: string): SVGElement {
  const element = document.createElementNS(NAMESPACE, "rect");
  for (const [name, value] of Object.entries({ width: "100%", height: "100%", fill }))
    element.setAttribute(name, value);
  return element;
}

function heading(text: string): SVGElement {
  const element = document.createElementNS(NAMESPACE, "text");
  for (const [name, value] of Object.entries({ x: 12, y: 18, "font-size": 13, "font-weight": 600 })) {
    element.setAttribute(name, String(value));
  }
  element.textContent = text;
  return element;
}
