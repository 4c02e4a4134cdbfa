// The page around graph and table: the file's name and problems, which of the two is shown, and the divider between them.

import type { FileProblem, ModelStrings, ToModelView } from "../../src/protocol/model-file";
import { button } from "../controls";
import { fill, html } from "../element";
import { createDivider } from "./divider";
import type { Layout, View } from "./saved-state";

export interface ModelPageActions {
  readonly changed: (layout: Layout) => void;
  /** The graph has room again. */
  readonly graphShown: () => void;
  readonly convert: () => void;
}

const VIEWS: readonly View[] = ["both", "graph", "table"];

export class ModelPage {
  readonly graphPane = html("section", { class: "pane graph-pane" });
  readonly tablePane = html("section", { class: "pane table-pane" });
  readonly #strings: ModelStrings;
  readonly #actions: ModelPageActions;
  readonly #name = html("span", { class: "file-name" });
  readonly #format = html("span", { class: "file-format" });
  readonly #problems = html("div", { class: "problems", role: "status" });
  readonly #views;
  readonly #divider;
  readonly #split;
  /** What makes no sense without a network. */
  readonly #forNetworks: readonly HTMLElement[];
  #layout: Layout;
  #hasNetwork = false;

  constructor(strings: ModelStrings, layout: Layout, actions: ModelPageActions) {
    this.#strings = strings;
    this.#actions = actions;
    this.#layout = layout;
    this.graphPane.setAttribute("aria-label", strings.graph);
    this.tablePane.setAttribute("aria-label", strings.table);
    this.#divider = createDivider(strings.divider, (share) => {
      this.#arrange({ ...this.#layout, share });
    });
    this.#split = html("div", { class: "split" }, this.graphPane, this.#divider.element, this.tablePane);
    this.#views = VIEWS.map((view) => this.#viewChoice(view));
    const views = html(
      "fieldset",
      { class: "views", attributes: { "aria-label": strings.views } },
      ...this.#views.map(({ label }) => label),
    );
    const convert = button({ title: strings.convert, onClick: actions.convert });
    const bar = html("div", { class: "file-bar" }, this.#name, this.#format, views, convert);
    this.#forNetworks = [views, convert];
    document.body.replaceChildren(bar, this.#problems, this.#split);
    this.#arrange(layout);
  }

  /** Whether the graph has room on the page. */
  get showsGraph(): boolean {
    return this.#hasNetwork && this.#layout.view !== "table";
  }

  showFile({ name, file, hasNetwork }: Extract<ToModelView, { type: "file" }>): void {
    this.#name.textContent = name;
    this.#format.textContent = file?.format ?? "";
    this.#hasNetwork = hasNetwork;
    document.body.dataset["state"] = hasNetwork ? "ready" : "empty";
    const { noNetwork, unreadable, omitted } = this.#strings;
    const notes = [
      ...(file === undefined ? [unreadable] : hasNetwork ? [] : [noNetwork]),
      ...(file !== undefined && file.omitted > 0 ? [fill(omitted, file.omitted)] : []),
    ];
    this.#problems.replaceChildren(...this.#problemParts(file?.problems ?? [], notes));
    this.#problems.hidden = this.#problems.childElementCount === 0;
    this.#arrange(this.#layout);
  }

  focusGraph(): void {
    this.graphPane.querySelector<SVGElement>(".canvas")?.focus();
  }

  focusTable(): void {
    this.tablePane.querySelector<HTMLElement>(".grid")?.focus();
  }

  #problemParts(problems: readonly FileProblem[], notes: readonly string[]): readonly HTMLElement[] {
    const paragraphs = notes.map((text) => html("p", { class: "file-note", text }));
    if (problems.length === 0) return paragraphs;
    const list = html(
      "ul",
      {},
      ...problems.map(({ severity, message }) =>
        html("li", {
          class: `problem ${severity}`,
          text: message,
          attributes: { "data-severity": severity },
        }),
      ),
    );
    const summary = html("summary", { text: fill(this.#strings.problems, problems.length) });
    const details = html("details", {}, summary, list);
    // What keeps a file from being read is told at once; what is only odd about it can be asked for.
    details.open = !this.#hasNetwork || problems.some(({ severity }) => severity === "error");
    return [...paragraphs, details];
  }

  #viewChoice(view: View): {
    readonly view: View;
    readonly input: HTMLInputElement;
    readonly label: HTMLElement;
  } {
    const input = html("input", { attributes: { type: "radio", name: "view", value: view } });
    input.addEventListener("change", () => {
      this.#arrange({ ...this.#layout, view });
    });
    const label = html("label", {}, input, html("span", { text: this.#strings[view] }));
    return { view, input, label };
  }

  #arrange(layout: Layout): void {
    const isSame = layout === this.#layout;
    this.#layout = layout;
    const { view, share } = layout;
    for (const choice of this.#views) choice.input.checked = choice.view === view;
    for (const element of [...this.#forNetworks, this.#split]) element.hidden = !this.#hasNetwork;
    this.graphPane.hidden = view === "table";
    this.tablePane.hidden = view === "graph";
    this.#divider.element.hidden = view !== "both";
    this.#divider.show(share);
    this.#split.style.setProperty("--share", view === "both" ? String(share) : "1");
    if (this.showsGraph) this.#actions.graphShown();
    if (!isSame) this.#actions.changed(layout);
  }
}
