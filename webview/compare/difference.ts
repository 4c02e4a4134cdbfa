// The difference of two models: their layers aligned, equal ones folded.

import type { CompareDifference, CompareModel, CompareStrings } from "../../src/protocol/compare";
import { fill, html } from "../element";
import { virtualRows } from "../virtual-rows";

type Row = CompareDifference["rows"][number];

/** Beyond so many rows only those in view are in the document. */
const MOST_ROWS = 1000;
const ROW_HEIGHT = 24;

export interface DifferenceActions {
  /** `side` 0 is the left model, 1 the right one. */
  readonly reveal: (side: 0 | 1, path: string) => void;
}

export class DifferenceView {
  readonly element = html("div", { class: "difference" });
  readonly #strings: CompareStrings;
  readonly #actions: DifferenceActions;
  /** Folds that are open, by the path of their first row. */
  readonly #open = new Set<string>();
  #difference: CompareDifference | undefined;
  #names: readonly [string, string] = ["", ""];

  constructor(strings: CompareStrings, actions: DifferenceActions) {
    this.#strings = strings;
    this.#actions = actions;
  }

  show(difference: CompareDifference | undefined, models: readonly CompareModel[]): void {
    this.#difference = difference;
    if (difference === undefined) {
      this.element.replaceChildren();
      return;
    }
    this.#names = [models[difference.left]?.name ?? "", models[difference.right]?.name ?? ""];
    const { identical, attributes, cost, consequences, counts } = difference;
    const strings = this.#strings;
    const summary = identical
      ? [html("p", { class: "identical", text: strings.identical })]
      : [
          countsLine(strings, counts),
          html("p", { class: "cost", text: fill(strings.cost, cost, consequences) }),
          ...attributes.map((text) =>
            html("p", { class: "interface", text, attributes: { "data-interface-change": "" } }),
          ),
        ];
    this.element.replaceChildren(...summary, this.#grid());
  }

  #grid(): HTMLElement {
    const rows = this.#visible();
    const body = html("div", { class: "diff-body", role: "rowgroup" });
    const scroller = html(
      "div",
      {
        class: "diff-grid",
        role: "table",
        attributes: { "aria-label": this.#strings.difference, "aria-rowcount": rows.length + 1, tabindex: 0 },
      },
      html("div", { role: "rowgroup", class: "diff-head" }, this.#headRow()),
      body,
    );
    if (rows.length <= MOST_ROWS) body.append(...rows.map((row, index) => this.#rowElement(row, index)));
    else {
      scroller.classList.add("virtual");
      const virtual = virtualRows(scroller, body, ROW_HEIGHT, (index) => {
        const row = rows[index];
        return row === undefined ? html("div") : this.#rowElement(row, index);
      });
      requestAnimationFrame(() => {
        virtual.setCount(rows.length);
      });
    }
    return scroller;
  }

  /** Without the rows in closed folds. */
  #visible(): readonly Row[] {
    const visible: Row[] = [];
    let hidden = 0;
    for (const row of this.#difference?.rows ?? []) {
      if (hidden > 0) {
        hidden -= 1;
        continue;
      }
      visible.push(row);
      if (row.kind === "fold" && !this.#open.has(keyOf(row))) hidden = row.count;
    }
    return visible;
  }

  #headRow(): HTMLElement {
    const { columnChange, columnWhat, columnAttributes, params, columnMacs, activationMemory } =
      this.#strings;
    const titles = [
      columnChange,
      ...this.#names,
      columnWhat,
      columnAttributes,
      params,
      columnMacs,
      activationMemory,
    ];
    return html(
      "div",
      { class: "diff-row", role: "row", attributes: { "aria-rowindex": 1 } },
      ...titles.map((text, index) =>
        html("span", { text, title: text, role: "columnheader", class: index > 4 ? "numeric" : "" }),
      ),
    );
  }

  #rowElement(row: Row, index: number): HTMLElement {
    const { kind, change, depth } = row;
    const strings = this.#strings;
    // A heading only says where the changes below it are.
    const element = html("div", {
      class: `diff-row ${kind} ${kind === "heading" ? "" : change}`,
      role: "row",
      attributes: {
        "data-change": kind === "heading" ? undefined : change,
        "data-count": kind === "fold" ? row.count : undefined,
        "data-left": row.left,
        "data-right": row.right,
        "aria-rowindex": index + 2,
      },
    });
    const first = html("span", { role: "cell", class: "change" });
    first.style.paddingInlineStart = `${6 + 14 * depth}px`;
    first.append(
      html("span", {
        class: "sign",
        text: SIGNS[kind === "heading" ? "heading" : change],
        attributes: { "aria-hidden": "true" },
      }),
    );
    first.append(kind === "heading" ? strings.inGroup : strings.changes[change]);
    element.append(first);
    if (kind === "fold") element.append(this.#foldCell(row));
    else
      element.append(
        this.#pathCell(0, row.left, depth),
        this.#pathCell(1, row.right, depth),
        whatCell(row),
        cell(row.attributes.join("; "), "attributes"),
      );
    element.append(figureCell(row.params), figureCell(row.macs), figureCell(row.activationBytes));
    return element;
  }

  #foldCell(row: Row): HTMLElement {
    const isOpen = this.#open.has(keyOf(row));
    const text = fill(this.#strings.fold, row.count, row.layers);
    const toggle = html("button", {
      class: "fold-toggle",
      text: `${isOpen ? "▾" : "▸"} ${text}`,
      attributes: { type: "button", "aria-expanded": String(isOpen) },
    });
    toggle.addEventListener("click", () => {
      if (!this.#open.delete(keyOf(row))) this.#open.add(keyOf(row));
      const grid = this.element.querySelector(".diff-grid");
      const scroll = grid?.scrollTop ?? 0;
      const next = this.#grid();
      grid?.replaceWith(next);
      next.scrollTop = scroll;
    });
    return html("span", { class: "wide", role: "cell" }, toggle);
  }

  /** Below a heading the name says enough: the heading has the rest of the path. */
  #pathCell(side: 0 | 1, path: string | undefined, depth: number): HTMLElement {
    if (path === undefined) return cell("");
    const at = path.lastIndexOf("/") + 1;
    const link = html(
      "button",
      { class: "link", title: path, attributes: { type: "button" } },
      ...(depth === 0 && at > 0
        ? [
            html(
              "span",
              { class: "diff-parents" },
              html("bdi", { text: path.slice(0, at), attributes: { dir: "ltr" } }),
            ),
          ]
        : []),
      html("span", { class: "diff-name", text: path.slice(at) }),
    );
    link.addEventListener("click", () => {
      this.#actions.reveal(side, path);
    });
    return html("span", { role: "cell", class: "path" }, link);
  }
}

const SIGNS: Readonly<Record<Row["change"] | "heading", string>> = {
  added: "+",
  removed: "−",
  changed: "~",
  moved: "↕",
  same: "=",
  heading: "",
};

function countsLine(strings: CompareStrings, counts: CompareDifference["counts"]): HTMLElement {
  const line = html("p", { class: "counts" });
  for (const change of ["added", "removed", "changed", "moved", "same"] as const) {
    const attributes = { "data-count-of": change, "data-value": counts[change] };
    line.append(
      html("span", {
        class: `count ${change}`,
        text: `${counts[change]} ${strings.changes[change]}`,
        attributes,
      }),
    );
  }
  return line;
}

function keyOf({ left, right, depth }: Row): string {
  return `${depth} ${left ?? ""} ${right ?? ""}`;
}

function whatCell({ what, count, shape }: Row): HTMLElement {
  const title = `${what}${count > 1 ? ` ×${count}` : ""}`;
  return html(
    "span",
    { role: "cell", title: `${title} ${shape}`.trim() },
    title,
    html("span", { class: "diff-shape", text: shape }),
  );
}

function cell(text: string, className = ""): HTMLElement {
  return html("span", { role: "cell", class: className, text, title: text });
}

/** `+1,117,184`; nothing for no difference. */
function figureCell(value: number | undefined): HTMLElement {
  const sign = value === undefined || value === 0 ? "" : value > 0 ? "+" : "−";
  const text =
    value === undefined ? "?" : value === 0 ? "" : `${sign}${Math.abs(value).toLocaleString("en-US")}`;
  return html("span", {
    role: "cell",
    class: "numeric",
    text,
    title: text,
    attributes: { "data-value": value },
  });
}
