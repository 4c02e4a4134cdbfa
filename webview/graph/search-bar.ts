// The search bar: a field, how many match, next and previous.

import type { GraphStrings } from "../../src/protocol/graph";
import { button, textField } from "../controls";
import { ICONS } from "./icons";

export interface SearchBar {
  readonly element: HTMLElement;
  open(): void;
  close(): void;
  isOpen(): boolean;
  /** Shows that match `at` (from 0) of `count` is the current one. */
  show(at: number, count: number): void;
}

export interface SearchActions {
  readonly search: (query: string) => void;
  readonly step: (by: 1 | -1) => void;
  readonly closed: () => void;
}

export function createSearchBar(strings: GraphStrings, actions: SearchActions): SearchBar {
  const element = document.createElement("div");
  element.className = "search";
  element.setAttribute("role", "search");
  element.hidden = true;
  const field = textField(strings.search, actions.search);
  const count = document.createElement("span");
  count.className = "count";
  count.setAttribute("role", "status");
  const close = (): void => {
    element.hidden = true;
    actions.closed();
  };
  element.append(
    field.element,
    count,
    button({ title: strings.previous, icon: ICONS.previous, onClick: () => actions.step(-1) }),
    button({ title: strings.next, icon: ICONS.next, onClick: () => actions.step(1) }),
    button({ title: strings.close, icon: ICONS.close, onClick: close }),
  );
  element.addEventListener("keydown", (event) => {
    if (event.key === "Enter") actions.step(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return {
    element,
    open: () => {
      element.hidden = false;
      field.focus();
      actions.search(field.value());
    },
    close,
    isOpen: () => !element.hidden,
    show: (at, total) => {
      if (field.value() === "") count.textContent = "";
      else if (total === 0) count.textContent = strings.noMatch;
      else count.textContent = strings.matches.replace("{0}", String(at + 1)).replace("{1}", String(total));
    },
  };
}
