// The bar on top: what the network costs, which network it is, how it is coloured, and what can be done with the picture.

import type { GraphStrings } from "../../src/protocol/graph";
import type { HeatBy } from "../../src/view/heat";
import type { ViewGraph } from "../../src/view/view-graph";
import { button, dropdown, setPressed } from "../controls";
import { ICONS } from "./icons";
import { isHeat } from "./saved-state";

export interface ToolbarActions {
  readonly chooseNetwork: (name: string) => void;
  readonly chooseHeat: (by: HeatBy | undefined) => void;
  readonly chooseLevel: (level: number) => void;
  readonly expandAll: () => void;
  readonly collapseAll: () => void;
  readonly turn: () => void;
  readonly fit: () => void;
  readonly zoomToSelection: () => void;
  readonly dependencies: () => void;
  readonly find: () => void;
  readonly minimap: () => void;
  readonly lock: () => void;
  readonly saveSvg: () => void;
  readonly savePng: () => void;
  readonly copySvg: () => void;
}

export interface ToolbarState {
  readonly graph: ViewGraph | undefined;
  readonly networks: readonly string[];
  readonly heat: HeatBy | undefined;
  /** The level that is open, undefined when groups were opened one by one; and how many there are. */
  readonly level: number | undefined;
  readonly levels: number;
  readonly locked: boolean;
  readonly minimap: boolean;
  readonly dependencies: boolean;
}

export interface Toolbar {
  readonly element: HTMLElement;
  update(state: ToolbarState): void;
}

export function createToolbar(strings: GraphStrings, actions: ToolbarActions): Toolbar {
  const element = document.createElement("header");
  element.className = "toolbar graph-toolbar";
  const network = dropdown(strings.network, actions.chooseNetwork);
  const heat = dropdown(strings.colorBy, (value) => {
    actions.chooseHeat(isHeat(value) ? value : undefined);
  });
  const level = dropdown(strings.level.replace(" {0}", ""), (value) => {
    actions.chooseLevel(Number(value));
  });
  const dependencies = button({
    ...icon(strings.dependencies, "dependencies"),
    onClick: actions.dependencies,
  });
  const minimap = button({ ...icon(strings.minimap, "minimap"), onClick: actions.minimap });
  const lock = button({ ...icon(strings.lock, "lock"), onClick: actions.lock });
  const totals = document.createElement("div");
  totals.className = "totals";
  const controls = document.createElement("div");
  controls.className = "controls";
  controls.setAttribute("role", "toolbar");
  controls.setAttribute("aria-label", strings.toolbar);
  const groups = buttonGroups(strings, actions);
  groups.view.append(dependencies, minimap);
  controls.append(
    ...[network.element, level.element, heat.element],
    ...[groups.open, groups.view, groups.take, lock],
  );
  const bar = document.createElement("div");
  bar.className = "bar";
  bar.append(totals, controls);
  element.append(bar);
  return {
    element,
    update: (state) => {
      showTotals(totals, strings, state.graph);
      network.element.hidden = state.networks.length < 2;
      const names = state.networks.map((name) => ({ value: name, label: name }));
      network.setChoices(names, state.graph?.network ?? "");
      heat.setChoices(heatChoices(strings), state.heat ?? "family");
      level.setChoices(levelChoices(strings, state), String(state.level ?? ""));
      level.element.hidden = state.levels === 0;
      setPressed(dependencies, state.dependencies);
      setPressed(minimap, state.minimap);
      setPressed(lock, state.locked);
      lock.title = state.locked ? strings.unlock : strings.lock;
      lock.setAttribute("aria-label", lock.title);
    },
  };
}

/** The buttons that look the same whatever is shown. */
function buttonGroups(
  strings: GraphStrings,
  actions: ToolbarActions,
): Readonly<Record<"open" | "view" | "take", HTMLElement>> {
  const make = (title: string, name: keyof typeof ICONS, onClick: () => void): HTMLElement =>
    button({ ...icon(title, name), onClick });
  return {
    open: group(
      make(strings.collapseAll, "collapseAll", actions.collapseAll),
      make(strings.expandAll, "expandAll", actions.expandAll),
      make(strings.direction, "direction", actions.turn),
    ),
    view: group(
      make(strings.fit, "fit", actions.fit),
      make(strings.zoomToSelection, "zoomToSelection", actions.zoomToSelection),
      make(strings.search, "search", actions.find),
    ),
    take: group(
      make(strings.exportSvg, "save", actions.saveSvg),
      make(strings.exportPng, "picture", actions.savePng),
      make(strings.copySvg, "copy", actions.copySvg),
    ),
  };
}

function icon(title: string, name: keyof typeof ICONS): { readonly title: string; readonly icon: string } {
  return { title, icon: ICONS[name] };
}

function group(...controls: readonly HTMLElement[]): HTMLElement {
  const element = document.createElement("div");
  element.className = "control-group";
  element.append(...controls);
  return element;
}

function heatChoices(strings: GraphStrings): readonly { readonly value: string; readonly label: string }[] {
  return [
    { value: "family", label: strings.colorFamily },
    { value: "params", label: strings.colorParams },
    { value: "flops", label: strings.colorFlops },
    { value: "activationBytes", label: strings.colorMemory },
    { value: "receptiveField", label: strings.colorField },
  ];
}

function levelChoices(
  strings: GraphStrings,
  { levels, level }: ToolbarState,
): readonly { readonly value: string; readonly label: string }[] {
  const all = Array.from({ length: levels + 1 }, (_, index) => ({
    value: String(index),
    label: strings.level.replace("{0}", String(index)),
  }));
  return level === undefined ? [{ value: "", label: "…" }, ...all] : all;
}

/** The name, and the figures one looks for first. */
function showTotals(element: HTMLElement, strings: GraphStrings, graph: ViewGraph | undefined): void {
  element.replaceChildren();
  if (graph === undefined) return;
  const name = document.createElement("h1");
  name.textContent = graph.network;
  name.title = graph.network;
  const list = document.createElement("dl");
  list.append(...figuresOf(strings, graph).map(figureElement));
  element.append(name, list);
}

interface Figure {
  readonly label: string;
  readonly value: string;
  readonly note?: string;
}

function figuresOf(strings: GraphStrings, { totals, convention }: ViewGraph): readonly Figure[] {
  const { params, withAuxiliary, flops, multiplyAdds, allOperations } = strings;
  const { auxiliaryParams } = totals;
  return [
    {
      label: auxiliaryParams === undefined ? params : withAuxiliary.replace("{0}", auxiliaryParams),
      value: totals.params,
    },
    {
      label: flops,
      value: totals.flops,
      note: convention === "multiply-add" ? multiplyAdds : allOperations,
    },
    { label: strings.weights, value: totals.weightMemory },
    { label: strings.peakActivations, value: totals.peakMemory },
    { label: strings.deep, value: totals.depth, note: strings.deepNote },
  ];
}

/** The label comes first in the document, as a list of terms wants it, and second on the screen. */
function figureElement({ label, value, note }: Figure): HTMLElement {
  const entry = document.createElement("div");
  const term = document.createElement("dt");
  term.textContent = label;
  const figure = document.createElement("dd");
  figure.textContent = value;
  if (note !== undefined) entry.title = note;
  entry.append(term, figure);
  return entry;
}
