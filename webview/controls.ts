// The controls of all webviews. The only file that knows @vscode/webview-ui-toolkit, so that replacing it touches no other.

import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeTextField,
} from "@vscode/webview-ui-toolkit/dist/index.js";

/** Makes the custom elements known; call it once, before any control is made. */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeCheckbox(),
    vsCodeDropdown(),
    vsCodeOption(),
    vsCodeTextField(),
  );
}

export interface ButtonOptions {
  /** What it does, for its tooltip and for screen readers. */
  readonly title: string;
  /** The path data of an icon of 16 × 16 pixels, drawn with lines; the title is its text without one. */
  readonly icon?: string;
  readonly onClick: () => void;
}

export function button({ title, icon, onClick }: ButtonOptions): HTMLElement {
  const control = document.createElement("vscode-button");
  control.setAttribute("appearance", icon === undefined ? "secondary" : "icon");
  control.setAttribute("aria-label", title);
  control.title = title;
  if (icon === undefined) control.textContent = title;
  else control.append(iconElement(icon));
  control.addEventListener("click", onClick);
  return control;
}

/** Shows whether a button that switches something is on. */
export function setPressed(control: HTMLElement, isPressed: boolean): void {
  control.setAttribute("aria-pressed", String(isPressed));
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

export interface Dropdown {
  readonly element: HTMLElement;
  readonly value: () => string;
  setChoices(choices: readonly Choice[], value: string): void;
}

export function dropdown(label: string, onChange: (value: string) => void): Dropdown {
  const control = document.createElement("vscode-dropdown");
  control.setAttribute("aria-label", label);
  control.title = label;
  control.addEventListener("change", () => {
    onChange(valueOf(control));
  });
  return {
    element: control,
    value: () => valueOf(control),
    setChoices: (choices, value) => {
      control.replaceChildren(...choices.map((choice) => optionElement(choice, value)));
      setValue(control, value);
    },
  };
}

export function checkbox(label: string, checked: boolean, onChange: (checked: boolean) => void): HTMLElement {
  const control = document.createElement("vscode-checkbox");
  control.textContent = label;
  if (checked) control.setAttribute("checked", "");
  control.addEventListener("change", () => {
    onChange("checked" in control && control.checked === true);
  });
  return control;
}

export interface TextField {
  readonly element: HTMLElement;
  readonly value: () => string;
  focus(): void;
}

export function textField(label: string, onInput: (value: string) => void): TextField {
  const control = document.createElement("vscode-text-field");
  control.setAttribute("aria-label", label);
  control.setAttribute("placeholder", label);
  control.addEventListener("input", () => {
    onInput(valueOf(control));
  });
  return {
    element: control,
    value: () => valueOf(control),
    focus: () => {
      control.focus();
      selectText(control);
    },
  };
}

/** The toolkit's field has the method of a native one; what comes after it may not. */
function selectText(control: HTMLElement & Partial<Pick<HTMLInputElement, "select">>): void {
  control.select?.();
}

function optionElement({ value, label }: Choice, selected: string): HTMLElement {
  const option = document.createElement("vscode-option");
  option.setAttribute("value", value);
  if (value === selected) option.setAttribute("selected", "");
  option.textContent = label;
  return option;
}

function valueOf(control: HTMLElement): string {
  return "value" in control && typeof control.value === "string" ? control.value : "";
}

function setValue(control: HTMLElement, value: string): void {
  // The options register themselves with the control a moment later.
  queueMicrotask(() => {
    if ("value" in control) control.value = value;
  });
}

function iconElement(path: string): SVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("width", "16");
  svg.setAttribute("height", "16");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}
