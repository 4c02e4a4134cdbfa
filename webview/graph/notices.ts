// What stands over the picture: the banner of a stale one, notices that pass, what to write into an empty file, the legend of
// colours, the breadcrumb, and the region that screen readers are told things in.

import type { LayoutResult } from "../../src/layout/layout";
import type { GraphStrings } from "../../src/protocol/graph";
import type { HeatBy } from "../../src/view/heat";
import { formatHeat } from "../../src/view/heat";
import { heatColorInEditor } from "../../src/draw/heat-color";

export interface Notices {
  /** What stands over the picture. */
  readonly elements: readonly HTMLElement[];
  /** Stands below the picture, so as not to cover any of it. */
  readonly legendElement: HTMLElement;
  /** The text has errors: the picture is the last one without, or what can be understood despite them. */
  errors(shown: "last" | "partial" | undefined): void;
  notice(text: string | undefined): void;
  /** The picture is not laid out as asked. */
  fallback(how: LayoutResult["fallback"]): void;
  empty(isEmpty: boolean): void;
  legend(by: HeatBy | undefined, label: string, maximum: number): void;
  breadcrumb(network: string, groups: readonly string[], onChoose: (path: string | undefined) => void): void;
  announce(text: string): void;
}

const EXAMPLE = `network Small {
  input image [3, 32, 32]
  Conv(16, 3, pad=1) -> ReLU
  MaxPool(2)
  Flatten -> Linear(10)
}`;

export function createNotices(strings: GraphStrings): Notices {
  const banner = part("banner", "status");
  const toast = part("notice", "status");
  const empty = part("empty");
  const title = document.createElement("p");
  title.textContent = strings.empty;
  const hint = document.createElement("p");
  hint.textContent = strings.emptyHint;
  const example = document.createElement("pre");
  example.textContent = EXAMPLE;
  empty.append(title, hint, example);
  const legend = part("legend");
  const crumbs = document.createElement("nav");
  crumbs.className = "breadcrumb";
  crumbs.hidden = true;
  const live = part("live", "status");
  live.hidden = false;
  live.setAttribute("aria-live", "polite");
  let timer = 0;
  const notice = (text: string | undefined): void => {
    toast.hidden = text === undefined;
    toast.textContent = text ?? "";
    clearTimeout(timer);
    if (text !== undefined) timer = window.setTimeout(() => (toast.hidden = true), 6000);
  };
  return {
    elements: [banner, toast, empty, crumbs, live],
    legendElement: legend,
    errors: (shown) => {
      banner.hidden = shown === undefined;
      banner.textContent = shown === "partial" ? strings.partial : strings.stale;
    },
    notice,
    fallback: (how) => {
      if (how !== undefined) notice(how === "collapsed" ? strings.fallbackCollapsed : strings.fallbackColumn);
    },
    empty: (isEmpty) => {
      empty.hidden = !isEmpty;
    },
    legend: (by, label, maximum) => {
      legend.hidden = by === undefined;
      if (by !== undefined) legend.replaceChildren(...legendParts(by, label, maximum));
    },
    breadcrumb: (network, groups, onChoose) => {
      crumbs.hidden = groups.length === 0;
      crumbs.replaceChildren(crumb(network, undefined, onChoose));
      for (const path of groups) crumbs.append(separator(), crumb(lastName(path), path, onChoose));
    },
    announce: (text) => {
      live.textContent = text;
    },
  };
}

function part(className: string, role?: string): HTMLElement {
  const element = document.createElement("div");
  element.className = className;
  element.hidden = true;
  if (role !== undefined) element.setAttribute("role", role);
  return element;
}

function legendParts(by: HeatBy, label: string, maximum: number): readonly HTMLElement[] {
  const title = document.createElement("span");
  title.textContent = label;
  const bar = document.createElement("span");
  bar.className = "legend-bar";
  for (let step = 0; step <= 8; step++) {
    const cell = document.createElement("span");
    cell.style.background = heatColorInEditor(step / 8);
    bar.append(cell);
  }
  const [least, most] = [document.createElement("span"), document.createElement("span")];
  least.textContent = formatHeat(by, 0);
  most.textContent = formatHeat(by, maximum);
  return [title, least, bar, most];
}

function crumb(
  text: string,
  path: string | undefined,
  onChoose: (path: string | undefined) => void,
): HTMLElement {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = text;
  element.addEventListener("click", () => {
    onChoose(path);
  });
  return element;
}

function separator(): HTMLElement {
  const element = document.createElement("span");
  element.textContent = "›";
  element.setAttribute("aria-hidden", "true");
  return element;
}

/** Names may hold slashes themselves; a breadcrumb only has to be recognised. */
function lastName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
