// What all charts share: a figure with a caption, the plots in it, the table behind it, and a way to save its picture.

import { button } from "../controls";
import { fill, html } from "../element";
import { ICONS } from "../graph/icons";
import type { CompareStrings } from "../../src/protocol/compare";
import { prepareMarks, walkMarks } from "./mark-keys";
import type { Drawing } from "./mark-keys";
import { pictureOf } from "./plot-picture";

export interface ChartTable {
  readonly columns: readonly { readonly title: string; readonly numeric?: boolean }[];
  readonly rows: () => readonly (readonly string[])[];
}

export interface ChartContent {
  readonly by?: "layer" | "stage";
  readonly title: string;
  readonly table: ChartTable;
  /** Makes the plots for a width in pixels. */
  readonly draw: (width: number) => readonly Drawing[];
}

const NARROWEST = 320;

/** A chart of one metric (`params`, `flops`, `activationBytes`, `error`), the same element whatever it shows. */
export class Chart {
  readonly element: HTMLElement;
  readonly #caption = html("span");
  readonly #plots = html("div", { class: "plots" });
  readonly #behind: HTMLDetailsElement;
  #content: ChartContent | undefined;
  #drawn = 0;

  constructor(
    strings: CompareStrings,
    chart: string,
    onPicture: (name: string, svg: string, how: "copy" | "save") => void,
  ) {
    const pictureButton = (template: string, icon: string, how: "copy" | "save"): HTMLElement =>
      button({
        title: fill(template, "SVG"),
        icon,
        onClick: () => {
          const { by, title = "" } = this.#content ?? {};
          onPicture(by === undefined ? chart : `${chart}-by-${by}`, pictureOf(this.#plots, title), how);
        },
      });
    const actions = html(
      "span",
      { class: "chart-actions" },
      pictureButton(strings.copy, ICONS.copy, "copy"),
      pictureButton(strings.save, ICONS.save, "save"),
    );
    this.#behind = html("details", { class: "behind" }, html("summary", { text: strings.asTable }));
    this.#behind.addEventListener("toggle", () => {
      this.#fillTable();
    });
    this.element = html(
      "figure",
      { class: "chart", role: "group", attributes: { "data-chart": chart } },
      html("figcaption", {}, this.#caption, actions),
      this.#plots,
      this.#behind,
    );
    this.#plots.setAttribute("aria-description", strings.chartHelp);
    walkMarks(this.#plots);
  }

  /** Shows this from now on, as wide as it was drawn last. */
  show(content: ChartContent): void {
    this.#content = content;
    this.#caption.textContent = content.title;
    this.element.setAttribute("aria-label", content.title);
    if (content.by === undefined) delete this.element.dataset["by"];
    else this.element.dataset["by"] = content.by;
    this.#behind.querySelector(".scroll")?.remove();
    this.#fillTable();
    if (this.#drawn > 0) this.#draw();
  }

  /** Draws anew if the width changed since. */
  fit(width: number): void {
    const wanted = Math.max(NARROWEST, Math.floor(width));
    if (wanted === this.#drawn) return;
    this.#drawn = wanted;
    this.#draw();
  }

  #draw(): void {
    const drawings = this.#content?.draw(this.#drawn) ?? [];
    for (const { plot } of drawings) allowStyles(plot);
    prepareMarks(this.#plots, drawings);
  }

  /** The rows are made when they are first looked at. */
  #fillTable(): void {
    if (!this.#behind.open || this.#content === undefined) return;
    if (this.#behind.querySelector(".scroll") !== null) return;
    this.#behind.append(tableOf(this.#content));
  }
}

/** The page's policy lets in only style sheets that carry its nonce. */
function allowStyles(plot: Element): void {
  const { nonce = "" } = document.body.dataset;
  for (const style of plot.querySelectorAll("style")) style.nonce = nonce;
}

function tableOf({ title, table: { columns, rows } }: ChartContent): HTMLElement {
  const classOf = (index: number): string => (columns[index]?.numeric === true ? "numeric" : "");
  const head = columns.map((column, index) =>
    html("th", { text: column.title, class: classOf(index), attributes: { scope: "col" } }),
  );
  const body = rows().map((cells) =>
    html("tr", {}, ...cells.map((text, index) => html("td", { text, class: classOf(index) }))),
  );
  const table = html(
    "table",
    { attributes: { "aria-label": title } },
    html("thead", {}, html("tr", {}, ...head)),
    html("tbody", {}, ...body),
  );
  return html(
    "div",
    { class: "scroll", role: "region", attributes: { tabindex: 0, "aria-label": title } },
    table,
  );
}
